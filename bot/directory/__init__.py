"""The staff list: read from a CSV, checked line by line, compared with what is known.

Pure: bytes in, values out. Mistakes in somebody's file are values that say what to do, never exceptions.
"""

from __future__ import annotations

from bot.directory.difference import Change, Difference, difference
from bot.directory.reading import read_staff
from bot.directory.rows import LineError, StaffFile, StaffRow

__all__ = ["Change", "Difference", "LineError", "StaffFile", "StaffRow", "difference", "read_staff"]
