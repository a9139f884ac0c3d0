"""A simulated year as a picture: departments joined round by round, and people who had met before.

The picture is a Vega-Lite spec (https://vega.github.io/vega-lite/docs/spec.html), drawn without a
browser, a network or the machine's fonts. It is made for a phone: narrow, with large letters, each line
named where it ends. Colours are of Okabe and Ito's set for every kind of eye, darkened until
words in them have the contrast that WCAG 2.2 asks for; dashes tell lines apart without any.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypeAlias

import vl_convert

from bot.wording.phrases import counted
from pairing.year import round_reached

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli.year import Year

Spec: TypeAlias = dict[str, Any]
BLACK, GREY, PALE, PALEST = "#222222", "#666666", "#CCCCCC", "#EEEEEE"
LOOKS = {
    "crossbrew": ("#0072B2", [1, 0], 3.5),
    "greedy": ("#B84C00", [7, 3], 2.0),
    "first-fit": ("#007A59", [2, 2], 2.0),
    "shuffle": ("#A8507F", [9, 3, 2, 3], 2.0),
    "most": (GREY, [1, 0], 1.0),
    "chance": (GREY, [3, 3], 1.5),
}
"""Colour, dashes and width of each line."""
NAMES = {"crossbrew": "Crossbrew", "shuffle": "shuffle", "first-fit": "first fit", "greedy": "greedy"}
WIDTH, TALL, LOW = 250, 260, 130
LETTERS, TITLE = 14, 19
LINE_HEIGHT, BETWEEN = 1.2 * LETTERS, 0.4 * LETTERS
TITLE_LONGEST, SUBTITLE_LONGEST = 38, 56
FEW_ROUNDS, TICKS = 8, 6
SCALE = 2.5
"""Pixels of a PNG for each unit: sharp on a phone's screen."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a panel, from round 1 on, and the words where it ends."""

    name: str
    values: tuple[float, ...]
    words: tuple[str, ...]


def spec_of(years: Sequence[Year]) -> Spec:
    """The year in each way: Crossbrew's first."""
    departments = _departments(years)
    lowest = min(min(line.values) for line in departments)
    panels = [_panel("Pairs of departments introduced so far", departments, TALL, int(0.9 * lowest))]
    if len(years) > 1:
        panels.append(_panel("Introduced again within a year, so far", _repeats(years), LOW, 0))
    title, subtitle = _title(years[0]), _subtitle(years[0])
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": f"{title}. {subtitle}",
        "title": {
            "text": wrap(title, TITLE_LONGEST),
            "subtitle": wrap(subtitle, SUBTITLE_LONGEST),
            "anchor": "start",
            "offset": 14,
        },
        "background": "white",
        "padding": 14,
        "spacing": 24,
        "vconcat": panels,
        "config": _config(),
    }


def drawn(spec: Spec, kind: str) -> bytes:
    """The picture itself, as ``.svg`` or ``.png``; nothing is fetched for it."""
    if kind == ".svg":
        return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]).encode()
    return vl_convert.vegalite_to_png(spec, scale=SCALE, allowed_base_urls=[])


def _title(year: Year) -> str:
    last, reached = year.figures[-1], round_reached(year.figures, 1)
    if reached is not None:
        by = f"by round {reached}" if reached > 1 else "in the first round"
        return f"All {last.possible:,} pairs of departments are introduced {by}"
    rounds = counted(len(year.figures), "round", "rounds")
    return f"{last.joined:,} of {last.possible:,} pairs of departments are introduced in {rounds}"


def _subtitle(year: Year) -> str:
    couples, again = (sum(getattr(one, name) for one in year.figures) for name in ("couples", "repeats"))
    people = round(sum(one.people for one in year.figures) / len(year.figures))
    return (
        f"Crossbrew, {counted(len(year.figures), 'round', 'rounds')} of about {people:,} people. "
        f"Of {couples:,} pairs of people, {f'{again:,}' if again else 'none'} had met in the year before."
    )


def _departments(years: Sequence[Year]) -> list[Line]:
    """Each way between the most that is possible and, where no shuffle shows it, blind chance."""
    first = years[0].figures
    lines = [Line("most", tuple(one.most for one in first), ("the most possible",))]
    lines += [Line(year.way, tuple(one.joined for one in year.figures), _joined(year)) for year in years]
    if all(year.way != "shuffle" for year in years):
        chance = tuple(one.by_chance for one in first)
        lines.append(Line("chance", chance, ("blind chance", f"{chance[-1]:,.0f} expected")))
    return lines


def _joined(year: Year) -> tuple[str, str]:
    reached, last = round_reached(year.figures, 1), year.figures[-1]
    if reached is None:
        return NAMES[year.way], f"{last.joined:,} of {last.possible:,}"
    return NAMES[year.way], f"all by round {reached}" if reached > 1 else "all in round 1"


def _repeats(years: Sequence[Year]) -> list[Line]:
    so_far = [tuple(accumulate(one.repeats for one in year.figures)) for year in years]
    return [
        Line(year.way, values, (f"{NAMES[year.way]}: {f'{values[-1]:,}' if values[-1] else 'none'}",))
        for year, values in zip(years, so_far, strict=True)
    ]


def _panel(title: str, lines: Sequence[Line], height: int, bottom: int) -> Spec:
    """Lines by round, and the words of each where it ends, in its colour."""
    top = max(bottom + 1, *(max(line.values) for line in lines))
    unit = (top - bottom) / height
    ends = _apart([(top - line.values[-1]) / unit for line in lines], lines, height)
    places = _places(max(len(line.values) for line in lines), [bottom, top])
    return {
        "title": {"text": title, "anchor": "start", "fontSize": LETTERS, "offset": 10},
        "width": WIDTH,
        "height": height,
        "layer": [
            *(_line(line, places) for line in reversed(lines)),  # the first one on top of the others
            *(_label(line, top - end * unit, places) for line, end in zip(lines, ends, strict=True)),
        ],
    }


def _line(line: Line, places: Spec) -> Spec:
    colour, dashes, width = LOOKS[line.name]
    mark = {"type": "line", "color": colour, "strokeDash": dashes, "strokeWidth": width}
    if len(line.values) == 1:
        mark = {"type": "point", "color": colour, "filled": True, "size": 60}
    return {
        "data": {"values": [{"x": at, "y": value} for at, value in enumerate(line.values, 1)]},
        "mark": mark,
        "encoding": places,
    }


def _label(line: Line, at: float, places: Spec) -> Spec:
    return {
        "data": {"values": [{"x": len(line.values), "y": at, "words": line.words}]},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dx": 10,
            "color": LOOKS[line.name][0],
            "fontSize": LETTERS,
            "fontWeight": "bold" if line.name == "crossbrew" else "normal",
            "lineHeight": LINE_HEIGHT,
        },
        "encoding": {**places, "text": {"field": "words"}},
    }


def _places(rounds: int, domain: Sequence[float]) -> Spec:
    """Rounds to the right, with the first and the last named; what is counted upwards."""
    across = {"domain": [1, max(2, rounds)], "nice": False}
    axis = {"values": _ticks(rounds), "format": "d", "grid": False}
    up = {"domain": domain, "nice": False, "zero": False}
    return {
        "x": {"field": "x", "type": "quantitative", "title": "round", "scale": across, "axis": axis},
        "y": {"field": "y", "type": "quantitative", "title": None, "scale": up, "axis": {"tickCount": 5}},
    }


def _ticks(rounds: int) -> list[int]:
    if rounds <= FEW_ROUNDS:
        return list(range(1, rounds + 1))
    step = 5 * -(-rounds // (5 * TICKS))
    return [1, *range(step, rounds - step // 2, step), rounds]


def _apart(ends: Sequence[float], lines: Sequence[Line], height: float) -> list[float]:
    """Where the words of each line begin, in units from the top: at its end, or as near as is free."""
    order = sorted(range(len(ends)), key=lambda at: (ends[at], -sum(lines[at].values)))
    high = [LINE_HEIGHT * len(line.words) + BETWEEN for line in lines]
    places, free = list(ends), -height
    for at in order:
        places[at] = max(ends[at], free)
        free = places[at] + high[at]
    limit = height + LINE_HEIGHT
    for at in reversed(order):
        places[at] = min(places[at], limit - high[at])
        limit = places[at]
    return places


def _config() -> Spec:
    return {
        "font": "Helvetica, Arial, Liberation Sans, sans-serif",
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": LETTERS - 1,
            "titleFontSize": LETTERS - 1,
            "titleFontWeight": "normal",
            "labelColor": GREY,
            "titleColor": GREY,
            "domainColor": PALE,
            "tickColor": PALE,
            "gridColor": PALEST,
        },
        "axisY": {"minExtent": 40},  # so that panels begin at one place, whatever they count
        "title": {
            "fontSize": TITLE,
            "color": BLACK,
            "subtitleFontSize": LETTERS,
            "subtitleColor": GREY,
            "subtitleLineHeight": LINE_HEIGHT,
            "subtitlePadding": 6,
        },
    }
