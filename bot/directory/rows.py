"""The values that a staff list becomes."""

from __future__ import annotations

from dataclasses import dataclass, field, fields


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One person of a staff list. Facts that the list does not give are empty.

    ``line`` is where the row begins in its file, and no part of what the row says: two rows that differ
    in it alone are equal. ``staff_id`` is never empty: without one in the file it is the e-mail address
    in lower case, or ``name|department``.
    """

    line: int = field(compare=False)
    staff_id: str
    name: str = ""
    email: str = ""
    department: str = ""
    grade: str = ""
    site: str = ""
    job_title: str = ""
    profession: str = ""
    manager_id: str = ""
    timezone: str = ""


FACTS: tuple[str, ...] = tuple(column.name for column in fields(StaffRow) if column.name != "line")
"""The columns of a staff list, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong on one line, and what to do about it. Lines count from 1, the header's."""

    line: int
    sentence: str

    def __str__(self) -> str:
        """As it is shown in a list of errors."""
        return f"Line {self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class StaffFile:
    """What a file said: import ``rows`` only where ``errors`` is empty.

    ``columns`` are those that were understood, in the order of the file.
    """

    rows: tuple[StaffRow, ...] = ()
    errors: tuple[LineError, ...] = ()
    warnings: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    columns: tuple[str, ...] = field(default=(), compare=False)
