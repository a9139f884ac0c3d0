"""Setting the scene: people from a staff list, most of them opted in, and a clock to wind."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.demo.draws import draw
from bot.platforms import Profile
from bot.playground.platform import PlaygroundPlatform
from bot.playground.trust import voices
from bot.wiring import build, settle_in
from pairing.people import Preferences
from scheduler.clock import HandClock
from storage import people, programmes, workspaces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from bot.directory import StaffRow
    from bot.wiring import Bot
    from pairing.people import Programme
    from storage.database import Connection, Database

WORKSPACE = "playground"
SHARE_IN = 0.85
MORNING = time(9)
DAYS_BEFORE = 4
"""How long before the first round the demo begins: just before the heads-up."""


@dataclass(frozen=True, slots=True)
class World:
    """A bot in a playground, its programme and its clock."""

    bot: Bot
    platform: PlaygroundPlatform
    clock: HandClock
    programme: Programme
    seed: int


def make_world(
    database: Database,
    staff: Sequence[StaffRow],
    today: date,
    seed: int,
    say: Callable[[str], object] = lambda _: None,
) -> World:
    """Put everybody of ``staff`` in the playground and opt most of them in."""
    zone = ZoneInfo("Europe/London")
    clock = HandClock(datetime.combine(today, MORNING, zone).astimezone(UTC))
    platform = PlaygroundPlatform(WORKSPACE, now=clock.now)
    bot = build(database, clock, {WORKSPACE: platform})
    say(f"Putting {len(staff):,} people into the directory …")
    with database.change() as connection:
        people.ensure_workspace(connection, WORKSPACE, platform.name, clock.now())
        people.import_staff(connection, WORKSPACE, {row.staff_id: asdict(row) for row in staff}, [])
        made = settle_in(connection, WORKSPACE, platform.name, clock.now(), frozenset())
        programmes.change_programme(connection, made, quiet_dates=_quiet_dates(today.year))
        workspaces.finish_set_up(connection, WORKSPACE, clock.now())
        programme = programmes.find(connection, WORKSPACE, made.id)
        joined = _people_the_chat(connection, platform, programme, staff, clock.now(), seed)
    say(f"{joined:,} of them have joined; the others can be asked to with /coffee join.")
    platform.start(bot.conversation.handle)
    return World(bot, platform, clock, programme, seed)


def _people_the_chat(
    connection: Connection,
    platform: PlaygroundPlatform,
    programme: Programme,
    staff: Sequence[StaffRow],
    now: datetime,
    seed: int,
) -> int:
    """Let everybody into the chat and opt most of them in; how many joined."""
    spoken = voices(staff, seed)
    joined = 0
    for row in staff:
        id_ = people.person_id(WORKSPACE, row.staff_id)
        address = platform.address_of(row.staff_id)
        platform.register(address, Profile(row.name, row.email, row.job_title, row.timezone))
        people.change_person(connection, WORKSPACE, id_, address=address)
        if draw(seed, "joins", row.staff_id) < SHARE_IN:
            voice = spoken[row.staff_id]
            programmes.join(
                connection, programme, id_, now, Preferences(offers=(voice.offer,), curiosity=voice.curiosity)
            )
            joined += 1
    owner = max(staff, key=lambda row: (programme.ladder.step(row.grade) or -1, row.staff_id))
    people.change_person(connection, WORKSPACE, people.person_id(WORKSPACE, owner.staff_id), is_owner=True)
    return joined


def _quiet_dates(year: int) -> list[str]:
    """Christmas and New Year, for as long as anybody winds a demo's clock."""
    return [f"{one}-{day}" for one in range(year, year + 6) for day in ("01-01", "12-25", "12-26")]


def before_first_round(start: date) -> date:
    """The day on which a demo begins whose first round starts on the Monday after ``start``."""
    monday = start + timedelta(days=-start.weekday() % 7 or 7)
    return monday - timedelta(days=DAYS_BEFORE)
