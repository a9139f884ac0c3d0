"""People to pair: made up with a trust's unequal departments, pyramid of grades and past, or a staff list.

The drawn trusts have about as many departments as the square root of their people (4 to 300, sizes by a
power law), nine grades, half of each department at its home site, line managers, one exclusion for a
hundred people, and past rounds in which departments near to each other met more often than others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from bot.directory.reading import read_staff
from pairing.history import History, Introduction
from pairing.may_meet import Boundaries
from pairing.people import Ladder, Member, Person, Programme, ladder_from
from pairing.rounds import Cadence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bot.directory.rows import StaffRow
    from pairing.columns import Ints

DAY = date(2026, 1, 5)
WORKSPACE = "T1"
GRADES = tuple(f"Band {number}" for number in range(1, 10))
PYRAMID = np.array([12, 20, 18, 16, 13, 9, 6, 4, 2]) / 100
"""The share of all people in each grade."""
POWER = 0.8
"""The k-th largest department has k to the power of minus this times the people of the largest."""
REPORTS = 8
"""People that one manager has."""
NEVER = 100
"""People for each exclusion."""
PRESENT = 0.85
"""The share of people who took part in a past round."""
STOOD_UP = 20
"""People for each one who was stood up in the last round."""
NEAR = 1.0
"""How far departments lie apart, in spreads of what chance adds: the higher, the more silos."""
YEAR = 26
MANY = 10_000
"""People up to whom the past is a whole year; beyond, it is shorter: it would be all that is measured."""
AS_PEOPLE = 100_000
"""People up to whom a pool is handed over as people; beyond, as the arrays that the solver works on."""


@dataclass(frozen=True, slots=True)
class Draw:
    """People as arrays: codes of facts, the place of each one's manager (-1: none), pairs of places.

    ``never`` has a row for each two who are kept apart, ``met`` an array of pairs for each past round,
    ``stood_up`` the places of those who were stood up in the last of them.
    """

    department: Ints
    grade: Ints
    site: Ints
    manager: Ints
    never: Ints
    met: tuple[Ints, ...]
    stood_up: Ints


@dataclass(frozen=True, slots=True)
class Pool:
    """All that ``match`` is given; members are sorted by id."""

    members: tuple[Member, ...]
    programme: Programme
    history: History
    boundaries: Boundaries


def past_rounds(size: int) -> int:
    """How many rounds a drawn trust of this size has behind it."""
    return YEAR if size <= MANY else 4 if size <= AS_PEOPLE else 2


def drawn(size: int, rounds: int, seed: int) -> Draw:
    """A made-up trust: the same for the same arguments."""
    chance = np.random.default_rng([seed, size])
    departments = round(min(300, max(4, size**0.5)))
    share = np.arange(1, departments + 1) ** -POWER
    department = chance.choice(departments, size, p=share / share.sum())
    grade = chance.choice(len(GRADES), size, p=PYRAMID)
    sites = round(min(40, max(3, 1.2 * size**0.3)))
    home = chance.integers(sites, size=departments)[department]
    met = tuple(_past_round(department, chance) for _ in range(rounds))
    return Draw(
        department=department,
        grade=grade,
        site=np.where(chance.random(size) < 0.5, home, chance.integers(sites, size=size)),
        manager=_managers(department, grade),
        never=_never(size, chance),
        met=met,
        stood_up=_stood_up(size, rounds, chance),
    )


def pool_drawn(size: int, rounds: int, seed: int) -> Pool:
    """A made-up trust as people, with its past."""
    draw = drawn(size, rounds, seed)
    facts = zip(draw.department, draw.grade, draw.site, draw.manager, strict=True)
    members = tuple(
        Member(
            Person(
                workspace=WORKSPACE,
                id=_id(place),
                name=_id(place),
                department=f"Department {department}",
                grade=GRADES[grade],
                site=f"Site {site}",
                staff_id=_id(place),
                manager_id=_id(manager) if manager >= 0 else "",
            )
        )
        for place, (department, grade, site, manager) in enumerate(facts)
    )
    return _pool(members, Ladder(GRADES), draw)


def pool_listed(file: Path, rounds: int, seed: int) -> Pool:
    """The people of a staff list, with exclusions and past rounds made up for them."""
    members = sorted(
        (
            Member(
                Person(
                    workspace=WORKSPACE,
                    id=row.staff_id or f"line {row.line}",
                    name=row.name,
                    department=row.department,
                    grade=row.grade,
                    site=row.site,
                    job_title=row.job_title,
                    staff_id=row.staff_id,
                    manager_id=row.manager_id,
                )
            )
            for row in _rows(file)
        ),
        key=lambda member: member.id,
    )
    chance = np.random.default_rng([seed, len(members)])
    department = np.unique([member.person.department for member in members], return_inverse=True)[1]
    none = np.empty(0, np.int64)
    draw = Draw(
        department=department,
        grade=none,
        site=none,
        manager=none,
        never=_never(len(members), chance),
        met=tuple(_past_round(department, chance) for _ in range(rounds)),
        stood_up=_stood_up(len(members), rounds, chance),
    )
    return _pool(tuple(members), ladder_from({member.person.grade for member in members}), draw)


def staff_lists(where: Path) -> tuple[Path, ...]:
    """The staff lists in a folder, or the one that is named."""
    files = tuple(sorted(where.glob("*.csv"))) if where.is_dir() else (where,)
    if not files or not all(file.is_file() for file in files):
        raise SystemExit(f"There is no staff list at {where}: name a CSV file or a folder that has some.")
    return files


def people_in(file: Path) -> int:
    """How many people a staff list has."""
    return len(_rows(file))


def introduced(members: Sequence[Member], number: int, groups: Iterable[Iterable[int]]) -> list[Introduction]:
    """What a round adds to the past, for groups of places."""
    seated = ([members[place] for place in group] for group in groups)
    return [
        Introduction(
            number, tuple(each.id for each in group), tuple(each.person.department for each in group)
        )
        for group in seated
    ]


def _rows(file: Path) -> tuple[StaffRow, ...]:
    staff = read_staff(file.read_bytes())
    if staff.errors:
        raise SystemExit(f"{file}: {staff.errors[0]}")
    return staff.rows


def _pool(members: tuple[Member, ...], ladder: Ladder, draw: Draw) -> Pool:
    programme = Programme(WORKSPACE, "main", "Coffee", Cadence(anchor=DAY), ladder)
    met = (
        each for number, pairs in enumerate(draw.met) for each in introduced(members, number, pairs.tolist())
    )
    stood_up = {members[place].id: (len(draw.met) - 1,) for place in draw.stood_up.tolist()}
    apart = frozenset(frozenset((members[a].id, members[b].id)) for a, b in draw.never.tolist())
    return Pool(members, programme, History(tuple(met), {}, stood_up), Boundaries(len(draw.met), DAY, apart))


def _id(place: int) -> str:
    return f"p{place:07}"


def _managers(department: Ints, grade: Ints) -> Ints:
    """Each department is a tree by grade; its first has no manager."""
    order = np.lexsort((-grade, department))
    starts = np.searchsorted(department[order], department[order])
    rank = np.arange(len(order)) - starts
    manager = np.empty_like(order)
    manager[order] = np.where(rank > 0, order[starts + (rank - 1) // REPORTS], -1)
    return manager


def _never(size: int, chance: np.random.Generator) -> Ints:
    pairs = np.sort(chance.integers(size, size=(size // NEVER, 2)), axis=1)
    apart: Ints = np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0)
    return apart


def _stood_up(size: int, rounds: int, chance: np.random.Generator) -> Ints:
    return chance.choice(size, size // STOOD_UP if rounds else 0, replace=False)


def _past_round(department: Ints, chance: np.random.Generator) -> Ints:
    """Those present, each with a neighbour in an order of their departments that chance disturbs.

    Departments keep their places in it, since those are drawn from a generator of their own.
    """
    where = np.random.default_rng(1).normal(0, NEAR, int(department.max()) + 1)
    order = np.argsort(where[department] + chance.normal(size=len(department)), kind="stable")
    present = order[chance.random(len(order)) < PRESENT]
    pairs: Ints = present[: len(present) // 2 * 2].reshape(-1, 2)
    return pairs
