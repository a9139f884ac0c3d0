"""My people: whom somebody met by their own word, and what they keep about each for themselves."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from bot import cards
from bot.cards import Card
from bot.conversation.dates import UnfitDayError, read_day
from bot.wording import people as wording
from bot.wording.faces import Face, full_name
from bot.wording.meeting import NEXT_LONGEST, too_long
from bot.wording.people import PAGE, Known, Shelf
from pairing.answers import Said
from storage import follow_ups, pairings, people
from storage.follow_ups import FollowUp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.people import Person

PAGE_DIGITS = 4


def show(turn: Turn) -> Message:
    """A page of them, all or those found."""
    everybody = known(turn)
    sought = turn.text("find")[: wording.FIND_LONGEST]
    found = [one for one in everybody if _matches(one, sought)]
    page = min(_page(turn.text("page")), max(1, ceil(len(found) / PAGE)))
    shown = tuple(found[(page - 1) * PAGE : page * PAGE])
    return wording.my_people(Shelf(shown, len(found), len(everybody), sought, page))


def find(_turn: Turn) -> Message:
    """Ask what to look for."""
    return wording.find_form()


def person(turn: Turn) -> Message:
    """Show what they wrote about one person, to be changed."""
    return _about(turn, lambda one: wording.person_form(replace(one, remind_on=_ahead(turn, one))))


def save(turn: Turn) -> Message:
    """Keep what they wrote about one person."""

    def keep(one: Known) -> Message:
        new = replace(one, note=turn.text("note"), next_step=turn.text("next_step"))
        errors = _too_long(new)
        try:
            new = replace(new, remind_on=read_day(turn.text("remind_on"), turn.today))
        except UnfitDayError as unfit:
            new = replace(new, remind_on=unfit.day)
            errors["remind_on"] = str(unfit)
        if errors:
            return wording.person_form(new, errors)
        _write(turn, new)
        return wording.kept(new)

    return _about(turn, keep)


def done(turn: Turn) -> Message:
    """What was to be done is done: the note stays."""

    def clear(one: Known) -> Message:
        _write(turn, replace(one, next_step="", remind_on=None))
        return wording.done(one)

    return _about(turn, clear)


def as_sheet(turn: Turn) -> Message:
    """All of them as CSV."""
    content = cards.sheet(map(_card, known(turn)))
    return wording.as_file("people.csv", "Your people", content, cards.CSV_MIME)


def as_cards(turn: Turn) -> Message:
    """All of them as vCards."""
    content = cards.visiting_cards(map(_card, known(turn)))
    return wording.as_file("people.vcf", "Your people", content, cards.VCARD_MIME)


def known(turn: Turn) -> list[Known]:
    """Everybody whom this person says they met, the latest first.

    Their own word alone counts here: what the other side answered is not theirs to see.
    """
    ids = met_by(turn)
    found = people.people(turn.connection, turn.workspace, ids)
    kept = follow_ups.of_person(turn.connection, turn.workspace, turn.person.id)
    return [_known(Face(found[id_]), kept.get(id_, FollowUp())) for id_ in ids if _is_somebody(found, id_)]


def met_by(turn: Turn) -> list[str]:
    """The ids of those whom somebody met by their own word, the latest first."""
    past = pairings.of_person(turn.connection, turn.workspace, turn.person.id)
    said = ((one, one.said(turn.person.id)) for one in sorted(past, key=lambda one: one.made_at))
    own = [one for one, last in said if last is not None and last.said is Said.MET]
    ids = dict.fromkeys(id_ for one in reversed(own) for id_ in one.people)
    return [id_ for id_ in ids if id_ != turn.person.id]


def _is_somebody(found: Mapping[str, Person], id_: str) -> bool:
    """Whether anything is known of them: whoever was erased is nobody."""
    who = found[id_]
    return bool(who.name or who.department or who.job_title)


def _known(face: Face, kept: FollowUp) -> Known:
    return Known(face, kept.note, kept.next_step, kept.remind_on)


def _about(turn: Turn, reply: Callable[[Known], Message]) -> Message:
    """Answer about one of those whom they met."""
    about = turn.text("about")
    one = next((one for one in known(turn) if one.face.person.id == about), None)
    return wording.nobody() if one is None else reply(one)


def _write(turn: Turn, new: Known) -> None:
    kept = FollowUp(new.note, new.next_step, new.remind_on)
    follow_ups.write(turn.connection, turn.workspace, turn.person.id, new.face.person.id, kept, turn.now)


def _ahead(turn: Turn, one: Known) -> date | None:
    """The day of a reminder that is still to come."""
    return one.remind_on if one.remind_on and one.remind_on >= turn.today else None


def _too_long(new: Known) -> dict[str, str]:
    limits = {"note": wording.NOTE_LONGEST, "next_step": NEXT_LONGEST}
    return {name: too_long(longest) for name, longest in limits.items() if len(getattr(new, name)) > longest}


def _matches(one: Known, sought: str) -> bool:
    """Whether every word that is looked for is in a name, a job, a team or what was written."""
    who = one.face.person
    held = f"{who.name}\n{who.job_title}\n{who.department}\n{one.note}\n{one.next_step}".casefold()
    return all(word in held for word in sought.casefold().split())


def _page(asked: str) -> int:
    is_number = asked.isdecimal() and len(asked) <= PAGE_DIGITS
    return max(1, int(asked)) if is_number else 1


def _card(one: Known) -> Card:
    who = one.face.person
    return Card(
        uid=who.id,
        name=full_name(who),
        job_title=who.job_title,
        department=who.department,
        site=who.site,
        note=one.note,
        next_step=one.next_step,
        remind_on=one.remind_on,
    )


READS: Mapping[str, Handler] = {
    "people": show,
    "people.all": show,
    "people.found": show,
    "people.find": find,
    "people.csv": as_sheet,
    "people.vcard": as_cards,
    "person": person,
}
WRITES: Mapping[str, Handler] = {"person.save": save, "person.done": done}
