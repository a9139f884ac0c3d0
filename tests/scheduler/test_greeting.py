"""The first owner is greeted, once, by the first tick that knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.greeting import greet_owner
from storage import people, programmes, workspaces
from storage.database import Database
from tests.cast import AMARA, BEN, WORKSPACE
from tests.story import SIX, Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.people import Person


@pytest.fixture
def new(engine_url: str) -> Iterator[Story]:
    database = Database(engine_url)
    yield Story(database, SIX, is_set_up=False)
    database.close()


def is_greeted(story: Story) -> bool:
    with story.database.read() as connection:
        programme = programmes.find(connection, WORKSPACE, "main")
    return greet_owner(story.database, programme, story.clock.now())


def is_owner(story: Story, *those: Person) -> None:
    for who in those:
        story.says(who, "help")
        story.joins(who)
    with story.database.change() as connection:
        for who in those:
            people.change_person(connection, WORKSPACE, story.id_of(who), is_owner=True)


def test_nobody_is_greeted_before_an_owner_is_known(new: Story) -> None:
    new.joins(AMARA)

    assert not is_greeted(new)


def test_of_several_owners_one_is_greeted_once(new: Story) -> None:
    is_owner(new, AMARA, BEN)

    assert [is_greeted(new) for _ in range(3)] == [True, False, False]
    assert new.outbox() == {"owed": 1}


def test_nobody_is_greeted_once_it_is_set_up(new: Story) -> None:
    is_owner(new, AMARA)
    with new.database.change() as connection:
        workspaces.finish_set_up(connection, WORKSPACE, new.clock.now())

    assert not is_greeted(new)
