"""From bytes to text, without ever guessing silently.

Detectors of encodings are wrong too often on small files of names; a byte order mark or strict UTF-8 is
proof, and Windows-1252 is only ever assumed with a warning that shows what it made of the names.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from bot.directory.cells import quoted
from bot.directory.rows import LineError

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_OPENING_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file; ``is_assumed`` where Windows-1252 was taken for want of anything better."""

    text: str
    is_assumed: bool = False


def decode(raw: bytes, encoding: str | None) -> Decoded | LineError:
    """The text of ``raw``: in ``encoding`` where it is given, else as its own bytes prove it."""
    if not raw.strip():
        return LineError(1, "The file is empty; export the staff list again.")
    if encoding is not None:
        return _in_encoding(raw, encoding)
    if raw.startswith((_WORKBOOK, _OLD_WORKBOOK)):
        return LineError(1, "This is a workbook, not a CSV; in Excel save it as “CSV UTF-8”.")
    if raw.startswith(_UTF_16_MARKS):
        return _in_encoding(raw, "utf-16")
    return _utf_8_or_windows(raw)


def _in_encoding(raw: bytes, encoding: str) -> Decoded | LineError:
    try:
        return Decoded(raw.decode(encoding).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return LineError(
            line,
            f"The bytes here are not {quoted(encoding)}; "
            "save the file as UTF-8, or give its own encoding with --encoding.",
        )
    except (LookupError, ValueError):
        return LineError(
            1, f"There is no text encoding called {quoted(encoding)}; try utf-8, utf-16 or cp1252."
        )


def _utf_8_or_windows(raw: bytes) -> Decoded | LineError:
    try:
        return Decoded(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        if b"\x00" in raw[:_OPENING_BYTES]:
            return LineError(1, "This is not a text file; save the staff list as “CSV UTF-8”.")
        text = _in_encoding(raw, "cp1252")
    return Decoded(text.text, is_assumed=True) if isinstance(text, Decoded) else _unknown(text.line)


def _unknown(line: int) -> LineError:
    return LineError(
        line,
        "The bytes here are neither UTF-8 nor Windows-1252; "
        "save the file as “CSV UTF-8”, or give its encoding with --encoding.",
    )
