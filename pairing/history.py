"""What has been: who was introduced to whom in which round, and who sat out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


HORIZON = 56
"""Rounds after which an introduction no longer counts: with fortnights, a little over two years."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """One past pairing: the round, the people (two to eight), and the departments they were of then."""

    round_number: int
    people: tuple[str, ...]
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A programme's past rounds, as the matcher reads them: introductions of the last ``HORIZON`` rounds.

    ``sat_out`` and ``stood_up`` map a person id to the numbers of the rounds in which they took part
    but were not paired, or were paired and the other side fell silent or could not make it.
    """

    introductions: tuple[Introduction, ...] = ()
    sat_out: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    stood_up: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
