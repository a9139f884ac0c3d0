"""A round in words for whoever looks after it: how good it is, and why somebody was introduced.

Numbers and rules only: nobody is named here, not even by id.
"""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING

from bot.wording.phrases import counted
from bot.wording.reasons import in_words
from pairing.matching import LeftOut, Proof

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
}
BAR = 5
"""Per cent for each character of a bar."""
LEGEND = "How far each rule is met, in shares of the introductions to 5 %: # in full, + in part, . not."
JOINED = "Pairs of departments introduced lately"
NOTHING_TO_MEET = "serendipity"
"""Chance has a few points to give, but asks for nothing."""
TRIO = 3


def preview(number: int, matching: Matching, satisfied: Iterable[Satisfaction]) -> Iterator[str]:
    """What a round would look like: how many, how good, whom it connects; no line for what is not known."""
    sizes = [len(one.people) for one in matching.pairings]
    people = counted(sum(sizes) + len(matching.sitting_out), "person", "people")
    yield f"Round {number} would have {people} in it and make {_made(sizes)}."
    yield sitting_out(matching)
    yield how_good(matching.score, matching.linear, matching.bound, matching.proof)
    yield from _coverage(matching.coverage)
    yield from _bars(tuple(satisfied))


def explanation(reasons: Sequence[Reason], instead: Instead | None, result: Result) -> Iterator[str]:
    """Why a pairing was made, what somebody in it could best have had instead, and how good the round is."""
    yield "What the rules gave it:"
    yield from _points(reasons, sum(reason.points for reason in reasons))
    if instead is None:
        yield "No alternative is known: there was none, or the round is over and it is forgotten."
    else:
        yield "The best alternative for this person, as if no others of its departments met:"
        yield from _points(instead.reasons, instead.points)
        yield why_not(instead.cost)
    yield how_good(result.score, result.linear, result.bound, Proof(result.proof))
    if result.most:
        yield f"{JOINED}: {result.joined} with this round, of at most {result.most}."
    yield f"Seed {result.seed}, inputs {result.digest[:12]}."


def why_not(cost: int | None) -> str:
    """Why an alternative was not taken."""
    if cost is None:
        return "Not taken: somebody more, or somebody whose turn it was not, would have been left over."
    if not cost:
        return "Not taken, but it may have been as good: where much is alike, chance and coverage decide."
    fewer = "1 point" if cost == 1 else f"{cost:,} points"
    return f"Not taken: counted so, all introductions together would have had at least {fewer} fewer."


def how_good(score: int, linear: int, bound: int, proof: Proof) -> str:
    """The score of a round beside the bound, and how near that is known to be to the best there is."""
    first = "Before departments were spread, each meeting counted as the first of its two,"
    told = f"The score is {score:,}. {first} it was {linear:,}, and"
    if proof is Proof.PROVEN:
        return f"{told} none could be above {bound:,}: proven optimal."
    within = f"{ceil(100_000 * (bound - linear) / max(1, abs(bound))) / 1_000:g} % of the best possible"
    if proof is Proof.CERTIFIED:
        return f"{told} none could be above {bound:,}: certified within {within}."
    return f"{told} with 99.9 % confidence none could be above {bound:,}: within {within}."


def sitting_out(matching: Matching) -> str:
    """How many sit out, and why, in numbers only. For owners: to a member it could give an exclusion away."""
    left = len(matching.sitting_out)
    told = f"{_number(left).capitalize()} {'sit' if left > 1 else 'sits'} out"
    why = Counter(matching.left_out[person] for person in matching.sitting_out if person in matching.left_out)
    reasons = [(SITS_OUT[reason], why[reason]) for reason in LeftOut if why[reason]]
    if len(reasons) > 1:
        return f"{told}: {', '.join(f'{_number(many)} {reason}' for reason, many in reasons)}."
    return f"{told}, {reasons[0][0]}." if reasons else f"{told}."


def _made(sizes: Sequence[int]) -> str:
    if max(sizes, default=0) > TRIO:
        return f"{counted(len(sizes), 'table', 'tables')} of {min(sizes)} to {max(sizes)}"
    trios = sizes.count(TRIO)
    among = f", {counted(trios, 'trio', 'trios')} among them" if trios else ""
    return f"{counted(len(sizes), 'introduction', 'introductions')}{among}"


def _coverage(coverage: Coverage) -> Iterator[str]:
    if coverage.most:
        yield (
            f"{JOINED}: {coverage.before} before it and {coverage.joined} with it,"
            f" of at most {coverage.most}; blind chance would make it {coverage.by_chance:.0f}."
        )


def _bars(satisfied: Sequence[Satisfaction]) -> Iterator[str]:
    told = [(in_words(one.rule, met=True), one) for one in satisfied if one.rule != NOTHING_TO_MEET]
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
