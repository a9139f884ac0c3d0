"""How far a round meets what its rules ask for: for owners, in shares of pairings, never of people."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

from pairing.columns import FULL
from pairing.matching import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pairing.matching import Match, Matching
    from pairing.rules import Rule

STEP = 5
"""Percentages are told in steps of so many."""


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """A rule, and in how many of a hundred pairings it is met in full, in part and not at all.

    ``is_turned``: its weight is below 0, so that it is met where what it speaks for is not so.
    """

    rule: str
    full: int
    part: int
    unmet: int
    is_turned: bool = False


def satisfaction(matching: Matching, rules: Iterable[Rule]) -> tuple[Satisfaction, ...]:
    """How far each rule is met, in steps of ``STEP`` that add up to 100; nothing for too few pairings.

    A rule about repeats is met where two have not been introduced before, and in part where that was
    long ago. One that gave no pairing anything is left out, since it may have had nothing to speak of,
    as waiting has in a first round; unless to give nothing is how it is met. Three who meet count as one
    pairing, by the average of each two of them.
    """
    if len(matching.pairings) < FEWEST:
        return ()
    return tuple(_of_rule(matching.pairings, rule) for rule in rules if _spoke(matching.pairings, rule))


def _spoke(pairings: Sequence[Match], rule: Rule) -> bool:
    is_met_by_silence = rule.of_repeats != (rule.weight < 0)
    return is_met_by_silence or any(_points(one, rule) for one in pairings)


def _of_rule(pairings: Sequence[Match], rule: Rule) -> Satisfaction:
    met = [_met(one, rule) for one in pairings]
    full, unmet = sum(share >= 1 for share in met), sum(share <= 0 for share in met)
    in_full, in_part, not_at_all = _rounded((full, len(met) - full - unmet, unmet))
    return Satisfaction(rule.name, in_full, in_part, not_at_all, is_turned=rule.weight < 0)


def _met(one: Match, rule: Rule) -> float:
    """1 where a rule has all that it asks for, 0 where nothing; one with a weight below 0 the other way."""
    share = _points(one, rule) / (rule.weight * FULL * comb(len(one.people), 2))
    met = share + 1 if rule.of_repeats else share
    return 1 - met if rule.weight < 0 else met


def _points(one: Match, rule: Rule) -> int:
    return sum(reason.points for reason in one.reasons if reason.rule == rule.name)


def _rounded(counts: Sequence[int]) -> list[int]:
    """Counts as percentages in whole steps that add up to 100: those cut off most get what is left."""
    steps = FULL // STEP
    whole, rest = zip(*(divmod(steps * count, sum(counts)) for count in counts), strict=True)
    short = sorted(range(len(counts)), key=lambda at: -rest[at])[: steps - sum(whole)]
    return [STEP * (whole[at] + (at in short)) for at in range(len(counts))]
