"""What a member would like, in one form. A form in which something is wrong comes back whole."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, time
from typing import TYPE_CHECKING

from bot.conversation import whom
from bot.conversation.dates import LONGEST_PAUSE
from bot.wording import joining
from bot.wording import preferences as words
from bot.wording.preferences import MOST_COLLEAGUES, Draft
from pairing.hours import leaves_no_hour
from pairing.people import Curious, Pace, PartOfDay, Preferences, Season, Status, Way
from storage import colleagues, programmes
from storage.preferences import to_stored

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.people import Member

REST = "rest"
"""The name under which the form's button carries until when the form said that they rest."""

SEVERAL = ("ways", "parts", "offers", "asks", "colleagues")
LISTED: Mapping[str, type[Way | PartOfDay]] = {"ways": Way, "parts": PartOfDay}
CHOSEN: Mapping[str, type[Pace | Curious | Season]] = {
    "pace": Pace,
    "curious_about": Curious,
    "season": Season,
}
MOST_DIGITS = 4


def show(turn: Turn) -> Message:
    """The form, filled in with what is kept."""
    member = turn.member
    if member is None or not turn.is_in:
        return joining.not_a_member()
    known = colleagues.of(turn.connection, turn.workspace, turn.person.id)
    shown = whom.addresses_of(turn, known, MOST_COLLEAGUES)
    rest = _rest_of(turn, member)
    carried = {whom.SHOWN: "\n".join(shown), REST: _iso(rest)}
    return words.preferences_form(_kept(member.preferences, rest, shown), carried, rest)


def save(turn: Turn) -> Message:
    """Keep what the form says, all of it or nothing."""
    member = turn.member
    if member is None or not turn.is_in:
        return joining.not_a_member()
    draft = _typed(turn)
    chosen = whom.named(turn, draft.colleagues)
    if errors := dict(_errors(turn, draft, chosen)):
        carried = {whom.SHOWN: whom.carried_on(turn), REST: _iso(_day(turn.text(REST)))}
        found = replace(draft, colleagues=tuple(chosen))
        return words.preferences_form(found, carried, _day(draft.rest_until), errors)
    turn.change_member(preferences=to_stored(_read(draft)))
    known = colleagues.of(turn.connection, turn.workspace, turn.person.id)
    now_known = whom.listed(turn, chosen).applied_to(known)
    colleagues.replace_all(turn.connection, turn.workspace, turn.person.id, now_known)
    return _saved(turn, draft)


def _saved(turn: Turn, draft: Draft) -> Message:
    """Rest, or end the rest, where the form changed it: an open-ended pause is not the form's to end."""
    if draft.rest_until == turn.text(REST):
        return words.saved()
    until = _day(draft.rest_until)
    status = Status.PAUSED if until else Status.ACTIVE
    programmes.set_status(turn.connection, turn.programme, turn.person.id, status, until)
    return words.saved(until, is_back=until is None)


def _rest_of(turn: Turn, member: Member) -> date | None:
    return None if member.is_active(turn.today) else member.paused_until


def _kept(own: Preferences, rest: date | None, shown: tuple[str, ...]) -> Draft:
    return Draft(
        pace=own.pace.value,
        rest_until=_iso(rest),
        minutes=str(own.minutes or ""),
        ways=tuple(sorted(own.ways)),
        parts=tuple(sorted(own.parts)),
        offers=own.offers,
        asks=own.asks,
        curious_about=own.curious_about or "",
        curiosity=own.curiosity,
        season=own.season or "",
        quiet_from=_hour_words(own.quiet_from),
        quiet_until=_hour_words(own.quiet_until),
        colleagues=shown,
    )


def _typed(turn: Turn) -> Draft:
    names = [field.name for field in fields(Draft)]
    several = {name: turn.texts(name) for name in SEVERAL}
    return Draft(**{name: turn.text(name) for name in names if name not in SEVERAL} | several)  # type: ignore[arg-type]  # each as its field has it


def _read(draft: Draft) -> Preferences:
    """A draft without errors, as it is kept."""
    return Preferences(
        pace=Pace(draft.pace or Pace.EVERY_ROUND),
        minutes=int(draft.minutes or 0),
        ways=frozenset(map(Way, draft.ways)),
        parts=frozenset(map(PartOfDay, draft.parts)),
        offers=draft.offers,
        asks=draft.asks,
        curiosity=draft.curiosity,
        curious_about=Curious(draft.curious_about) if draft.curious_about else None,
        season=Season(draft.season) if draft.season else None,
        quiet_from=_hour(draft.quiet_from),
        quiet_until=_hour(draft.quiet_until),
    )


def _errors(turn: Turn, draft: Draft, chosen: Collection[str]) -> Iterator[tuple[str, str]]:
    """A sentence by field for what cannot be taken."""
    yield from _not_listed(draft)
    if draft.rest_until != turn.text(REST) and not _may_rest(turn, draft.rest_until):
        yield "rest_until", words.BAD_DAY
    yield from _too_much(draft)
    yield from _hours(draft)
    if len(draft.colleagues) > MOST_COLLEAGUES:
        yield "colleagues", words.TOO_MANY_PEOPLE
    elif set(draft.colleagues) - set(chosen):
        yield "colleagues", words.NOT_FOUND


def _not_listed(draft: Draft) -> Iterator[tuple[str, str]]:
    for name, kinds in CHOSEN.items():
        if getattr(draft, name) not in {"", *kinds}:
            yield name, words.CHOOSE_ONE
    for name, several in LISTED.items():
        if not set(getattr(draft, name)) <= set(several):
            yield name, words.CHOOSE_ONE
    minutes = draft.minutes
    if minutes and not (minutes.isascii() and minutes.isdecimal() and len(minutes) <= MOST_DIGITS):
        yield "minutes", words.CHOOSE_ONE


def _too_much(draft: Draft) -> Iterator[tuple[str, str]]:
    for name, several in (("offers", draft.offers), ("asks", draft.asks)):
        if any(len(line) > words.LINE_LONGEST for line in several):
            yield name, words.LINE_TOO_LONG
        elif len(several) > words.MOST_LINES:
            yield name, words.TOO_MANY_LINES
    if len(draft.curiosity) > words.LINE_LONGEST:
        yield "curiosity", words.TOO_LONG


def _hours(draft: Draft) -> Iterator[tuple[str, str]]:
    hours = {"quiet_from": draft.quiet_from, "quiet_until": draft.quiet_until}
    unread = [name for name, value in hours.items() if value and _hour(value) is None]
    yield from ((name, words.CHOOSE_ONE) for name in unread)
    missing = [name for name, value in hours.items() if not value]
    if len(missing) == 1:
        yield missing[0], words.BOTH_HOURS
    elif draft.quiet_from == draft.quiet_until and not missing and not unread:
        yield "quiet_until", words.OTHER_HOUR
    elif _leave_no_hour(_hour(draft.quiet_from), _hour(draft.quiet_until)):
        yield "quiet_until", words.NO_HOUR_LEFT


def _leave_no_hour(since: time | None, until: time | None) -> bool:
    return since is not None and until is not None and leaves_no_hour(since, until)


def _may_rest(turn: Turn, until: str) -> bool:
    day = _day(until)
    return not until or (day is not None and turn.today < day <= turn.today + LONGEST_PAUSE)


def _day(words_of_it: str) -> date | None:
    try:
        return date.fromisoformat(words_of_it)
    except ValueError:
        return None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _hour(words_of_it: str) -> time | None:
    """An hour and minute, such as ``21:30``; nothing for what is none, or says more."""
    try:
        found = time.fromisoformat(words_of_it)
    except ValueError:
        return None
    return found if _hour_words(found) == words_of_it else None


def _hour_words(hour: time | None) -> str:
    return hour.isoformat("minutes") if hour else ""


READS: Mapping[str, Handler] = {"preferences": show}
WRITES: Mapping[str, Handler] = {"preferences.save": save}
