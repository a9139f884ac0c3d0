"""Pools of several departments in pairs, and what they are worth when counted one by one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from pairing.columns import columns_of
from pairing.past import next_meeting, past_of
from pairing.rules import rules_of
from pairing.scores import FORBIDDEN, scores_of
from tests.cast import LADDER
from tests.pairing.pools import GRADES, SITES, random_history, someone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from pairing.scores import Scores

Pairs = list[tuple[int, int]]


def pool_of(
    names: Sequence[str],
    chance: Random,
    rounds: int = 0,
    never: Iterable[tuple[int, int]] = (),
    **weights: int,
) -> Scores:
    """People of these departments, of any grade and site, after some rounds."""
    members = [
        someone(number, department=name, grade=chance.choice(GRADES), site=chance.choice(SITES))
        for number, name in enumerate(names)
    ]
    history = random_history(members, rounds, chance)
    columns = columns_of(members, LADDER, history, rounds, chance.randrange(100))
    return scores_of(columns, past_of(members, columns, history, rounds), rules_of(weights), never)


def any_pool(size: int, chance: Random, rounds: int = 0, **weights: int) -> Scores:
    """So many people of two to nine departments, or of none, each of whom may not meet some others."""
    names = ["", *(f"D{number}" for number in range(chance.randint(2, 9)))]
    never = [(a, b) for a in range(size) for b in chance.sample(range(size), min(2, size)) if a != b]
    return pool_of([chance.choice(names) for _ in range(size)], chance, rounds, never, **weights)


def any_pairs(scores: Scores, chance: Random) -> Pairs:
    """People who may meet, in pairs; whoever is left over is in none."""
    waiting: list[int] = []
    pairs = []
    for place in chance.sample(range(scores.size), scores.size):
        for other in waiting:
            if points_of(scores, [(place, other)]) != FORBIDDEN:
                waiting.remove(other)
                pairs.append((place, other))
                break
        else:
            waiting.append(place)
    return pairs


def points_of(scores: Scores, pairs: Iterable[tuple[int, int]]) -> int:
    """What these have while each meeting of two departments counts as if it were the only one."""
    a, b = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
    return int(scores.at(a, b).sum())


def true_points(scores: Scores, pairs: Pairs) -> int:
    """The same, each further meeting of two departments counted as one."""
    rarity = sum(rule.weight for rule in scores.rules if rule.name == "rare_departments")
    a, b = np.array(pairs, np.int64).reshape(-1, 2).T
    single = int(scores.by_rule(a, b)["rare_departments"].sum())
    return points_of(scores, pairs) - single + sum(rarity * share for share in true_shares(scores, pairs))


def true_shares(scores: Scores, pairs: Pairs) -> list[int]:
    """What each pair's meeting of two departments is worth after those before it in the list."""
    met: Counter[tuple[int, int]] = Counter()
    shares = []
    for pair in pairs:
        low, high = sorted(int(each) for each in scores.columns.department[list(pair)])
        if low in (-1, high):
            shares.append(0)
            continue
        lately, smaller = scores.past.meetings[low, high], min(scores.past.sizes[[low, high]])
        shares.append(int(next_meeting(lately + met[low, high], smaller)))
        met[low, high] += 1
    return shares


def repeats(scores: Scores, pairs: Iterable[tuple[int, int]]) -> int:
    """How many of these were introduced before."""
    a, b = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
    return int((scores.past.freshness_of(a, b) > 0).sum())


def new_in(after: Pairs, before: Pairs) -> set[tuple[int, int]]:
    """The pairs that were not there before, the lower place first."""
    return {(min(pair), max(pair)) for pair in after} - {(min(pair), max(pair)) for pair in before}
