from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.cli.year import Year
from bot.cli.year_chart import LINE_HEIGHT, LOOKS, NAMES, TALL, Line, _apart, _panel, _ticks, drawn, spec_of
from pairing.simulate import WAYS
from pairing.year import Figures

if TYPE_CHECKING:
    from collections.abc import Sequence


def year(way: str, joined: Sequence[int], again: Sequence[int] = (), possible: int = 10) -> Year:
    """A year in which so many pairs of departments had been joined after each round."""
    repeats = [*again, *[0] * (len(joined) - len(again))]
    return Year(
        way,
        figures=[
            _figures(at, *each, possible) for at, each in enumerate(zip(joined, repeats, strict=True), 1)
        ],
    )


def _figures(number: int, joined: int, repeats: int, possible: int) -> Figures:
    return Figures(
        number=number,
        people=1_400,
        introductions=700,
        trios=0,
        sitting_out=0,
        couples=700,
        repeats=repeats,
        possible=possible,
        joined=joined,
        most=min(possible, joined + 1),
        by_chance=joined / 2,
        crossing=700,
        crossing_by_chance=350,
        graded=0,
        mixed=0,
        points=0,
        gap=None,
        proof=None,
    )


def words_in(spec: dict[str, object]) -> str:
    """All that can be read in the picture."""
    return drawn(spec, ".svg").decode()


def contrast(colour: str) -> float:
    """Of a colour to white, as WCAG 2.2 reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (
        sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05
    )


def test_the_title_says_what_one_sees() -> None:
    for joined, title in (
        ((4, 8, 10, 10), "All 10 pairs of departments are introduced by round 3"),
        ((10, 10), "All 10 pairs of departments are introduced in the first round"),
        ((4, 8), "8 of 10 pairs of departments are introduced in 2 rounds"),
        ((4,), "4 of 10 pairs of departments are introduced in 1 round"),
    ):
        spec = spec_of([year("crossbrew", joined)])
        assert " ".join(spec["title"]["text"]) == title
        assert spec["description"].startswith(f"{title}. Crossbrew, ")


def test_the_lines_below_it_say_how_many_met_again() -> None:
    subtitles = [
        " ".join(spec_of([year("crossbrew", (4, 8), again)])["title"]["subtitle"]) for again in ((), (2, 3))
    ]

    assert subtitles == [
        "Crossbrew, 2 rounds of about 1,400 people. "
        f"Of 1,400 pairs of people, {met} had met in the year before."
        for met in ("none", "5")
    ]


def test_each_line_is_named_where_it_ends() -> None:
    text = words_in(
        spec_of(
            [year("crossbrew", (4, 10), (0, 0)), year("greedy", (4, 8), (0, 2)), year("first-fit", (10, 10))]
        )
    )

    for words in ("the most possible", "Crossbrew", "all by round 2", "greedy", "8 of 10", "all in round 1"):
        assert f">{words}<" in text
    for words in ("blind chance", "5 expected", "Crossbrew: none", "greedy: 2", "first fit: none"):
        assert f">{words}<" in text


def test_a_shuffle_stands_for_chance_and_one_way_alone_has_nobody_to_be_beside() -> None:
    beside, alone = (
        words_in(spec_of([year("crossbrew", (4, 10)), *others])) for others in ([year("shuffle", (3, 5))], [])
    )

    assert "blind chance" not in beside
    assert "Introduced again within a year" in beside
    assert "blind chance" in alone
    assert "Introduced again within a year" not in alone


def test_a_way_that_was_cut_short_is_drawn_as_far_as_it_went() -> None:
    panel = spec_of([year("crossbrew", range(1, 10)), year("greedy", (1, 2))])["vconcat"][0]
    scales = [layer["encoding"]["x"]["scale"]["domain"] for layer in panel["layer"]]
    greedy = next(layer for layer in panel["layer"] if layer["mark"]["color"] == LOOKS["greedy"][0])

    assert all(scale == [1, 9] for scale in scales)
    assert [place["x"] for place in greedy["data"]["values"]] == [1, 2]


def test_a_single_round_is_drawn_as_points() -> None:
    spec = spec_of([year("crossbrew", (4,))])

    assert [layer["mark"]["type"] for layer in spec["vconcat"][0]["layer"]] == ["point"] * 3 + ["text"] * 3
    assert drawn(spec, ".png").startswith(b"\x89PNG")


def test_it_is_narrow_enough_for_a_phone_and_its_letters_large_enough() -> None:
    ways = [year(way, range(4, 30), range(26), possible=1_000) for way in WAYS]
    width, height = struct.unpack(">II", drawn(spec_of(ways), ".png")[16:24])

    assert width < height
    assert width / 2.5 < 480  # so that on a screen of 390 letters of 14 are still 11


@pytest.mark.parametrize("name", LOOKS)
def test_words_can_be_read_in_each_colour(name: str) -> None:
    assert contrast(LOOKS[name][0]) >= 4.5


def test_every_way_has_a_look_and_a_name_and_no_two_look_alike() -> None:
    assert set(WAYS) == set(NAMES) == LOOKS.keys() - {"most", "chance"}
    assert len({tuple(dashes) for way, (_, dashes, _) in LOOKS.items() if way in WAYS}) == len(WAYS)
    assert len({colour for way, (colour, _, _) in LOOKS.items() if way in WAYS}) == len(WAYS)


@pytest.mark.parametrize("ends", [[0, 0, 0, 0], [100, 100, 100, 100], [0, 5, 90, 100], [40, 30, 35, 99]])
def test_names_never_lie_on_each_other_and_stay_beside_the_panel(ends: list[float]) -> None:
    lines = [
        Line("most", (1,), ("one",)),
        *(Line(way, (1,), ("two", "rows")) for way in ("greedy", "shuffle")),
    ]
    lines.append(Line("chance", (1,), ("one",)))
    places = sorted(zip(_apart(ends, lines, TALL), lines, strict=True), key=lambda each: each[0])

    assert all(
        above + LINE_HEIGHT * len(line.words) <= below for (above, line), (below, _) in pairwise(places)
    )
    assert places[-1][0] + LINE_HEIGHT * len(places[-1][1].words) <= TALL + LINE_HEIGHT


def test_where_lines_end_together_the_one_that_was_higher_is_named_first() -> None:
    lines = [Line("shuffle", (1, 5, 9), ("late",)), Line("greedy", (5, 9, 9), ("early",))]
    late, early = _apart([0, 0], lines, TALL)

    assert early < late


def test_a_panel_of_nothing_has_a_height_all_the_same() -> None:
    panel = _panel("nothing", [Line("crossbrew", (0, 0), ("none",))], 100, 0)

    assert panel["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, 1]


@pytest.mark.parametrize(
    ("rounds", "ticks"),
    [
        (1, [1]),
        (8, [1, 2, 3, 4, 5, 6, 7, 8]),
        (9, [1, 5, 9]),
        (26, [1, 5, 10, 15, 20, 26]),
        (130, [1, 25, 50, 75, 100, 130]),
    ],
)
def test_the_first_and_the_last_round_are_named_and_some_between(rounds: int, ticks: list[int]) -> None:
    assert _ticks(rounds) == ticks
