"""What is owed to whom, by when: arithmetic of state and ``now``, nothing else.

A notice says that a message is owed; its words are chosen when it is delivered. Its key is fixed by
what it is about, so that writing it twice is one notice. `owed` gives all that time alone brings
about; a change that causes a notice at once uses the builders below it, in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from pairing.answers import ARRANGED, Answer, Said, latest
from pairing.hours import civil_time, hours_of
from pairing.people import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from pairing.hours import Hours
    from pairing.people import Member
    from pairing.rounds import Timetable


Window: TypeAlias = "tuple[datetime, datetime]"
"""From when on a notice may be sent, and when it lapses."""


class Kind(StrEnum):
    """The kinds of notice. A value is also the word in the notice's key."""

    HEADS_UP = "heads_up"
    INTRODUCTION = "intro"
    SITTING_OUT = "sitting_out"
    BOOKED = "booked"
    NUDGE = "nudge"
    QUESTION = "question"
    REMINDER = "reminder"
    THANKS = "thanks"
    FOLLOW_UP = "follow_up"
    FREED = "freed"
    NO_PARTNER = "no_partner"
    GENTLE_PAUSE = "gentle_pause"
    ROUND_SKIPPED = "round_skipped"
    WELCOME = "welcome"
    ANNOUNCEMENT = "announcement"
    NOT_ANNOUNCED = "not_announced"


REMINDERS = frozenset({Kind.HEADS_UP, Kind.NUDGE, Kind.QUESTION, Kind.REMINDER})
"""Let go rather than sent twice when nobody can say whether they arrived."""

SENT_ONCE = REMINDERS | {Kind.ANNOUNCEMENT}
"""Never sent again unseen; what is no reminder is for an owner to judge."""


TO_OWNERS = frozenset({Kind.ROUND_SKIPPED, Kind.WELCOME, Kind.ANNOUNCEMENT, Kind.NOT_ANNOUNCED})
"""For an owner, or in an owner's name, who need not be a member."""


class PairingState(StrEnum):
    """A pairing is open until its round closes, or freed when one side cannot make it."""

    OPEN = "open"
    FREED = "freed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Pairing:
    """People introduced to each other in a round, as the notices and the conversation see them."""

    id: str
    round_number: int
    people: tuple[str, ...]
    organiser: str
    made_at: datetime
    state: PairingState = PairingState.OPEN
    answers: tuple[Answer, ...] = ()
    programme: str = ""

    @property
    def is_arranged(self) -> bool:
        """Whether anybody says that a time is set or that they met."""
        return any(answer.said in ARRANGED for answer in latest(self.answers).values())

    def said(self, person: str) -> Answer | None:
        """The last thing ``person`` said about it."""
        return latest(self.answers).get(person)

    def has_verdict(self, person: str) -> bool:
        """Whether ``person`` has said if it took place."""
        answer = self.said(person)
        return answer is not None and answer.verdict is not None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that is owed: what kind, to whom, about what, not before and not after when.

    An empty ``person`` means everybody in the pairing, in one group where the platform has groups.
    ``about`` is whom or what else it speaks of, where its kind speaks of anything: never words.
    """

    key: str
    kind: Kind
    programme: str
    round_number: int
    not_before: datetime
    expires_at: datetime
    pairing: str = ""
    person: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class RoundInPlay:
    """A round as `owed` sees it. ``members`` by person id, ``pairings`` those of this round."""

    programme: str
    timetable: Timetable
    day: date
    members: Mapping[str, Member]
    pairings: Sequence[Pairing] = ()
    is_open: bool = False


def falls_due(times: Timetable, now: datetime, *, is_open: bool) -> tuple[Kind, Window] | None:
    """The kind of notice that the time ``now`` makes due in a round, and its window, if there is one.

    Each lapses when the next falls due, so that after an outage one message goes out and not a pile.
    """
    while_open = (
        (Kind.NUDGE, (times.nudge_at, times.ask_at)),
        (Kind.QUESTION, (times.ask_at, times.remind_at)),
        (Kind.REMINDER, (times.remind_at, times.closes_at)),
    )
    before = ((Kind.HEADS_UP, (times.heads_up_at, times.starts_at)),)
    due = ((kind, window) for kind, window in (while_open if is_open else before) if _is_in(window, now))
    return next(due, None)


def owed(state: RoundInPlay, now: datetime) -> Iterator[Notice]:
    """Every notice that the time ``now`` has made due in this round, whether or not it was written."""
    match falls_due(state.timetable, now, is_open=state.is_open):
        case (Kind.HEADS_UP, window):
            yield from _heads_ups(state, window)
        case (Kind.NUDGE, window):
            yield from _nudges(state, window, now)
        case (kind, window):
            yield from _personal(state, kind, window, now)


def introductions(state: RoundInPlay, pairings: Iterable[Pairing]) -> Iterator[Notice]:
    """The introduction that each new pairing causes."""
    for pairing in pairings:
        window = (pairing.made_at, state.timetable.closes_at)
        yield notice_of(state, Kind.INTRODUCTION, window, pairing.people, pairing.id)


def to_person(state: RoundInPlay, kind: Kind, person: str, at: datetime, pairing: str = "") -> Notice:
    """A notice to one person that a change causes at ``at``; it lapses when the round closes."""
    return notice_of(state, kind, (at, state.timetable.closes_at), [person], pairing, person)


def one_each(notice: Notice, people: Iterable[str]) -> Iterator[Notice]:
    """A notice to a whole pairing as one for each of its people, where there are no groups."""
    for person in people:
        yield replace(notice, key=f"{notice.key}:person:{person}", person=person)


def still_owed(notice: Notice, pairing: Pairing | None, members: Mapping[str, Member], now: datetime) -> bool:
    """Whether a notice that was written is still worth sending: nothing stale, nothing to the paused.

    ``members`` are those whom the notice would reach.
    """
    if now >= notice.expires_at:
        return False
    if notice.kind in TO_OWNERS:
        return True
    if not members or not all(_is_reached(member, notice, now) for member in members.values()):
        return False
    if pairing is None or notice.kind is Kind.THANKS:
        return True
    if notice.kind in (Kind.FREED, Kind.NO_PARTNER):
        return pairing.state is PairingState.FREED
    return pairing.state is PairingState.OPEN and not _is_answered(notice, pairing)


def _is_reached(member: Member, notice: Notice, now: datetime) -> bool:
    """Whether this is for them. Somebody paused who is back by the start still gets a heads-up."""
    if notice.kind is Kind.GENTLE_PAUSE:
        return member.status is Status.PAUSED
    if notice.kind is Kind.HEADS_UP:
        return member.takes_part(notice.round_number, _their_day(member, notice.expires_at))
    return _is_listening(member, now)


def _is_listening(member: Member, now: datetime) -> bool:
    return member.is_active(_their_day(member, now))


def _their_day(member: Member, at: datetime) -> date:
    """The date in their own time zone: a pause ends on the member's day, not on Greenwich's."""
    return at.astimezone(ZoneInfo(member.person.timezone)).date()


def _is_answered(notice: Notice, pairing: Pairing) -> bool:
    """Whether what its reader said makes it needless: nobody who can't make it needs to know the time."""
    if notice.kind is Kind.BOOKED:
        said = pairing.said(notice.person)
        return said is not None and said.said is Said.CANNOT
    if notice.kind is Kind.NUDGE:
        return pairing.is_arranged
    if notice.kind in (Kind.QUESTION, Kind.REMINDER):
        return pairing.has_verdict(notice.person)
    return False


def _is_in(window: Window, now: datetime) -> bool:
    return window[0] <= now < window[1]


def _heads_ups(state: RoundInPlay, window: Window) -> Iterator[Notice]:
    for member in state.members.values():
        if member.takes_part(state.timetable.number, state.day):
            yield notice_of(state, Kind.HEADS_UP, window, [member.id], person=member.id)


def _nudges(state: RoundInPlay, window: Window, now: datetime) -> Iterator[Notice]:
    for pairing in _open_before(state, window):
        if not pairing.is_arranged and all(_hears(state, person, now) for person in pairing.people):
            yield notice_of(state, Kind.NUDGE, window, pairing.people, pairing.id)


def _personal(state: RoundInPlay, kind: Kind, window: Window, now: datetime) -> Iterator[Notice]:
    for pairing in _open_before(state, window):
        for person in pairing.people:
            if not pairing.has_verdict(person) and _hears(state, person, now):
                yield notice_of(state, kind, window, [person], pairing.id, person)


def _open_before(state: RoundInPlay, window: Window) -> Iterator[Pairing]:
    """Open pairings made before a notice fell due: nobody just introduced is asked how it went."""
    return (p for p in state.pairings if p.state is PairingState.OPEN and p.made_at < window[0])


def _hears(state: RoundInPlay, person: str, now: datetime) -> bool:
    return person in state.members and _is_listening(state.members[person], now)


def notice_of(
    state: RoundInPlay,
    kind: Kind,
    window: Window,
    readers: Iterable[str],
    pairing: str = "",
    person: str = "",
) -> Notice:
    """A notice about a round, or about a pairing in it, when it is day for all of ``readers``."""
    at, until = window
    return Notice(
        key=_key(state, kind, pairing, person),
        kind=kind,
        programme=state.programme,
        round_number=state.timetable.number,
        not_before=civil_time(at, *_hours(state, readers)),
        expires_at=until,
        pairing=pairing,
        person=person,
    )


def _key(state: RoundInPlay, kind: Kind, pairing: str, person: str) -> str:
    about = f":pair:{pairing}" if pairing else ""
    to = f":person:{person}" if person else ""
    return f"{state.programme}:round:{state.timetable.number}:{kind}{about}{to}"


def _hours(state: RoundInPlay, people: Iterable[str]) -> list[Hours]:
    return [hours_of(state.members[person]) for person in people if person in state.members]
