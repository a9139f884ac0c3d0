"""Single cells: cleaned for keeping, and quoted safely in a sentence."""

from __future__ import annotations

import re
import unicodedata

LONGEST_CELL = 200
LONGEST_QUOTE = 40

_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Direction marks can make a name read as another; the others only break comparisons."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Tabs and line breaks are not among them: inside a quoted cell they are spaces."""


def clean(cell: str) -> str:
    """``cell`` in NFC, trimmed, each run of white space one space, without direction marks."""
    if not cell.isascii():
        cell = unicodedata.normalize("NFC", _INVISIBLE.sub("", cell))
    return " ".join(cell.split())


def tidy(words: str) -> str:
    """``words`` that somebody typed, as `clean` has it and without control characters."""
    return clean(_CONTROL.sub("", words))


def has_control(cell: str) -> bool:
    """Whether it holds characters that no name, address or title has (NUL, escape, a lone surrogate)."""
    return not cell.isprintable() and _CONTROL.search(cell) is not None


def quoted(cell: str) -> str:
    """``cell`` for a sentence on somebody's terminal: printable, and cut where it is long."""
    plain = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in cell)
    cut = plain if len(plain) <= LONGEST_QUOTE else plain[: LONGEST_QUOTE - 1] + "…"
    return f"“{cut}”"


def listed(cells: list[str], most: int = 12) -> str:
    """``cells`` quoted and joined by commas, the first ``most`` of them."""
    rest = f" and {len(cells) - most} more" if len(cells) > most else ""
    return ", ".join(quoted(cell) for cell in cells[:most]) + rest
