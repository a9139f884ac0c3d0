"""One's own people as files: what they hold, and that nothing in them runs or breaks out."""

from __future__ import annotations

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentlines

from bot.cards import HEADER, Card, sheet, visiting_cards

BEN = Card("b1", "Ben Hughes", "Pharmacist", "Pharmacy", "North", "Runs it", "Send it", date(2026, 12, 8))
BARE = Card("c1", "Chidi Eze")
FORMULAS = ("=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1")  # noqa: RUF001 - read as formulas


def cells(*cards: Card) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet(cards).decode("utf-8-sig"))))


def read(content: bytes) -> list[list[tuple[str, str]]]:
    """The properties of each card, folded lines joined."""
    cards: list[list[tuple[str, str]]] = []
    for line in Contentlines.from_ical(content):  # type: ignore[no-untyped-call]  # the library's own
        if not line:
            continue
        name, _, value = line.parts()
        if (name, value) == ("BEGIN", "VCARD"):
            cards.append([])
        cards[-1].append((name, value))
    return cards


def test_a_sheet_has_a_row_each_under_its_header() -> None:
    assert cells(BEN, BARE) == [
        list(HEADER),
        ["Ben Hughes", "Pharmacist", "Pharmacy", "North", "Runs it", "Send it", "2026-12-08"],
        ["Chidi Eze", "", "", "", "", "", ""],
    ]
    assert sheet([BEN]).startswith(b"\xef\xbb\xbf"), "Excel reads names right only with the mark"


def test_no_cell_of_a_sheet_is_a_formula() -> None:
    cards = [Card("x", formula, formula, formula, formula, formula, formula) for formula in FORMULAS]

    for row in cells(*cards)[1:]:
        assert all(cell.lstrip()[:1] == "'" for cell in row[:6]), row


def test_a_card_says_what_the_standard_asks_for() -> None:
    [card] = read(visiting_cards([BEN]))

    assert card == [
        ("BEGIN", "VCARD"),
        ("VERSION", "4.0"),
        ("KIND", "individual"),
        ("UID", "urn:crossbrew:b1"),
        ("FN", "Ben Hughes"),
        ("TITLE", "Pharmacist"),
        ("ORG", "Pharmacy"),
        ("NOTE", "Runs it · Send it"),
        ("END", "VCARD"),
    ]


def test_a_hostile_name_is_a_name_and_starts_no_card_of_its_own() -> None:
    name = "Zoë\r\nEND:VCARD\r\nBEGIN:VCARD\r\nEMAIL:x@example.org;a,b\\" * 4
    content = visiting_cards([Card("x", name, name, name, note=name), BARE])

    first, second = read(content)
    assert {name for name, _ in first} == {
        "BEGIN",
        "VERSION",
        "KIND",
        "UID",
        "FN",
        "TITLE",
        "ORG",
        "NOTE",
        "END",
    }
    assert ("FN", "Chidi Eze") in second
    assert max(map(len, content.split(b"\r\n"))) <= 75


@given(words=st.text(max_size=200))
def test_no_words_break_either_file(words: str) -> None:
    card = Card("x", words, words, words, words, words, words)

    assert len(read(visiting_cards([card, BARE]))) == 2
    assert [row[0] for row in cells(card, BARE)][-1] == "Chidi Eze"


def test_nobody_at_all_is_an_empty_file_with_a_header() -> None:
    assert cells() == [list(HEADER)]
    assert visiting_cards([]) == b""
