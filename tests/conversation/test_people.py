"""My people: whom somebody met by their own word, what they wrote about each, and their own files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.message import Button, Day, Facts, File, Input, Row
from pairing.answers import Answer, Said
from storage import privacy, programmes
from storage.database import Database
from tests.cast import AMARA, BEN, CHIDI, DANA, EFUA, person
from tests.storage.shelf import answer_in, later, open_round
from tests.story import FINN, SIX, WORKSPACE, Story

if TYPE_CHECKING:
    from pathlib import Path

    from bot.message import Message
    from pairing.people import Person

CMD = "=cmd()"


def meets(story: Story, number: int, *others: Person, said: Said = Said.MET) -> None:
    """Amara was introduced to these in a round, one after the other, and says this of each."""
    ids = {who.id: replace(who, id=story.id_of(who)) for who in (AMARA, *others)}
    with story.database.change() as connection:
        of = programmes.programmes(connection, WORKSPACE)[0]
        pairs = [(ids[AMARA.id], ids[who.id]) for who in others]
        for pairing in open_round(connection, of, number, *pairs):
            answer_in(connection, WORKSPACE, pairing, Answer(ids[AMARA.id].id, said, later(days=number)))


@pytest.fixture
def met(lite: Story) -> Story:
    """Amara met Ben and later Chidi; she did not meet Dana, and said nothing of Efua."""
    meets(lite, -3, BEN)
    meets(lite, -2, CHIDI)
    meets(lite, -1, DANA, said=Said.NOT_MET)
    return lite


def shows(story: Story, name: str = "people", **data: str) -> Message:
    answer = story.does(AMARA, name, **data)
    assert answer is not None
    return answer


def named(message: Message) -> list[str]:
    """Whom a page shows, in order."""
    return [part.rows[0][0] for part in message.body if isinstance(part, Facts)]


def labels(message: Message) -> list[str]:
    return [action.label for action in message.actions]


def writes(story: Story, about: Person, **data: str) -> Message:
    return shows(story, "person.save", about=story.id_of(about), **data)


def file(message: Message) -> File:
    return next(part for part in message.body if isinstance(part, File))


def test_they_are_whom_one_says_one_met_the_latest_first(met: Story) -> None:
    assert named(shows(met)) == ["Chidi Eze", "Ben Hughes"]
    assert met.says(AMARA, "people").title == "Your people"
    assert named(met.says(AMARA, "my people")) == ["Chidi Eze", "Ben Hughes"]


def test_what_the_other_side_said_makes_nobody_ones_own(met: Story) -> None:
    meets(met, -4, EFUA, said=Said.BOOKED)
    with met.database.change() as connection:
        for pairing in ("main.-4.1", "main.-1.1"):
            other = met.id_of(EFUA if "-4" in pairing else DANA)
            answer_in(connection, WORKSPACE, pairing, Answer(other, Said.MET, later(days=9)))

    assert named(shows(met)) == ["Chidi Eze", "Ben Hughes"]
    assert shows(met, "person", about=met.id_of(DANA)).title == "Not among your people"


def test_nobody_yet_is_said_kindly_and_offers_nothing_to_press(lite: Story) -> None:
    page = shows(lite)

    assert "Nobody yet" in page.summary
    assert page.actions == ()


def test_a_note_a_step_and_a_day_are_written_shown_and_changed(met: Story) -> None:
    answer = writes(met, BEN, note="Runs the night rota", next_step="Send it", remind_on="2026-01-29")
    assert answer.title == "Kept, for you alone"

    page = str(shows(met))
    assert all(words in page for words in ("Runs the night rota", "Send it", "Thursday 29 January"))
    form = shows(met, "person", about=met.id_of(BEN))
    values = [part.value for part in form.body if isinstance(part, Input | Day)]
    assert values == ["Runs the night rota", "Send it", date(2026, 1, 29)]

    assert shows(met, "person.done", about=met.id_of(BEN)).title == "Well done"
    assert "Runs the night rota" in str(shows(met))
    assert "Send it" not in str(shows(met))
    for who in (BEN, CHIDI):
        assert "night rota" not in met.seen_by(who)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"note": "x" * 501}, "note"),
        ({"next_step": "x" * 301}, "next_step"),
        ({"remind_on": "2026-01-01"}, "remind_on"),
        ({"remind_on": "9999-12-31"}, "remind_on"),
        ({"remind_on": CMD}, "remind_on"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_the_form(met: Story, values: dict[str, str], field: str) -> None:
    answer = writes(met, BEN, **{"note": "kept in the form", **values})

    wrong = [part.name for part in answer.body if isinstance(part, Input | Day) and part.error]
    assert wrong == [field]
    assert "kept in the form" not in str(shows(met))


@pytest.mark.parametrize("name", ["person", "person.save", "person.done"])
@pytest.mark.parametrize("about", ["", "nobody", "\x00", "' OR 1=1 --"])
def test_about_anybody_else_nothing_is_kept(met: Story, name: str, about: str) -> None:
    assert shows(met, name, about=about, note="x").title == "Not among your people"


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("chidi", ["Chidi Eze"]),
        ("PHARMacy", ["Ben Hughes"]),
        ("rota night", ["Ben Hughes"]),
        ("electrician", ["Chidi Eze"]),
        ("zebra", []),
        ("%", []),
        ("", ["Chidi Eze", "Ben Hughes"]),
    ],
)
def test_they_are_found_by_name_team_and_the_words_of_a_note(met: Story, find: str, found: list[str]) -> None:
    writes(met, BEN, note="Runs the night rota")

    assert shows(met, "people.find").is_form
    page = shows(met, "people.found", find=find)
    assert named(page) == found
    assert ("Show all" in labels(page)) == bool(find)
    assert named(met.says(AMARA, f"people {find}")) == found


def test_ten_are_shown_a_page(tmp_path: Path) -> None:
    crowd = tuple(person(f"Colleague{number} Smith", "Nursing", "Band 5") for number in range(23))
    story = Story(Database(f"sqlite:///{tmp_path / 'crowd.db'}"), (AMARA, *crowd))
    story.says(AMARA, "join")
    meets(story, -1, *crowd)

    pages = [shows(story)]
    while "More" in labels(pages[-1]):
        more = next(one for one in pages[-1].actions if one.label == "More")
        assert isinstance(more, Button)
        pages.append(shows(story, more.name, **more.data))

    assert [len(named(page)) for page in pages] == [10, 10, 3]
    assert {name for page in pages for name in named(page)} == {who.name for who in crowd}
    assert "11 to 20" in pages[1].summary
    for page in ("0", "-1", "x", "99999", "²", "9" * 5_000, "99"):
        assert named(shows(story, page=page))
    story.database.close()


def test_each_row_has_its_own_button(met: Story) -> None:
    rows = [part for part in shows(met).body if isinstance(part, Row)]
    about = [button.data["about"] for row in rows for button in row.actions if isinstance(button, Button)]

    assert about == [met.id_of(CHIDI), met.id_of(BEN)]


def test_the_files_hold_ones_own_people_and_notes_and_run_nothing(met: Story) -> None:
    writes(met, BEN, note=CMD, next_step="+1")

    sheet, cards = file(shows(met, "people.csv")), file(shows(met, "people.vcard"))
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Name", "Chidi Eze", "Ben Hughes"]
    assert rows[2][4:6] == [f"'{CMD}", "'+1"]
    assert (sheet.name, cards.name) == ("people.csv", "people.vcf")
    assert cards.content.count(b"BEGIN:VCARD\r\nVERSION:4.0\r\n") == 2
    assert b"example.org" not in sheet.content + cards.content, "no address that they did not give"
    assert b"Dana" not in sheet.content + cards.content


def test_whoever_is_erased_leaves_the_list_and_takes_the_note_along(met: Story) -> None:
    writes(met, BEN, note="Runs the night rota")
    with met.database.change() as connection:
        privacy.erase(connection, WORKSPACE, met.id_of(BEN))

    assert named(shows(met)) == ["Chidi Eze"]
    assert "night rota" not in str(shows(met))


def test_each_has_a_list_of_their_own(met: Story) -> None:
    for who in SIX:
        answer = met.does(who, "people")
        assert answer is not None
        assert bool(named(answer)) == (who is AMARA)
    assert FINN in met.cast
