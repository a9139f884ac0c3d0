"""What owners steer is steered once, in one programme of one workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pairing.notices import Kind
from storage import apart, outbox, programmes, steering
from storage.outbox import NoticeState
from storage.outbox_books import counts
from tests.cast import WORKSPACE
from tests.storage.shelf import claim, join_all, notice, owe, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pairing.people import Programme


@pytest.fixture
def of(connection: Connection) -> Programme:
    """A programme, and the same in another workspace."""
    settle(connection, workspace="T2")
    main = settle(connection)
    join_all(connection, main)
    return main


def test_it_is_held_once_and_let_go_once_and_no_other_is(connection: Connection, of: Programme) -> None:
    assert [steering.set_held(connection, of, held=held) for held in (True, True, False, False)] == [
        True,
        False,
        True,
        False,
    ]
    steering.set_held(connection, of, held=True)

    assert steering.is_held(connection, of)
    assert not programmes.find(connection, "T2", of.id).is_held


def test_weights_change_only_from_what_they_were(connection: Connection, of: Programme) -> None:
    assert steering.change_weights(connection, of, {}, {"waited": 5})
    assert not steering.change_weights(connection, of, {}, {"waited": 9})
    assert steering.change_weights(connection, of, {"waited": 5}, {})

    assert programmes.find(connection, "T2", of.id).weights == {}


def test_heads_ups_that_nobody_is_sending_are_taken_back(connection: Connection, of: Programme) -> None:
    owe(connection, notice("going", minutes=-1, kind=Kind.HEADS_UP))
    claim(connection)
    owe(connection, notice("waiting", kind=Kind.HEADS_UP), notice("question", kind=Kind.QUESTION))
    owe(connection, notice("next", kind=Kind.HEADS_UP, round_number=2))

    steering.take_back_heads_ups(connection, of, 1)

    assert counts(connection)[NoticeState.OWED] == 2
    assert outbox.is_written(connection, of, 1, Kind.QUESTION)
    assert outbox.is_written(connection, of, 2, Kind.HEADS_UP)


@pytest.mark.usefixtures("of")
def test_whom_somebody_keeps_apart_for_others_is_theirs_alone(connection: Connection) -> None:
    programmes.exclude(connection, WORKSPACE, "amara", "ben", "dana")
    programmes.exclude(connection, WORKSPACE, "amara", "chidi", "efua")
    programmes.exclude(connection, WORKSPACE, "dana", "ben", "dana")

    assert apart.added_for_others(connection, WORKSPACE, "dana") == (("amara", "ben"),)
    assert apart.added_for_others(connection, WORKSPACE, "amara") == ()
    assert apart.added_for_others(connection, "T2", "dana") == ()
