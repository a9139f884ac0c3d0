from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pairing.answers import Answer, Certainty, Outcome, Said, Settled, WhyNot, latest
from pairing.history import History, Introduction
from pairing.notices import PairingState
from pairing.rounds import timetable
from storage import explaining, pairings, rounds
from storage.rounds import Result, Round, RoundState
from tests.cast import AMARA, BEN, CADENCE, CHIDI, DANA, EFUA, WORKSPACE
from tests.storage.shelf import NOW, answer_in, at_once, later, new_pairing, open_round, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pairing.people import Programme
    from storage.database import Database

PAIR = "main.1.1"
RESULT = Result(7, "digest", 3, 5, 1 << 40, "certified", 12, 20)


@pytest.fixture
def of(connection: Connection) -> Programme:
    """The cast's programme, with Amara and Ben paired in round 1, the others a trio."""
    made = settle(connection)
    open_round(connection, made, 1, (AMARA, BEN), (CHIDI, DANA, EFUA))
    return made


def say(connection: Connection, who: str, said: Said, minutes: float = 0, why: WhyNot | None = None) -> None:
    answer_in(connection, WORKSPACE, PAIR, Answer(who, said, later(minutes=minutes), why))


def said_by(connection: Connection, who: str) -> list[Said]:
    found = pairings.find(connection, WORKSPACE, PAIR)
    assert found is not None
    return [answer.said for answer in found.answers if answer.person == who]


def test_a_round_is_written_once_however_many_try(database: Database) -> None:
    with database.change() as connection:
        of = settle(connection)
    wrote: list[bool] = []

    def attempt() -> None:
        with database.change() as connection:
            plan = timetable(CADENCE, 1)
            is_ours = rounds.write_round(connection, of, plan, RoundState.OPEN, NOW, RESULT)
            if is_ours:
                rounds.write_pairings(connection, of, 1, [new_pairing(PAIR, AMARA, BEN)], NOW)
            wrote.append(is_ours)

    at_once(*[attempt] * 4)

    assert sorted(wrote) == [False, False, False, True]
    with database.read() as connection:
        assert rounds.rounds(connection, of) == {1: Round(1, RoundState.OPEN, RESULT)}
        assert len(pairings.in_round(connection, of, 1)) == 1


def test_a_second_try_does_not_change_what_the_first_wrote(connection: Connection, of: Programme) -> None:
    assert not rounds.write_round(connection, of, timetable(CADENCE, 1), RoundState.SKIPPED, later(days=1))

    assert rounds.rounds(connection, of)[1].state is RoundState.OPEN


def test_a_round_is_closed_once(connection: Connection, of: Programme) -> None:
    assert rounds.close_round(connection, of, 1, later(days=14))
    assert not rounds.close_round(connection, of, 1, later(days=15))
    assert not rounds.close_round(connection, of, 2, later(days=15))
    assert rounds.rounds(connection, of)[1].state is RoundState.CLOSED


def test_a_skipped_round_is_never_closed(connection: Connection, of: Programme) -> None:
    rounds.write_round(connection, of, timetable(CADENCE, 2), RoundState.SKIPPED, NOW)

    assert not rounds.close_round(connection, of, 2, later(days=30))
    assert rounds.rounds(connection, of)[2].state is RoundState.SKIPPED


def test_history_holds_pairs_trios_sitters_and_the_stood_up(connection: Connection, of: Programme) -> None:
    open_round(connection, of, 2, (CHIDI, AMARA), (BEN, DANA), sat_out="efua")
    pairings.free(connection, WORKSPACE, "main.2.2", ["ben"])

    assert rounds.history(connection, of) == History(
        introductions=(
            Introduction(1, ("amara", "ben"), ("Nursing", "Pharmacy")),
            Introduction(1, ("chidi", "dana", "efua"), ("Estates", "Finance", "Radiology")),
            Introduction(2, ("amara", "chidi"), ("Nursing", "Estates")),
            Introduction(2, ("ben", "dana"), ("Pharmacy", "Finance")),
        ),
        sat_out={"efua": (2,)},
        stood_up={"ben": (2,)},
    )


def test_history_remembers_departments_as_they_were(connection: Connection, of: Programme) -> None:
    from storage.people import change_person  # noqa: PLC0415 - somebody moves on

    change_person(connection, WORKSPACE, "amara", department="Theatres")

    assert rounds.history(connection, of).introductions[0].departments == ("Nursing", "Pharmacy")


def test_turns_to_go_first_are_counted(connection: Connection, of: Programme) -> None:
    open_round(connection, of, 2, (AMARA, DANA))

    assert rounds.organiser_turns(connection, of) == {"amara": 2, "chidi": 1}


def test_sitting_out_is_written_once(connection: Connection, of: Programme) -> None:
    for _ in range(2):
        rounds.write_sitting_out(connection, of, 1, ["efua"])

    assert rounds.history(connection, of).sat_out == {"efua": (1,)}


def test_a_round_without_anybody_is_still_a_round(connection: Connection, of: Programme) -> None:
    open_round(connection, of, 2)

    assert pairings.in_round(connection, of, 2) == ()


def test_a_pairing_is_read_with_its_people_reasons_and_answers(connection: Connection, of: Programme) -> None:
    say(connection, "ben", Said.BOOKED)

    found = pairings.find(connection, WORKSPACE, PAIR)

    assert found is not None
    assert (found.people, found.organiser, found.state) == (("amara", "ben"), "amara", PairingState.OPEN)
    assert found.answers == (Answer("ben", Said.BOOKED, NOW),)
    assert (
        found
        == pairings.in_round(connection, of, 1)[0]
        == pairings.of_person(connection, WORKSPACE, "ben")[0]
    )
    assert explaining.reasons(connection, WORKSPACE, PAIR) == (
        ("different_department", 60),
        ("grade_distance", 40),
    )


@pytest.mark.usefixtures("of")
def test_a_pairing_that_there_is_not_is_none(connection: Connection) -> None:
    assert pairings.find(connection, WORKSPACE, "main.9.9") is None
    assert explaining.reasons(connection, WORKSPACE, "main.9.9") == ()
    assert pairings.of_person(connection, WORKSPACE, "nobody") == ()


@pytest.mark.usefixtures("of")
def test_saying_the_same_again_changes_nothing(connection: Connection) -> None:
    for minutes in (0, 0, 5):
        say(connection, "amara", Said.MET, minutes)

    assert said_by(connection, "amara") == [Said.MET]


@pytest.mark.usefixtures("of")
def test_the_last_word_counts_and_the_earlier_ones_are_kept(connection: Connection) -> None:
    for minutes, said in enumerate((Said.BOOKED, Said.MET, Said.NOT_MET, Said.MET)):
        say(connection, "amara", said, minutes)

    assert said_by(connection, "amara") == [Said.BOOKED, Said.MET, Said.NOT_MET, Said.MET]


@pytest.mark.usefixtures("of")
@pytest.mark.parametrize("minutes", [0, -30])
def test_of_two_answers_at_one_instant_the_one_written_last_is_the_last_word(
    connection: Connection, minutes: float
) -> None:
    say(connection, "amara", Said.NOT_MET)
    say(connection, "amara", Said.BOOKED, minutes)
    say(connection, "amara", Said.NOT_MET, minutes)

    found = pairings.find(connection, WORKSPACE, PAIR)
    assert found is not None
    assert latest(found.answers)["amara"].said is Said.NOT_MET
    assert said_by(connection, "amara") == [Said.NOT_MET, Said.BOOKED, Said.NOT_MET]


@pytest.mark.usefixtures("of")
def test_a_reason_given_at_the_instant_of_the_answer_is_kept(connection: Connection) -> None:
    say(connection, "amara", Said.NOT_MET)
    say(connection, "amara", Said.NOT_MET, why=WhyNot.NO_TIME)

    found = pairings.find(connection, WORKSPACE, PAIR)
    assert found is not None
    assert latest(found.answers)["amara"].why_not is WhyNot.NO_TIME


def test_presses_of_one_person_at_once_are_all_kept_in_some_order(database: Database) -> None:
    with database.change() as connection:
        of = settle(connection)
        open_round(connection, of, 1, (AMARA, BEN))

    def press(said: Said) -> None:
        with database.change() as connection:
            say(connection, "amara", said)

    at_once(*(lambda said=said: press(said) for said in Said))

    with database.read() as connection:
        found = pairings.find(connection, WORKSPACE, PAIR)
        assert found is not None
        assert {answer.said for answer in found.answers} == set(Said)
        assert len({answer.at for answer in found.answers}) == len(Said)


def test_an_open_pairing_is_freed_once_and_marks_those_who_waited(
    connection: Connection, of: Programme
) -> None:
    assert pairings.free(connection, WORKSPACE, PAIR, ["ben"])
    assert not pairings.free(connection, WORKSPACE, PAIR, ["ben"])

    found = pairings.find(connection, WORKSPACE, PAIR)
    assert found is not None
    assert found.state is PairingState.FREED
    assert rounds.history(connection, of).stood_up == {"ben": (1,)}


def test_the_pool_of_the_freed_is_those_who_would_like_somebody_else(
    connection: Connection, of: Programme
) -> None:
    for id_, person in ((PAIR, "ben"), ("main.1.2", "efua"), ("main.1.2", "chidi")):
        pairings.want_fresh(connection, WORKSPACE, id_, person, wants=True)
    pairings.want_fresh(connection, WORKSPACE, "main.1.2", "chidi", wants=False)

    assert pairings.freed_pool(connection, of, 1) == ("ben", "efua")
    assert pairings.freed_pool(connection, of, 2) == ()


def test_settling_a_pairing_leaves_it_open_until_its_round_closes(
    connection: Connection, of: Programme
) -> None:
    pairings.settle(connection, WORKSPACE, {PAIR: Settled(Outcome.MET, Certainty.CONFIRMED)})
    assert {one.state for one in pairings.in_round(connection, of, 1)} == {PairingState.OPEN}

    pairings.close(connection, of, 1)
    assert {one.state for one in pairings.in_round(connection, of, 1)} == {PairingState.CLOSED}


def test_only_open_pairings_in_which_somebody_waits_are_waiting(
    connection: Connection, of: Programme
) -> None:
    assert pairings.waiting(connection, of, 1) == ()
    for id_, person in ((PAIR, "amara"), ("main.1.2", "chidi")):
        answer_in(connection, WORKSPACE, id_, Answer(person, Said.WAITING, NOW))
    pairings.free(connection, WORKSPACE, "main.1.2", [])

    assert [one.id for one in pairings.waiting(connection, of, 1)] == [PAIR]


def test_a_round_is_held_only_while_it_is_open(connection: Connection, of: Programme) -> None:
    assert rounds.hold_open(connection, of, 1)
    rounds.close_round(connection, of, 1, later(days=14))

    assert not rounds.hold_open(connection, of, 1)
    assert not rounds.hold_open(connection, of, 2)


def test_a_freed_pairing_stays_freed_when_its_round_closes(connection: Connection, of: Programme) -> None:
    pairings.free(connection, WORKSPACE, PAIR, [])
    pairings.close(connection, of, 1)

    found = pairings.find(connection, WORKSPACE, PAIR)
    assert found is not None
    assert found.state is PairingState.FREED


def test_history_can_begin_at_a_round(connection: Connection, of: Programme) -> None:
    open_round(connection, of, 2, (CHIDI, AMARA))

    kept = rounds.history(connection, of, since=2).introductions
    assert [each.round_number for each in kept] == [2]
