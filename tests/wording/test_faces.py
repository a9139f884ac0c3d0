from __future__ import annotations

from dataclasses import replace

import pytest

from bot.message import Facts
from bot.wording import answering, booking, introduction, meeting, rounds
from bot.wording.faces import Face, about, called, first_name, who
from tests.cast import AMARA, BEN, CHIDI
from tests.wording.examples import INTRO, NEXT, TWO

HOSTILE = (
    "<!channel>",
    '=HYPERLINK("http://evil.example","Click")',
    "{0.__class__} %s $name",
    "*Ben* _Hughes_ `rm`",
    "& <b>Ben</b> &amp;",
    "Ben\u202eseguH",
    "B" * 10_000,
)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Amara Okafor", "Amara"),
        ("Dr Amara Okafor", "Amara"),
        ("Prof. Dame Amara Okafor", "Amara"),
        ("OKAFOR, Amara", "Amara"),
        ("Okafor, Dr Amara", "Amara"),
        ("A. Okafor", "A. Okafor"),
        ("Okafor, A", "A Okafor"),
        ("Amara", "Amara"),
        ("Dr", "Dr"),
        ("Okafor,", "Okafor,"),
        ("  ", "Your colleague"),
    ],
)
def test_a_first_name_is_what_a_colleague_would_say(name: str, first: str) -> None:
    assert first_name(replace(AMARA, name=name)) == first


def test_two_people_of_one_first_name_are_called_by_their_whole_names() -> None:
    other = replace(CHIDI, name="Ben Eze")

    assert called([Face(BEN), Face(other), Face(AMARA)]) == {
        "ben": "Ben Hughes",
        "chidi": "Ben Eze",
        "amara": "Amara",
    }


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Staff nurse, Nursing, North site"),
        ({"site": ""}, "Staff nurse, Nursing"),
        ({"site": "St Mary's Hospital"}, "Staff nurse, Nursing, St Mary's Hospital"),
        ({"site": "Northsite"}, "Staff nurse, Nursing, Northsite"),
        ({"job_title": "nursing", "site": " "}, "Nursing"),
        ({"job_title": "", "department": "", "site": ""}, ""),
    ],
)
def test_what_is_said_of_somebody_is_what_is_known(facts: dict[str, str], said: str) -> None:
    assert about(replace(AMARA, **facts)) == said


def test_somebody_of_whom_only_the_name_is_known_is_a_colleague_all_the_same() -> None:
    bare = replace(AMARA, job_title="", department="", site="")

    assert who([Face(bare)]).rows == (("Amara Okafor", "A colleague"),)


def test_a_grade_is_never_printed() -> None:
    assert "Band 5" not in str(introduction.to_group(INTRO))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_passed_on_as_it_is_and_breaks_nothing(name: str) -> None:
    faces = (TWO[0], Face(replace(BEN, name=name), offers=(name,), curiosity=name))
    intro = replace(INTRO, faces=faces)
    messages = [
        introduction.to_group(intro),
        introduction.to_one(intro, "amara"),
        rounds.nudge("345", faces, "ben"),
        rounds.nudge_to_one("345", faces, "ben", "amara"),
        answering.question("345", faces[1:]),
        answering.reminder("345", faces[1:]),
        meeting.helped("345", faces[1:]),
        meeting.knew_before("345", faces[1:]),
        meeting.what_next("345", faces[1:]),
        meeting.noted("345", faces[1:], None),
        meeting.thanked(faces[1:]),
        meeting.thanks(faces[1]),
        meeting.follow_up(faces[1], "Write", ""),
        booking.time_set("345", faces, booking.coffee("x", faces, NEXT, 1)),
        booking.time_set("345", faces, booking.coffee("x", faces, NEXT, 2), "amara"),
        booking.thanks_time("345", faces[1:], NEXT, "UTC"),
        answering.thanks_booked(faces[1:]),
    ]

    assert all(len(message.title) <= 60 and len(message.summary) <= 160 for message in messages)
    for message in messages[:2]:
        rows = [row for part in message.body if isinstance(part, Facts) for row in part.rows]
        assert any(label == name for label, _ in rows)
        assert [value for _, value in rows].count(name) == 2
