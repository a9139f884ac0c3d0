"""Playing a year round by round, telling of each, and keeping its figures."""

from __future__ import annotations

import csv
import time
from dataclasses import dataclass, field, fields
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from bot.cli import year_words as words
from bot.cli.lists import read_list
from bot.playground.trust import LADDER, made_up_trust
from pairing.columns import plain_name
from pairing.people import Ladder, Member, Person, Programme, ladder_from
from pairing.rounds import Cadence
from pairing.simulate import CROSSBREW, WAYS, Setting, play
from pairing.year import Figures, figures, turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.directory import StaffRow
    from pairing.plain_ways import Seated
    from pairing.simulate import Played
    from pairing.year import Turns

MADE_UP = 500
WORKSPACE = "simulation"
ANCHOR = date(2026, 1, 5)
"""Any Monday: rounds in memory look at nobody's calendar."""
SMALLEST = 2


@dataclass(slots=True)
class Year:
    """What came of one way to pair, so far: an entry for each round that has been played."""

    way: str
    played: list[Played] = field(default_factory=list)
    figures: list[Figures] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def turns(self) -> Turns:
        """How fairly turns were shared."""
        return turns(self.played[: len(self.figures)])

    def play(self, setting: Setting, rounds: int) -> Iterator[tuple[Figures, float]]:
        """Each round as it is played, with the seconds that pairing it took."""
        for figure in figures(setting, self._keeping(play(setting, self._timed, rounds))):
            self.figures.append(figure)
            yield figure, self.seconds[-1]

    def _keeping(self, rounds: Iterator[Played]) -> Iterator[Played]:
        for one in rounds:
            self.played.append(one)
            yield one

    def _timed(self, *inputs: Any) -> Seated:  # noqa: ANN401 - whatever every way is given
        began = time.perf_counter()
        seated = WAYS[self.way](*inputs)
        self.seconds.append(time.perf_counter() - began)
        return seated


def setting_of(file: BinaryIO | None, encoding: str | None, seed: int, turnout: int) -> Setting:
    """The people of a staff list, or made-up ones, in a programme with the usual rules."""
    if file is None:
        rows: Sequence[StaffRow] = made_up_trust(seed, MADE_UP)
        ladder = Ladder(LADDER)
    else:
        rows = read_list(file, encoding, nothing_was="simulated").rows
        ladder = ladder_from({row.grade for row in rows if row.grade})
    if len(rows) < SMALLEST:
        raise click.ClickException("The staff list holds fewer than two people; it takes two for a coffee.")
    return Setting(
        members=tuple(Member(_person(row)) for row in rows),
        programme=Programme(WORKSPACE, "main", "Coffee", Cadence(ANCHOR), ladder),
        seed=seed,
        turnout=turnout,
    )


def _person(row: StaffRow) -> Person:
    return Person(
        workspace=WORKSPACE,
        id=row.staff_id,
        name=row.name,
        department=row.department,
        grade=row.grade,
        site=row.site,
        job_title=row.job_title,
        staff_id=row.staff_id,
        manager_id=row.manager_id,
    )


def departments_in(setting: Setting) -> int:
    """How many departments there are, however they are spelt."""
    return len({plain_name(member.person.department) for member in setting.members} - {""})


def simulated(setting: Setting, compare: Sequence[str], rounds: int, *, made_up: bool) -> list[Year]:
    """A year of Crossbrew and of other ways, told as it goes and summed up; only what was played of it.

    Ctrl-C ends it early.
    """
    for sentence in words.beforehand(setting, departments_in(setting), rounds, made_up=made_up):
        click.echo(sentence)
    years: list[Year] = []
    try:
        for way in (CROSSBREW, *compare):
            years.append(Year(way))
            click.echo(words.heading(way))
            for figure, seconds in years[-1].play(setting, rounds):
                click.echo(words.line(figure, seconds))
    except KeyboardInterrupt:
        click.echo(words.stopped(years[-1].way, len(years[-1].figures), rounds))
    years = [year for year in years if year.figures]
    for sentence in words.afterwards(years) if years else ():
        click.echo(sentence)
    return years


def csv_of(years: Iterable[Year]) -> bytes:
    """Every figure of every round, a line for each round of each way."""
    into = StringIO()
    rows = csv.writer(into, lineterminator="\n")
    names = [one.name for one in fields(Figures)]
    rows.writerow(["way", *names, "seconds"])
    for year in years:
        for figure, seconds in zip(year.figures, year.seconds, strict=False):
            cells = ["" if (cell := getattr(figure, name)) is None else cell for name in names]
            rows.writerow([year.way, *cells, f"{seconds:.4f}"])
    return into.getvalue().encode()
