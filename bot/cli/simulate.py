"""`simulate`: a year of rounds in memory, before anybody is introduced to anybody."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.cli.values import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

PLAIN = ("shuffle", "first-fit", "greedy")
PICTURES = (".svg", ".png")
FEWEST = 2
INTERRUPTED = 130
"""The exit code of what Ctrl-C ended."""


class PlainWays(click.ParamType[tuple[str, ...]]):
    """Plain ways to pair, separated by commas."""

    name = "ways"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Each once, in the order in which they are named."""
        ways = tuple(dict.fromkeys(word.casefold() for word in listed(str(value))))
        for unknown in (way for way in ways if way not in PLAIN):
            self.fail(f"there is no way to pair called {unknown!r}; name {', '.join(PLAIN)}.", param, ctx)
        return ways


class NewFile(click.Path):
    """A file to be written in the end, checked in the beginning; of some kind, by how its name ends."""

    name = "file"

    def __init__(self, *kinds: str) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)
        self._kinds = kinds

    def convert(
        self, value: str | PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """A file of the right kind in a folder that is there."""
        file = Path(value)
        if file.suffix.casefold() not in self._kinds:
            self.fail(f"name it {' or '.join(f'{file.stem}{kind}' for kind in self._kinds)}.", param, ctx)
        if not file.parent.is_dir():
            self.fail(f"there is no folder {file.parent}; make it first.", param, ctx)
        super().convert(value, param, ctx)
        return file


@contextmanager
def _a_sentence_for_ctrl_c() -> Iterator[None]:
    """Before and after the rounds, which sum up what was played, Ctrl-C ends in a sentence too."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo("\nStopped before it was done.", err=True)
        sys.exit(INTERRUPTED)


@click.command()
@click.option("--people", "file", type=click.File("rb"), help="Your staff list (CSV); else a made-up trust.")
@click.option("--encoding", help="The list's encoding, such as cp1252, where it cannot be told.")
@click.option(
    "--rounds", default=26, show_default=True, type=click.IntRange(1, 130), help="26 fortnights are a year."
)
@click.option("--seed", default=2026, show_default=True, help="Another seed, other turnouts and ties.")
@click.option(
    "--turnout", default=85, show_default=True, type=click.IntRange(1, 100), help="Percent in each round."
)
@click.option(
    "--compare", type=PlainWays(), default="", help="Other ways, by commas: shuffle, first-fit, greedy."
)
@click.option("--chart", type=NewFile(*PICTURES), help="Draw the departments joined: a .svg or .png file.")
@click.option("--csv", "table", type=NewFile(".csv"), help="Write every figure of every round to a CSV file.")
@_a_sentence_for_ctrl_c()
def simulate(  # noqa: PLR0913, PLR0917 - one argument an option
    file: BinaryIO | None,
    encoding: str | None,
    rounds: int,
    seed: int,
    turnout: int,
    compare: tuple[str, ...],
    chart: Path | None,
    table: Path | None,
) -> None:
    """Play a year of rounds with your staff list, and see what the matcher makes of it.

    Everything happens in memory: nobody is written to, and nothing is kept but the files that you ask
    for. In each round a share of everybody takes part, drawn by the seed; one pair in twenty falls
    silent, so that somebody is stood up. Grades get a ladder of their own where they are numbered
    (Band 5, 8a). Exclusions are not known here; line managers are, where the list names them.

    A line tells of each round: how many took part and were introduced, who had been introduced to each
    other within the year (repeats), trios, who sat out, the pairs of departments introduced so far
    beside the most that is possible and what blind chance would reach, how many grades are one to
    three steps apart, by how much the round could at most be better (gap), and the seconds it took.

    --compare plays the same turnouts in other ways: shuffle (everybody at random), first-fit (at random,
    but never the same person while there is somebody new) and greedy (the best pair first, then the best
    of the rest). The hard rules hold in each. Ctrl-C stops, and sums up what has been played.
    """
    if chart is not None and find_spec("vl_convert") is None:
        raise click.ClickException(
            "Drawing a chart needs the extra `charts`: install it with `pip install 'crossbrew[charts]'`, "
            "or leave out --chart."
        )
    from bot.cli import year  # noqa: PLC0415 - numerical libraries, not needed for --help

    setting = year.setting_of(file, encoding, seed, turnout)
    if chart is not None and year.departments_in(setting) < FEWEST:
        raise click.ClickException(
            "The chart shows departments being introduced to each other, and this list has fewer than two: "
            "leave out --chart."
        )
    years = year.simulated(setting, compare, rounds, made_up=file is None)
    if years and table is not None:
        _save(table, year.csv_of(years))
    if years and chart is not None:
        from bot.cli.year_chart import drawn, spec_of  # noqa: PLC0415 - an extra

        _save(chart, drawn(spec_of(years), chart.suffix.casefold()))
    if sum(len(each.figures) for each in years) < rounds * (1 + len(compare)):
        sys.exit(INTERRUPTED)


def _save(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file} could not be written: {error.strerror}.") from None
    click.echo(f"Written: {file}")
