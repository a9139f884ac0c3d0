"""Where concrete things meet: settings in, a running bot out. The only module that knows them all."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from bot.conversation.router import Conversation
from bot.delivery import Delivery
from bot.pacing import Pacer
from bot.wording.phrases import counted
from pairing.people import Programme, ladder_from
from pairing.rounds import Cadence
from scheduler.clock import SteadyClock, SystemClock
from scheduler.tick import RETENTION, tick
from storage import installations, people, programmes
from storage.database import Database, check_schema, is_empty, migrate
from storage.place import refuse_network, time_there

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from starlette.routing import BaseRoute

    from bot.delivery import Delivered
    from bot.message import Action
    from bot.platforms import Call, Handle, Limit, Platform, Profile
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


class Door(Protocol):
    """What people's actions come in by, whether from one workspace or from many."""

    @property
    def connected(self) -> bool:
        """Whether they reach the bot just now."""

    def routes(self) -> Sequence[BaseRoute]:
        """What the web server must serve for it."""

    def start(self, handle: Handle) -> None:
        """Begin to listen."""

    def stop(self) -> None:
        """Stop listening; let calls in flight end."""


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat that the settings name: the door to it, its workspaces, and a sentence that says so.

    Where workspaces install the app by themselves, those that ``platforms`` holds come and go.
    """

    door: Door
    platforms: Mapping[str, Platform]
    greeting: str


@dataclass(frozen=True, slots=True)
class Bot:
    """A conversation and a delivery on one store, one clock and one platform for each workspace."""

    database: Database
    clock: Clock
    platforms: Mapping[str, Platform]
    conversation: Conversation
    delivery: Delivery
    retention: timedelta = RETENTION

    def beat(self, progress: Callable[[int], object] = lambda _: None) -> tuple[Ticked, Delivered]:
        """Do everything that is due: decide, then deliver."""
        ticked = tick(self.database, self.clock.now(), self.retention)
        return ticked, self.delivery.deliver(progress)


def build(
    database: Database,
    clock: Clock,
    platforms: Mapping[str, Platform],
    owners: frozenset[str] = frozenset(),
    delivery: Delivery | None = None,
    retention: timedelta = RETENTION,
) -> Bot:
    """Put a bot together. Nothing is started and nothing is opened.

    Without a ``delivery`` of its own it gets one that sends one message at a time, by the same clock.
    """

    def profile_of(action: Action) -> Profile:
        return platforms[action.workspace].profile(action.actor)

    def limits_of(workspace: str) -> Mapping[Call, Limit]:
        return platforms[workspace].limits

    def fields_of(workspace: str) -> Sequence[tuple[str, str]]:
        return platforms[workspace].profile_fields()

    def file_of(workspace: str, address: str, file: str) -> bytes:
        return platforms[workspace].fetch(address, file)

    conversation = Conversation(database, clock, profile_of, owners, limits_of, fields_of, file_of=file_of)
    delivery = delivery or Delivery(database, clock, platforms)
    return Bot(database, clock, platforms, conversation, delivery, retention)


def delivery_of(
    database: Database,
    clock: Clock,
    platforms: Mapping[str, Platform],
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


def chat(settings: Settings, database: Database, clock: Clock) -> Chat:
    """Slack, as the settings have it: the one workspace of a token, or all that install the app.

    Raises:
        DeliveryError: the one token is refused, or Slack cannot be reached.
        VaultError: the tokens of the many could not be kept.

    """
    return _many(settings, database, clock) if settings.is_shared else _one(settings, database, clock)


def _one(settings: Settings, database: Database, clock: Clock) -> Chat:
    platform = slack(settings)
    workspace = platform.identify()
    with database.change() as connection:
        programme = settle_in(connection, workspace, platform.name, clock.now(), settings.owners)
    greeting = f"Connected to workspace {workspace}; {programme.name} is on. Type /coffee there"
    return Chat(platform, {workspace: platform}, greeting)


def _many(settings: Settings, database: Database, clock: Clock) -> Chat:
    from bot.slack.installations import SharedSlack  # noqa: PLC0415 - see `slack`
    from bot.slack.oauth import INSTALL, SlackOAuth  # noqa: PLC0415 - see `slack`
    from bot.slack.settings import AppSettings  # noqa: PLC0415 - see `slack`
    from bot.vault import Vault  # noqa: PLC0415 - its library is needed by sealed tokens alone
    from bot.workspaces import SLACK, Register, Workspaces  # noqa: PLC0415 - see above

    def settle(connection: Connection, workspace: str, now: datetime) -> object:
        return settle_in(connection, workspace, SLACK, now, settings.owners)

    app = AppSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        public_url=settings.crossbrew_public_url,
        api_url=settings.slack_api_url,
        admins_are_owners=not settings.owners,
    )
    register = Register(database, clock, Vault(settings.crossbrew_secret_key.get_secret_value()), settle)
    door = SharedSlack(app, register, SlackOAuth(app, register, register))
    platforms = Workspaces(register, door)
    where = f"{settings.crossbrew_public_url.rstrip('/')}{INSTALL}"
    greeting = f"Serving {counted(len(platforms), 'workspace', 'workspaces')}; more can be added at {where}"
    return Chat(door, platforms, greeting)


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
    """Make the workspace and its first programme if they are new, and mark the owners it already knows.

    One that the app was taken out of is back with all that was kept of it.
    """
    people.ensure_workspace(connection, workspace, platform, now)
    installations.come_back(connection, [workspace])
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
