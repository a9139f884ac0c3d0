from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.message import Facts, Message, Moment, Text
from bot.wording import answering, booking, introduction, meeting, rounds
from pairing.explain import Fact, Why
from tests.cast import BEN
from tests.wording.examples import AMARA_FACE, BEN_FACE, INTRO, NEXT, TRIO
from tests.wording.plain import plain

if TYPE_CHECKING:
    from bot.wording.introduction import Introduction


def test_offers_come_before_wishes_whoever_made_them() -> None:
    message = introduction.to_group(replace(INTRO, faces=(AMARA_FACE, BEN_FACE)))
    labels = [label for part in message.body if isinstance(part, Facts) for label, _ in part.rows]

    assert labels.index("Ben can offer") < labels.index("Amara is curious about")


def test_a_reader_alone_is_told_of_the_others_and_not_of_themselves() -> None:
    said = plain(introduction.to_one(INTRO, "amara"))

    assert "Ben Hughes" in said
    assert "Amara" not in said


def test_the_first_move_is_asked_of_the_organiser_alone() -> None:
    assert "Would you send the first message?" in plain(introduction.to_one(INTRO, "ben"))
    assert "We have asked Ben to write first." in plain(introduction.to_one(INTRO, "amara"))


def test_where_nobody_can_meet_in_working_hours_no_time_is_suggested() -> None:
    assert _moments(introduction.to_group(replace(INTRO, times=()))) == []
    assert len(_moments(introduction.to_group(INTRO))) == 2


def test_a_suggested_time_is_told_in_the_readers_own_zone() -> None:
    far = replace(BEN_FACE, person=replace(BEN, timezone="Asia/Kolkata"))
    message = introduction.to_one(replace(INTRO, faces=(AMARA_FACE, far)), "ben")

    assert {moment.timezone for moment in _moments(message)} == {"Asia/Kolkata"}


def _moments(message: Message) -> list[Moment]:
    texts = [part for part in message.body if isinstance(part, Text)]
    return [span for part in texts for span in part.spans if isinstance(span, Moment)]


@pytest.mark.parametrize(
    ("intro", "heading"),
    [
        (INTRO, "Why you two"),
        (TRIO, "Why you three"),
        (
            replace(TRIO, faces=(*TRIO.faces, replace(BEN_FACE, person=replace(BEN, id="b2")))),
            "Why you four",
        ),
    ],
)
def test_the_reason_speaks_to_as_many_as_there_are(intro: Introduction, heading: str) -> None:
    assert f"## {heading}" in plain(introduction.to_group(intro))


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Why(Fact("department", ("Nursing", "Nursing")), None), "In common: You both work in Nursing."),
        (Why(None, Fact("site", ("North", "South"))), "You are based in different places: North and South."),
        (Why(None, Fact("grade", ("Band 2", "Band 9"))), "You work at different grades, so each of you"),
        (Why(Fact("job_title", ("Porter",)), None), "You both do the same job: Porter."),
        (Why(Fact("shift", ("nights",)), None), "You have this in common: shift (nights)."),
        (Why(None, None, "offer_answers_ask"), "Wished for: One of you offers what the other asks for."),
        (Why(None, None, "wish_met"), "Wished for: One of you is curious about what the other does."),
        (Why(None, None, "same_hours"), "Wished for: The same part of the day suits you both."),
        (Why(None, None, "same_ways"), "Wished for: You both like to meet in the same way."),
        (Why(Fact("hobby", ()), None), "You have this in common: hobby."),
        (Why(None, Fact("department", ("", ""))), "You differ in this: department."),
        (Why(None, Fact("department", ("{all}", "<b>"))), "different teams: {all} and <b>."),
    ],
)
def test_a_true_reason_is_a_sentence_and_an_unknown_one_is_named_as_it_is(why: Why, said: str) -> None:
    assert said in plain(introduction.to_group(replace(INTRO, why=why)))


def test_without_a_reason_none_is_made_up() -> None:
    assert "Why you two" not in plain(introduction.to_group(replace(INTRO, why=Why(None, None))))


LONG = tuple(
    replace(BEN_FACE, person=replace(BEN, id=str(number), name=f"{'Bartholomew' * 3}{number} Hughes"))
    for number in range(8)
)


@pytest.mark.parametrize(
    "message",
    [
        introduction.to_group(replace(TRIO, faces=LONG)),
        introduction.to_one(replace(TRIO, faces=LONG), "0"),
        rounds.nudge("345", LONG, "0"),
        rounds.nudge_to_one("345", LONG, "0", "1"),
        answering.question("345", LONG),
        answering.reminder("345", LONG),
        meeting.helped("345", LONG),
        meeting.knew_before("345", LONG),
        meeting.thanked(LONG),
        meeting.thanks(LONG[0]),
        booking.time_set("345", LONG, booking.coffee("x", LONG, NEXT, 1)),
        booking.thanks_time("345", LONG, NEXT, "UTC"),
        answering.thanks_booked(LONG),
    ],
    ids=lambda message: message.title,
)
def test_names_too_long_for_a_title_or_a_notification_are_left_to_the_text(message: Message) -> None:
    assert len(message.title) <= 60
    assert len(message.summary) <= 120
    assert "Bartholomew" not in message.title
