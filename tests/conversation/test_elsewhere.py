"""Somebody in two programmes: what they do in one leaves the other as it is, whatever a button says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.message import Button, Row
from bot.wording import closed
from pairing.notices import PairingState
from scheduler.opening import open_round
from storage import pairings, programmes
from tests.cast import AMARA, CHIDI
from tests.story import WORKSPACE, Story, at

if TYPE_CHECKING:
    from pairing.notices import Pairing
    from pairing.people import Programme

OTHER = "walks"


@pytest.fixture
def both(lite: Story) -> Story:
    """Everybody in the first programme, with a round under way; Amara and Chidi in another one too."""
    lite.wind(lite.plan().starts_at)
    with lite.database.change() as connection:
        main = programmes.find(connection, WORKSPACE, "main")
        other = replace(main, id=OTHER, name="Walks")
        programmes.add_programme(connection, other)
        for who in (AMARA, CHIDI):
            programmes.join(connection, other, lite.id_of(who), lite.clock.now())
    assert open_round(lite.database, walks(lite), 1, lite.clock.now()) is not None
    return lite


def walks(story: Story) -> Programme:
    with story.database.read() as connection:
        return programmes.find(connection, WORKSPACE, OTHER)


def walk(story: Story) -> Pairing:
    """The one pairing of the other programme."""
    with story.database.read() as connection:
        (found,) = pairings.in_round(connection, walks(story), 1)
    return found


def test_leaving_one_programme_frees_nobody_in_the_other(both: Story) -> None:
    both.does(AMARA, "leave", programme="main")

    assert both.pairing_of(AMARA).state is PairingState.FREED
    assert walk(both).state is PairingState.OPEN


@pytest.mark.parametrize(
    "name",
    ["booked", "booked.save", "move", "calendar", "met", "not_met", "cannot", "waiting", "thank", "next"],
)
def test_a_button_that_names_another_programme_than_its_pairings_does_nothing(both: Story, name: str) -> None:
    said = both.does(AMARA, name, pairing=walk(both).id, programme="main", at=at(2026, 1, 22, 11).isoformat())

    assert said is not None
    assert said.title == closed.no_such().title
    assert walk(both).state is PairingState.OPEN
    assert walk(both).answers == ()


def test_the_buttons_on_the_home_page_say_whose_pairing_they_are_about(both: Story) -> None:
    page = both.does(AMARA, "home")
    assert page is not None
    rows = [part for part in page.body if isinstance(part, Row)]
    (button,) = [
        one for row in rows for one in row.actions if isinstance(one, Button) and one.name == "cannot"
    ]

    both.does(AMARA, button.name, **button.data)

    freed = {both.pairing_of(AMARA).id: both.pairing_of(AMARA), walk(both).id: walk(both)}
    assert freed[button.data["pairing"]].state is PairingState.FREED
    assert {one.state for one in freed.values()} == {PairingState.FREED, PairingState.OPEN}
