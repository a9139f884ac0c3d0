"""Which groups a table may show: each of ten or more eligible people, or merged until it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing.people import Ladder
    from reports.connections import UnitOf
    from reports.records import Participant

LEAST_PEOPLE = 10
OTHER_DEPARTMENTS, OTHER_GRADES = "Other departments", "Other grades"
MOST_GRADES = 6
MOST_DEPARTMENTS = 100

Sizes: TypeAlias = Mapping[str, int]
"""Eligible people by unit; 0 for a unit that only past records know."""


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a table: a department or grade, or several merged under one label."""

    label: str
    units: frozenset[str]


Grouping: TypeAlias = Callable[[Sizes, int], tuple[Group, ...]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to divide people: by department, or by grade. ``most`` is how many groups to start from."""

    name: str
    unit_of: UnitOf
    grouping: Grouping
    most: int


def kinds(ladder: Ladder) -> tuple[Kind, Kind]:
    """The two ways in which this report divides people."""
    rung = cache(partial(_rung, ladder))
    return (
        Kind("departments", _department, department_groups, most=MOST_DEPARTMENTS),
        Kind(
            "grades",
            lambda participant: rung(participant.grade),
            partial(grade_groups, ladder),
            most=MOST_GRADES + 1,
        ),
    )


def department_groups(sizes: Sizes, most: int) -> tuple[Group, ...]:
    """Departments of ten or more by name, at most ``most`` rows, everybody else in "Other departments".

    Where the others are themselves fewer than ten, the smallest named department joins them: what is
    left over beside the named ones must not point at anybody either.
    """
    large = [unit for unit in sizes if sizes[unit] >= LEAST_PEOPLE and unit not in {"", OTHER_DEPARTMENTS}]
    named = sorted(large, key=lambda unit: (-sizes[unit], unit))[:most]
    others = set(sizes) - set(named)
    while named and others and (_people(sizes, others) < LEAST_PEOPLE or len(named) >= most):
        others.add(named.pop())
    groups = [Group(unit, frozenset({unit})) for unit in sorted(named)]
    return (*groups, *([Group(OTHER_DEPARTMENTS, frozenset(others))] if others else ()))


def grade_groups(ladder: Ladder, sizes: Sizes, most: int) -> tuple[Group, ...]:
    """Neighbouring grades of the ladder merged until each row has ten people and there are ``most`` rows.

    Grades off the ladder are one row at the top end, which is merged like any other.
    """
    runs = [[unit] for unit in dict.fromkeys(ladder.grades) if unit in sizes]
    placed = {unit for run in runs for unit in run}
    off = [unit for unit in sizes if unit not in placed]
    runs += [off] if off else []
    while len(runs) > 1 and (min(_people(sizes, run) for run in runs) < LEAST_PEOPLE or len(runs) > most):
        _merge_smallest(runs, sizes)
    return tuple(Group(_span(run, placed), frozenset(run)) for run in runs)


def _merge_smallest(runs: list[list[str]], sizes: Sizes) -> None:
    smallest = min(range(len(runs)), key=lambda i: _people(sizes, runs[i]))
    neighbours = [i for i in (smallest - 1, smallest + 1) if 0 <= i < len(runs)]
    first, second = sorted((smallest, min(neighbours, key=lambda i: _people(sizes, runs[i]))))
    runs[first : second + 1] = [runs[first] + runs[second]]


def _span(run: Sequence[str], placed: set[str]) -> str:
    rungs = [unit for unit in run if unit in placed]
    if not rungs:
        return OTHER_GRADES
    label = rungs[0] if len(rungs) == 1 else f"{rungs[0]} to {rungs[-1]}"
    return label if len(rungs) == len(run) else f"{label} and other grades"


def _people(sizes: Sizes, units: Sequence[str] | set[str]) -> int:
    return sum(sizes[unit] for unit in units)


def _department(participant: Participant) -> str:
    return participant.department


def _rung(ladder: Ladder, grade: str) -> str:
    step = ladder.step(grade)
    return grade if step is None else ladder.grades[step]
