"""From a notice to a letter: whom it would reach, whether it is still owed, and its words.

Words are chosen at delivery, from what is true at that moment. Nothing is read, sent or changed here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.calendars import uid_of
from bot.wording import announcing, answering, booking, introduction, meeting, rounds, setup
from bot.wording.faces import Face
from pairing.explain import why
from pairing.hours import Hours, hours_of
from pairing.matching import Reason
from pairing.notices import TO_OWNERS, Kind, PairingState, still_owed
from pairing.organiser import seed_of, suggested_times
from pairing.people import Preferences
from pairing.rounds import timetable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from bot.message import Message
    from pairing.notices import Notice, Pairing
    from pairing.people import Member, Person, Programme
    from storage.situation import Situation


ABOUT_AN_INTRODUCTION = frozenset({Kind.NUDGE, Kind.QUESTION, Kind.REMINDER})
WITHOUT_THE_GONE = frozenset({Kind.INTRODUCTION, Kind.BOOKED})
"""Where one of three cannot come, the other two are told all the same."""
SMALLEST = 2
"""Fewer are no introduction."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice ready to be sent, or found to be owed no more (then ``message`` is ``None``).

    ``addresses`` maps the people it would reach to their private chats; ``gone`` are those of the
    pairing who cannot be told or want no more. One for a ``channel`` goes there, at whatever hour.
    """

    message: Message | None
    addresses: Mapping[str, str]
    hours: tuple[Hours, ...]
    gone: tuple[str, ...] = ()
    channel: str = ""

    @property
    def is_for_group(self) -> bool:
        """Whether one letter goes to everybody in the pairing together."""
        return len(self.addresses) > 1


@dataclass(frozen=True, slots=True)
class _Case:
    """One notice, its situation, and what both say together."""

    notice: Notice
    programme: Programme
    here: Situation

    @property
    def next_start(self) -> datetime:
        return timetable(self.programme.cadence, self.notice.round_number + 1).starts_at

    @property
    def faces(self) -> tuple[Face, ...]:
        return tuple(self._face(id_) for id_ in self.here.people)

    @property
    def others(self) -> tuple[Face, ...]:
        return tuple(face for face in self.faces if face.person.id != self.notice.person)

    @property
    def zone(self) -> str:
        """The reader's own time zone."""
        reader = self.here.people.get(self.notice.person)
        return reader.timezone if reader else self.programme.cadence.timezone

    def _face(self, id_: str) -> Face:
        member = self.here.members.get(id_)
        own = member.preferences if member else Preferences()
        return Face(self.here.people[id_], own.offers, own.asks, own.curiosity)


def compose(programme: Programme, notice: Notice, here: Situation, now: datetime) -> Letter:
    """Write the letter that a notice stands for, if it is still owed."""
    gone = _gone(here, now)
    if notice.kind in WITHOUT_THE_GONE:
        here = _without(here, gone)
    readers = (notice.person,) if notice.person else tuple(here.people)
    addresses = {id_: here.addresses[id_] for id_ in readers if id_ in here.addresses}
    is_owed = (
        len(addresses) == len(readers)
        and _finds_company(notice, here, gone)
        and _is_known_of(notice, here)
        and _is_as_kept(notice, here, now)
        and still_owed(notice, here.pairing, _readers(here, readers), now)
    )
    channel = notice.about if notice.kind is Kind.ANNOUNCEMENT else ""
    return Letter(
        message=_written(_Case(notice, programme, here)) if is_owed else None,
        addresses=addresses,
        hours=() if channel else tuple(_hours(here, id_) for id_ in readers if id_ in here.people),
        gone=gone,
        channel=channel,
    )


def _hours(here: Situation, id_: str) -> Hours:
    """The hours of somebody, member or not."""
    member = here.members.get(id_)
    return Hours(here.people[id_].timezone) if member is None else hours_of(member)


def _readers(here: Situation, readers: Iterable[str]) -> dict[str, Member]:
    return {id_: here.members[id_] for id_ in readers if id_ in here.members}


def _gone(here: Situation, now: datetime) -> tuple[str, ...]:
    """Those of an open pairing who cannot be written to, have left, or have paused."""
    if here.pairing is None or here.pairing.state is not PairingState.OPEN:
        return ()
    return tuple(
        id_
        for id_, person in here.people.items()
        if id_ not in here.addresses or not _is_in(here, person, now)
    )


def _without(here: Situation, gone: Collection[str]) -> Situation:
    """The same without those who have gone: where one of three cannot come, the other two still meet."""
    return replace(here, people={id_: person for id_, person in here.people.items() if id_ not in gone})


def _finds_company(notice: Notice, here: Situation, gone: Collection[str]) -> bool:
    """An introduction takes two; a nudge would reach those who have gone in the group that they share."""
    if notice.kind in WITHOUT_THE_GONE:
        return len(here.people) >= SMALLEST and notice.person in {"", *here.people}
    return notice.kind is not Kind.NUDGE or not gone


def _is_known_of(notice: Notice, here: Situation) -> bool:
    """Nobody is asked about somebody whom they were never introduced to."""
    return notice.kind not in ABOUT_AN_INTRODUCTION or here.is_introduced


def _is_as_kept(notice: Notice, here: Situation, now: datetime) -> bool:
    """Whether the time is the one that was set last, and the day to be reminded on has not been moved."""
    if notice.kind is Kind.BOOKED:
        return here.booking is not None and str(here.booking.version) == notice.about
    if notice.kind is not Kind.FOLLOW_UP:
        return True
    day = here.follow_up.remind_on if here.follow_up and here.about else None
    reader = here.people[notice.person]
    return day is not None and day <= now.astimezone(ZoneInfo(reader.timezone)).date()


def _is_in(here: Situation, person: Person, now: datetime) -> bool:
    member = here.members.get(person.id)
    return member is not None and member.is_active(now.astimezone(ZoneInfo(person.timezone)).date())


def _written(case: _Case) -> Message:
    """The message, whose buttons are about its programme, in whatever others its reader is."""
    return _words(case).carrying({"programme": case.programme.id})


def _words(case: _Case) -> Message:
    """The message that a notice stands for."""
    notice, zone = case.notice, case.zone
    match notice.kind:
        case Kind.HEADS_UP:
            starts_at = timetable(case.programme.cadence, notice.round_number).starts_at
            together = case.programme.together
            return rounds.heads_up(starts_at, zone, case.programme.name, notice.round_number, together)
        case Kind.SITTING_OUT:
            return rounds.sitting_out(case.next_start, zone)
        case Kind.NO_PARTNER:
            return rounds.no_partner(case.next_start, zone)
        case Kind.GENTLE_PAUSE:
            return rounds.gentle_pause()
        case Kind.FOLLOW_UP:
            return _follow_up(case)
        case kind if kind in TO_OWNERS:
            return _to_owner(case)
        case _:
            return _about_pairing(case, case.here.pairing)


def _to_owner(case: _Case) -> Message:
    match case.notice.kind:
        case Kind.WELCOME:
            return setup.welcome()
        case Kind.ANNOUNCEMENT:
            return announcing.announcement(case.programme.invitation, case.programme.together)
        case Kind.NOT_ANNOUNCED:
            return announcing.not_announced(case.notice.about)
        case _:
            missed = timetable(case.programme.cadence, case.notice.round_number).starts_at
            held = case.programme.is_held
            return rounds.round_skipped(missed, case.zone, case.next_start, is_held=held)


def _about_pairing(case: _Case, pairing: Pairing | None) -> Message:
    if pairing is None:
        raise LookupError(f"The notice {case.notice.key} is about a pairing that is not there.")
    match case.notice.kind:
        case Kind.INTRODUCTION:
            intro = _introduction(case, pairing)
            reader = case.notice.person
            return introduction.to_one(intro, reader) if reader else introduction.to_group(intro)
        case Kind.NUDGE:
            if case.notice.person:
                return rounds.nudge_to_one(pairing.id, case.faces, pairing.organiser, case.notice.person)
            return rounds.nudge(pairing.id, case.faces, pairing.organiser)
        case Kind.QUESTION:
            return answering.question(pairing.id, case.others)
        case Kind.REMINDER:
            return answering.reminder(pairing.id, case.others)
        case Kind.BOOKED:
            return _time_set(case, pairing)
        case Kind.THANKS:
            return meeting.thanks(next(face for face in case.faces if face.person.id == case.notice.about))
        case _:
            return rounds.freed(pairing.id)


def _time_set(case: _Case, pairing: Pairing) -> Message:
    set_ = case.here.booking
    if set_ is None:
        raise LookupError(f"The notice {case.notice.key} is about a time that is not set.")
    uid = uid_of(case.programme.workspace, pairing.id)
    event = booking.coffee(uid, case.faces, set_.at, set_.version)
    return booking.time_set(pairing.id, case.faces, event, case.notice.person)


def _follow_up(case: _Case) -> Message:
    here = case.here
    if here.about is None or here.follow_up is None:
        raise LookupError(f"The notice {case.notice.key} is about somebody who is not there.")
    return meeting.follow_up(Face(here.about), here.follow_up.next_step, here.follow_up.note)


def _told(case: _Case) -> list[Reason]:
    """The reasons of a pairing. A rule whose weight is below 0 spoke for what its words say is not so."""
    weights = case.programme.weights
    return [Reason(*one) for one in case.here.reasons if weights.get(one[0], 1) >= 0]


def _introduction(case: _Case, pairing: Pairing) -> introduction.Introduction:
    people = list(case.here.people.values())
    return introduction.Introduction(
        pairing=pairing.id,
        faces=case.faces,
        organiser=pairing.organiser,
        why=why(people, _told(case), case.programme.ladder),
        times=suggested_times(case.programme.cadence, pairing, [_hours(case.here, one.id) for one in people]),
        is_late=case.here.is_late,
        seed=seed_of(pairing.id),
    )
