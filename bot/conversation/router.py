"""From an action to its handler: one transaction for the event, its effect and what it causes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.conversation import answering, membership, overview, reporting, tending
from bot.conversation.turn import Turn
from bot.directory.cells import tidy
from bot.wording import closed
from scheduler.freeing import free_all_of
from storage import events, people, programmes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.conversation.turn import Handler
    from bot.message import Action, Message
    from bot.platforms import Call, Limit, Profile
    from scheduler.clock import Clock
    from storage.database import Connection, Database

    ProfileOf = Callable[[Action], Profile]
    LimitsOf = Callable[[str], Mapping[Call, Limit]]

log = logging.getLogger(__name__)

NEWS = frozenset({"person_changed", "uninstalled"})
"""What nobody in particular asks and nobody is answered."""

READS: Mapping[str, Handler] = {
    **overview.READS,
    **reporting.READS,
    **tending.READS,
    **membership.READS,
}
"""What only looks. Reading waits for no writer, and a repeated delivery of it is answered again."""

WRITES: Mapping[str, Handler] = {
    **membership.WRITES,
    **answering.WRITES,
    **tending.WRITES,
}
"""What changes something. A repeated delivery of the same event changes nothing and answers nothing."""

COMMANDS: Mapping[str, str] = {
    "": "home",
    "home": "home",
    "join": "join",
    "leave": "leave",
    "skip": "skip",
    "pause": "pause.save",
    "back": "back",
    "resume": "back",
    "status": "status",
    "preferences": "preferences",
    "report": "report",
    "outbox": "outbox",
    "help": "help",
}
"""The first word of a command; ``pause`` with nothing after it lasts until they say so."""


class Conversation:
    """Handles every action of every platform. It keeps nothing in memory: any replica may answer.

    ``profile_of`` asks the platform about somebody who is new; ``owners`` are the addresses and e-mail
    addresses that the settings name, in lower case. Where they name nobody, the chat's own admins are.
    ``limits_of`` is what the platform of a workspace allows.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        profile_of: ProfileOf,
        owners: frozenset[str] = frozenset(),
        limits_of: LimitsOf = lambda _: {},
    ) -> None:
        self._database = database
        self._clock = clock
        self._profile_of = profile_of
        self._limits_of = limits_of
        self._owners = owners

    def handle(self, action: Action) -> Message | None:
        """Do what was asked and say so to the one who asked; ``None`` for a repeated delivery."""
        if action.name in NEWS:
            self._note(action)
            return None
        name, action = route(action)
        try:
            return self._answer(name, action)
        except _StrangerError:
            self._meet(action)
            return self._answer(name, action)

    def _answer(self, name: str, action: Action) -> Message | None:
        if name in READS:
            with self._database.read() as connection:
                return _respond(READS[name], self._turn(connection, action))
        try:
            with self._database.change() as connection:
                turn = self._turn(connection, action)
                is_new = not action.event_key or events.first_time(
                    connection, action.workspace, action.event_key, self._clock.now()
                )
                return _accepted(_respond(WRITES[name], turn)) if is_new else None
        except _RejectedFormError as rejected:
            return rejected.form

    def _turn(self, connection: Connection, action: Action) -> Turn | None:
        """Who acts, in which programme; ``None`` while the workspace has none."""
        writer = programmes.who_writes(connection, action.workspace, action.actor)
        if writer is None:
            raise _StrangerError
        if writer.programme is None:
            return None
        limits = self._limits_of(action.workspace)
        now = self._clock.now()
        return Turn(
            connection,
            action,
            now,
            writer.person,
            writer.programme,
            writer.member,
            writer.is_owner,
            limits,
        )

    def _meet(self, action: Action) -> None:
        """Ask the platform about somebody new, with no transaction open meanwhile, and remember them."""
        profile = self._profile_of(action)
        facts = {
            "name": tidy(profile.name),
            "email": tidy(profile.email),
            "job_title": tidy(profile.job_title),
            "timezone": tidy(profile.timezone),
        }
        address = action.actor.casefold()
        with self._database.change() as connection:
            person = people.meet(connection, action.workspace, action.actor, facts)
            named = {address, address.rpartition("/")[2], profile.email.casefold()}
            if named & self._owners or (profile.is_owner and not self._owners):
                people.change_person(connection, action.workspace, person.id, is_owner=True)

    def _note(self, action: Action) -> None:
        """What the platform tells of its own accord. Profiles change all day long: most is no news here."""
        if action.name == "uninstalled":
            log.warning(
                "the bot was taken out of workspace %s; nothing reaches it any more", action.workspace
            )
            return
        is_gone = action.data.get("deactivated") == "true"
        with self._database.read() as connection:
            person = people.find(connection, action.workspace, action.actor)
            told = person and people.is_reachable(connection, action.workspace, person.id) != is_gone
        if person is None or told:
            return
        with self._database.change() as connection:
            people.change_person(connection, action.workspace, person.id, is_reachable=not is_gone)
            for programme in programmes.programmes(connection, action.workspace) if is_gone else ():
                free_all_of(connection, programme, person.id, self._clock.now())


class _StrangerError(Exception):
    """Somebody acts of whom nothing is known yet."""


class _RejectedFormError(Exception):
    """Carries a form with errors out of its transaction, which is undone with the event's key.

    Otherwise the same values sent once more would count as a repeated delivery.
    """

    def __init__(self, form: Message) -> None:
        super().__init__("a form came back with errors")
        self.form = form


def _accepted(answer: Message) -> Message:
    if answer.has_errors:
        raise _RejectedFormError(answer)
    return answer


def route(action: Action) -> tuple[str, Action]:
    """The name of the handler for an action; a command is read by its first word."""
    if action.name != "command":
        return (action.name if action.name in READS or action.name in WRITES else "unknown"), action
    words = tidy(action.data.get("text", ""))
    first, _, rest = words.partition(" ")
    name = COMMANDS.get(first.casefold(), "unknown")
    data = {"until": rest} if name == "pause.save" else {"text": words}
    return name, type(action)(action.workspace, action.actor, name, data, action.event_key)


def _respond(handler: Handler, turn: Turn | None) -> Message:
    return closed.trouble() if turn is None else handler(turn)
