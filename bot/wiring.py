"""Where concrete things meet: settings in, a running bot out. The only module that knows them all."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.conversation.router import Conversation
from bot.delivery import Delivery
from bot.pacing import Pacer
from pairing.people import Programme, ladder_from
from pairing.rounds import Cadence
from scheduler.clock import SteadyClock, SystemClock
from scheduler.tick import tick
from storage import people, programmes
from storage.database import Database, check_schema, is_empty, migrate
from storage.place import refuse_network, time_there

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from bot.delivery import Delivered
    from bot.message import Action
    from bot.platforms import Call, Limit, Platform, Profile
    from bot.sending import Ended
    from bot.settings import Settings
    from bot.slack.app import SlackPlatform
    from scheduler.clock import Clock
    from scheduler.tick import Ticked
    from storage.database import Connection

log = logging.getLogger(__name__)

PROGRAMME = "main"
PROGRAMME_NAME = "Coffee introductions"
DAYS_TO_JOIN = 4
"""A new programme's first round is at least so many days away, so that there is somebody in it."""
SENDERS = 4
"""Enough to keep the pace that a platform allows, at the second or so that a call takes at its slowest."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A conversation and a delivery on one store, one clock and one platform for each workspace."""

    database: Database
    clock: Clock
    platforms: dict[str, Platform]
    conversation: Conversation
    delivery: Delivery

    def beat(self, progress: Callable[[int], object] = lambda _: None) -> tuple[Ticked, Delivered]:
        """Do everything that is due: decide, then deliver."""
        ticked = tick(self.database, self.clock.now())
        return ticked, self.delivery.deliver(progress)


def build(
    database: Database,
    clock: Clock,
    platforms: dict[str, Platform],
    owners: frozenset[str] = frozenset(),
    delivery: Delivery | None = None,
) -> Bot:
    """Put a bot together. Nothing is started and nothing is opened.

    Without a ``delivery`` of its own it gets one that sends one message at a time, by the same clock.
    """

    def profile_of(action: Action) -> Profile:
        return platforms[action.workspace].profile(action.actor)

    def limits_of(workspace: str) -> Mapping[Call, Limit]:
        return platforms[workspace].limits

    conversation = Conversation(database, clock, profile_of, owners, limits_of)
    return Bot(database, clock, platforms, conversation, delivery or Delivery(database, clock, platforms))


def delivery_of(
    database: Database,
    clock: Clock,
    platforms: dict[str, Platform],
    *,
    outside: Clock,
    on_end: Ended = lambda _held, _result: None,
    on_shut: Callable[[str], object] = lambda _method: None,
) -> Delivery:
    """A worker of the outbox whose notices go by ``clock``, and its pace by that of the world outside."""
    pacer = Pacer(outside, on_shut=on_shut)
    return Delivery(database, clock, platforms, pacer=pacer, senders=SENDERS, on_end=on_end)


def clock_of(database: Database) -> SteadyClock:
    """The clock that all who share a database go by: the server's, or for a file this machine's."""
    here = SystemClock()
    return SteadyClock(lambda: time_there(database) or here.now())


def open_database(settings: Settings) -> Database:
    """The database of the settings, made if it is empty, refused if its version is another."""
    database = Database(settings.database_url.get_secret_value())
    refuse_network(database)
    if is_empty(database):
        migrate(database)
        log.info("made a new database at %s", database.where)
    check_schema(database)
    return database


def slack(settings: Settings) -> SlackPlatform:
    """The Slack platform of the settings: Socket Mode where there is an app token, HTTP otherwise."""
    from bot.slack.app import SlackPlatform  # noqa: PLC0415 - its SDK is needed by Slack alone
    from bot.slack.settings import Mode, SlackSettings  # noqa: PLC0415 - see above

    app_token = settings.slack_app_token.get_secret_value()
    return SlackPlatform(
        SlackSettings(
            bot_token=settings.slack_bot_token.get_secret_value(),
            app_token=app_token,
            signing_secret=settings.slack_signing_secret.get_secret_value(),
            api_url=settings.slack_api_url,
            mode=Mode.SOCKET if app_token else Mode.HTTP,
            admins_are_owners=not settings.owners,
        )
    )


def settle_in(
    connection: Connection, workspace: str, platform: str, now: datetime, owners: frozenset[str]
) -> Programme:
    """Make the workspace and its first programme if they are new, and mark the owners it already knows."""
    people.ensure_workspace(connection, workspace, platform, now)
    people.mark_owners(connection, workspace, owners)
    programmes.add_programme(connection, new_programme(connection, workspace, now.date()))
    return programmes.programmes(connection, workspace)[0]


def new_programme(connection: Connection, workspace: str, today: date) -> Programme:
    """A first programme: fortnightly, Mondays at ten in London, on the directory's own grades."""
    return Programme(
        workspace=workspace,
        id=PROGRAMME,
        name=PROGRAMME_NAME,
        cadence=Cadence(anchor=first_anchor(today)),
        ladder=ladder_from(people.known_values(connection, workspace, "grade")),
    )


def first_anchor(today: date, days: int = 14) -> date:
    """The anchor with which round 1 starts on the first Monday that leaves a few days to join."""
    earliest = today + timedelta(days=DAYS_TO_JOIN)
    monday = earliest + timedelta(days=-earliest.weekday() % 7)
    return monday - timedelta(days=days)
