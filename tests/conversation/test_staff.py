"""A staff list that is dropped into the chat: looked into first, imported on a press, kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.platforms import DeliveryError
from storage import people, workspaces
from storage.sources import STAFF_LIST
from tests.cast import AMARA, DANA
from tests.conversation.setting_up import buttons, does, trail
from tests.story import SIX, WORKSPACE, Story
from tests.wording.plain import plain

if TYPE_CHECKING:
    from bot.message import Message
    from pairing.people import Person

HEADER = "staff_id,name,email,department,grade\n"


def listed(*who: Person, **departments: str) -> bytes:
    """A list of these people; ``departments`` by first name where they are other than known."""
    rows = (
        f"{one.staff_id},{one.name},{one.id}@example.org,"
        f"{departments.get(one.name.split()[0].lower(), one.department)},{one.grade}\n"
        for one in who
    )
    return (HEADER + "".join(rows)).encode()


def drops(story: Story, content: bytes, who: Person = DANA) -> Message:
    story.chat.drop(story.address(who), "staff.csv", content)
    return story.last(who).message


def sent_by(story: Story, who: Person) -> str:
    """The id of the file that somebody sent last."""
    return story.chat._files[story.address(who)][0]


def presses(story: Story, label: str) -> Message:
    last = story.last(DANA)
    button = buttons(last.message)[label]
    story.chat.press(story.address(DANA), story.address(DANA), last.id, button.name, dict(button.data))
    return story.last(DANA).message


def departments(story: Story) -> dict[str, str]:
    with story.database.read() as connection:
        return {id_: facts["department"] for id_, facts in people.directory(connection, WORKSPACE).items()}


def test_what_a_list_would_change_is_told_before_anything_is(lite: Story) -> None:
    before = departments(lite)

    answer = drops(lite, listed(*SIX, amara="Pharmacy") + b"S-new,Gita Rao,gita@example.org,Stores,Band 4\n")

    told = plain(answer)
    assert "Columns: 5 understood" in told
    assert "New: 1" in told
    assert "Changed: 1" in told
    assert "Gone: 0" in told
    assert list(buttons(answer)) == ["Import it", "Leave it"]
    assert departments(lite) == before


def test_it_is_imported_on_a_press_and_written_into_the_audit_trail(lite: Story) -> None:
    drops(lite, listed(*SIX, amara="Pharmacy"))

    done = presses(lite, "Import it")

    assert done.summary == "The staff list is imported: 0 new, 1 changed, 0 gone."
    assert departments(lite)[AMARA.staff_id] == "Pharmacy"
    assert ("staff list imported", "0 added, 1 changed, 0 left") in trail(lite)


def test_left_alone_it_changes_nothing(lite: Story) -> None:
    before = departments(lite)
    drops(lite, listed(*SIX, amara="Pharmacy"))

    assert presses(lite, "Leave it").title == "Left as it was"
    assert departments(lite) == before


def test_pressed_twice_it_changes_nothing_more(lite: Story) -> None:
    drops(lite, listed(*SIX, amara="Pharmacy"))
    file = buttons(lite.last(DANA).message)["Import it"].data["file"]

    first, second = (does(lite, "staff_list.import.now", file=file) for _ in range(2))

    assert "1 changed" in first.summary
    assert "nothing has changed" in second.summary


def test_a_list_in_which_more_than_a_fifth_is_missing_asks_for_one_press_more(lite: Story) -> None:
    before = departments(lite)
    asked = drops(lite, listed(*SIX[:4]))
    file = buttons(asked)["Import it all the same"].data["file"]

    assert "more than a fifth" in plain(asked)
    assert "more than a fifth" in plain(does(lite, "staff_list.import.now", file=file)), "they were not asked"
    assert departments(lite) == before

    assert "2 gone" in presses(lite, "Import it all the same").summary
    assert len(departments(lite)) == 4


def test_a_list_with_lines_to_mend_cannot_be_imported(lite: Story) -> None:
    before = departments(lite)

    answer = drops(lite, listed(*SIX, amara="Pharmacy") + b"S-9,,,,\n")
    assert answer.title == "1 line to mend first"
    assert buttons(answer) == {}

    sent = sent_by(lite, DANA)
    assert does(lite, "staff_list.import.now", file=sent, sure="yes").title == "1 line to mend first"
    assert departments(lite) == before


def test_what_people_typed_stands_and_does_not_count_as_a_change(lite: Story) -> None:
    lite.joins(AMARA, department="Theatres")

    assert "Changed: 0" in plain(drops(lite, listed(*SIX)))
    presses(lite, "Import it")
    assert departments(lite)[AMARA.staff_id] == "Theatres"

    with lite.database.change() as connection:
        workspaces.change_sources(connection, WORKSPACE, {"department": STAFF_LIST}, directory_wins=True)
    assert "Changed: 1" in plain(drops(lite, listed(*SIX)))
    presses(lite, "Import it")
    assert departments(lite)[AMARA.staff_id] == AMARA.department


@pytest.mark.parametrize(
    "name", ["staff_list", "staff_list.look", "staff_list.import", "staff_list.import.now"]
)
def test_nobody_but_an_owner_sees_or_does_any_of_it(lite: Story, name: str) -> None:
    drops(lite, listed(*SIX, amara="Pharmacy"))
    sent = sent_by(lite, DANA)

    answer = lite.does(AMARA, name, file=sent)

    assert answer is not None
    assert answer.title == "This part is for owners"


def test_somebody_else_s_file_is_not_opened(lite: Story) -> None:
    answer = drops(lite, listed(*SIX), who=AMARA)

    assert answer.title == "Thank you, but files are of no use here"
    sent = sent_by(lite, AMARA)
    assert does(lite, "staff_list.look", file=sent).title == "That file could not be read"


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("missing_scope", "files:read"),
        ("too_large", "10 MB"),
        ("not_a_list", "CSV UTF-8"),
        ("http_500", "once more"),
    ],
)
def test_a_file_that_cannot_be_had_is_told_with_what_to_do(
    lite: Story, monkeypatch: pytest.MonkeyPatch, reason: str, told: str
) -> None:
    def refuse(address: str, file: str) -> bytes:
        raise DeliveryError(f"{reason}" if address and file else "")

    monkeypatch.setattr(lite.chat, "fetch", refuse)

    assert told in plain(drops(lite, b""))


def test_the_page_says_how_many_the_list_has_and_how_to_hand_in_a_new_one(lite: Story) -> None:
    page = does(lite, "staff_list")

    assert "6 people in" in plain(page)
    assert "drop it into your chat with Crossbrew" in plain(page)
    assert buttons(lite.says(DANA, "admin"))["Staff list"].name == "staff_list"


def test_what_was_dropped_is_kept_nowhere(lite: Story) -> None:
    drops(lite, listed(*SIX) + b"S-secret,Zebedee Quill,zq@example.org,Stores,Band 4\n")

    with lite.database.read() as connection:
        dump = "\n".join(connection.connection.dbapi_connection.iterdump())  # type: ignore[union-attr]
    assert "Zebedee" not in dump
