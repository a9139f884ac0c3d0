"""What the tests of the set-up have in common: a workspace that nobody has set up, and good answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import FIELDS, Button, Row
from storage import programmes, tables, workspaces
from tests.cast import DANA
from tests.story import WORKSPACE, Story

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.message import Message, Part
    from pairing.people import Programme
    from storage.workspaces import SetUp

STEPS = ("rhythm", "quiet", "sources", "ladder", "open_to")
RHYTHM = {
    "days": "14",
    "first": "2026-01-26",
    "at": "10:00",
    "timezone": "London",
    "together": "2",
    "odd_pool": "trio",
}
GOOD = {
    "rhythm": RHYTHM,
    "quiet": {"holidays": "GB-ENG", "elsewhere": "", "dates": "3 March"},
    "sources": {"department": "csv", "grade": "typed", "wins": "typed"},
    "ladder": {"ladder": "Band 2\nBand 3"},
    "open_to": {"whom": "everybody", "departments": "", "grades": "", "sites": ""},
}
"""An answer to every form that it takes."""


def main(story: Story) -> Programme:
    """The programme as it stands."""
    with story.database.read() as connection:
        return programmes.programmes(connection, WORKSPACE)[0]


def so_far(story: Story) -> SetUp:
    """How far the set-up has come."""
    with story.database.read() as connection:
        return workspaces.set_up_of(connection, WORKSPACE)


def trail(story: Story) -> list[tuple[str, str]]:
    """What owners did."""
    with story.database.read() as connection:
        found = connection.execute(tables.audit.select().order_by(tables.audit.c.at)).all()
    return [(row.action, row.about) for row in found]


def does(story: Story, name: str, **values: str) -> Message:
    """Dana, who is an owner, does something."""
    answer = story.does(DANA, name, **values)
    assert answer is not None
    return answer


def errors(form: Message) -> dict[str, str]:
    """What stands beside the fields of a form."""
    return {part.name: part.error for part in form.body if isinstance(part, FIELDS) and part.error}


def field(form: Message, name: str) -> Part:
    """One field of a form."""
    return next(part for part in form.body if isinstance(part, FIELDS) and part.name == name)


def buttons(message: Message) -> dict[str, Button]:
    """The buttons of a message by their labels, those in the middle of it too."""
    rows: Iterable[Message | Row] = (message, *(part for part in message.body if isinstance(part, Row)))
    return {one.label: one for row in rows for one in row.actions if isinstance(one, Button)}
