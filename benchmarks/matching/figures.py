"""The figures that the matcher is to reach, beside what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.matching.growth import growth_of
from benchmarks.matching.table import bound_of, percent, seconds, share
from benchmarks.matching.ways import BY_NAME, OURS, WAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Rounds = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Goal:
    """At so many people: the least share of the bound, the most seconds and megabytes.

    ``slower`` says how many times slower each rival should be, ``beside`` whose share is told as well.
    """

    people: int
    share: float
    seconds: float
    megabytes: float | None
    slower: Mapping[str, float]
    beside: tuple[str, ...] = ()


GOALS = (
    Goal(500, 1, 0.05, None, {"blossom_networkx": 200}),
    Goal(
        1_000,
        1,
        0.25,
        120,
        {"blossom_networkx": 500, "blossom_rustworkx": 25, "beans": 15},
        ("beans", "first_fit"),
    ),
    Goal(2_000, 1, 1, None, {"blossom_rustworkx": 40, "beans": 25}, ("beans",)),
    Goal(10_000, 1, 6, 200, {"dense_assignment": 7}, ("first_fit",)),
    Goal(100_000, 0.997, 20, 512, {}, ("first_fit",)),
    Goal(100_000, 0.998, 60, 512, {}),
    Goal(1_000_000, 0.99, 300, 3_584, {}, ("first_fit",)),
)
COVERED = {1: 0.88, 4: 0.95}
"""The share of the degree bound of department pairs that a year is to have joined by a round."""
ROUND_SECONDS, ALL_BY, TRIOS = 0.25, 8, 2


def goals(rounds: Rounds) -> list[Sequence[str]]:
    """A row for each goal whose size was measured; what misses it says so."""
    head = (
        "people",
        "share of the bound, and how it is known",
        "seconds",
        "memory",
        "beside, on the same people",
    )
    ours = {each["people"]: each for each in rounds if each["way"] == OURS and not each["file"]}
    return [head, *(_goal(goal, ours[goal.people], rounds) for goal in GOALS if goal.people in ours)]


def growths(rounds: Rounds) -> Iterable[str]:
    """How each way grew, in a line."""
    for way in WAYS:
        if grown := growth_of(rounds, way.name):
            yield f"{way.label}: people^{grown.exponent:.1f} from {grown.first:,} to {grown.last:,}"


def years(found: Rounds) -> list[Sequence[str]]:
    """A row for each year of rounds."""
    head = (
        "a year of",
        "way",
        "rounds proven best",
        "seconds a round (slowest)",
        "repeats",
        "left out",
        "most trios a person",
        "department pairs joined, of the most that can be",
    )
    return [head, *(_year(each) for each in found)]


def within(value: float, goal: float, told: str, unit: str) -> str:
    """What was measured, beside the most that it should be."""
    return f"{told} {unit} (goal {goal:g}{'' if value <= goal else ', MISSED'})"


def _goal(goal: Goal, ours: dict[str, Any], rounds: Rounds) -> Sequence[str]:
    reached = ours["linear"] / ours["bound"]
    missed = "" if reached >= goal.share else f" (goal {percent(goal.share, 1)}, MISSED)"
    memory = f"{ours['process']:,.0f}"
    return (
        f"{goal.people:,}",
        f"{percent(reached, 2)}{missed}, {ours['proof']}: {ours['certificate']}",
        within(ours["seconds"], goal.seconds, seconds(ours["seconds"]), "s"),
        within(ours["process"], goal.megabytes, memory, "MB") if goal.megabytes else f"{memory} MB",
        "; ".join(_rivals(goal, ours, rounds)),
    )


def _rivals(goal: Goal, ours: dict[str, Any], rounds: Rounds) -> Iterable[str]:
    for name in dict.fromkeys((*goal.slower, *goal.beside)):
        found = next(
            (each for each in rounds if each["way"] == name and each["instance"] == ours["instance"]), None
        )
        told = [_slower(name, goal, ours, found, rounds)] if name in goal.slower else []
        if found and name in goal.beside:
            told.append(f"{percent(share(found, bound_of(rounds, ours['instance'])))} of the bound")
        if found and name == "dense_assignment":
            told.append(f"{found['added'] / max(1.0, ours['added']):.0f} times the memory")
        if any(told):
            yield f"{BY_NAME[name].label} {', '.join(filter(None, told))}"


def _slower(name: str, goal: Goal, ours: dict[str, Any], found: dict[str, Any] | None, rounds: Rounds) -> str:
    grown = growth_of(rounds, name)
    if not found and not grown:
        return ""
    took = found["seconds"] if found else grown.at(goal.people) if grown else 0.0
    times = took / ours["seconds"]
    missed = "" if times >= goal.slower[name] else ", MISSED"
    how = "" if found or not grown else f"; carried on from {grown.last:,} people by ^{grown.exponent:.1f}"
    return f"{times:,.0f} times slower (goal {goal.slower[name]:g}{missed}{how})"


def _year(found: dict[str, Any]) -> Sequence[str]:
    goal = found["way"] == OURS and not found["file"]
    return (
        found["instance"],
        BY_NAME[found["way"]].label,
        f"{found['optimal']} of {found['rounds']}" if found["way"] == OURS else "-",
        _seconds(found, goal=goal),
        str(found["repeats"]),
        str(found["left_out"]),
        f"{found['most_trios']}{' (goal 2, MISSED)' if goal and found['most_trios'] > TRIOS else ''}",
        _joined(found, goal=goal),
    )


def _seconds(found: dict[str, Any], *, goal: bool) -> str:
    told = f"{seconds(found['seconds'])} ({seconds(found['slowest'])})"
    return within(found["seconds"], ROUND_SECONDS, told, "s") if goal else f"{told} s"


def _joined(found: dict[str, Any], *, goal: bool) -> str:
    told = []
    for number, joined in found["joined"].items():
        part = joined / max(1, found["most"][number])
        least = COVERED.get(int(number), 0.0) if goal else 0.0
        told.append(
            f"round {number}: {percent(part)}{'' if part >= least else f' (goal {percent(least)}, MISSED)'}"
        )
    by = found["all_joined"]
    late = goal and (by is None or by > ALL_BY)
    told.append(f"all {'never' if by is None else f'by round {by}'}{' (goal 8, MISSED)' if late else ''}")
    return ", ".join(told)
