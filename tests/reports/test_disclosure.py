from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.connections import Mix, held_between
from reports.disclosure import (
    HIDDEN,
    LEAST_DOUBT,
    WITHHELD,
    ZERO,
    Range,
    backed,
    count,
    crossing,
    is_safe,
    parts_of,
    percent,
    rate,
    shares,
)
from reports.groups import kinds
from reports.published import Cell, PublishedTable, Status
from reports.report import publish
from tests.reports.attack import Attack, add_table, attack
from tests.reports.builders import drawn, pairing, programme, staff

if TYPE_CHECKING:
    from reports.records import PairingRecord, Participant

CROWD = count(200)


@given(st.integers(0, 10**6))
def test_counts_of_one_to_seven_are_hidden_and_the_rest_are_to_the_nearest_five(number: int) -> None:
    cell = count(number)

    assert (cell == ZERO) == (number == 0)
    assert (cell == HIDDEN) == (1 <= number <= 7)
    if cell.value:
        assert cell.value % 5 == 0
        assert abs(cell.value - number) <= 2


@given(st.integers(-100, 5000), st.integers(0, 5000))
def test_a_rate_is_whole_and_coarse_when_small_and_never_nearer_to_none_or_all_than_five(
    part: int, whole: int
) -> None:
    cell = percent(part, whole)

    if whole < 25:
        assert cell == WITHHELD
        return
    assert cell.value is not None
    assert 5 <= cell.value <= 95
    if cell.status is Status.PERCENT:
        assert abs(cell.value - 100 * part / whole) <= (0.5 if whole >= 100 else 2.5)
        assert whole >= 100 or cell.value % 5 == 0
    assert (cell.status is Status.AT_MOST) == (cell.value == 5)
    assert (cell.status is Status.AT_LEAST) == (cell.value == 95)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_a_rate_has_twenty_behind_it_and_ten_people(part: int, whole: int, people: int) -> None:
    if rate(count(part), count(whole), count(people)).known:
        assert whole >= 20
        assert people >= 10
        assert not 1 <= part <= 7


@pytest.mark.parametrize(
    ("status", "value"),
    [
        (Status.ROUNDED, 37),
        (Status.ROUNDED, 5),
        (Status.ZERO, 1),
        (Status.HIDDEN, 3),
        (Status.WITHHELD, 0),
        (Status.ROUNDED, None),
        (Status.PERCENT, 97),
        (Status.PERCENT, 3),
        (Status.AT_MOST, 4),
        (Status.AT_LEAST, 100),
        (Status.EXACT, -1),
    ],
)
def test_a_cell_cannot_be_made_of_a_true_count(status: Status, value: int | None) -> None:
    with pytest.raises(ValueError, match="make it with the rules"):
        Cell(status, value)


def test_a_count_and_the_people_behind_it_are_shown_together_or_not_at_all() -> None:
    # Seven meetings reach fourteen people: "about 15" people would say that the hidden count is 7.
    assert backed(7, 14) == (HIDDEN, WITHHELD)
    assert backed(9, 6) == (WITHHELD, HIDDEN)
    assert backed(0, 0) == (ZERO, ZERO)
    assert backed(12, 24) == (count(12), count(24))


def test_parts_are_withheld_where_their_total_gives_a_hidden_one_away() -> None:
    assert parts_of(43, (count(12), count(12), count(12), count(7))) == (WITHHELD,) * 4
    assert parts_of(43, (count(20), count(19), count(4))) == (count(20), count(19), HIDDEN)
    assert parts_of(14, (HIDDEN, HIDDEN)) == (WITHHELD, WITHHELD)


@given(st.lists(st.integers(0, 14), max_size=4), st.lists(st.integers(0, 14), max_size=3), st.data())
def test_a_table_is_safe_exactly_when_every_hidden_cell_keeps_its_doubt_in_every_possible_table(
    insides: list[int], across: list[int], data: st.DataObject
) -> None:
    merged = insides[:1] if data.draw(st.booleans()) else []
    pure = insides[len(merged) :]
    total = sum((*pure, *merged, *across))
    cross = sum(across) + data.draw(st.integers(0, sum(merged)))
    known = Range(max(0, cross - data.draw(st.integers(0, 4))), cross + data.draw(st.integers(0, 4)))
    blocks = [[count(number) for number in block] for block in (pure, merged, across)]
    safe = is_safe(blocks[0], blocks[1], blocks[2], total, known)

    table = Attack()
    names = [
        {table.cell(f"{place}/{i}", cell): 1.0 for i, cell in enumerate(block)}
        for place, block in enumerate(blocks)
    ]
    every: dict[str, float] = {name: 1 for block in names for name in block}
    if every:
        table.rule(every, total, total)
        table.rule(names[2], 0, known.high)
        table.rule({**names[1], **names[2]}, known.low, 10**9)
    doubts = [round(high - low) for low, high in table.ranges().values()]

    assert safe == all(doubt >= LEAST_DOUBT for doubt in doubts)


@given(st.integers(8, 150), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_what_the_shares_tell_of_the_crossing_meetings_is_every_number_that_reads_the_same(
    total: int, crossed: float, chance: float, best: float
) -> None:
    true = Mix(total, round(total * crossed), total * min(chance, best), total * max(chance, best))
    sent = Mix(2 * total, true.cross, 0, 2 * total)  # half of them inside: tells nothing more

    seen = crossing(true, Mix(sent.total, total, sent.chance, sent.best), (CROWD, WITHHELD))

    same = [
        other
        for other in range(total + 1)
        if shares(Mix(total, other, true.chance, true.best), CROWD) == shares(true, CROWD)
    ]
    if not 1 <= true.cross <= 7:
        same = [other for other in same if not 1 <= other <= 7]
    assert seen.low <= true.cross <= seen.high
    assert seen == ((1, 7) if 1 <= true.cross <= 7 else (min(same), max(same)))


def test_what_was_sent_narrows_down_what_was_held() -> None:
    held, sent = Mix(200, 180, 150, 200), Mix(220, 200, 165, 220)

    alone = crossing(held, Mix(10**6, 5 * 10**5, 0, 10**6), (WITHHELD, WITHHELD))
    told = crossing(held, sent, (WITHHELD, CROWD))

    assert alone == (0, 200)
    assert told.low > 170
    assert told.high < 205


HIDDEN_SEVEN = ((12, ("A", "B")), (12, ("A", "C")), (12, ("B", "C")), (7, ("A", "A")))


def meetings(people: tuple[Participant, ...]) -> list[PairingRecord]:
    """The meetings of `HIDDEN_SEVEN`, spread over many rounds and people."""
    of = {name: [who for who in people if who.department == name] for name in "ABC"}
    return [
        pairing(of[first][number % 15], of[second][15 + number % 15], round_number=number)
        for times, (first, second) in HIDDEN_SEVEN
        for number in range(times)
    ]


def test_the_attack_recovers_a_hidden_cell_that_nobody_audited() -> None:
    cells = ((HIDDEN,), (count(12), ZERO), (count(12), count(12), ZERO))
    careless = Attack()

    add_table(careless, PublishedTable("departments", "", ("A", "B", "C"), cells, count(43)))

    assert careless.ranges()["departments/0/0"] == pytest.approx((7, 7))


def test_a_table_that_would_give_a_hidden_cell_away_is_merged_or_withheld() -> None:
    people = staff(A=30, B=30, C=30)
    records = programme(people, meetings(people))

    report = publish(records)

    assert all(table.name != "departments" or len(table.groups) < 3 for table in report.tables)
    assert all(high - low >= LEAST_DOUBT - 1e-6 for low, high in attack(report, records).ranges().values())


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 2**32),
    st.lists(st.integers(1, 60), min_size=1, max_size=9),
    st.integers(0, 12),
    st.sampled_from((2, 4, 6)),
)
def test_no_hidden_count_can_be_worked_out_of_a_report(
    seed: int, sizes: list[int], rounds: int, together: int
) -> None:
    records = drawn(seed, sizes, rounds, together=together)

    ranges = attack(publish(records), records).ranges()

    assert {name: ends for name, ends in ranges.items() if ends[1] - ends[0] < LEAST_DOUBT - 1e-6} == {}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 60), min_size=1, max_size=9), st.integers(0, 12))
def test_every_table_says_the_truth_as_far_as_it_may(seed: int, sizes: list[int], rounds: int) -> None:
    records = drawn(seed, sizes, rounds)
    for table in publish(records).tables:
        kind = next(kind for kind in kinds(records.ladder) if kind.name == table.name)
        true = held_between(records.pairings, kind.unit_of)
        numbers = Counter(kind.unit_of(who) for who in records.eligible)

        assert table.total == count(true.total())
        for row, (group, cells) in enumerate(zip(table.groups, table.cells, strict=True)):
            assert len(cells) == row + 1
            if group in numbers:
                assert numbers[group] >= 10
            for other, cell in zip(table.groups, cells, strict=False):
                if group in numbers and other in numbers:
                    assert cell == count(true[min(group, other), max(group, other)])
