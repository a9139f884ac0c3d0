"""What the tests of the owners' console have in common: a crowd, a second owner, what goes on by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Action
from storage import people, programmes, tables
from tests.cast import DANA
from tests.conversation.setting_up import main
from tests.story import WORKSPACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.message import Message
    from pairing.people import Person
    from tests.story import Story

TEAMS = ("Nursing", "Pharmacy", "Estates", "Theatres")


def crowd(story: Story, count: int) -> None:
    """So many more people join, of several teams and grades."""
    with story.database.change() as connection:
        for n in range(count):
            row = {
                "id": f"x{n}",
                "name": f"Extra {n}",
                "department": TEAMS[n % len(TEAMS)],
                "grade": f"Band {n % 7 + 2}",
                "site": ("North", "South")[n % 2],
                "timezone": "Europe/London",
            }
            flags = {"in_directory": True, "is_owner": False, "is_reachable": True}
            connection.execute(tables.person.insert(), [{"workspace": WORKSPACE, **row, **flags}])
            programmes.join(connection, main(story), f"x{n}", story.clock.now())


def make_owner(story: Story, who: Person) -> None:
    """Somebody else looks after the coffees too."""
    with story.database.change() as connection:
        people.change_person(connection, WORKSPACE, story.id_of(who), is_owner=True)


def act(story: Story, name: str, data: Mapping[str, str], who: Person = DANA) -> Message:
    """Somebody does something, whatever the names of its values."""
    answer = story.bot.conversation.handle(Action(WORKSPACE, story.address(who), name, data))
    assert answer is not None
    return answer


def goes_on(story: Story, name: str, who: Person = DANA, /, **data: str) -> Message:
    """Somebody does something that takes a while; what comes of it."""
    first = act(story, name, data, who)
    assert first.then is not None, first.title
    return act(story, first.then.name, first.then.data, who)
