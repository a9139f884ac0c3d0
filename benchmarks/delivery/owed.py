"""What a run begins with, what it ends with: introductions written with the real functions, and counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select  # noqa: TID251 - reads what became of each notice

from pairing.notices import Kind, Pairing, introductions
from pairing.people import Programme
from pairing.rounds import Cadence, number_at, timetable
from scheduler.gather import in_play_for
from storage import outbox, people, programmes, rounds
from storage.outbox import NoticeState
from storage.rounds import NewPairing, RoundState
from storage.tables import notice
from tests.fake_slack.workspace import TEAM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.database import Database

NOON = 12
TEAMS = ("Nursing", "Pharmacy", "Estates", "Finance", "Radiology")
GRADES = ("Band 3", "Band 5", "Band 7")


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one notice. ``unknowns`` counts the tries that may have arrived, the last included."""

    state: NoticeState
    unknowns: int
    reason: str


def owe_introductions(database: Database, users: Sequence[str], now: datetime) -> dict[str, tuple[str, str]]:
    """Owe an introduction to each two of these Slack users; the two by the key of the notice."""
    programme = _programme(now)
    number = number_at(programme.cadence, now)
    with database.change() as connection:
        people.ensure_workspace(connection, TEAM, "slack", now)
        programmes.add_programme(connection, programme)
        met = []
        for count, user in enumerate(users):
            facts = {
                "name": f"Person {count}",
                "department": TEAMS[count % len(TEAMS)],
                "grade": GRADES[count % len(GRADES)],
                "timezone": programme.cadence.timezone,
            }
            met.append(people.meet(connection, TEAM, f"{TEAM}/{user}", facts))
            programmes.join(connection, programme, met[-1].id, now)
        rounds.write_round(connection, programme, timetable(programme.cadence, number), RoundState.OPEN, now)
        pairs = list(zip(met[::2], met[1::2], strict=True))
        new = [
            NewPairing(f"{programme.id}.{number}.{count}", pair, pair[0].id, 100, (("different_team", 60),))
            for count, pair in enumerate(pairs)
        ]
        rounds.write_pairings(connection, programme, number, new, now)
        made = [Pairing(one.id, number, tuple(p.id for p in one.people), one.organiser, now) for one in new]
        state = in_play_for(connection, programme, number, [one.id for one in met])
        notices = list(introductions(state, made))
        outbox.write(connection, TEAM, notices)
    return dict(zip((one.key for one in notices), zip(users[::2], users[1::2], strict=True), strict=True))


def fates(database: Database) -> dict[str, Fate]:
    """What became of every introduction, by its key."""
    wanted = select(notice.c.key, notice.c.state, notice.c.unknowns, notice.c.reason).where(
        notice.c.kind == Kind.INTRODUCTION.value
    )
    with database.read() as connection:
        found = connection.execute(wanted).all()
    return {key: Fate(NoticeState(state), unknowns, reason) for key, state, unknowns, reason in found}


def _programme(now: datetime) -> Programme:
    """A programme where it is noon just now, with a round under way."""
    east = NOON - now.hour
    zone = f"Etc/GMT{-east:+d}"  # whose sign is turned round: Etc/GMT-9 is nine hours east
    today = (now + timedelta(hours=east)).date()
    anchor = today - timedelta(days=today.weekday() + 14)
    return Programme(TEAM, "main", "Coffee", Cadence(anchor=anchor, timezone=zone))
