"""Two people whom an owner keeps apart. Seen and taken back only by the owner who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation import whom
from bot.conversation.owners import for_owners, note
from bot.wording import apart_by_owner as words
from storage import apart, people, programmes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message

FIELDS = ("one", "other")
KEPT, LET_GO = "two kept apart", "two no longer kept apart"
OWN_ACTIONS = frozenset({KEPT, LET_GO})
"""What stands in the audit trail for the eyes of whoever did it alone."""


def ask(turn: Turn) -> Message:
    """The form, with those whom this owner keeps apart."""
    return _form(turn, {})


def save(turn: Turn) -> Message:
    """Keep two people apart, and no longer those who were picked to be let go."""
    chosen, errors = _chosen(turn)
    if errors:
        return _form(turn, errors)
    me = turn.person.id
    if chosen:
        one, other = chosen
        programmes.exclude(turn.connection, turn.workspace, one, other, me)
        note(turn, KEPT, "")
    let_go = _kept(turn).keys() & set(turn.texts("go"))
    for key in sorted(let_go):
        one, _, other = key.partition(" ")
        programmes.no_longer_exclude(turn.connection, turn.workspace, one, other, me)
    if let_go:
        note(turn, LET_GO, str(len(let_go)))
    return words.saved()


def _chosen(turn: Turn) -> tuple[tuple[str, ...], dict[str, str]]:
    """The ids of the two, none where nobody was chosen; and a sentence by field for what is the matter."""
    addresses = {name: turn.texts(name) for name in FIELDS}
    if not any(addresses.values()):
        return (), {}
    errors = {
        name: words.NOT_TWO if not found else words.ONE_EACH
        for name, found in addresses.items()
        if len(found) != 1
    }
    if errors:
        return (), errors
    at = {name: found[0] for name, found in addresses.items()}
    known = whom.named(turn, tuple(dict.fromkeys(at.values())))
    errors = {name: words.NOT_FOUND for name, address in at.items() if address not in known}
    ids = tuple(known[address].id for address in at.values() if address in known)
    if not errors and len(set(ids)) < len(FIELDS):
        errors = {"other": words.NOT_TWO}
    return ids, errors


def _form(turn: Turn, errors: Mapping[str, str]) -> Message:
    named = [(key, *names) for key, names in _kept(turn).items()]
    return words.apart_form(sorted(named, key=lambda one: (one[1].casefold(), one[2].casefold())), errors)


def _kept(turn: Turn) -> dict[str, tuple[str, str]]:
    """The names of each two whom this owner keeps apart, by a key of their ids."""
    pairs = apart.added_for_others(turn.connection, turn.workspace, turn.person.id)
    known = people.people(turn.connection, turn.workspace, {id_ for pair in pairs for id_ in pair})
    return {f"{one} {other}": (known[one].name, known[other].name) for one, other in pairs}


READS: Mapping[str, Handler] = {"admin.apart": for_owners(ask)}
WRITES: Mapping[str, Handler] = {"admin.apart.save": for_owners(save)}
