"""Joining, changing one's details, skipping, pausing, coming back and leaving."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeAlias

from bot.conversation import several
from bot.conversation.admitting import mistakes, turned_away
from bot.conversation.dates import UnreadableDateError, read_until
from bot.wording import joining
from pairing.people import Preferences, Status
from scheduler.freeing import free_all_of
from storage import directory, people, programmes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.people import Member

FACTS = ("department", "grade", "site", "job_title")
LISTED = ("department", "grade", "site")
"""What the organisation may have its own list of."""

LONGEST_NUMBER = 9
"""Digits in the number of a round that any button carries; Python refuses to read thousands of them."""


Lists: TypeAlias = "Mapping[str, tuple[str, ...]]"
"""The organisation's departments, grades and sites, each list under its fact."""


def ask_to_join(turn: Turn) -> Message:
    """The join form; first which programme is meant, where there are several and none was named."""
    return several.which(turn) or join(turn)


def join(turn: Turn) -> Message:
    """Open the join form, filled in with what is known, for whoever may join."""
    if away := turned_away(turn):
        return away
    member = turn.member
    facts = {name: str(getattr(turn.person, name)) for name in FACTS}
    own = member.preferences if member else Preferences()
    draft = joining.Draft(**facts, offer=own.offers[0] if own.offers else "", curiosity=own.curiosity)
    return _form(turn, draft, _lists(turn), {})


def save(turn: Turn) -> Message:
    """Take the join form: opt the person in, or change their details."""
    if away := turned_away(turn):
        return away
    lists = _lists(turn)
    draft = _typed(turn, lists)
    facts = {name: getattr(draft, name) for name in LISTED}
    if errors := mistakes(turn, facts) | _errors(draft, lists):
        return _form(turn, draft, lists, errors)
    was_in = turn.is_in
    said = {name: getattr(draft, name) for name in FACTS}
    directory.keep_typed(turn.connection, turn.person, said)
    programmes.join(turn.connection, turn.programme, turn.person.id, turn.now, _wishes(turn.member, draft))
    if was_in:
        return joining.saved()
    programmes.set_status(turn.connection, turn.programme, turn.person.id, Status.ACTIVE)
    return joining.joined(_next_start(turn), turn.person.timezone)


def leave(turn: Turn) -> Message:
    """Stop everything at once; whoever was waiting for them is freed."""
    if not turn.is_in:
        return joining.already_left() if turn.member else joining.not_a_member()
    # Pairings before members, as a round that closes takes them: neither waits for the other.
    free_all_of(turn.connection, turn.programme, turn.person.id, turn.now)
    programmes.set_status(turn.connection, turn.programme, turn.person.id, Status.LEFT)
    return joining.left()


def skip(turn: Turn) -> Message:
    """Leave out the next round alone."""
    member = turn.member
    if member is None or not turn.is_in:
        return joining.not_a_member()
    starts_at = turn.start_for(member)
    asked = turn.text("round")
    is_past = asked.isdecimal() and len(asked) <= LONGEST_NUMBER and int(asked) < turn.next_round
    if starts_at != turn.next_start or is_past:
        return joining.nothing_to_skip()
    turn.change_member(skips_round=turn.next_round)
    return joining.skipping(starts_at, turn.person.timezone)


def pause(turn: Turn) -> Message:
    """Ask until when; a press on *Pause* carries no date. A day that was set before stands in the form."""
    if not turn.is_in:
        return joining.not_a_member()
    until = _paused_until(turn)
    return joining.pause_form(joining.typed_day(until) if until else "")


def pause_typed(turn: Turn) -> Message:
    """Pause until they say so; somebody who is to be back on a day is told of it, and keeps it."""
    until = _paused_until(turn)
    return joining.paused_already(until) if until else save_pause(turn)


def _paused_until(turn: Turn) -> date | None:
    """The day on which somebody who is paused is back, if there is one."""
    member = turn.member
    is_paused = member is not None and turn.is_in and not member.is_active(turn.today)
    return member.paused_until if member and is_paused else None


def save_pause(turn: Turn) -> Message:
    """Pause until a day, or until they say so."""
    if not turn.is_in:
        return joining.not_a_member()
    words = turn.text("until")
    try:
        until = read_until(words, turn.today)
    except UnreadableDateError:
        return joining.pause_form(words, joining.bad_date(words))
    programmes.set_status(turn.connection, turn.programme, turn.person.id, Status.PAUSED, until)
    return joining.paused(until)


def back(turn: Turn) -> Message:
    """End a pause, or a skip."""
    if not turn.is_in:
        return joining.not_a_member()
    programmes.set_status(turn.connection, turn.programme, turn.person.id, Status.ACTIVE)
    turn.change_member(skips_round=None)
    return joining.resumed(_next_start(turn), turn.person.timezone)


def _next_start(turn: Turn) -> datetime:
    """When the next round starts for somebody who is in from now on: at their own pace, if they have one."""
    found = programmes.members(turn.connection, turn.programme, [turn.person.id])
    return turn.start_for(found[turn.person.id]) or turn.next_start


def _wishes(member: Member | None, draft: joining.Draft) -> Preferences:
    """What the form says of wishes, and what was said before of everything that it does not ask."""
    before = member.preferences if member else Preferences()
    offers = (draft.offer, *before.offers[1:])
    return replace(before, offers=tuple(filter(None, offers)), curiosity=draft.curiosity)


def _form(turn: Turn, draft: joining.Draft, lists: Lists, errors: dict[str, str]) -> Message:
    """The form; grades come in the order of the ladder."""
    step = turn.programme.ladder.step
    grades = sorted(lists["grade"], key=lambda grade: (step(grade) is None, step(grade) or 0, grade))
    return joining.join_form(
        draft, lists["department"], tuple(grades), lists["site"], errors, is_member=turn.is_in
    )


def _lists(turn: Turn) -> Lists:
    """The organisation's own lists, read once; empty where it has none."""
    return {name: people.known_values(turn.connection, turn.workspace, name) for name in LISTED}


def _typed(turn: Turn, lists: Lists) -> joining.Draft:
    """What the form holds, with the organisation's own spelling of what is on its lists."""
    typed = {field.name: turn.text(field.name) for field in fields(joining.Draft)}
    for name, known in lists.items():
        if typed[name] not in known:
            spellings = {value.casefold(): value for value in known}
            typed[name] = spellings.get(typed[name].casefold(), typed[name])
    return joining.Draft(**typed)


def _errors(draft: joining.Draft, lists: Lists) -> dict[str, str]:
    """A sentence by field for what cannot be taken as it was typed."""
    errors = {
        name: joining.too_long(name, longest)
        for name, longest in joining.LONGEST.items()
        if len(value := getattr(draft, name)) > longest and value not in lists.get(name, ())
    }
    if not draft.department:
        errors["department"] = joining.required("department")
    known = lists["department"]
    if known and draft.department and draft.department not in known:
        errors.setdefault("department", joining.unknown_department(draft.department))
    return errors


READS: Mapping[str, Handler] = {"join": ask_to_join, "details": join}
WRITES: Mapping[str, Handler] = {
    "join.save": save,
    "leave": leave,
    "skip": skip,
    "pause": pause,
    "pause.typed": pause_typed,
    "pause.save": save_pause,
    "back": back,
}
