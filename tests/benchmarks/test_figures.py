from __future__ import annotations

from typing import Any

from benchmarks.matching.chart import LOOKS, spec
from benchmarks.matching.figures import goals
from benchmarks.matching.readme import section
from benchmarks.matching.table import percent
from benchmarks.matching.ways import OURS, WAYS


def test_almost_all_is_never_told_as_all() -> None:
    assert percent(0.99999, 2) == "99.99 %"
    assert percent(1.0, 2) == "100.00 %"
    assert percent(None) == "-"


def test_a_goal_tells_ratios_on_the_same_people_and_what_is_missed_or_carried_on() -> None:
    rounds = [
        *(_round("blossom_networkx", size, size**3 / 1e6) for size in (250, 500)),
        _round(OURS, 1_000, 0.5),
        _round("blossom_rustworkx", 1_000, 20.0),
        _round("beans", 1_000, 4.0, points=740),
    ]
    _, row = goals(rounds)
    beside = row[-1].split("; ")

    assert row[:2] == ("1,000", "100.00 %, proven: prices of all")
    assert row[2] == "0.5 s (goal 0.25, MISSED)"
    assert "networkx, weighted 2,000 times slower (goal 500" in beside
    assert "carried on from 500 people by ^3.0)" in beside
    assert "rustworkx, weighted 40 times slower (goal 25)" in beside
    assert "Beans' algorithm 8 times slower (goal 15, MISSED), 74 % of the bound" in beside


def test_every_way_is_drawn_and_named_with_its_share() -> None:
    saved = _saved([_round(way.name, size, 1.0, points=993) for way in WAYS for size in (500, 1_000)])
    words = {layer["mark"]["text"] for layer in spec(saved)["layer"] if layer["mark"]["type"] == "text"}

    assert words == {f"{look.name} {'100 %' if name == OURS else '99.30 %'}" for name, look in LOOKS.items()}


def test_the_section_has_a_table_only_of_what_was_measured() -> None:
    told = section(_saved([_round(OURS, 1_000, 0.2)]))

    assert "| 1,000 | Crossbrew |" in told
    assert "rounds proven best" not in told


def _saved(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    weight = {"seconds": 0.3, "megabytes": 60.0, "installed": {"numpy": 57.0}, "loaded_by_bot": []}
    return {"machine": {"cores": 2, "python": "3.11.7"}, "imports": weight, "rounds": rounds, "years": []}


def _round(way: str, people: int, seconds: float, points: int = 1_000) -> dict[str, Any]:
    ours = {"linear": 1_000, "bound": 1_000, "proof": "proven", "certificate": "prices of all"}
    return {
        "way": way,
        "instance": f"{people:,} drawn",
        "file": False,
        "people": people,
        "seconds": seconds,
        "process": 100.0,
        "added": 10.0,
        "points": points,
        "true": points,
        "repeats": 0,
        "cross_department": 1.0,
        "cross_grade": 1.0,
        **(ours if way == OURS else {}),
    }
