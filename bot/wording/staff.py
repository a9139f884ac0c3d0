"""The staff list, handed in as a file: what it would change, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Button, Facts, Message, Row, heading, quiet, text
from bot.wording.admin import Section
from bot.wording.phrases import clipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.directory import Difference, StaffFile
    from bot.message import Part

MOST_LINES = 10
MOST_COLUMNS = 12
LINE_LONGEST, NAME_LONGEST = 300, 40
TITLE = "Your staff list"
HOW = (
    "To hand in a new one, drop it into your chat with Crossbrew, as a CSV file. You see what it would change"
    " before anything is changed."
)
COLUMNS = (
    "Its first line names the columns: staff id, name, e-mail, department, grade, site, job title,"
    " profession, manager id and time zone. Only department, and a name or an e-mail address, have to be"
    " there; other spellings are understood, and other columns are left out."
)
WHOLE = "It is the whole list: whoever is not in it any more counts as gone."
TROUBLE = (
    "What profiles say could not be read: Crossbrew is not allowed to. Whoever installed it can ask"
    " crossbrew doctor what to do."
)
REASONS = {
    "missing_scope": (
        "Crossbrew is not allowed to read files here. Whoever installed it can allow it files:read, or import"
        " the list with crossbrew people import."
    ),
    "not_a_list": "This does not look like a list. Save the staff list as “CSV UTF-8”, and drop that here.",
    "not_theirs": "We only read files that you dropped here yourself. Please drop it once more.",
    "too_large": "This is larger than 10 MB. Leave out the columns that are not needed, and drop it again.",
}
GONE = "The file could not be fetched just now. Please drop it here once more."
BACK = Button("admin", "See everything")


def section(people: int, *, has_trouble: bool) -> Section:
    """What stands about the staff list on the owners' page."""
    words = f"{_people(people)} in the staff list." if people else f"There is no staff list yet. {HOW}"
    trouble = (quiet(TROUBLE),) if has_trouble else ()
    return Section("Who works here", (text(words), *trouble, Row((Button("staff_list", "Staff list"),))))


def staff_list(people: int, departments: int, *, has_trouble: bool = False) -> Message:
    """How many the staff list has, and how to hand in a new one."""
    there = f"{_people(people)} in {_departments(departments)}." if people else "There is none yet."
    trouble = (text(TROUBLE),) if has_trouble else ()
    return Message(
        title="The staff list",
        body=(text(there), text(HOW), quiet(COLUMNS), quiet(WHOLE), *trouble),
        actions=(BACK,),
        summary=f"The staff list: {there}",
    )


def reading(file: str) -> Message:
    """While a file that was dropped is read."""
    return Message(
        title="Reading your file",
        body=(text("Just a moment."),),
        summary="Reading your file.",
        then=Button("staff_list.look", "Read it", {"file": file}),
    )


def not_a_place_for_files() -> Message:
    """To somebody who is no owner and dropped a file."""
    return Message(
        title="Thank you, but files are of no use here",
        body=(text("We have not opened it. To see what you can do here, look at the help."),),
        actions=(Button("help", "Help"),),
        summary="Thank you, but files are of no use here. We have not opened it.",
    )


def not_read(reason: str) -> Message:
    """Why a file could not be had, and what to do."""
    return Message(
        title="That file could not be read",
        body=(text(REASONS.get(reason, GONE)),),
        summary="That file could not be read, and nothing is changed.",
    )


def preview(file: str, staff: StaffFile, change: Difference, *, directory_wins: bool) -> Message:
    """What a list holds and would change, with nothing changed so far."""
    if staff.errors:
        return _to_mend(staff)
    found = f"{_people(len(staff.rows))} in {_departments(len({row.department for row in staff.rows}))}."
    return Message(
        title=TITLE,
        body=(text(found), *_found(staff, change), *_notes(staff, change, directory_wins=directory_wins)),
        actions=_choices(file, change),
        summary=f"Your staff list: {found} Nothing is changed so far.",
    )


def importing(file: str, sure: str) -> Message:
    """While a list is being imported."""
    return Message(
        title="Working on it",
        body=(
            text("The staff list is being imported. I'll tell you here when it is done."),
            quiet(
                "If nothing has come in a few minutes, drop the file once more: nothing is done by halves."
            ),
        ),
        summary="The staff list is being imported.",
        then=Button("staff_list.import.now", "Import it", {"file": file} | ({"sure": sure} if sure else {})),
    )


def imported(change: Difference) -> Message:
    """The list is imported."""
    if not (change.added or change.changed or change.left):
        done = "Everything was as the list has it already, so nothing has changed."
    else:
        counts = f"{len(change.added):,} new, {len(change.changed):,} changed, {len(change.left):,} gone"
        done = f"The staff list is imported: {counts}."
    return Message(title="Done", body=(text(done),), actions=(BACK,), summary=done)


def left_as_it_was() -> Message:
    """They let it be."""
    words = "The staff list stays as it was."
    return Message(title="Left as it was", body=(text(words),), summary=words)


def _to_mend(staff: StaffFile) -> Message:
    """A list with lines that cannot be read: all of them at once, so that it is mended in one go."""
    count = len({one.line for one in staff.errors})
    lines = f"{count:,} {'line' if count == 1 else 'lines'}"
    more = len(staff.errors) - MOST_LINES
    rest = (quiet(f"… and {more:,} more."),) if more > 0 else ()
    return Message(
        title=f"{lines} to mend first",
        body=(
            text(f"{_people(len(staff.rows))} could be read, and {lines} could not. Nothing is changed."),
            Facts(tuple(("", clipped(str(one), LINE_LONGEST)) for one in staff.errors[:MOST_LINES])),
            *rest,
            text("Mend them, save the list as “CSV UTF-8”, and drop it here once more."),
        ),
        summary=f"Your staff list has {lines} to mend first. Nothing is changed.",
    )


def _found(staff: StaffFile, change: Difference) -> Iterator[Part]:
    rows = [
        ("Columns", f"{len(staff.columns)} understood{_unused(staff.ignored_columns)}"),
        ("New", f"{len(change.added):,}"),
        ("Changed", f"{len(change.changed):,}"),
        ("As before", f"{len(change.unchanged):,}"),
        ("Gone", f"{len(change.left):,}"),
    ]
    yield Facts(tuple(rows))


def _unused(columns: tuple[str, ...]) -> str:
    if not columns:
        return ""
    named = [clipped(name, NAME_LONGEST) for name in columns[:MOST_COLUMNS]]
    more = [f"{len(columns) - MOST_COLUMNS} more"] if len(columns) > MOST_COLUMNS else []
    return f", {len(columns)} not used ({', '.join([*named, *more])})"


def _notes(staff: StaffFile, change: Difference, *, directory_wins: bool) -> Iterator[Part]:
    for warning in staff.warnings[:MOST_LINES]:
        yield quiet(clipped(warning, LINE_LONGEST))
    if change.is_dangerous:
        yield heading("Is this the whole list?")
        yield text(
            f"{len(change.left):,} of the {change.known:,} people known so far are not in it, which is more"
            " than a fifth. They would count as gone."
        )
    stays = "What the list says goes before what people typed themselves."
    yield quiet(stays if directory_wins else "What people typed themselves stays as they typed it.")


def _choices(file: str, change: Difference) -> tuple[Button, ...]:
    leave = Button("staff_list.leave", "Leave it")
    if change.is_dangerous:
        sure = {"file": file, "sure": "yes"}
        return (Button("staff_list.import", "Import it all the same", sure), leave)
    return (Button("staff_list.import", "Import it", {"file": file}, primary=True), leave)


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"


def _departments(number: int) -> str:
    return f"{number:,} {'department' if number == 1 else 'departments'}"
