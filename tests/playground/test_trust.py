from __future__ import annotations

import csv
from collections import Counter
from dataclasses import astuple
from io import StringIO

import pytest

from bot.directory import StaffRow, read_staff
from bot.directory.rows import FACTS
from bot.playground.trust import LADDER, SITES, made_up_trust, voices
from bot.playground.trust.topics import topic_of

TRUST = made_up_trust()


def test_the_trust_is_large_mixed_and_unequal() -> None:
    sizes = Counter(row.department for row in TRUST)
    assert len(TRUST) == 320
    assert len(sizes) >= 14
    assert max(sizes.values()) >= 15 * min(sizes.values())
    assert {row.site for row in TRUST} == set(SITES)
    assert {row.grade for row in TRUST} == set(LADDER)


def test_the_trust_is_a_pyramid() -> None:
    steps = Counter(min(LADDER.index(row.grade) // 2, 4) for row in TRUST)
    assert steps[0] + steps[1] > len(TRUST) / 2
    assert steps[2] > steps[3] > steps[4] > 0


def test_everybody_is_somebody_else() -> None:
    for fact in ("staff_id", "name", "email"):
        assert len({getattr(row, fact) for row in TRUST}) == len(TRUST)
    assert all(row.email.isascii() and row.email.endswith("@example.org") for row in TRUST)
    assert any(not row.name.isascii() for row in TRUST)
    assert any("'" in row.name for row in TRUST)
    assert any("-" in row.name for row in TRUST)


def test_the_same_seed_makes_the_same_trust_and_another_seed_another() -> None:
    assert made_up_trust() == TRUST
    assert made_up_trust(seed=1) != TRUST
    assert voices(TRUST, 2026) == voices(TRUST, 2026)
    assert voices(TRUST, 2026) != voices(TRUST, 1)


def test_everybody_but_one_has_a_manager_who_is_not_below_them() -> None:
    by_id = {row.staff_id: row for row in TRUST}
    (top,) = [row for row in TRUST if not row.manager_id]
    for row in TRUST:
        manager = by_id[row.manager_id] if row.manager_id else top
        assert LADDER.index(manager.grade) >= LADDER.index(row.grade)
        assert manager.department == row.department or manager is top
        assert row is top or manager is not row


def test_each_department_but_the_board_has_one_head_who_reports_to_the_chief_executive() -> None:
    (top,) = [row for row in TRUST if not row.manager_id]
    heads = Counter(row.department for row in TRUST if row.manager_id == top.staff_id)
    assert heads.pop(top.department) == 3
    assert set(heads.values()) == {1}
    assert set(heads) == {row.department for row in TRUST} - {top.department}


def test_a_few_work_from_afar() -> None:
    zones = Counter(row.timezone for row in TRUST)
    assert set(zones) == {"Europe/London", "Europe/Dublin", "Europe/Madrid"}
    assert zones["Europe/London"] > 0.95 * len(TRUST)


@pytest.mark.parametrize("people", [0, 1, 2, 7, 40, 1000, 3000])
def test_a_trust_of_any_size_has_that_many_people_with_their_own_addresses(people: int) -> None:
    trust = made_up_trust(people=people)
    assert len(trust) == people
    assert len({row.email for row in trust}) == people


def test_the_trust_is_a_staff_list_without_a_fault() -> None:
    text = StringIO()
    table = csv.writer(text)
    table.writerow(FACTS)
    table.writerows(astuple(row)[1:] for row in TRUST)
    found = read_staff(text.getvalue().encode())
    assert (found.errors, found.warnings) == ((), ())
    assert found.rows == TRUST
    assert [row.line for row in found.rows] == [row.line for row in TRUST]


def test_everybody_has_a_voice_that_fits_a_form_and_most_speak_of_their_own_work() -> None:
    spoken = voices(TRUST, 2026)
    assert spoken.keys() == {row.staff_id for row in TRUST}
    for voice in spoken.values():
        assert 5 < len(voice.offer) <= 100
        assert 5 < len(voice.curiosity) <= 100
    topics = {row.staff_id: topic_of(row.job_title, row.profession, row.department) for row in TRUST}
    at_work = [key for key, topic in topics.items() if topic and spoken[key].offer in topic.offers]
    assert len(at_work) > 0.6 * len(TRUST)
    assert len({voice.offer for voice in spoken.values()}) > 80


def test_nobody_is_curious_about_the_work_of_their_own_department() -> None:
    porters = {row.staff_id for row in TRUST if row.department == "Portering"}
    for key, voice in voices(TRUST, 2026).items():
        if key in porters:
            assert "porter" not in voice.curiosity


@pytest.mark.parametrize(
    ("title", "department", "expected"),
    [
        ("Theatre Porter", "Portering", "the corridors that are on no map"),
        ("Emergency Nurse", "Emergency", "staying calm when four things happen at once"),
        ("Network Engineer", "Digital and IT", "passwords that you can remember"),
        ("Operational Support Officer", "Blood Donation Directorate", "the journey of a unit of blood"),
        ("Rotational Physiotherapist", "Therapies", "how people learn to walk again"),
    ],
)
def test_a_job_is_heard_in_what_is_offered(title: str, department: str, expected: str) -> None:
    topic = topic_of(title, "Operational delivery", department)
    assert topic is not None
    assert expected in topic.offers


def test_a_real_list_of_unknown_work_gets_plain_lines() -> None:
    rows = [
        StaffRow(2, "1", "Amara", department="Guild North", job_title="Arborist"),
        StaffRow(3, "2", "Ben", department="Guild South", job_title="Falconer"),
        StaffRow(4, "3", "Chidi", department="Guild South", job_title="X" * 200),
    ]
    offers = {voices(rows, seed)["1"].offer for seed in range(40)}
    assert "what working as an Arborist is really like" in offers
    assert voices(rows, 2026)["1"].curiosity == "what an ordinary week is like in Guild South"
    assert "how things are done in Guild South" in {voices(rows, seed)["3"].offer for seed in range(40)}


def test_a_list_of_one_department_is_curious_about_its_own() -> None:
    rows = [StaffRow(2, "1", "Amara", department="Guild"), StaffRow(3, "2", "Ben", department="Guild")]
    assert {voice.curiosity for voice in voices(rows).values()} == {
        "what colleagues two desks away do all day"
    }
