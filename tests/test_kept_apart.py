"""Nobody is introduced to somebody they may not meet, by whatever path: chance plays the rounds.

Rounds of pairs, trios and tables are opened, members come back late and leave one another waiting, the
freed are introduced afresh, and an operator tries to introduce people at random.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from pairing.notices import PairingState
from pairing.people import OddPool
from scheduler.introducing import Introduced, introduce
from storage import programmes
from storage.database import Database
from tests.cast import person
from tests.pairing.pools import seeded
from tests.story import WORKSPACE, Story

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path
    from random import Random

    from pairing.notices import Pairing
    from pairing.people import Person

TEAMS = ("Nursing", "Pharmacy", "Estates")
ROUNDS = 2
HOURS = 5
Tried = Counter[tuple[Introduced, bool]]
"""What attempts came to, and whether any two of those people must be kept apart."""


def some_people(chance: Random) -> tuple[Person, ...]:
    """Eleven people, of whom the first three manage some of the others."""
    everybody = [
        person(f"{name} Okoro", chance.choice(TEAMS), f"Band {at % 7 + 2}")
        for at, name in enumerate("ABCDEFGHIJK")
    ]
    heads = [head.staff_id for head in everybody[:3]]
    return (*everybody[:3], *(replace(one, manager_id=chance.choice((*heads, ""))) for one in everybody[3:]))


def exclude_some(story: Story, chance: Random) -> list[tuple[Person, Person]]:
    """Keep one pair in seven apart; all who must not meet, with the line managers."""
    two = [pair for pair in combinations(story.cast, 2) if chance.random() < 1 / 7]
    with story.database.change() as connection:
        for one, other in two:
            programmes.exclude(connection, WORKSPACE, story.id_of(one), story.id_of(other), "")
    manages = [(a, b) for a in story.cast for b in story.cast if a.staff_id == b.manager_id]
    return [*two, *manages]


def play(story: Story, number: int, chance: Random, apart: Collection[frozenset[str]]) -> Tried:
    """One round by chance: who is away at its start, who can't make it, who is introduced by hand."""
    with story.database.read() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
    starts, done = story.plan(number).starts_at, Tried()
    late = chance.sample(story.cast, 4)
    for who in late:
        story.says(who, "pause")
    story.wind(starts)
    away = {story.id_of(who) for who in late}
    assert not away & {id_ for one in story.pairings(number) for id_ in one.people}
    for who in late:
        story.presses(who, "I'm back")
    for hour in range(1, HOURS):
        press_by_chance(story, chance)
        for size in (2, 2, 3, 4):
            people = [story.id_of(who) for who in chance.sample(story.cast, size)]
            kept_apart = any(frozenset(two) in apart for two in combinations(people, 2))
            done[introduce(story.database, main, people, story.clock.now(), "operator"), kept_apart] += 1
        story.wind(starts + timedelta(hours=hour))
    return done


def press_by_chance(story: Story, chance: Random) -> None:
    """Some can't make it; whoever is left waiting would like somebody new."""
    for who in chance.sample(story.cast, 6):
        seen = story.seen_by(who)
        label = next((each for each in ("Find me someone new", "Can't make it") if each in seen), None)
        if label is not None:
            story.presses(who, label)


def together(made: Sequence[Pairing]) -> list[frozenset[str]]:
    """Each two who were introduced."""
    return [frozenset(pair) for one in made for pair in combinations(one.people, 2)]


@pytest.mark.parametrize("size", [2, 4, 6])
def test_by_no_path_do_two_meet_who_may_not(size: int, tmp_path: Path) -> None:
    done = Tried()
    for seed in range(3):
        done += played(seed, size, tmp_path / f"story{seed}.db")
    assert done[Introduced.MADE, False], "an operator introduced somebody"
    assert done[Introduced.NOT_THESE, True], "tried some who must be kept apart, and had room"
    assert not done[Introduced.MADE, True]


def played(seed: int, size: int, file: Path) -> Tried:
    """Some rounds by chance, looked at after each; what the operator's attempts came to."""
    chance = seeded(seed)
    database = Database(f"sqlite:///{file}", durable=False)
    story = Story(database, some_people(chance))
    apart = {frozenset(map(story.id_of, pair)) for pair in exclude_some(story, chance)}
    odd_pool = chance.choice(list(OddPool))
    with database.change() as connection:
        main = programmes.programmes(connection, WORKSPACE)[0]
        programmes.change_programme(connection, main, together=size, odd_pool=odd_pool.value)
    story.everybody_joins()
    done = Tried()

    for number in range(1, ROUNDS + 1):
        done += play(story, number, chance, apart)
        made = story.pairings(number)
        here = [id_ for one in made if one.state is PairingState.OPEN for id_ in one.people]
        assert not apart & set(together(made))
        assert len(here) == len(set(here)), "nobody has two introductions at once"
        assert len(together(made)) == len(set(together(made))), "nobody meets twice in a round"

    database.close()
    return done
