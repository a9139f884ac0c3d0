"""Keeping what the chat knows of people fresh: at its pace, resumable, and of nobody who is not known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery import _may_post
from bot.pacing import Pacer
from bot.platforms import Call, DeliveryError, Limit, Page, Profile
from bot.refreshing import AGAIN, AT_A_TIME, LOOK_EVERY, PEOPLE_EVERY, PROFILES_EVERY, REFUSED_FOR, Refresher
from storage import directory, gates, people, workspaces
from storage.directory import What
from tests.cast import AMARA, BEN, DANA
from tests.story import SIX, WORKSPACE, Story

if TYPE_CHECKING:
    from pairing.people import Person

METHOD = "users.profile.get"
SECOND = timedelta(seconds=1)


class Office:
    """A platform that is asked about people. ``asked`` is every call, in order."""

    limits = {Call.READ_PROFILE: Limit(METHOD, 100), Call.LIST_PEOPLE: Limit("users.list", 20)}  # noqa: RUF012

    def __init__(self, story: Story) -> None:
        self.story = story
        self.asked: list[str] = []
        self.faults: dict[str, DeliveryError] = {}
        self.pages: list[dict[str, Profile]] = []
        self.department = "Radiology"

    def read_profile(self, address: str) -> Profile:
        """A profile in which everybody is of one department."""
        self.asked.append(address)
        if fault := self.faults.get(address) or self.faults.get("any"):
            raise fault
        return Profile(fields={"Xf1": self.department})

    def list_people(self, cursor: str) -> Page:
        """The pages, one after the other."""
        self.asked.append(f"page {cursor}")
        if fault := self.faults.get("any"):
            raise fault
        number = int(cursor or 0)
        following = str(number + 1) if number + 1 < len(self.pages) else ""
        return Page(self.pages[number] if self.pages else {}, following)


class World:
    """A story whose directory is read from an office. ``said`` is what the log says."""

    def __init__(self, story: Story) -> None:
        self.story, self.office = story, Office(story)
        self.said: list[str] = []
        self.refresher = self.new_refresher()

    def new_refresher(self) -> Refresher:
        """Another replica, or the program started anew."""
        clock = self.story.clock

        def wait(seconds: float) -> bool:
            clock.wind(clock.now() + timedelta(seconds=seconds))
            return False

        platforms = {WORKSPACE: self.office}
        return Refresher(self.story.database, clock, platforms, Pacer(clock, wait), self.said.append)  # type: ignore[arg-type]  # as much of one as is asked

    def maps(self, **sources: str) -> None:
        """An owner says that a fact comes from a field."""
        with self.story.database.change() as connection:
            workspaces.change_sources(connection, WORKSPACE, sources, directory_wins=True)

    def after(self, span: timedelta) -> list[str]:
        """What is asked when so much time has passed."""
        self.office.asked.clear()
        self.story.clock.wind(self.story.clock.now() + span)
        self.refresher.refresh()
        return [call for call in self.office.asked if not call.startswith("page")]

    def department(self, who: Person) -> str:
        """As it is known now."""
        with self.story.database.read() as connection:
            return people.people(connection, WORKSPACE)[self.story.id_of(who)].department

    def trouble(self, what: What) -> str:
        """What is wrong."""
        with self.story.database.read() as connection:
            return directory.trouble(connection, WORKSPACE, what)


@pytest.fixture
def world(lite: Story) -> World:
    made = World(lite)
    made.refresher.refresh()
    made.office.asked.clear()
    return made


def test_profiles_are_read_where_an_owner_named_a_field_and_nowhere_else(world: World) -> None:
    assert world.after(2 * LOOK_EVERY) == []

    world.maps(department="profile:Xf1")

    assert sorted(world.after(2 * LOOK_EVERY)) == sorted(world.story.address(who) for who in SIX)
    assert world.department(AMARA) == "Radiology"
    assert "directory: 6 profiles read in T1" in world.said


def test_a_profile_is_read_again_after_a_day_and_not_before(world: World) -> None:
    world.maps(department="profile:Xf1")
    world.after(2 * LOOK_EVERY)

    assert world.after(2 * LOOK_EVERY) == []
    world.office.department = "Pharmacy"
    assert len(world.after(PROFILES_EVERY)) == len(SIX)
    assert world.department(AMARA) == "Pharmacy"


def test_what_was_read_is_not_read_again_after_it_broke_off(world: World) -> None:
    world.maps(department="profile:Xf1")
    first, *_, last = sorted(world.story.address(who) for who in SIX)
    world.office.faults[last] = DeliveryError("timeout", unknown=True, method=METHOD)
    asked = world.after(2 * LOOK_EVERY)
    assert last in asked
    world.office.faults.clear()

    rest = world.after(AGAIN + SECOND)

    assert first in {*asked, *rest}
    assert len(asked) - 1 + len(rest) == len(SIX)
    assert set(asked[:-1]).isdisjoint(rest)


def test_the_allowed_pace_is_kept(world: World) -> None:
    world.maps(department="profile:Xf1")
    began = world.story.clock.now() + 2 * LOOK_EVERY

    world.after(2 * LOOK_EVERY)

    took = world.story.clock.now() - began
    assert took >= (len(SIX) - 1) * timedelta(minutes=1) / 100


def test_a_place_that_asks_to_be_left_alone_is(world: World) -> None:
    world.maps(department="profile:Xf1")
    world.office.faults["any"] = DeliveryError("ratelimited", retry_after=90, method=METHOD)

    assert len(world.after(2 * LOOK_EVERY)) == 1
    with world.story.database.read() as connection:
        shut = gates.closed(connection, world.story.clock.now())
    assert (WORKSPACE, METHOD) in shut
    world.office.faults.clear()
    assert world.after(timedelta(seconds=30)) == []
    assert len(world.after(timedelta(seconds=61))) == len(SIX)


def test_messages_go_out_while_profiles_rest(world: World) -> None:
    world.office.limits = {**Office.limits, Call.POST: Limit("post", 60)}
    served = "T1", world.office

    assert _may_post(*served, {(WORKSPACE, METHOD), (WORKSPACE, "users.list")})  # type: ignore[arg-type]  # see above
    assert not _may_post(*served, {(WORKSPACE, "post")})  # type: ignore[arg-type]  # see above


def test_a_place_that_refuses_is_asked_again_after_a_day_and_told_of_once(world: World) -> None:
    world.maps(department="profile:Xf1")
    world.office.faults["any"] = DeliveryError("missing_scope", permanent=True, method=METHOD)

    assert len(world.after(2 * LOOK_EVERY)) == 1
    assert world.after(REFUSED_FOR / 2) == []
    assert world.trouble(What.PROFILES) == "missing_scope"
    told = [sentence for sentence in world.said if "cannot be read (missing_scope)" in sentence]
    assert len(told) == 1
    assert "crossbrew doctor" in told[0]
    assert "What profiles say could not be read" in str(world.story.does(DANA, "staff_list"))

    world.office.faults.clear()
    assert len(world.after(REFUSED_FOR)) == len(SIX)
    assert world.trouble(What.PROFILES) == ""


def test_somebody_whom_the_place_does_not_know_holds_up_nobody(world: World) -> None:
    world.maps(department="profile:Xf1")
    gone = world.story.address(BEN)
    world.office.faults[gone] = DeliveryError(
        "user_not_found", permanent=True, method=METHOD, unreachable=[gone]
    )

    assert len(world.after(2 * LOOK_EVERY)) == len(SIX)
    assert world.department(AMARA) == "Radiology"
    assert world.after(2 * LOOK_EVERY) == []


def test_everybody_is_looked_through_once_a_week_page_by_page(world: World) -> None:
    amara, ben = world.story.address(AMARA), world.story.address(BEN)
    world.office.pages = [
        {amara: Profile("Amara Okafor", kind="guest"), "T1/p/stranger": Profile("Somebody Else")},
        {ben: Profile("Ben", is_gone=True)},
    ]

    world.after(PEOPLE_EVERY)

    assert [call for call in world.office.asked if call.startswith("page")] == ["page ", "page 1"]
    with world.story.database.read() as connection:
        assert directory.at_addresses(connection, WORKSPACE, ["T1/p/stranger"]) == {}
        assert not people.is_reachable(connection, WORKSPACE, world.story.id_of(BEN))
    assert "directory: looked through 3 people of T1, of whom 2 are known" in world.said
    world.after(timedelta(days=1))
    assert world.office.asked == []


def test_two_replicas_never_read_one_workspace_at_once(world: World) -> None:
    world.maps(department="profile:Xf1")
    other = world.new_refresher()
    read = world.office.read_profile

    def meanwhile(address: str) -> Profile:
        other.refresh()
        return read(address)

    world.office.read_profile = meanwhile  # type: ignore[method-assign]  # the other one looks in between
    assert len(world.after(2 * LOOK_EVERY)) == len(SIX) <= AT_A_TIME


def test_one_that_is_told_to_stop_reads_nothing_more(world: World) -> None:
    world.maps(department="profile:Xf1")
    read = world.office.read_profile

    def last(address: str) -> Profile:
        world.refresher.stop()
        return read(address)

    world.office.read_profile = last  # type: ignore[method-assign]  # stopped in the midst of it
    assert len(world.after(2 * LOOK_EVERY)) == 1

    world.office.read_profile = read  # type: ignore[method-assign]  # as it was
    world.refresher = world.new_refresher()
    assert len(world.after(SECOND)) == len(SIX) - 1
