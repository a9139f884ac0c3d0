"""What a member would like: kept whole or not at all, each mistake beside its field."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.message import FIELDS, Day
from bot.platforms import Profile
from bot.wording import preferences as words
from pairing.people import Curious, Pace, PartOfDay, Preferences, Season, Status, Way
from storage import colleagues, finding, people
from tests.cast import AMARA, BEN, CHIDI, person
from tests.story import WORKSPACE, Story

if TYPE_CHECKING:
    from bot.message import Message

GITA = person("Gita Rao", "Stores", "Band 4")
ALL: dict[str, str] = {
    "pace": "monthly",
    "minutes": "60",
    "ways": "walk\nphone",
    "parts": "mornings",
    "offers": "Bread\nThe wards at night",
    "asks": "Budgets",
    "curious_about": "team",
    "curiosity": "The labs",
    "season": "grow",
    "quiet_from": "21:00",
    "quiet_until": "07:00",
}
KEPT = Preferences(
    pace=Pace.MONTHLY,
    minutes=60,
    ways=frozenset((Way.WALK, Way.PHONE)),
    parts=frozenset((PartOfDay.MORNINGS,)),
    offers=("Bread", "The wards at night"),
    asks=("Budgets",),
    curiosity="The labs",
    curious_about=Curious.TEAM,
    season=Season.GROW,
    quiet_from=time(21),
    quiet_until=time(7),
)
RUBBISH = ["<!channel>", "\x00", "\ud800", "x" * 10_000, "٢٣", "-1", "1e9", "2026-02-31", "25:61"]


def saves(story: Story, **typed: str) -> Message:
    answer = story.does(AMARA, "preferences.save", **typed)
    assert answer is not None
    return answer


def errors(message: Message) -> dict[str, str]:
    return {part.name: part.error for part in message.body if isinstance(part, FIELDS) and part.error}


def opened(story: Story) -> dict[str, Any]:
    """What the form shows as it is opened, as it would be sent back untouched."""
    form = story.does(AMARA, "preferences")
    assert form is not None
    return sent_back(form)


def sent_back(form: Message) -> dict[str, str]:
    sent = dict(form.actions[0].data)  # type: ignore[union-attr]  # a form is sent by a button
    for part in form.body:
        if isinstance(part, Day):
            sent[part.name] = part.value.isoformat() if part.value else ""
        elif isinstance(part, FIELDS):
            several = getattr(part, "values", None)
            sent[part.name] = getattr(part, "value", "") if several is None else "\n".join(several)
    return sent


def known_to_amara(story: Story) -> frozenset[str]:
    with story.database.read() as connection:
        return colleagues.of(connection, WORKSPACE, story.id_of(AMARA))


def test_everything_that_was_said_is_kept_and_shown_again(story: Story) -> None:
    assert saves(story, **ALL).title == "Saved, and good to know"

    assert story.member(AMARA).preferences == KEPT
    assert opened(story).items() >= ALL.items() - {("ways", ALL["ways"])}


def test_a_form_sent_back_untouched_changes_nothing(lite: Story) -> None:
    saves(lite, **ALL, colleagues=lite.address(BEN))
    lite.says(AMARA, "pause until 3 February")
    before = lite.member(AMARA)

    assert saves(lite, **opened(lite)).title == "Saved, and good to know"
    assert lite.member(AMARA) == before
    assert known_to_amara(lite) == {lite.id_of(BEN)}


@pytest.mark.parametrize(("since", "until"), [("09:00", "18:00"), ("18:00", "17:00"), ("00:00", "12:00")])
def test_quiet_hours_that_leave_an_hour_are_taken(lite: Story, since: str, until: str) -> None:
    assert not saves(lite, quiet_from=since, quiet_until=until).has_errors
    assert opened(lite).items() >= {"quiet_from": since, "quiet_until": until}.items()


def test_everything_may_be_left_out(lite: Story) -> None:
    saves(lite, **ALL)
    saves(lite)

    assert lite.member(AMARA).preferences == Preferences()


@pytest.mark.parametrize("field", [name for name in ALL if name not in {"offers", "asks", "curiosity"}])
@pytest.mark.parametrize("typed", RUBBISH)
def test_what_is_on_no_list_is_refused_beside_its_field(lite: Story, field: str, typed: str) -> None:
    kept = lite.member(AMARA)

    found = saves(lite, **ALL | {field: typed, "offers": "Kept as typed"})

    if found.is_form:
        assert errors(found).keys() == {field}
        assert sent_back(found)["offers"] == "Kept as typed"
        assert lite.member(AMARA) == kept
    else:
        assert typed in {"\x00", "\ud800"}, "nothing is left of it, which is no preference"


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        ({"offers": "x" * 201}, {"offers": words.LINE_TOO_LONG}),
        ({"asks": "1\n2\n3\n4"}, {"asks": words.TOO_MANY_LINES}),
        ({"curiosity": "x" * 10_000}, {"curiosity": words.TOO_LONG}),
        ({"quiet_until": ""}, {"quiet_until": words.BOTH_HOURS}),
        ({"quiet_from": ""}, {"quiet_from": words.BOTH_HOURS}),
        ({"quiet_until": "21:00"}, {"quiet_until": words.OTHER_HOUR}),
        ({"quiet_from": "08:00", "quiet_until": "18:00"}, {"quiet_until": words.NO_HOUR_LEFT}),
        ({"quiet_from": "17:00", "quiet_until": "16:30"}, {"quiet_until": words.NO_HOUR_LEFT}),
        ({"rest_until": "2026-01-14"}, {"rest_until": words.BAD_DAY}),
        ({"rest_until": "2027-02-01"}, {"rest_until": words.BAD_DAY}),
        ({"rest_until": "smarch"}, {"rest_until": words.BAD_DAY}),
        ({"colleagues": "T1/p/nobody"}, {"colleagues": words.NOT_FOUND}),
        ({"colleagues": "\n".join(f"T1/p/{n}" for n in range(26))}, {"colleagues": words.TOO_MANY_PEOPLE}),
        ({"colleagues": "\n".join(f"T1/p/{n}" for n in range(25))}, {"colleagues": words.NOT_FOUND}),
        (
            {"pace": "hourly", "minutes": "a while", "season": "spring"},
            {"pace": words.CHOOSE_ONE, "minutes": words.CHOOSE_ONE, "season": words.CHOOSE_ONE},
        ),
    ],
)
def test_each_mistake_stands_beside_its_field_and_nothing_is_kept(
    lite: Story, typed: dict[str, str], beside: dict[str, str]
) -> None:
    kept = lite.member(AMARA)

    assert errors(saves(lite, **ALL | typed)) == beside
    assert (lite.member(AMARA), known_to_amara(lite)) == (kept, frozenset())


def test_a_rest_is_set_kept_and_ended_by_the_form_alone_where_the_form_changes_it(lite: Story) -> None:
    saves(lite, rest_until="2026-02-03")
    assert (lite.member(AMARA).status, lite.member(AMARA).paused_until) == (Status.PAUSED, date(2026, 2, 3))

    changed = saves(lite, **opened(lite) | {"rest_until": "2026-03-01"})
    assert "back on Sunday 1 March" in str(changed.body)
    saves(lite, **opened(lite) | {"rest_until": ""})
    assert lite.member(AMARA).status is Status.ACTIVE


def test_a_form_that_knew_of_no_rest_ends_none(lite: Story) -> None:
    shown = opened(lite)
    lite.says(AMARA, "pause")

    saves(lite, **shown)

    assert lite.member(AMARA).status is Status.PAUSED


def test_a_rest_that_was_over_while_the_form_was_open_is_no_mistake(lite: Story) -> None:
    saves(lite, rest_until="2026-01-16")
    shown = opened(lite)
    lite.wind(lite.clock.now() + timedelta(days=3))

    assert not saves(lite, **shown).has_errors


def test_colleagues_are_kept_shown_and_taken_off(lite: Story) -> None:
    saves(lite, colleagues=f"{lite.address(BEN)}\n{lite.address(CHIDI)}\n{lite.address(AMARA)}")
    assert known_to_amara(lite) == {lite.id_of(BEN), lite.id_of(CHIDI)}

    saves(lite, **opened(lite) | {"colleagues": lite.address(CHIDI)})
    assert known_to_amara(lite) == {lite.id_of(CHIDI)}


def test_whom_the_form_did_not_show_stays_on_the_list(lite: Story) -> None:
    shown = opened(lite)
    lite.does(AMARA, "just_met", people=lite.address(BEN))

    saves(lite, **shown | {"colleagues": lite.address(CHIDI)})

    assert known_to_amara(lite) == {lite.id_of(BEN), lite.id_of(CHIDI)}


def test_somebody_the_bot_never_met_is_asked_about_and_remembered_as_themselves(story: Story) -> None:
    there = story.address(GITA)
    story.chat.register(there, Profile("Gita Rao", "gita@example.org"))

    assert saves(story, colleagues=there).title == "Saved, and good to know"

    with story.database.read() as connection:
        (gita,) = finding.at_addresses(connection, WORKSPACE, [there]).values()
    assert gita.name == "Gita Rao"
    assert known_to_amara(story) == {gita.id}


def test_an_entry_that_is_written_from_elsewhere_is_nobody_elses(lite: Story) -> None:
    kept = len(everybody(lite))
    lite.chat.register("T1/p/ben-hughes", Profile("Benjamin", "ben@example.org"))

    saves(lite, colleagues="T1/p/ben-hughes")

    assert len(everybody(lite)) == kept + 1, "Ben writes from elsewhere already, so this is nobody's entry"
    assert name_at(lite, "T1/p/ben-hughes") == "Benjamin"


def everybody(story: Story) -> list[str]:
    with story.database.read() as connection:
        return list(people.people(connection, WORKSPACE))


def name_at(story: Story, address: str) -> str:
    with story.database.read() as connection:
        return finding.at_addresses(connection, WORKSPACE, [address])[address].name
