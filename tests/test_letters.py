"""Whom a notice reaches, when in their own day, and what is never written down."""

from __future__ import annotations

import logging
import re
from datetime import time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.platforms import DeliveryError
from pairing.notices import Kind, PairingState
from storage import programmes
from storage.database import Database
from tests.cast import AMARA, BEN, CAST, CHIDI, WORKSPACE, person
from tests.story import SIX, Story, email_of

if TYPE_CHECKING:
    from pathlib import Path

    from pairing.people import Person

NORA = person("Nora Quill", "Nursing", "Band 5", timezone="America/New_York")
AROHA = person("Aroha Ngata", "Pharmacy", "Band 6", timezone="Pacific/Auckland")


def refuse_groups_with(story: Story, gone: Person) -> None:
    """The chat has let somebody go, and says so when they are to be in a group."""
    address, open_group = story.address(gone), story.chat.open_group

    def refuse(addresses: list[str]) -> str | None:
        if address in addresses:
            raise DeliveryError("user_disabled", permanent=True, unreachable=[address])
        return open_group(addresses)

    story.chat.open_group = refuse  # type: ignore[assignment,method-assign]  # a fault to order


def test_nothing_is_sent_outside_the_readers_own_day(tmp_path: Path) -> None:
    story = Story(Database(f"sqlite:///{tmp_path / 'zones.db'}"), (NORA, AROHA))
    story.everybody_joins()
    told: set[str] = set()
    for moment in story.plan().instants:
        for hour in range(24):
            story.wind(moment + timedelta(hours=hour), beats=1)

    for reader in (NORA, AROHA):
        me, zone = story.address(reader), ZoneInfo(reader.timezone)
        for chat in story.chat.chats(me):
            for post in story.chat.transcript(chat.address, me):
                if post.message.reference:
                    told.add(post.message.reference)
                    assert time(8) <= post.at.astimezone(zone).time() < time(18), post.message.title
    kinds = {kind for kind in Kind for key in told if f":{kind}" in key}
    assert kinds >= {Kind.HEADS_UP, Kind.INTRODUCTION, Kind.NUDGE, Kind.QUESTION, Kind.REMINDER}
    story.database.close()


def test_where_there_are_no_groups_everybody_is_told_once(lite: Story) -> None:
    lite.chat.has_groups = False

    for moment in (lite.plan().starts_at, lite.plan().nudge_at):
        lite.wind(moment)

    for who in SIX:
        introductions = [title for title in lite.heard(who) if title.startswith("Meet ")]
        assert introductions == [f"Meet {lite.partner_of(who).name.split()[0]}, over a coffee ☕"]
        assert sum("found a time" in title for title in lite.heard(who)) == 1


@pytest.mark.parametrize(("how", "has_groups"), [("left", True), ("left", False), ("deactivated", True)])
def test_where_one_of_three_has_gone_the_other_two_are_introduced(
    tmp_path: Path, how: str, *, has_groups: bool
) -> None:
    story = Story(Database(f"sqlite:///{tmp_path / 'trio.db'}"), CAST)
    story.everybody_joins()
    story.chat.has_groups = has_groups
    story.clock.wind(story.plan().starts_at)
    story.tick()
    trio = next(one for one in story.pairings() if len(one.people) == 3)
    gone, *left = [who for who in CAST if story.id_of(who) in trio.people]
    if how == "left":
        story.says(gone, "leave")
    else:
        refuse_groups_with(story, gone)
    heard = len(story.heard(gone))

    story.wind(story.clock.now())

    for reader in left:
        told = [
            post.message
            for chat in story.chat.chats(story.address(reader))
            for post in story.chat.transcript(chat.address, story.address(reader))
            if Kind.INTRODUCTION in post.message.reference
        ]
        assert len(told) == 1
        assert gone.name not in str(told)
        assert "You are three" not in str(told)
    assert len(story.heard(gone)) == heard
    assert story.pairing_of(left[0]).state is PairingState.OPEN
    story.database.close()


def test_no_name_is_ever_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        story = Story(Database(f"sqlite:///{tmp_path / 'log.db'}"), SIX)
        story.everybody_joins()
        story.chat.faults = [DeliveryError("timeout", unknown=True), ValueError("unread"), KeyError("x")]
        for moment in story.wind_through():
            story.says(BEN, "cofee")
            if moment == story.plan().starts_at:
                story.presses(CHIDI, "Can't make it")
        story.says(AMARA, "leave")
        story.database.close()

    logged = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    told = {word for who in SIX for word in (*who.name.split(), email_of(who))}
    assert caplog.records
    assert not [word for word in told if re.search(rf"\b{re.escape(word)}\b", logged, re.IGNORECASE)]


def test_a_rule_that_is_turned_round_never_says_the_opposite_of_what_is_so(tmp_path: Path) -> None:
    story = Story(Database(f"sqlite:///{tmp_path / 'turned.db'}"), (AMARA, BEN))
    story.everybody_joins()
    with story.database.change() as connection:
        (main,) = programmes.programmes(connection, WORKSPACE)
        programmes.change_programme(connection, main, weights={"same_hours": -5})
        for who, part in ((AMARA, "mornings"), (BEN, "afternoons")):
            programmes.change_member(connection, main, story.id_of(who), preferences={"parts": [part]})
    story.wind(story.plan().starts_at)

    (introduction,) = [str(message) for to, message in story.chat.sent if "/g/" in to]
    assert "time for a coffee" in introduction
    assert "The same part of the day" not in introduction
    story.database.close()
