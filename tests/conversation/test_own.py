"""What is somebody's own: their data, being erased, bringing two together, and whom they met by chance."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.conversation.router import KEEPS, READS, WRITES
from bot.message import Colleagues, File
from bot.wording import own as words
from pairing.notices import PairingState
from storage import colleagues, finding, people, programmes, tables
from tests.cast import AMARA, BEN, CHIDI, DANA
from tests.story import SIX, WORKSPACE, Story

if TYPE_CHECKING:
    from bot.message import Message
    from pairing.people import Person


@pytest.fixture
def introduced(lite: Story) -> Story:
    """Six people just introduced, in three pairs."""
    lite.wind(lite.plan().starts_at)
    return lite


def names(story: Story, what: str, *who: Person, by: Person = AMARA) -> Message:
    answer = story.does(by, what, people="\n".join(map(story.address, who)))
    assert answer is not None
    return answer


def error_of(message: Message) -> str:
    (field,) = (part for part in message.body if isinstance(part, Colleagues))
    return field.error


def test_somebody_gets_all_that_is_kept_of_them_as_one_file(introduced: Story) -> None:
    introduced.presses(AMARA, "We met")

    answer = introduced.says(AMARA, "my data")

    (file,) = (part for part in answer.body if isinstance(part, File))
    kept = json.loads(file.content)
    assert kept["person"][0]["name"] == AMARA.name
    assert [one["name"] for one in kept["introduced_to"]] == [introduced.partner_of(AMARA).name]
    assert [one["said"] for one in kept["answers"]] == ["met"]


def test_nothing_is_erased_for_asking(introduced: Story) -> None:
    before = introduced.seen_by(AMARA)

    assert introduced.does(AMARA, "erase") == words.erase()
    assert introduced.seen_by(AMARA) == before


def test_somebody_is_erased_at_once_and_whoever_waits_is_offered_somebody_else(introduced: Story) -> None:
    partner = introduced.partner_of(AMARA)
    pairing = introduced.pairing_of(AMARA).id
    file = introduced.database.engine.url.database
    assert file is not None

    assert introduced.does(AMARA, "erase.yes", "event-1") == words.erased()
    introduced.wind(introduced.clock.now())

    states = {one.id: one.state for one in introduced.pairings()}
    assert states[pairing] is PairingState.FREED
    assert "This one didn't line up" in introduced.heard(partner)
    assert everybody_named(introduced) & {AMARA.name} == set()
    introduced.database.close()
    with open(f"{file}", "rb") as kept:  # noqa: PTH123 - bytes of a file, not of a path
        assert AMARA.name.encode() not in kept.read()


def test_somebody_erased_can_press_whatever_is_left_without_being_remembered_again(introduced: Story) -> None:
    introduced.does(AMARA, "erase.yes")

    pairing = introduced.pairings()[0].id
    with introduced.database.read() as connection:
        kept = len(people.people(connection, WORKSPACE))
    for name in ("nonsense", *sorted((READS.keys() | WRITES.keys()) - KEEPS)):
        assert introduced.does(AMARA, name, pairing=pairing, about=introduced.id_of(BEN)) is not None

    with introduced.database.read() as connection:
        assert len(people.people(connection, WORKSPACE)) == kept

    home = introduced.does(AMARA, "home")
    assert home is not None
    assert home.summary == "You haven't joined yet. One press starts it."
    assert AMARA.name not in everybody_named(introduced)


def test_erasing_twice_is_erasing_once(introduced: Story) -> None:
    assert introduced.does(AMARA, "erase.yes", "event-1") == words.erased()
    assert introduced.does(AMARA, "erase.yes", "event-1") is None


def everybody_named(story: Story) -> set[str]:
    with story.database.read() as connection:
        return {one.name for one in people.people(connection, WORKSPACE).values()}


def test_two_who_are_free_are_introduced(introduced: Story) -> None:
    free_two(introduced, BEN, CHIDI)

    assert names(introduced, "introduce", BEN, CHIDI) == words.thought_of()

    wanted = {introduced.id_of(BEN), introduced.id_of(CHIDI)}
    made = [one for one in introduced.pairings() if set(one.people) == wanted]
    assert [one.state for one in made] == [PairingState.OPEN]
    introduced.wind(introduced.clock.now())
    assert introduced.group_titles()[-1] in {
        f"{pair}, time for a coffee ☕" for pair in ("Ben and Chidi", "Chidi and Ben")
    }


def free_two(story: Story, *who: Person) -> None:
    """End the pairing of each of them, the hosts having gone; those left over wait for nobody."""
    for one in who:
        if story.pairing_of(one).state is PairingState.OPEN:
            story.does(one, "cannot", pairing=story.pairing_of(one).id)


def test_what_is_said_is_the_same_whatever_comes_of_it(introduced: Story) -> None:
    busy = names(introduced, "introduce", BEN, DANA)
    free_two(introduced, BEN, CHIDI)
    introduced.does(CHIDI, "apart.save", apart=introduced.address(BEN))
    apart = names(introduced, "introduce", BEN, CHIDI)
    introduced.says(CHIDI, "leave")
    gone = names(introduced, "introduce", BEN, CHIDI)

    assert busy == apart == gone == words.thought_of()
    assert len(introduced.pairings()) == 3


def test_nobody_is_introduced_before_a_round_has_begun(lite: Story) -> None:
    assert names(lite, "introduce", BEN, CHIDI) == words.thought_of()
    assert lite.pairings() == ()


def test_an_introduction_by_a_member_is_in_nobodys_books(introduced: Story) -> None:
    free_two(introduced, BEN, CHIDI)
    names(introduced, "introduce", BEN, CHIDI)

    with introduced.database.read() as connection:
        assert (
            connection.execute(select(tables.audit).where(tables.audit.c.action == "people introduced")).all()
            == []
        )


@pytest.mark.parametrize(
    "who", [(BEN,), (AMARA, BEN), (AMARA,), (BEN, BEN), (BEN, CHIDI, DANA)], ids=lambda who: str(len(who))
)
def test_it_takes_two_others(introduced: Story, who: tuple[Person, ...]) -> None:
    assert error_of(names(introduced, "introduce", *who)) == words.NAME_TWO


def test_whom_nobody_knows_is_nobody(lite: Story) -> None:
    for what in ("introduce", "just_met"):
        answer = lite.does(AMARA, what, people=f"{lite.address(BEN)}\nT1/p/nobody")
        assert answer is not None
        assert error_of(answer) == words.NOT_FOUND


def test_a_command_that_names_nobody_asks_whom(lite: Story) -> None:
    assert lite.says(AMARA, "introduce") == words.introduce_form()
    assert lite.says(AMARA, "met") == words.just_met_form()


def test_a_chance_meeting_is_noted_for_oneself_alone(lite: Story) -> None:
    before = lite.seen_by(BEN)

    assert names(lite, "just_met", BEN, CHIDI) == words.noted(2)
    assert names(lite, "just_met", DANA) == words.noted(1)

    with lite.database.read() as connection:
        known = colleagues.of(connection, WORKSPACE, lite.id_of(AMARA))
        assert colleagues.of(connection, WORKSPACE, lite.id_of(BEN)) == frozenset()
    assert known == {lite.id_of(who) for who in (BEN, CHIDI, DANA)}
    assert lite.seen_by(BEN) == before


def test_nobody_meets_only_themselves_or_a_crowd(lite: Story) -> None:
    assert error_of(names(lite, "just_met", AMARA)) == words.NAME_ONE
    for many in (9, 50_000):
        answer = lite.does(AMARA, "just_met", people="\n".join(f"T1/p/{n}" for n in range(many)))
        assert answer is not None
        assert error_of(answer) == words.NOT_FOUND


def test_whether_everyone_is_just_like_me_is_told_when_there_is_enough_to_tell(lite: Story) -> None:
    assert lite.does(AMARA, "mirror") == words.mirror(())


def test_a_button_may_choose_among_several_programmes(lite: Story) -> None:
    with lite.database.change() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
        programmes.add_programme(connection, replace(main, id="second", name="Second"))

    lite.does(AMARA, "leave", programme="main")
    lite.does(BEN, "skip", programme="second")
    lite.does(BEN, "skip", programme="\x00nowhere")

    assert lite.member(AMARA).status.value == "left"
    assert lite.member(BEN).skips_round is None, "nothing is done in another's place"
    chosen = lite.does(AMARA, "join.save", department="Nursing", programme="second")
    assert chosen is not None
    assert chosen.title == "You're in, and welcome ☕"
    status = lite.does(AMARA, "status")
    assert status is not None
    assert "You're in" in status.summary


def test_nobody_is_found_at_no_address(lite: Story) -> None:
    with lite.database.read() as connection:
        assert finding.at_addresses(connection, WORKSPACE, []) == {}
        found = finding.at_addresses(connection, WORKSPACE, [lite.address(who) for who in SIX])
        assert {one.id for one in found.values()} == {lite.id_of(who) for who in SIX}
        assert finding.at_addresses(connection, "T2", list(found)) == {}
