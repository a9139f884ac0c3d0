"""An owner keeps two people apart: seen and taken back by that owner alone, and told to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Pick
from storage import programmes
from tests.cast import AMARA, BEN, CHIDI, DANA, EFUA
from tests.conversation.consoles import make_owner
from tests.conversation.setting_up import does, errors, trail
from tests.story import WORKSPACE

if TYPE_CHECKING:
    from bot.message import Message
    from pairing.people import Person
    from tests.story import Story


def keeps_apart(story: Story, one: Person, other: Person, by: Person = DANA) -> Message:
    answer = story.does(by, "admin.apart.save", one=story.address(one), other=story.address(other))
    assert answer is not None
    return answer


def apart(story: Story) -> set[frozenset[str]]:
    with story.database.read() as connection:
        return set(programmes.exclusions(connection, WORKSPACE))


def offered(story: Story, by: Person = DANA) -> list[tuple[str, str]]:
    """Whom the form offers to let go."""
    form = story.does(by, "admin.apart")
    assert form is not None
    return [option for part in form.body if isinstance(part, Pick) for option in part.options]


def test_two_whom_an_owner_keeps_apart_are_not_introduced(story: Story) -> None:
    for other in (BEN, CHIDI, EFUA):
        keeps_apart(story, AMARA, other)
    story.wind(story.plan().starts_at)

    assert story.partner_of(AMARA) not in {BEN, CHIDI, EFUA}


def test_only_who_asked_sees_it_and_takes_it_back(lite: Story) -> None:
    make_owner(lite, EFUA)
    keeps_apart(lite, AMARA, BEN)
    keeps_apart(lite, AMARA, CHIDI, by=EFUA)
    keys = {label: key for key, label in offered(lite)}

    assert list(keys) == [f"{AMARA.name} and {BEN.name}"]
    does(lite, "admin.apart.save", one="", other="", go="\n".join(keys.values()))
    assert offered(lite) == []
    assert apart(lite) == {frozenset({lite.id_of(AMARA), lite.id_of(CHIDI)})}


def test_what_another_asked_for_cannot_be_taken_back_by_a_forged_key(lite: Story) -> None:
    make_owner(lite, EFUA)
    keeps_apart(lite, AMARA, BEN, by=EFUA)
    key = offered(lite, EFUA)[0][0]

    does(lite, "admin.apart.save", go=key)

    assert len(apart(lite)) == 1
    assert offered(lite) == []


def test_it_reads_the_same_whether_they_take_part_or_are_apart_already(lite: Story) -> None:
    lite.says(BEN, "leave")
    answers = [keeps_apart(lite, AMARA, other) for other in (BEN, CHIDI, CHIDI)]

    assert answers[0] == answers[1] == answers[2]
    assert len(apart(lite)) == 2


def test_two_are_needed_and_they_have_to_be_known(lite: Story) -> None:
    me, nobody = lite.address(AMARA), "T1/p/nobody"

    assert errors(does(lite, "admin.apart.save", one=me, other="")).keys() == {"other"}
    assert errors(does(lite, "admin.apart.save", one=me, other=me)).keys() == {"other"}
    assert errors(does(lite, "admin.apart.save", one=f"{me}\n{me}", other=me)).keys() == {"one"}
    assert errors(does(lite, "admin.apart.save", one=nobody, other=me)).keys() == {"one"}
    assert apart(lite) == set()


def test_the_trail_names_neither_and_shows_it_to_who_did_it_alone(lite: Story) -> None:
    make_owner(lite, EFUA)
    keeps_apart(lite, AMARA, BEN)

    assert trail(lite) == [("two kept apart", "")]
    assert "keep two people apart" in str(does(lite, "admin.audit"))
    assert "apart" not in str(lite.does(EFUA, "admin.audit"))


def test_nobody_but_an_owner_may(lite: Story) -> None:
    answers = [lite.does(AMARA, "admin.apart"), keeps_apart(lite, BEN, CHIDI, by=AMARA)]

    assert {answer and answer.title for answer in answers} == {"This part is for owners"}
    assert apart(lite) == set()
