"""What members say about a pairing: who may say it, until when, and who learns of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from pairing.answers import Certainty, Outcome, Said, Settled, WhyNot, settle
from pairing.notices import PairingState
from pairing.people import Status
from storage import tables
from storage.database import Database
from tests.cast import AMARA
from tests.story import SIX, Story

if TYPE_CHECKING:
    from pathlib import Path

    from bot.message import Message
    from pairing.people import Person

RUBBISH = ["", "0", "main.1.999", "x" * 10_000, "\x00", "\ud800", "' OR 1=1 --", "<!channel>"]
ANSWERS = ["booked", "met", "not_met", "waiting", "cannot", "why", "fresh", "no_fresh"]


@pytest.fixture
def introduced(lite: Story) -> Story:
    """Six people just introduced, in three pairs."""
    lite.wind(lite.plan().starts_at)
    return lite


def says(story: Story, who: Person, what: str, number: int = 1, **data: str) -> Message:
    """``who`` presses a button about their pairing of that round."""
    answer = story.does(who, what, pairing=story.pairing_of(who, number).id, **data)
    assert answer is not None
    return answer


def outcome(story: Story, number: int = 1) -> Settled:
    return settle(story.pairing_of(AMARA, number).answers)


def kept_outcome(story: Story) -> tuple[str, str]:
    """What the report reads of Amara's pairing in round 1."""
    kept = tables.pairing
    with story.database.read() as connection:
        wanted = select(kept.c.outcome, kept.c.certainty).where(kept.c.id == story.pairing_of(AMARA).id)
        found, certainty = connection.execute(wanted).one()
    return found, certainty


@pytest.mark.parametrize("pairing", RUBBISH)
@pytest.mark.parametrize("what", ANSWERS)
def test_a_press_about_a_pairing_that_is_not_there(lite: Story, what: str, pairing: str) -> None:
    answer = lite.does(AMARA, what, pairing=pairing, why_not="no_time")

    assert answer is not None
    assert answer.title == "We can't find that any more"


@pytest.mark.parametrize("what", ANSWERS)
def test_a_press_about_somebody_elses_pairing_changes_nothing(introduced: Story, what: str) -> None:
    others = {introduced.partner_of(AMARA).id, AMARA.id}
    stranger = next(who for who in SIX if who.id not in others)

    answer = introduced.does(stranger, what, pairing=introduced.pairing_of(AMARA).id, why_not="no_time")

    assert answer is not None
    assert answer.title == "That one is for somebody else"
    assert introduced.pairing_of(AMARA).answers == ()
    assert introduced.pairing_of(AMARA).state is PairingState.OPEN


def test_a_reason_that_is_none_of_those_offered_is_refused(introduced: Story) -> None:
    answer = says(introduced, AMARA, "why", why_not="=HYPERLINK(1)")

    assert answer.title == "That message is out of date"
    assert introduced.pairing_of(AMARA).answers == ()


def test_a_reason_may_be_given_and_may_be_left_out(introduced: Story) -> None:
    assert says(introduced, AMARA, "not_met").is_form
    assert says(introduced, AMARA, "why", why_not="").title == "Thank you"
    assert says(introduced, AMARA, "why", why_not="no_time").title == "Thank you"

    last = introduced.pairing_of(AMARA).said(introduced.id_of(AMARA))
    assert last is not None
    assert (last.said, last.why_not) == (Said.NOT_MET, WhyNot.NO_TIME)


@pytest.mark.parametrize(
    ("first", "then", "found"),
    [
        ("met", "not_met", Outcome.NOT_MET),
        ("not_met", "met", Outcome.MET),
        ("met", "booked", Outcome.UNKNOWN),
    ],
)
def test_of_two_answers_of_one_person_the_last_counts(
    introduced: Story, first: str, then: str, found: Outcome
) -> None:
    says(introduced, AMARA, first)
    says(introduced, AMARA, then)

    assert outcome(introduced).outcome is found


def test_two_who_contradict_each_other_leave_it_open(introduced: Story) -> None:
    says(introduced, AMARA, "met")
    says(introduced, introduced.partner_of(AMARA), "not_met")

    assert outcome(introduced) == Settled(Outcome.UNKNOWN, Certainty.DISPUTED)


def test_pressing_twice_is_pressing_once(introduced: Story) -> None:
    for _ in range(3):
        says(introduced, AMARA, "met")

    assert len(introduced.pairing_of(AMARA).answers) == 1


def test_a_late_verdict_settles_the_outcome_again(introduced: Story) -> None:
    for _ in introduced.wind_through():
        pass
    assert kept_outcome(introduced) == ("unknown", "unknown")
    introduced.wind(introduced.plan(2).starts_at + timedelta(hours=1))

    assert says(introduced, AMARA, "met").title.startswith("Lovely that you met")
    assert kept_outcome(introduced) == ("met", "one_sided")
    says(introduced, introduced.partner_of(AMARA), "met")
    assert kept_outcome(introduced) == ("met", "confirmed")
    says(introduced, introduced.partner_of(AMARA), "not_met")
    assert kept_outcome(introduced) == ("unknown", "disputed")
    assert introduced.pairing_of(AMARA).state is PairingState.CLOSED


@pytest.mark.parametrize("what", ["booked", "waiting", "cannot", "fresh", "no_fresh"])
def test_what_is_no_verdict_comes_too_late_once_the_round_is_over(introduced: Story, what: str) -> None:
    for _ in introduced.wind_through():
        pass

    assert says(introduced, AMARA, what).title == "This introduction has ended"
    assert introduced.pairing_of(AMARA).answers == ()


def test_a_verdict_two_rounds_later_comes_too_late(introduced: Story) -> None:
    introduced.wind(introduced.plan(3).starts_at + timedelta(minutes=1))

    assert says(introduced, AMARA, "met").title == "This introduction has ended"
    assert kept_outcome(introduced) == ("unknown", "unknown")


@pytest.mark.parametrize("what", ["booked", "met", "not_met", "waiting"])
def test_an_answer_changes_nothing_that_the_partner_can_see(introduced: Story, what: str) -> None:
    partner = introduced.partner_of(AMARA)
    before = introduced.seen_by(partner)

    introduced.presses(AMARA, "We met")
    says(introduced, AMARA, what)

    assert introduced.seen_by(partner) == before


@pytest.mark.parametrize("what", ["met", "not_met"])
def test_a_partner_goes_through_the_same_round_whatever_was_answered(tmp_path: Path, what: str) -> None:
    views = []
    for name, answer in (("told", what), ("silent", "")):
        story = Story(Database(f"sqlite:///{tmp_path / name}.db"), SIX)
        story.everybody_joins()
        story.wind(story.plan().starts_at)
        story.wind(story.plan().nudge_at)
        if answer:
            says(story, AMARA, answer)
        partner = story.partner_of(AMARA)
        seen = [story.seen_by(partner) for _ in story.wind_through()]
        views.append([*seen, story.seen_by(partner)])
        story.database.close()

    assert views[0] == views[1]


def test_nobody_is_told_who_could_not_make_it_or_why(introduced: Story) -> None:
    partner = introduced.partner_of(AMARA)
    before = introduced.seen_by(partner).count("Amara")

    introduced.presses(AMARA, "Can't make it")
    introduced.wind(introduced.clock.now())

    assert introduced.heard(partner)[-1] == "This one didn't line up"
    assert introduced.seen_by(partner).count("Amara") <= before
    assert "can't make it" not in introduced.last(partner).message.summary.casefold()


def test_leaving_stops_everything_at_once_and_frees_the_partner(introduced: Story) -> None:
    partner = introduced.partner_of(AMARA)
    heard = len(introduced.heard(AMARA))

    introduced.says(AMARA, "leave")
    for number in (1, 2):
        for _ in introduced.wind_through(number):
            pass

    assert introduced.member(AMARA).status is Status.LEFT
    assert introduced.pairing_of(AMARA).state is PairingState.FREED
    assert "This one didn't line up" in introduced.heard(partner)
    assert len(introduced.heard(AMARA)) == heard, "nothing more is sent to her"
    assert all(introduced.id_of(AMARA) not in one.people for one in introduced.pairings(2))


def test_who_has_left_may_still_say_that_they_met(introduced: Story) -> None:
    introduced.says(AMARA, "leave")

    assert says(introduced, AMARA, "met").title.startswith("Lovely that you met")
    assert kept_outcome(introduced) == ("met", "one_sided")
