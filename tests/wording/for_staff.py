"""Examples of what is said about the staff list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.directory import Change, Difference, StaffFile, StaffRow, read_staff
from bot.wording import staff

if TYPE_CHECKING:
    from bot.message import Message

FACTS = ("staff_id", "name", "email", "department", "grade", "site", "job_title", "profession")
LIST = StaffFile(
    tuple(
        StaffRow(n + 2, f"S{n}", f"Person {n}", department=f"Department {n % 43}", grade="Band 5")
        for n in range(5178)
    ),
    ignored_columns=("Car park permit", "Locker"),
    columns=FACTS,
)
ROWS = LIST.rows
CHANGE = Difference(
    added=ROWS[:2011],
    changed=tuple(Change(row, row) for row in ROWS[2011:2041]),
    unchanged=ROWS[2041:],
    left=ROWS[:4],
)
WRONG = Difference(added=ROWS[:40], unchanged=ROWS[:10], left=ROWS[:1200])
MANY = StaffFile(
    ROWS[:1],
    warnings=("The file is not UTF-8 and was read as Windows-1252: see that names with accents are right.",),
    ignored_columns=tuple(f"Extra {n}" for n in range(20)),
    columns=FACTS[:4],
)
TORN = read_staff(b"name,department,email\nAmara,Nursing,amara@example.org\n,Pharmacy,\nBen,,ben\nChidi\n")
TORN_LONG = read_staff(b"name,department\n" + b"Amara\n" * 30)
FILE = "F0123456789"

FOR_STAFF: dict[str, Message] = {
    "staff.staff_list": staff.staff_list(5178, 43),
    "staff.staff_list-none": staff.staff_list(0, 0),
    "staff.staff_list-trouble": staff.staff_list(1, 1, has_trouble=True),
    "staff.reading": staff.reading(FILE),
    "staff.not_a_place_for_files": staff.not_a_place_for_files(),
    "staff.not_read": staff.not_read("timeout"),
    "staff.not_read-refused": staff.not_read("missing_scope"),
    "staff.not_read-picture": staff.not_read("not_a_list"),
    "staff.not_read-large": staff.not_read("too_large"),
    "staff.not_read-strange": staff.not_read("not_theirs"),
    "staff.preview": staff.preview(FILE, LIST, CHANGE, directory_wins=False),
    "staff.preview-wins": staff.preview(FILE, MANY, Difference(added=ROWS[:1]), directory_wins=True),
    "staff.preview-whole": staff.preview(FILE, LIST, WRONG, directory_wins=False),
    "staff.preview-mend": staff.preview(FILE, TORN, Difference(), directory_wins=False),
    "staff.preview-mend-many": staff.preview(FILE, TORN_LONG, Difference(), directory_wins=False),
    "staff.importing": staff.importing(FILE, ""),
    "staff.importing-sure": staff.importing(FILE, "yes"),
    "staff.imported": staff.imported(CHANGE),
    "staff.imported-nothing": staff.imported(Difference(unchanged=ROWS)),
    "staff.left_as_it_was": staff.left_as_it_was(),
}
