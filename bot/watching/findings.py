"""What a look at the bot finds: one sentence each, and the cure where something needs fixing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Mark(StrEnum):
    """How it is; told by the word alone, whatever colour a terminal has."""

    OK = "ok"
    NOTE = "note"
    FIX = "FIX"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``cure`` says what to do, where there is something to do."""

    what: str
    mark: Mark
    says: str
    cure: str = ""


def ok(what: str, says: str) -> Finding:
    """It is as it should be."""
    return Finding(what, Mark.OK, says)


def note(what: str, says: str, cure: str = "") -> Finding:
    """It is worth knowing, and harms nothing."""
    return Finding(what, Mark.NOTE, says, cure)


def fix(what: str, says: str, cure: str) -> Finding:
    """It keeps the bot from its work, or soon will."""
    return Finding(what, Mark.FIX, says, cure)


def all_is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing needs fixing."""
    return all(one.mark is not Mark.FIX for one in findings)
