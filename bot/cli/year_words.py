"""A simulated year in words: a line a round, a table of all, and whether what was promised was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.phrases import counted
from pairing.simulate import CROSSBREW
from pairing.year import always_new, round_reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.cli.year import Year
    from pairing.simulate import Setting
    from pairing.year import Figures

NONE = "-"
COLUMNS = (
    *(("round", 5), ("people", 7), ("pairings", 9), ("repeats", 8), ("trios", 6), ("out", 4)),
    *(("departments", 13), ("most", 6), ("chance", 7), ("grades", 7), ("gap", 19), ("seconds", 8)),
)
LEGEND = """
Departments: pairs of them introduced so far, beside the most that nobody could exceed and what blind
chance would reach. Grades: pairs of people who are one to three steps apart; a trio is three pairs of
people. Gap: how much better a round could still be by the rules, before departments are spread;
"0 proven" says that no better one exists."""
LABEL, CELL = 52, 11
MOST_OF_THEM = 0.95
ABOUT = {
    "crossbrew": "Crossbrew: the most points by the rules, then spread over departments",
    "shuffle": "Shuffle: everybody at random",
    "first-fit": "First fit: at random, somebody new where there is one",
    "greedy": "Greedy: the best pair first, then the best of the rest",
}


def beforehand(setting: Setting, departments: int, rounds: int, *, made_up: bool) -> Iterator[str]:
    """Who is simulated, what is known beforehand of how it must go, and how to read what follows."""
    who = "made-up people" if made_up else "people"
    yield (
        f"{len(setting.members):,} {who} in {counted(departments, 'department', 'departments')}, "
        f"{counted(rounds, 'round', 'rounds')}, turnout {setting.turnout} %, seed {setting.seed}."
    )
    ladder = setting.programme.ladder
    off = sum(ladder.step(member.person.grade) is None for member in setting.members)
    if off:
        yield (
            f"Grades say nothing of {off:,} of them: they have none, or one that has no place on the ladder "
            f"({', '.join(ladder.grades) or 'which is empty, since no grade is numbered'})."
        )
    fewest = min(len(setting.present(number)) for number in range(1, rounds + 1))
    if rounds > 1 and fewest < always_new(rounds):
        yield (
            f"The smallest round has {fewest}. With fewer than {always_new(rounds)} people, {rounds} rounds "
            "cannot always go by without somebody meeting the same person again. Where it must be, those "
            "meet again whose last time was longest ago."
        )
    yield LEGEND


def heading(way: str) -> str:
    """What begins, and what the columns are."""
    return f"\n{ABOUT[way]}\n{''.join(f'{name:>{width}}' for name, width in COLUMNS)}"


def line(one: Figures, seconds: float) -> str:
    """A round."""
    cells = (
        *(f"{one.number}", f"{one.people:,}", f"{one.introductions:,}"),
        *(f"{one.repeats:,}", f"{one.trios}", f"{one.sitting_out}"),
        *(f"{one.joined:,} of {one.possible:,}", f"{one.most:,}", f"{one.by_chance:,.0f}"),
        *(_percent(one.mix), _gap(one), f"{seconds:.2f}"),
    )
    return "".join(f"{cell:>{width}}" for cell, (_, width) in zip(cells, COLUMNS, strict=True))


def stopped(way: str, played: int, rounds: int) -> str:
    """That somebody had enough."""
    when = f"\nStopped in round {played + 1} of {rounds} of {way}"
    nothing = way == CROSSBREW and not played
    return f"{when}, before a round was over." if nothing else f"{when}. What was played until then:"


def afterwards(years: Sequence[Year]) -> Iterator[str]:
    """All years side by side, and whether Crossbrew, the first of them, kept its promises."""
    yield f"\n{'':{LABEL}}" + "".join(f"{year.way:>{CELL}}" for year in years)
    for label, cell in ROWS:
        yield f"{label:{LABEL}}" + "".join(f"{cell(year):>{CELL}}" for year in years)
    yield "\nWhat Crossbrew promises:"
    yield _of_repeats(years[0])
    yield _of_turns(years[0])
    yield _of_gaps(years[0])


def _of_repeats(year: Year) -> str:
    repeats = sum(one.repeats for one in year.figures)
    found = f"{counted(repeats, 'pair', 'pairs')} did" if repeats else "nobody did"
    return _kept(not repeats, "nobody meets the same person again within a year", found)


def _of_turns(year: Year) -> str:
    turns = year.turns
    found = counted(turns.unfair, "person did", "people did") if turns.unfair else "nobody did"
    if not turns.sat_out:
        found = "nobody sat out"
    return _kept(not turns.unfair, "nobody sits out twice before everybody did once", found)


def _of_gaps(year: Year) -> str:
    unproven = sum(not one.is_best for one in year.figures)
    found = f"proven in {_all(len(year.figures))}"
    if unproven:
        gap = max(one.gap or 0.0 for one in year.figures)
        found = f"not in {counted(unproven, 'round', 'rounds')}; at most {100 * gap:.4f} % more"
    return _kept(not unproven, "no round could have more points, before departments are spread", found)


def _all(rounds: int) -> str:
    return "the one round" if rounds == 1 else f"all {rounds} rounds"


def _kept(holds: bool, promise: str, found: str) -> str:  # noqa: FBT001 - it is what is told
    return f"  {'✓ kept' if holds else '✗ not kept'}: {promise} ({found})"


def _reached(share: float) -> Callable[[Year], str]:
    def words(year: Year) -> str:
        number = round_reached(year.figures, share)
        return ("not yet" if year.figures[-1].possible else NONE) if number is None else f"{number}"

    return words


def _percent(share: float | None) -> str:
    return NONE if share is None else f"{100 * share:.0f} %"


def _share(part: Callable[[Figures], float], whole: Callable[[Figures], int]) -> Callable[[Year], str]:
    def words(year: Year) -> str:
        total = sum(whole(one) for one in year.figures)
        return _percent(sum(part(one) for one in year.figures) / total if total else None)

    return words


def _sum(part: Callable[[Figures], int]) -> Callable[[Year], str]:
    return lambda year: f"{sum(part(one) for one in year.figures):,}"


def _gap(one: Figures) -> str:
    if one.gap is None or one.proof is None:
        return NONE
    return f"{100 * one.gap:.4f} % {one.proof}" if one.gap else f"0 {one.proof}"


def _points(year: Year) -> str:
    couples = sum(one.couples for one in year.figures)
    return f"{sum(one.points for one in year.figures) / max(1, couples):,.0f}"


def _seconds(year: Year) -> str:
    return f"{sum(year.seconds) / len(year.seconds):.3f}"


def _first_of_most(year: Year) -> str:
    first = year.figures[0]
    return _percent(first.joined / first.most if first.most else None)


ROWS: tuple[tuple[str, Callable[[Year], str]], ...] = (
    ("rounds played", lambda year: f"{len(year.figures)}"),
    ("pairs of people introduced", _sum(lambda one: one.couples)),
    ("  of them again within a year", _sum(lambda one: one.repeats)),
    ("  from two departments", _share(lambda one: one.crossing, lambda one: one.couples)),
    (
        "  from two departments, by blind chance",
        _share(lambda one: one.crossing_by_chance, lambda one: one.couples),
    ),
    ("  one to three grades apart", _share(lambda one: one.mixed, lambda one: one.graded)),
    ("pairs of departments joined in round 1, of the most", _first_of_most),
    ("  round by which 95 % of all are joined", _reached(MOST_OF_THEM)),
    ("  round by which all are joined", _reached(1)),
    ("most often that one person was in a trio", lambda year: f"{year.turns.most_trios}"),
    ("most often that one person sat out", lambda year: f"{year.turns.most_sat_out}"),
    ("points of a pair of people, on average", _points),
    ("seconds a round, on average", _seconds),
)
