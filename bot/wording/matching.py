"""A round in words for whoever looks after it: how good it is, and why somebody was introduced.

Numbers and rules only: nobody is named here, not even by id.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil, comb
from typing import TYPE_CHECKING

from bot.wording.phrases import counted
from bot.wording.reasons import in_words, met_in_words
from pairing.matching import FEWEST, SAMPLE, LeftOut, Proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pairing.matching import Coverage, Matching, Reason
    from pairing.satisfaction import Satisfaction
    from storage.explaining import Instead
    from storage.rounds import Result

NUMBERS = ("nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SITS_OUT = {
    LeftOut.ODD_ONE: "since the number is odd",
    LeftOut.NOBODY: "whom the rules leave nobody to meet",
    LeftOut.OTHERS_TAKEN: "since those they may meet were needed so that more people are paired",
    LeftOut.NO_PLACE: "since no introduction of people they may all meet had a place",
}
UNREADABLE = (
    "The list of people kept apart could not be read, so nobody was paired: "
    "see that the database can be read, then look again."
)
BAR = 5
"""Per cent for each character of a bar."""
LEGEND = "How far each rule is met, in shares of the introductions to 5 %: # in full, + in part, . not."
JOINED = "Links between departments made lately"
NOTHING_TO_MEET = "serendipity"
"""Chance has a few points to give, but asks for nothing."""
PAIR, TRIO = 2, 3
LATE = (
    "It was made after the round began, by hand or for somebody who was free again. What is known of how "
    "good the round is leaves it out."
)
NONE_KEPT = "No alternative to it is kept."
NONE_AT_TABLES = "No alternative is known: at tables, none is looked for."
NONE_KNOWN = "No alternative is known: there was none, or the round is over and it is forgotten."


@dataclass(frozen=True, slots=True)
class Explained:
    """A pairing of so many ``people``, what the rules gave it, and the best alternative one of them had.

    ``is_late``: made after the round began. ``at_tables``: its programme meets at tables.
    ``is_sampled``: the round may have been too large for everybody to be weighed as an alternative.
    """

    people: int
    reasons: Sequence[Reason]
    instead: Instead | None = None
    is_late: bool = False
    at_tables: bool = False
    is_sampled: bool = False


def preview(number: int, matching: Matching, satisfied: Iterable[Satisfaction]) -> Iterator[str]:
    """What a round would look like: how many, how good, whom it connects; no line for what is not known."""
    sizes = [len(one.people) for one in matching.pairings]
    people = counted(sum(sizes) + len(matching.sitting_out), "person", "people")
    yield f"Round {number} would have {people} in it and make {made(sizes, len(sizes))}."
    yield sitting_out(matching)
    if matching.pairings:
        yield from how_good(matching.score, matching.linear, matching.bound, matching.proof)
    yield from coverage_words(matching.coverage)
    yield from _bars(tuple(satisfied))


def explanation(one: Explained, result: Result) -> Iterator[str]:
    """Why a pairing was made, what somebody in it could best have had instead, and how good the round is.

    A late pairing is no part of the round's result, which neither tells how good it is nor replays it.
    """
    pairs = comb(one.people, PAIR)
    yield f"What the rules gave it{f', all {pairs} pairs of the {one.people} together' * (pairs > 1)}:"
    yield from _points(one.reasons, sum(reason.points for reason in one.reasons))
    yield from _alternative(one)
    if one.is_late:
        yield LATE
    elif result.proof:
        yield from _of_round(result)


def why_not(cost: int | None) -> str:
    """Why an alternative was not taken."""
    if cost is None:
        return "Not taken: somebody more, or somebody whose turn it was not, would have been left over."
    if not cost:
        return "Not taken, but it may have been as good: where much is alike, chance and coverage decide."
    fewer = "1 point" if cost == 1 else f"{cost:,} points"
    return f"Not taken: counted so, all introductions together would have had at least {fewer} fewer."


def how_good(score: int, linear: int, bound: int, proof: Proof) -> Iterator[str]:
    """How near a round is known to be to the best there is, and then its points beside the bound."""
    within = f"{ceil(100_000 * (bound - linear) / max(1, abs(bound))) / 1_000:g} %"
    near = f"by these rules the round is within {within} of the most points possible"
    verdict = {
        Proof.PROVEN: "Proven: by these rules no round could have more points",
        Proof.CERTIFIED: f"Certified: {near}",
        Proof.SAMPLED: f"With 99.9 % confidence, {near}",
    }
    yield f"{verdict[proof]}, before departments are spread."
    yield (
        f"So counted it has {linear:,} points of at most {bound:,}. Its score is {score:,}, in which a "
        "second meeting of the same two departments counts for less than the first."
    )


def sitting_out(matching: Matching) -> str:
    """How many sit out, and why, in numbers only. For owners: to a member it could give an exclusion away.

    Of a small round nobody is told why: there a reason alone could point at two people kept apart.
    """
    why = Counter(matching.left_out[person] for person in matching.sitting_out if person in matching.left_out)
    if why[LeftOut.UNREADABLE]:
        return UNREADABLE
    left = len(matching.sitting_out)
    told = f"{_number(left).capitalize()} {'sit' if left > 1 else 'sits'} out"
    if len(matching.pairings) < FEWEST:
        return f"{told}."
    reasons = [(words, why[reason]) for reason, words in SITS_OUT.items() if why[reason]]
    if len(reasons) > 1:
        return f"{told}: {', '.join(f'{_number(many)} {reason}' for reason, many in reasons)}."
    return f"{told}, {reasons[0][0]}." if reasons else f"{told}."


def made(sizes: Sequence[int], number: int) -> str:
    """Such as `5 introductions, 1 trio among them`: how many meet in each, and the ``number`` to tell."""
    fewest, most = min(sizes, default=0), max(sizes, default=0)
    if most > TRIO:
        seats = f"{most}" if fewest == most else f"{fewest} to {most}"
        return f"{counted(number, 'table', 'tables')} of {seats}"
    trios = sizes.count(TRIO)
    among = f", {counted(trios, 'trio', 'trios')} among them" if trios else ""
    return f"{counted(number, 'introduction', 'introductions')}{among}"


def _alternative(one: Explained) -> Iterator[str]:
    if one.instead is None:
        yield NONE_KEPT if one.is_late else NONE_AT_TABLES if one.at_tables else NONE_KNOWN
        return
    looked = f" of at least {SAMPLE} people who were looked at" if one.is_sampled else ""
    yield f"The best alternative for this person{looked}, were it the only meeting of its two departments:"
    yield from _points(one.instead.reasons, one.instead.points)
    if one.people > PAIR:
        yield "That is one pair, so its points are not to be held against the sum above."
    yield why_not(one.instead.cost)


def _of_round(result: Result) -> Iterator[str]:
    yield from how_good(result.score, result.linear, result.bound, Proof(result.proof))
    if result.most:
        yield f"{JOINED}: {result.joined} with this round, of at most {result.most}."
    yield f"Seed {result.seed}, inputs {result.digest[:12]}."


def coverage_words(coverage: Coverage) -> Iterator[str]:
    """How many pairs of departments a round joins; no line where there are none to join."""
    if coverage.most:
        yield (
            f"{JOINED}: {coverage.before} before it and {coverage.joined} with it,"
            f" of at most {coverage.most}; blind chance would make it {coverage.by_chance:.0f}."
        )


def _bars(satisfied: Sequence[Satisfaction]) -> Iterator[str]:
    told = [
        (met_in_words(one.rule, is_turned=one.is_turned), one)
        for one in satisfied
        if one.rule != NOTHING_TO_MEET
    ]
    if told:
        yield LEGEND
    width = max((len(words) for words, _ in told), default=0)
    for words, one in told:
        bar = "#" * (one.full // BAR) + "+" * (one.part // BAR) + "." * (one.unmet // BAR)
        yield f"  {words:<{width}}  {bar} {one.full:>4} %{one.part:>4} %{one.unmet:>4} %"


def _points(reasons: Iterable[Reason], total: int) -> Iterator[str]:
    yield from (f"{reason.points:>+10,}  {in_words(reason.rule)}" for reason in reasons)
    yield f"{total:>10,}  in all"


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
