from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.message import Action
from bot.platforms import Profile
from bot.playground.platform import PlaygroundPlatform
from bot.settings import Settings
from bot.slack.settings import Mode
from bot.wiring import build, first_anchor, open_database, settle_in, slack
from pairing.rounds import Cadence, timetable
from scheduler.clock import HandClock
from storage import people, programmes
from storage.database import Database, StorageError, check_schema, migrate
from tests.cast import CAST, WORKSPACE
from tests.storage.shelf import facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 1, 14, 9, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An up-to-date file without a row."""
    opened = Database(f"sqlite:///{tmp_path / 'crossbrew.db'}")
    migrate(opened)
    yield opened
    opened.close()


def settings(**given: object) -> Settings:
    return Settings(_env_file=None, **{name: SecretStr(str(value)) for name, value in given.items()})  # type: ignore[arg-type] # names are the test's


@given(st.dates(date(2020, 1, 1), date(2080, 1, 1)), st.sampled_from([7, 14, 28]))
def test_a_first_round_is_on_the_first_monday_that_leaves_four_days_to_join(today: date, days: int) -> None:
    cadence = Cadence(anchor=first_anchor(today, days), days=days)

    first = timetable(cadence, 1).starts_at.date()

    assert first.weekday() == 0
    assert timedelta(days=4) <= first - today < timedelta(days=11)


def test_an_empty_database_is_made_and_one_that_is_there_is_kept(tmp_path: Path) -> None:
    given = settings(database_url=f"sqlite:///{tmp_path / 'crossbrew.db'}")
    made = open_database(given)
    with made.change() as connection:
        people.ensure_workspace(connection, WORKSPACE, "slack", NOW)
    made.close()

    again = open_database(given)
    check_schema(again)
    with again.read() as connection:
        assert people.workspaces(connection) == (WORKSPACE,)
    again.close()


def test_a_database_of_another_program_is_not_made_ours(tmp_path: Path) -> None:
    given = settings(database_url=f"sqlite:///{tmp_path / 'crossbrew.db'}")
    other = Database(given.database_url.get_secret_value())
    with other.change() as connection:
        connection.exec_driver_sql("CREATE TABLE beans (kind TEXT)")
    other.close()

    with pytest.raises(StorageError, match="holds tables that Crossbrew did not make"):
        open_database(given)


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        ({"slack_app_token": "xapp-1"}, Mode.SOCKET),
        ({"slack_signing_secret": "secret"}, Mode.HTTP),
        ({"slack_app_token": "xapp-1", "slack_signing_secret": "secret"}, Mode.SOCKET),
    ],
)
def test_slack_listens_on_a_socket_where_there_is_an_app_token(given: dict[str, str], mode: Mode) -> None:
    platform = slack(settings(slack_bot_token="xoxb-1", **given))

    assert platform._settings.mode is mode
    assert platform._settings.admins_are_owners


def test_the_chats_admins_are_owners_only_where_nobody_is_named() -> None:
    named = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_app_token=SecretStr("xapp-1"),
        crossbrew_owners="dana@example.org",
    )

    assert not slack(named)._settings.admins_are_owners


def test_a_workspace_is_settled_in_once_with_a_programme_on_its_own_grades(database: Database) -> None:
    with database.change() as connection:
        people.ensure_workspace(connection, WORKSPACE, "playground", NOW)
        people.import_staff(connection, WORKSPACE, {who.staff_id: facts(who) for who in CAST}, [])
        made = settle_in(connection, WORKSPACE, "playground", NOW, frozenset())
        programmes.change_programme(connection, made, days=28)
        again = settle_in(connection, WORKSPACE, "playground", NOW + timedelta(days=90), frozenset())

    assert made.ladder.grades == ("Band 3", "Band 5", "Band 6", "Band 7", "Band 8a")
    assert timetable(made.cadence, 1).starts_at == datetime(2026, 1, 19, 10, tzinfo=UTC)
    assert (again.id, again.cadence.days, again.cadence.anchor) == (made.id, 28, made.cadence.anchor)


def test_an_owner_who_is_named_no_more_loses_it_at_the_next_start(database: Database) -> None:
    with database.change() as connection:
        for named in ("u1", "u2"):
            settle_in(connection, WORKSPACE, "slack", NOW, frozenset({named}))
            for chat in ("U1", "U2"):
                people.meet(connection, WORKSPACE, f"{WORKSPACE}/{chat}", {"name": chat})
            settle_in(connection, WORKSPACE, "slack", NOW, frozenset({named}))
            (owner,) = people.owners(connection, WORKSPACE)

            assert people.people(connection, WORKSPACE)[owner].name == named.upper()


def test_a_bot_that_is_built_asks_the_platform_of_the_workspace_about_strangers(database: Database) -> None:
    clock = HandClock(NOW)
    platform = PlaygroundPlatform(WORKSPACE, now=clock.now)
    address = platform.address_of("amara")
    platform.register(address, Profile("Amara Okafor", "amara@example.org", "Staff nurse", "Asia/Kolkata"))
    with database.change() as connection:
        settle_in(connection, WORKSPACE, platform.name, NOW, frozenset())
    bot = build(database, clock, {WORKSPACE: platform}, frozenset({"amara@example.org"}))

    assert bot.conversation.handle(Action(WORKSPACE, address, "home")) is not None

    with database.read() as connection:
        (met,) = people.people(connection, WORKSPACE).values()
        assert (met.name, met.timezone) == ("Amara Okafor", "Asia/Kolkata")
        assert people.owners(connection, WORKSPACE) == (met.id,)


def test_a_beat_with_nothing_due_does_nothing(database: Database) -> None:
    clock = HandClock(NOW)
    with database.change() as connection:
        settle_in(connection, WORKSPACE, "playground", NOW, frozenset())
    bot = build(database, clock, {WORKSPACE: PlaygroundPlatform(WORKSPACE, now=clock.now)})

    ticked, delivered = bot.beat()

    assert (ticked.done, ticked.failed, str(delivered)) == ((), 0, "nothing due")
