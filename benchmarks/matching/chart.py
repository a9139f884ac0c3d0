"""Seconds against people for everybody who was measured, as a picture for the README."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from benchmarks.matching.measuring import ROOT
from benchmarks.matching.table import bound_of, percent, share
from benchmarks.matching.ways import OURS, WAYS

if TYPE_CHECKING:
    from pathlib import Path

FILE = ROOT / "docs/gallery/matching.svg"
PAPER, INK, PALE = "#ffffff", "#24292f", "#e5e7ea"
"""White in every theme: a picture without ground is unreadable on a dark page."""
WIDTH, HEIGHT, MARGIN = 500, 390, 20
LEAST = 1e-3
"""Seconds of the shortest runs that are drawn."""
ALMOST = 0.99
"""Shares above it are told to a hundredth of a percent, so that almost all does not read as all."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a way is drawn, and where its words stand from its last point.

    Colours are Okabe and Ito's, which people who see few colours tell apart; shapes differ as well.
    """

    colour: str
    shape: str
    name: str
    align: str = "left"
    dx: int = 9
    dy: int = 0


LOOKS = {
    OURS: Look("#0072B2", "circle", "Crossbrew"),
    "shuffle": Look("#6e7781", "circle", "shuffle"),
    "first_fit": Look("#000000", "triangle-right", "first fit"),
    "greedy": Look("#56B4E9", "triangle-down", "greedy", dy=18),
    "beans": Look("#CC79A7", "cross", "Beans", dx=0, dy=-16),
    "blossom_networkx": Look("#D55E00", "diamond", "networkx", "right", 14, -14),
    "blossom_rustworkx": Look("#E69F00", "square", "rustworkx", "center", 0, -14),
    "dense_assignment": Look("#009E73", "triangle-up", "SciPy dense"),
}


def draw(saved: dict[str, Any]) -> Path:
    """Draw it; gives the file. Raises ``SystemExit`` where nothing was measured."""
    import vl_convert  # noqa: PLC0415 - the one place that draws

    FILE.write_text(vl_convert.vegalite_to_svg(spec(saved)) + "\n", encoding="utf-8")
    return FILE


def spec(saved: dict[str, Any]) -> dict[str, Any]:
    """The picture in Vega-Lite: a line for each way, named at its end with the share it got there."""
    rounds = sorted((each for each in saved["rounds"] if not each["file"]), key=itemgetter("people"))
    if not rounds:
        raise SystemExit("There is nothing to draw: measure some drawn trusts first.")
    people = sorted({each["people"] for each in rounds})
    slowest = max(each["seconds"] for each in rounds)
    powers = [10.0**power for power in range(-3, 5) if 10.0**power <= slowest]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": PAPER,
        "padding": MARGIN,
        "width": WIDTH,
        "height": HEIGHT,
        "title": {
            "text": "Seconds to pair so many people",
            "subtitle": "Beside each name: its share of the proven bound, in the largest pool it was given",
            "anchor": "start",
        },
        "config": _config(),
        "encoding": {
            "x": _axis("people", people, (people[0] * 0.9, people[-1] * 1.1)),
            "y": _axis("seconds", powers, (LEAST, slowest * 1.2)),
        },
        "layer": [layer for way in WAYS for layer in _way(rounds, way.name)],
    }


def _way(rounds: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """A line, its points, and its name with a rim of paper, so that a line behind does not cross it out."""
    found = [each for each in rounds if each["way"] == name and each["seconds"] >= LEAST]
    if not found:
        return []
    look, last = LOOKS[name], found[-1]
    reached = share(last, bound_of(rounds, last["instance"])) or 0.0
    words = f"{look.name} {percent(reached, 2 if ALMOST < reached < 1 else 0)}"
    values = [{"people": each["people"], "seconds": each["seconds"]} for each in found]
    return [
        {"data": {"values": values}, "mark": _line(look)},
        {"data": {"values": values}, "mark": _point(look)},
        {"data": {"values": values[-1:]}, "mark": _words(look, words) | {"stroke": PAPER, "strokeWidth": 4}},
        {"data": {"values": values[-1:]}, "mark": _words(look, words)},
    ]


def _line(look: Look) -> dict[str, Any]:
    return {"type": "line", "color": look.colour, "strokeWidth": 3 if look is LOOKS[OURS] else 1.5}


def _point(look: Look) -> dict[str, Any]:
    return {
        "type": "point",
        "color": look.colour,
        "shape": look.shape,
        "filled": True,
        "opacity": 1,
        "size": 60,
    }


def _words(look: Look, words: str) -> dict[str, Any]:
    return {
        "type": "text",
        "text": words,
        "align": look.align,
        "dx": look.dx,
        "dy": look.dy,
        "color": INK,
        "fontWeight": "bold" if look is LOOKS[OURS] else "normal",
        "fontSize": 12,
        "baseline": "middle",
    }


def _axis(field: str, values: list[Any], domain: tuple[float, float]) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"type": "log", "nice": False, "domain": list(domain)},
        "axis": {"title": field, "format": ",~r", "values": values},
    }


def _config() -> dict[str, Any]:
    text = {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "font": "Helvetica, Arial, sans-serif",
        "view": {"stroke": None},
        "axis": {
            **text,
            "gridColor": PALE,
            "domainColor": PALE,
            "tickColor": PALE,
            "titleFontWeight": "normal",
        },
        "title": {"color": INK, "subtitleColor": INK, "fontSize": 15, "subtitleFontSize": 12, "offset": 18},
    }
