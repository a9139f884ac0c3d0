from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage import forgetting, gates, installations, people, programmes
from storage.installations import Installed
from storage.tables import audit, metadata, workspace
from tests.cast import AMARA, BEN, CHIDI, DANA
from tests.storage.life import live
from tests.storage.shelf import NOW, join_all, later, open_round, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection

ONE = Installed("T1", "", "sealed-1", "U0BOT", "B0BOT", "A1", frozenset({"commands", "chat:write"}), NOW)
TWO = replace(ONE, workspace="T2", sealed_token="sealed-2")
WHOLE = replace(ONE, workspace="E1", enterprise="E1", sealed_token="sealed-e")


def keep(connection: Connection, *all_: Installed) -> None:
    for one in all_:
        installations.keep(connection, "slack", one)


def served(connection: Connection) -> list[str]:
    return [one.workspace for one in installations.served(connection)]


def gone(connection: Connection, name: str) -> bool:
    at = connection.scalar(select(workspace.c.gone_at).where(workspace.c.workspace == name))
    return at is not None


def test_an_installation_is_found_as_it_was_kept(connection: Connection) -> None:
    keep(connection, ONE, TWO)

    assert installations.find(connection, "T1") == replace(ONE, holder="T1")
    assert installations.find(connection, "T3") is None
    assert served(connection) == ["T1", "T2"]


def test_a_workspace_has_one_row_and_the_newest_installation_counts(connection: Connection) -> None:
    keep(connection, ONE, replace(ONE, sealed_token="anew", scopes=frozenset(), installed_at=later(days=1)))

    (found,) = installations.every(connection)
    assert (found.sealed_token, found.scopes, found.installed_at) == ("anew", frozenset(), later(days=1))


def test_a_revoked_installation_is_served_no_more_until_it_is_kept_again(connection: Connection) -> None:
    keep(connection, ONE, TWO)

    assert installations.revoke(connection, "T1", later(days=1), later(days=1))

    assert served(connection) == ["T2"]
    assert gone(connection, "T1")
    assert not gone(connection, "T2")
    keep(connection, replace(ONE, installed_at=later(days=2)))
    assert served(connection) == ["T1", "T2"]
    assert not gone(connection, "T1")


def test_a_new_token_is_not_left_alone_for_what_the_one_before_was_refused(connection: Connection) -> None:
    keep(connection, ONE, TWO)
    for team in ("T1", "T2"):
        gates.close_gate(connection, team, "chat.postMessage", later(days=9))

    keep(connection, replace(ONE, installed_at=later(days=2)))

    assert gates.closed(connection, later(days=3)) == {("T2", "chat.postMessage")}


def test_news_of_an_earlier_installation_that_come_late_change_nothing(connection: Connection) -> None:
    keep(connection, replace(ONE, installed_at=later(days=2)))

    assert not installations.revoke(connection, "T1", later(days=1), later(days=2, minutes=1))

    assert served(connection) == ["T1"]


def test_what_was_told_in_the_second_of_the_installation_counts(connection: Connection) -> None:
    keep(connection, replace(ONE, installed_at=NOW + timedelta(milliseconds=300)))

    assert installations.revoke(connection, "T1", NOW, later(minutes=1))


def test_told_twice_it_stays_gone_since_the_first_time(connection: Connection) -> None:
    keep(connection, ONE)
    assert installations.revoke(connection, "T1", later(days=1), later(days=1))
    assert not installations.revoke(connection, "T1", later(days=1), later(days=3))

    assert forgetting.gone_before(connection, later(days=2)) == ("T1",)


def test_a_workspace_without_an_installation_may_go_too(connection: Connection) -> None:
    settle(connection, workspace="T1")

    assert installations.revoke(connection, "T1", NOW, NOW)

    assert gone(connection, "T1")
    assert programmes.keys(connection) == ()


def test_a_workspace_lives_by_the_token_of_its_organisation(connection: Connection) -> None:
    keep(connection, WHOLE)
    assert served(connection) == [], "nobody is to be found at the organisation itself"

    installations.adopt(connection, "slack", "T9", WHOLE, later(days=1))

    found = installations.find(connection, "T9")
    assert found is not None
    assert (found.holder, found.sealed_token, found.is_revoked) == ("E1", "sealed-e", False)
    keep(connection, replace(WHOLE, sealed_token="anew"))
    assert [one.sealed_token for one in installations.served(connection)] == ["anew"]


def test_an_organisation_goes_and_comes_back_with_the_workspaces_that_live_by_it(
    connection: Connection,
) -> None:
    own = replace(ONE, enterprise="E1")
    keep(connection, WHOLE, own)
    installations.adopt(connection, "slack", "T9", WHOLE, NOW)

    installations.revoke(connection, "E1", later(days=1), later(days=1))

    assert served(connection) == ["T1"], "it has a token of its own"
    assert gone(connection, "T9")
    keep(connection, replace(WHOLE, installed_at=later(days=2)))
    assert served(connection) == ["T1", "T9"]
    assert not gone(connection, "T9")


def test_a_token_is_replaced_only_if_it_is_still_the_one_that_was_read(connection: Connection) -> None:
    keep(connection, ONE, TWO)

    assert installations.change_token(connection, "T1", "sealed-1", "renewed")
    assert not installations.change_token(connection, "T2", "sealed-1", "renewed")

    assert [one.sealed_token for one in installations.every(connection)] == ["renewed", "sealed-2"]


def rows_of(connection: Connection, name: str) -> dict[str, int]:
    counts = {
        table.name: connection.scalar(
            select(func.count()).select_from(table).where(table.c.workspace == name)
        )
        for table in metadata.sorted_tables
    }
    return {table: count for table, count in counts.items() if count}


def test_a_workspace_that_is_gone_for_long_is_erased_from_every_table_but_one_line(
    connection: Connection,
) -> None:
    live(connection)
    here, there = "T1", "T2"
    of = settle(connection, workspace=there)
    join_all(connection, of)
    open_round(connection, of, 1, (AMARA, BEN), (CHIDI, DANA))
    keep(connection, ONE, TWO)
    before = rows_of(connection, there)
    installations.revoke(connection, here, later(days=1), later(days=1))

    assert forgetting.gone_before(connection, later(days=1)) == ()
    assert forgetting.gone_before(connection, later(days=2)) == (here,)
    assert forgetting.forget_workspace(connection, here, later(days=2), later(days=2)) > 10

    assert rows_of(connection, here) == {"audit": 1}
    assert connection.scalar(select(audit.c.action).where(audit.c.workspace == here)) == "workspace.erased"
    assert rows_of(connection, there) == before


def test_a_workspace_that_is_back_is_not_erased(connection: Connection) -> None:
    keep(connection, ONE)
    installations.revoke(connection, "T1", NOW, NOW)
    installations.come_back(connection, ["T1"])

    assert forgetting.forget_workspace(connection, "T1", later(days=100), later(days=100)) == 0

    assert people.workspaces(connection) == ("T1",)


def test_words_of_any_length_are_kept_whole(connection: Connection) -> None:
    scopes = frozenset(f"scope:{number}" for number in range(500))
    keep(connection, replace(ONE, sealed_token="x" * 5000, scopes=scopes))

    found = installations.find(connection, "T1")
    assert found == replace(ONE, sealed_token="x" * 5000, scopes=scopes, holder="T1")
