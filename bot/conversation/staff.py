"""The staff list from the chat: a file that an owner drops is looked into first, and imported on a press.

Its bytes are fetched for each look and never kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.owners import for_owners, long_for_owners
from bot.directory import StaffFile, read_staff
from bot.importing import compare, take_over
from bot.platforms import DeliveryError
from bot.wording import closed
from bot.wording import staff as words
from storage import directory, people
from storage.directory import What
from storage.sources import sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, LongHandler, Turn, Work
    from bot.message import Message
    from bot.wording.admin import Section
    from storage.database import Database


def section(turn: Turn) -> Section:
    """What stands about the staff list on the owners' page."""
    known, _ = directory.listed(turn.connection, turn.workspace)
    return words.section(known, has_trouble=_has_trouble(turn))


def show(turn: Turn) -> Message:
    """How many the staff list has, and how a new one is handed in."""
    known, departments = directory.listed(turn.connection, turn.workspace)
    return words.staff_list(known, departments, has_trouble=_has_trouble(turn))


def _has_trouble(turn: Turn) -> bool:
    return directory.trouble(turn.connection, turn.workspace, What.PROFILES) != ""


def dropped(turn: Turn) -> Message:
    """Somebody dropped a file: for an owner it is read, for everybody else there is a kind word."""
    return words.reading(turn.text("file")) if turn.is_owner else words.not_a_place_for_files()


def look(turn: Turn) -> Work:
    """Say what a list would change, and change nothing."""

    def work(database: Database) -> Message:
        staff = _read(turn)
        if not isinstance(staff, StaffFile):
            return staff
        with database.read() as connection:
            change = compare(connection, turn.workspace, staff)
            wins = sources(connection, turn.workspace).directory_wins
        return words.preview(turn.text("file"), staff, change, directory_wins=wins)

    return work


def begin(turn: Turn) -> Message:
    """Say that it is being imported; that then happens by itself."""
    return words.importing(turn.text("file"), turn.text("sure"))


def finish(turn: Turn) -> Work:
    """Import a list, all of it or none; one that looks like a wrong file only where they are sure."""

    def work(database: Database) -> Message:
        staff = _read(turn)
        if not isinstance(staff, StaffFile):
            return staff
        with database.change() as connection:
            if not people.is_owner(connection, turn.workspace, turn.person.id):
                return closed.not_an_owner()
            change = compare(connection, turn.workspace, staff)
            if staff.errors or (change.is_dangerous and turn.text("sure") != "yes"):
                return words.preview(turn.text("file"), staff, change, directory_wins=False)
            take_over(connection, turn.workspace, change, turn.person.id, turn.now)
        return words.imported(change)

    return work


def leave(_turn: Turn) -> Message:
    """Leave everything as it was."""
    return words.left_as_it_was()


def _read(turn: Turn) -> StaffFile | Message:
    """What is in the file; what to say where it cannot be had."""
    try:
        raw = turn.fetch(turn.text("file"))
    except DeliveryError as error:
        return words.not_read(error.reason)
    return read_staff(raw)


READS: Mapping[str, Handler] = {
    "staff_list": for_owners(show),
    "staff_list.leave": for_owners(leave),
}
WRITES: Mapping[str, Handler] = {"file": dropped, "staff_list.import": for_owners(begin)}
LONG: Mapping[str, LongHandler] = {
    "staff_list.look": long_for_owners(look),
    "staff_list.import.now": long_for_owners(finish),
}
