from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage import privacy, rounds
from storage.explaining import Instead, instead, is_late
from storage.tables import pairing_member
from tests.cast import AMARA, BEN, WORKSPACE
from tests.storage.shelf import INSTEAD, NOW, new_pairing, open_round, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection


def test_the_best_alternative_is_kept_but_not_with_whom(connection: Connection) -> None:
    (id_,) = open_round(connection, settle(connection), 1, (AMARA, BEN))

    kept = instead(connection, WORKSPACE, id_, "amara")

    assert kept == Instead(INSTEAD.points, INSTEAD.cost, INSTEAD.reasons)
    assert INSTEAD.other not in str(connection.execute(select(pairing_member)).all())


def test_who_had_none_has_none(connection: Connection) -> None:
    (id_,) = open_round(connection, settle(connection), 1, (AMARA, BEN))

    assert instead(connection, WORKSPACE, id_, "ben") is None
    assert instead(connection, WORKSPACE, id_, "nobody") is None
    assert connection.scalar(select(pairing_member.c.person).where(pairing_member.c.alternative.is_(None)))


def test_somebody_is_not_given_it_for_it_could_tell_whom_they_are_kept_apart_from(
    connection: Connection,
) -> None:
    open_round(connection, settle(connection), 1, (AMARA, BEN))

    (then,) = privacy.everything_about(connection, WORKSPACE, "amara")["introductions_as_you_were_then"]

    assert "alternative" not in then
    assert then["department"] == "Nursing"


def test_what_was_made_after_the_round_began_is_known_as_such(connection: Connection) -> None:
    of = settle(connection)
    (first,) = open_round(connection, of, 1, (AMARA, BEN))
    late = replace(new_pairing("late", AMARA, BEN), is_late=True)
    rounds.write_pairings(connection, of, 1, [late], NOW)

    assert [is_late(connection, WORKSPACE, id_) for id_ in (first, "late", "none")] == [False, True, False]
    assert not is_late(connection, "T2", "late")
