"""The staff list of the made-up trust: departments filled from the top, and who reports to whom."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from bot.directory import StaffRow
from bot.playground.trust.departments import BOARD, DEPARTMENTS
from bot.playground.trust.names import addresses, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.trust.departments import Department, Job

SITES = ("Northgate Hospital", "St Brannock's Hospital", "Millbrook Clinic", "Harbour House")

LADDER = tuple(f"Band {rung}" for rung in ("2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9"))
"""The trust's grade ladder, lowest first."""

HOME = "Europe/London"
AFAR = ("Europe/Dublin", "Europe/Madrid")
REMOTE_SHARE = 0.12

LEADS_FROM = LADDER.index("Band 4")
TEAM = 9
"""One team leader for about so many of a department's staff."""


def made_up_trust(seed: int = 2026, people: int = 320) -> tuple[StaffRow, ...]:
    """A hospital trust of ``people`` invented staff: the same for the same ``seed`` and ``people``.

    Departments keep their proportions at any size; below about a hundred people the smallest vanish.
    """
    draw = Random(seed)  # noqa: S311 - a repeatable cast, not a secret
    heads = _shared_out(people, [department.share for department in DEPARTMENTS])
    staff = [
        row
        for department, size in zip(DEPARTMENTS, heads, strict=True)
        for row in _filled(department, size, draw)
    ]
    numbered = [replace(row, line=line, staff_id=f"ct{line - 1:04d}") for line, row in enumerate(staff, 2)]
    return tuple(_with_managers(_named(numbered, draw)))


def _shared_out(total: int, shares: Sequence[int]) -> list[int]:
    """``total`` split by ``shares`` into whole numbers: largest remainders first."""
    whole = sum(shares)
    parts = [total * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: -(total * shares[place] % whole))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _filled(department: Department, size: int, draw: Random) -> list[StaffRow]:
    """``size`` posts of a department, from its head down; the head is never a remote one."""
    head, *others = department.jobs
    counts = _shared_out(max(0, size - 1), [job.share for job in others])
    jobs = [head, *(job for job, count in zip(others, counts, strict=True) for _ in range(count))][:size]
    return [
        _post(department, job, _timezone(draw, may_be_afar=department.has_remote and job != head), draw)
        for job in jobs
    ]


def _timezone(draw: Random, *, may_be_afar: bool) -> str:
    return draw.choice(AFAR) if may_be_afar and draw.random() < REMOTE_SHARE else HOME


def _post(department: Department, job: Job, timezone: str, draw: Random) -> StaffRow:
    return StaffRow(
        line=0,
        staff_id="",
        department=department.name,
        grade=job.band,
        site=draw.choices(SITES, department.sites)[0],
        job_title=job.title,
        profession=department.profession,
        timezone=timezone,
    )


def _named(staff: list[StaffRow], draw: Random) -> list[StaffRow]:
    called = names(draw, len(staff))
    return [
        replace(row, name=name, email=email)
        for row, name, email in zip(staff, called, addresses(called), strict=True)
    ]


def _with_managers(staff: list[StaffRow]) -> list[StaffRow]:
    """Heads report to the chief executive, team leaders to their head, everybody else to a team leader."""
    teams: dict[str, list[StaffRow]] = {}
    for row in staff:
        teams.setdefault(row.department, []).append(row)
    top = teams[BOARD.name][0].staff_id if BOARD.name in teams else ""
    return [row for team in teams.values() for row in _managed(team, top)]


def _managed(team: list[StaffRow], top: str) -> list[StaffRow]:
    head, *others = team
    count = len(team) // TEAM
    able = [row for row in others[:count] if LADDER.index(row.grade) >= LEADS_FROM]
    leaders = able if len(able) > 1 else [head]
    led = {row.staff_id: leaders[place % len(leaders)].staff_id for place, row in enumerate(others)}
    led |= {row.staff_id: head.staff_id for row in leaders}
    led[head.staff_id] = "" if head.staff_id == top else top
    return [replace(row, manager_id=led[row.staff_id]) for row in team]
