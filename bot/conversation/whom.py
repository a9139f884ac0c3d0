"""The people whom somebody names in a form or a command, found by their addresses. Nobody is guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversation.turn import StrangersError
from storage import finding, people

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.conversation.turn import Turn
    from pairing.people import Person

SHOWN = "shown"
"""The name under which a form's button carries whom the form showed."""

MOST_STRANGERS = 10
"""How many people the platform is asked about for one form, so that it is answered in time."""

MOST_READ = 50
"""More than any form asks for is no form's answer, and the rest of it is not looked up."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of people as its form left it: who was taken off it, and who is new on it.

    Only what somebody changed counts: whoever the form did not show stays on the list.
    """

    added: frozenset[str]
    removed: frozenset[str]

    def applied_to(self, kept: Collection[str]) -> frozenset[str]:
        """The list with these changes made to it."""
        return (frozenset(kept) - self.removed) | self.added


def named(turn: Turn, addresses: Collection[str]) -> Mapping[str, Person]:
    """Who is at each of these addresses; one at which the platform knows nobody is missing.

    Raises:
        StrangersError: about some of them the platform is to be asked first.

    """
    asked = list(addresses)[:MOST_READ]
    found = finding.at_addresses(turn.connection, turn.workspace, asked)
    unknown = [address for address in asked if address not in found and address not in turn.asked]
    if unknown and len(unknown) <= MOST_STRANGERS:
        raise StrangersError(*unknown)
    return found


def addresses_of(turn: Turn, ids: Collection[str], most: int) -> tuple[str, ...]:
    """Where these people are written to, in one order, for a form to show; those who are gone are not."""
    known = people.addresses(turn.connection, turn.workspace, ids) if ids else {}
    return tuple(sorted(known.values()))[:most]


def carried_on(turn: Turn) -> str:
    """What a form's button carries under `SHOWN` when the form comes back: whom it showed at first."""
    return "\n".join(_shown(turn))


def listed(turn: Turn, chosen: Mapping[str, Person]) -> Listed:
    """What a form changed on its list, by what it showed and who is chosen on it now."""
    before = {one.id for one in _shown(turn).values()}
    now = {one.id for one in chosen.values()}
    return Listed(frozenset(now - before), frozenset(before - now))


def _shown(turn: Turn) -> Mapping[str, Person]:
    return finding.at_addresses(turn.connection, turn.workspace, turn.texts(SHOWN)[:MOST_READ])
