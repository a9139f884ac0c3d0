"""What somebody who wants to know more can work out of a published report, by linear programming.

The attacker is granted more than any reader has: how large each introduction was and which of them met,
the shares that chance and the best would give, and that nobody met twice in a round.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from scipy.optimize import linprog

from pairing.answers import Outcome
from reports.connections import Mix, mix
from reports.disclosure import rounded
from reports.groups import kinds
from reports.published import Cell, PublishedTable, Report, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.records import ProgrammeRecords

Terms: TypeAlias = dict[str, float]
FAR = 1e9


@dataclass(slots=True)
class Attack:
    """Unknown counts, and the linear constraints on them that a reader knows to hold."""

    bounds: dict[str, tuple[float, float]] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    rules: list[tuple[Terms, float, float]] = field(default_factory=list)

    def cell(self, name: str, cell: Cell) -> str:
        """A count behind a published cell."""
        self.bounds[name] = behind(cell)
        if cell.status is Status.HIDDEN:
            self.hidden.append(name)
        return name

    def rule(self, terms: Terms, low: float = 0, high: float = 0) -> None:
        """``low <= sum of terms <= high``."""
        self.rules.append((terms, low, high))

    def range_of(self, name: str) -> tuple[float, float]:
        """The smallest and the largest value of a count that agrees with everything published."""
        ends = []
        for sign in (1, -1):
            found = linprog(
                [sign * (name == each) for each in self.bounds],
                A_ub=[
                    [s * terms.get(each, 0) for each in self.bounds]
                    for terms, _, _ in self.rules
                    for s in (1, -1)
                ],
                b_ub=[end for _, low, high in self.rules for end in (high, -low)],
                bounds=list(self.bounds.values()),
            )
            assert found.status == 0, f"the published report contradicts itself: {found.message}"
            ends.append(sign * float(found.fun))
        return ends[0], ends[1]

    def ranges(self) -> dict[str, tuple[float, float]]:
        """The range of every hidden count."""
        return {name: self.range_of(name) for name in self.hidden}


def behind(cell: Cell) -> tuple[float, float]:
    """The counts that a published cell can stand for."""
    match cell.status:
        case Status.HIDDEN:
            return 1, 7
        case Status.ROUNDED:
            assert cell.value is not None
            return max(8, cell.value - 2), cell.value + 2
        case Status.WITHHELD:
            return 0, FAR
        case _:
            assert cell.value is not None
            return cell.value, cell.value


def attack(report: Report, records: ProgrammeRecords) -> Attack:
    """Everything that can be brought against ``report``."""
    known = Attack()
    figures = {f"{figure.name}/{name}": cell for figure in report.figures for name, cell in figure.cells}
    if "introductions/introductions" not in figures:
        return known
    _headlines(known, figures, records)
    for table in report.tables:
        add_table(known, table)
        kind = next(kind for kind in kinds(records.ladder) if kind.name == table.name)
        held, sent = (mix(records.pairings, kind.unit_of, held=held) for held in (True, False))
        _crossing(known, table, figures, held, sent)
    return known


def add_table(known: Attack, table: PublishedTable) -> None:
    """The cells of a table add up to the connections there are, of which the table gives the total."""
    names = {
        known.cell(f"{table.name}/{row}/{column}", cell): 1.0
        for row, cells in enumerate(table.cells)
        for column, cell in enumerate(cells)
    }
    known.cell(f"{table.name}/total", table.total)
    known.rule({**names, f"{table.name}/total": -1})
    if "connections" in known.bounds:
        known.rule({"connections": 1, f"{table.name}/total": -1})


def _headlines(known: Attack, figures: dict[str, Cell], records: ProgrammeRecords) -> None:
    outcomes = [outcome.value for outcome in Outcome]
    for name in ("introductions/introductions", "introductions/people", "reached/people"):
        known.cell(name, figures[name])
    for outcome in outcomes:
        parts = [name for name in figures if name.startswith(f"{outcome}/")]
        for name in parts:
            known.cell(name, figures[name])
        known.rule({parts[0]: 1, parts[1]: -1, parts[2]: -1})
    made = "introductions/introductions"
    known.rule({made: 1, **{f"{outcome}/introductions": -1.0 for outcome in outcomes}})
    made_larger = [len(each.people) - 2 for each in records.pairings]
    met = [len(each.people) - 2 for each in records.pairings if each.outcome is Outcome.MET]
    known.bounds["connections"] = known.bounds["sent"] = (0, FAR)
    known.rule({"connections": 1, "met/introductions": -1}, _more(met), _more(met))
    known.rule({"sent": 1, made: -1}, _more(made_larger), _more(made_larger))
    rounds = len(records.rounds)
    for people, number, extra in (
        ("reached/people", "met/introductions", sum(met)),
        ("introductions/people", made, sum(made_larger)),
    ):
        known.rule({number: 2, people: -1}, -extra, FAR)
        known.rule({number: 2, people: -rounds}, -FAR, -extra)


def _more(larger: Sequence[int]) -> int:
    """The connections beyond one of introductions with so many people more than two."""
    return sum((more + 2) * (more + 1) // 2 - 1 for more in larger)


def _crossing(known: Attack, table: PublishedTable, figures: dict[str, Cell], held: Mix, sent: Mix) -> None:
    across = {f"{table.name}/{i}/{j}": -1.0 for i in range(len(table.groups)) for j in range(i)}
    merged = {
        f"{table.name}/{i}/{i}": -1.0
        for i, label in enumerate(table.groups)
        if " to " in label or "ther " in label
    }
    cross, cross_sent = f"{table.name}/cross", f"{table.name}/cross sent"
    known.bounds[cross] = _read(figures, f"connections_across_{table.name}", held)
    known.bounds[cross_sent] = _read(figures, f"introductions_across_{table.name}", sent)
    known.rule({cross: 1, **across}, 0, FAR)
    known.rule({cross: 1, **across, **merged}, -FAR, 0)
    known.rule({cross_sent: 1, cross: -1}, 0, FAR)
    known.rule({"sent": 1, cross_sent: -1, "connections": -1, cross: 1}, 0, FAR)


def _read(figures: dict[str, Cell], figure: str, true: Mix) -> tuple[float, float]:
    total, chance, best = rounded(true.total), rounded(round(true.chance)), rounded(round(true.best))
    shares = [(figures[f"{figure}/observed"], 0, total), (figures[f"{figure}/lift"], chance, best - chance)]
    ends = [_ends(cell, start, whole) for cell, start, whole in shares]
    return max(0, ends[0][0], ends[1][0]), min(ends[0][1], ends[1][1])


def _ends(cell: Cell, start: int, whole: int) -> tuple[float, float]:
    """The counts of which the rounded one lies as far from ``start`` to ``start + whole`` as a rate says."""
    if cell.value is None:
        return 0, FAR
    half = 0.5 if whole >= 100 else 2.5
    low = start + whole * (cell.value - half) / 100 - 2
    high = start + whole * (cell.value + half) / 100 + 2
    return (0 if cell.status is Status.AT_MOST else low), (FAR if cell.status is Status.AT_LEAST else high)
