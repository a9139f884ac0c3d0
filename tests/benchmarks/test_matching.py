from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from benchmarks.matching.certificate import CertificateError, certified
from benchmarks.matching.games import Game, game_named, game_of_arrays
from benchmarks.matching.growth import growth_of
from benchmarks.matching.instances import drawn, people_in, staff_lists
from benchmarks.matching.measuring import proper, round_of
from benchmarks.matching.quality import quality, with_trio
from benchmarks.matching.ways import BY_NAME, OURS, WAYS
from pairing.matching import Proof
from pairing.solve import Solution, solve

if TYPE_CHECKING:
    from pathlib import Path

RIVALS = [way.name for way in WAYS if way.name != OURS]
OBEDIENT = [name for name in RIVALS if name != "shuffle"]
EXACT = ["blossom_networkx", "blossom_rustworkx"]
LIST = "staff_id,name,department,grade,manager_id\n" + "".join(
    f"s{number},Someone {number},Team {number % 5},Band {number % 4 + 2},head{number // 6}\n"
    for number in range(31)
)


@pytest.fixture(params=[24, 31])
def game(request: pytest.FixtureRequest) -> Game:
    return game_named(request.param, None, seed=3)


@pytest.fixture
def solved(game: Game) -> Solution:
    return solve(game.problem(), 3)


@pytest.mark.parametrize("name", RIVALS)
def test_a_rival_puts_nobody_into_two_pairs(game: Game, name: str) -> None:
    pairs = BY_NAME[name].load()(game, 3)
    seated = [place for pair in pairs for place in pair]

    assert len(seated) == len(set(seated))
    assert set(seated) <= set(range(game.size))


@pytest.mark.parametrize("name", OBEDIENT)
def test_a_rival_obeys_the_hard_rules(game: Game, name: str) -> None:
    found = quality(game, with_trio(game, BY_NAME[name].load()(game, 3)))

    assert game.forbidden
    assert found.refused == 0


def test_beans_pairs_nobody_within_a_department_or_again(game: Game) -> None:
    pairs = BY_NAME["beans"].load()(game, 3)
    department = game.scores.columns.department

    assert pairs
    assert all(department[a] != department[b] for a, b in pairs)
    assert game.met().isdisjoint(pairs)


@pytest.mark.parametrize("name", RIVALS)
def test_no_rival_has_more_points_than_the_bound_and_the_exact_ones_have_as_many(name: str) -> None:
    game = game_named(24, None, seed=5)
    bound = solve(game.problem(), 5).bound
    found = quality(game, BY_NAME[name].load()(game, 5))

    assert found.refused or found.points <= bound
    assert name not in EXACT or found.points == bound


def test_the_checker_accepts_what_the_solver_gives(game: Game, solved: Solution) -> None:
    assert certified(game, game.problem(), solved, 1).startswith(f"prices of all {game.size}")


def test_the_checker_refuses_prices_that_do_not_hold(game: Game, solved: Solution) -> None:
    assert game.size
    low = replace(solved, doubled=solved.doubled - 400, proof=Proof.CERTIFIED, bound=solved.bound - 1)
    with pytest.raises(CertificateError, match="more points than the bound"):
        certified(game, game.problem(), low, 1)
    worse = _with(solved, game, _swapped(game, solved))
    with pytest.raises(CertificateError, match="above the bound"):
        certified(game, game.problem(), replace(worse, proof=Proof.CERTIFIED, bound=worse.points), 1)


def test_the_checker_refuses_a_pairing_that_is_called_the_best_and_is_not(
    game: Game, solved: Solution
) -> None:
    worse = _with(solved, game, _swapped(game, solved))

    assert worse.points < solved.points
    with pytest.raises(CertificateError, match="above the bound"):
        certified(game, game.problem(), replace(worse, bound=worse.points), 1)


def test_the_checker_refuses_points_that_the_rules_do_not_give(game: Game, solved: Solution) -> None:
    with pytest.raises(CertificateError, match="and not"):
        certified(game, game.problem(), replace(solved, points=solved.points + 1), 1)


def test_the_checker_refuses_somebody_in_two_pairs(game: Game, solved: Solution) -> None:
    partner = solved.partner.copy()
    partner[0] = (partner[0] + 1) % game.size
    with pytest.raises(CertificateError, match="in two pairs"):
        certified(game, game.problem(), replace(solved, partner=partner), 1)


def test_the_checker_refuses_two_who_may_not_meet(game: Game, solved: Solution) -> None:
    partner = np.arange(len(solved.partner))
    a, b = min(game.forbidden)
    partner[a], partner[b] = b, a
    with pytest.raises(CertificateError, match="may not meet"):
        certified(game, game.problem(), replace(solved, partner=partner), 1)


def test_groups_that_left_the_matcher_are_refused_where_a_rule_is_broken(game: Game) -> None:
    (a, b), free = min(game.forbidden), range(game.size)
    third = next(each for each in free if each not in (a, b))
    for groups, why in (([(a, b, third)], "may not meet"), ([(a, third), (third, b)], "two introductions")):
        with pytest.raises(CertificateError, match=why):
            proper(groups, quality(game, groups))


def test_the_checker_looks_at_a_sample_where_there_are_too_many(
    game: Game, solved: Solution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.matching.certificate.ALL_PAIRS", 10)
    monkeypatch.setattr("benchmarks.matching.certificate.SAMPLED", 8 * game.size)
    sampled = replace(solved, proof=Proof.SAMPLED, bound=int(solved.doubled.sum()) // 2, odd_sets=None)

    assert certified(game, game.problem(), sampled, 1) == "prices, 8 rows sampled"
    low = replace(sampled, doubled=solved.doubled - 400, bound=solved.points)
    with pytest.raises(CertificateError, match="above the bound"):
        certified(game, game.problem(), low, 1)


def test_a_draw_says_the_same_as_arrays_and_as_people() -> None:
    people, arrays = game_named(200, None, seed=2), game_of_arrays(drawn(200, 26, 2), 26, 2)
    a, b = np.triu_indices(200, 1)
    as_people, as_arrays = people.scores.by_rule(a, b), arrays.scores.by_rule(a, b)

    assert people.forbidden == arrays.forbidden
    for rule in ("different_department", "grade_distance", "same_site", "waited"):
        assert (as_people[rule] == as_arrays[rule]).all()
    assert ((as_people["repeat"] < 0) == (as_arrays["repeat"] < 0)).all()
    assert all(people.may_meet(*pair) == arrays.may_meet(*pair) for pair in combinations(range(40), 2))


def test_our_round_is_measured_checked_and_accepted() -> None:
    found = round_of(OURS, size=60)

    assert found["accepted"], found["certificate"]
    assert found["people"] == 60
    assert found["points"] <= found["linear"] <= found["bound"]
    assert found["seconds"] > 0
    assert 0 <= found["added"] < found["process"]


def test_a_staff_list_is_measured_with_a_past_made_up_for_it(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(LIST, encoding="utf-8")
    found = round_of(OURS, people_in(file), str(file))

    assert staff_lists(tmp_path) == (file,)
    assert found["accepted"], found["certificate"]
    assert (found["people"], found["trios"], found["left_out"]) == (31, 1, 0)


def test_a_folder_without_a_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="There is no staff list at"):
        staff_lists(tmp_path)


def test_growth_is_the_exponent_of_what_was_measured_and_is_carried_on() -> None:
    rounds = [_took(size, size**3 / 1e9) for size in (100, 500, 1_000, 2_000)]
    grown = growth_of(rounds, "greedy")

    assert grown
    assert (grown.first, grown.last) == (500, 2_000)
    assert grown.exponent == pytest.approx(3)
    assert grown.at(4_000) == pytest.approx(64)
    assert growth_of(rounds[:1], "greedy") is None


def _took(size: int, seconds: float) -> dict[str, Any]:
    return {"way": "greedy", "file": False, "people": size, "seconds": seconds}


def _with(solved: Solution, game: Game, partner: Any) -> Solution:
    points = int(game.problem().at(np.arange(len(partner)), partner).sum()) // 2
    return replace(solved, partner=partner, points=points)


def _swapped(game: Game, solved: Solution) -> Any:
    """The same pairs but for two, who exchange their partners where that is allowed and worse."""
    firsts = [a for a, b in enumerate(solved.partner.tolist()) if a < b < game.size]
    for one, other in combinations(firsts, 2):
        partner = solved.partner.copy()
        mine, theirs = int(partner[one]), int(partner[other])
        partner[[one, theirs, other, mine]] = theirs, one, mine, other
        allowed = game.may_meet(one, theirs) and game.may_meet(other, mine)
        if allowed and _with(solved, game, partner).points < solved.points:
            return partner
    raise AssertionError("There is no worse pairing to make.")
