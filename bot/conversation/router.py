"""From an action to its handler: one transaction for the event, its effect and what it causes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.conversation import (
    admin,
    announcing,
    answering,
    apart,
    apart_by_owner,
    audit,
    booking,
    commands,
    console,
    meeting,
    membership,
    overview,
    own,
    preferences,
    programmes_admin,
    reporting,
    rules,
    setup,
    several,
    staff,
    tending,
)
from bot.conversation import people as my_people
from bot.conversation.chosen import begin, respond
from bot.conversation.parting import part
from bot.conversation.turn import FieldsWantedError, StrangersError, Turn, no_file
from bot.directory.cells import tidy
from bot.platforms import DeliveryError, Profile
from pairing.people import Person
from scheduler.noting import note
from storage import directory, events, people, programmes
from storage.directory import Seen
from storage.programmes import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bot.conversation.turn import Handler, LongHandler
    from bot.message import Action, Message
    from bot.platforms import Call, Limit
    from scheduler.clock import Clock
    from storage.database import Connection, Database

    ProfileOf = Callable[[Action], Profile]
    LimitsOf = Callable[[str], Mapping[Call, Limit]]
    FieldsOf = Callable[[str], Collection[tuple[str, str]]]
    FileOf = Callable[[str, str, str], bytes]

NEWS = frozenset({"person_changed", "uninstalled"})
"""What nobody in particular asks and nobody is answered."""

READS: Mapping[str, Handler] = {
    **overview.READS,
    **reporting.READS,
    **tending.READS,
    **membership.READS,
    **preferences.READS,
    **apart.READS,
    **own.READS,
    **admin.READS,
    **announcing.READS,
    **setup.READS,
    **booking.READS,
    **meeting.READS,
    **my_people.READS,
    **console.READS,
    **rules.READS,
    **apart_by_owner.READS,
    **audit.READS,
    **programmes_admin.READS,
    **several.READS,
    **staff.READS,
}
"""What only looks. Reading waits for no writer, and a repeated delivery of it is answered again."""

WRITES: Mapping[str, Handler] = {
    **membership.WRITES,
    **answering.WRITES,
    **tending.WRITES,
    **preferences.WRITES,
    **apart.WRITES,
    **own.WRITES,
    **announcing.WRITES,
    **setup.WRITES,
    **booking.WRITES,
    **meeting.WRITES,
    **my_people.WRITES,
    **console.WRITES,
    **rules.WRITES,
    **apart_by_owner.WRITES,
    **programmes_admin.WRITES,
    **staff.WRITES,
}
"""What changes something. A repeated delivery of the same event changes nothing and answers nothing."""

LONG: Mapping[str, LongHandler] = {**console.LONG, **rules.LONG, **staff.LONG}
"""What may take longer than a chat waits, and holds no transaction open meanwhile."""

KEEPS = frozenset({"join", "join.save", "apart", "apart.save"})
"""What somebody new has to be remembered for. Whatever else they ask or press, nothing is kept of them."""

ERASES = "erase.yes"
"""After this nothing may linger in the database's own log."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the platform told for one action, asked with no transaction open."""

    people: Mapping[str, Profile]
    fields: tuple[tuple[str, str], ...] | None = None


class Conversation:
    """Handles every action of every platform. It keeps nothing in memory: any replica may answer.

    ``profile_of`` asks the platform about somebody who is new; ``owners`` are the addresses and e-mail
    addresses that the settings name, in lower case. Where they name nobody, the chat's own admins are.
    ``limits_of`` is what the platform of a workspace allows, ``fields_of`` which fields people's profiles
    have there, and ``file_of`` what is in a file that somebody sent.
    """

    def __init__(  # noqa: PLR0913 - what a conversation asks of the world
        self,
        database: Database,
        clock: Clock,
        profile_of: ProfileOf,
        owners: frozenset[str] = frozenset(),
        limits_of: LimitsOf = lambda _: {},
        fields_of: FieldsOf = lambda _: (),
        *,
        file_of: FileOf = lambda _, __, file: no_file(file),
    ) -> None:
        self._database = database
        self._clock = clock
        self._profile_of = profile_of
        self._limits_of = limits_of
        self._fields_of = fields_of
        self._file_of = file_of
        self._owners = owners

    def handle(self, action: Action) -> Message | None:
        """Do what was asked and say so to the one who asked; ``None`` for a repeated delivery."""
        if action.name in NEWS:
            self._note(action)
            return None
        name, action = route(action)
        told = Told({})
        while True:
            try:
                answer = self._answer(name, action, told)
            except StrangersError as strangers:
                met = self._meet(action, strangers.addresses, keeps=name in KEEPS)
                told = replace(told, people={**told.people, **met})
            except FieldsWantedError:
                told = replace(told, fields=tuple(self._fields_of(action.workspace)))
            else:
                break
        if name == ERASES:
            self._database.empty_log()
        return answer

    def _answer(self, name: str, action: Action, told: Told) -> Message | None:
        if name in LONG:
            with self._database.read() as connection:
                work = begin(LONG[name], self._turn(connection, action, told))
            return work(self._database)
        if name in READS:
            with self._database.read() as connection:
                return respond(READS[name], self._turn(connection, action, told))
        try:
            with self._database.change() as connection:
                turn = self._turn(connection, action, told)
                is_new = not action.event_key or events.first_time(
                    connection, action.workspace, action.event_key, self._clock.now()
                )
                return _accepted(respond(WRITES[name], turn)) if is_new else None
        except _RejectedFormError as rejected:
            return rejected.form

    def _turn(self, connection: Connection, action: Action, told: Told) -> Turn | None:
        """Who acts, in which programme; ``None`` while the workspace has none."""
        wanted = tidy(action.data.get("programme", ""))
        writer = programmes.who_writes(connection, action.workspace, action.actor, wanted)
        if writer is None and action.actor not in told.people:
            raise StrangersError(action.actor)
        writer = writer or _visitor(connection, action, told.people[action.actor])
        if writer.programme is None:
            return None
        return Turn(
            connection=connection,
            action=action,
            now=self._clock.now(),
            person=writer.person,
            programme=writer.programme,
            member=writer.member,
            is_owner=writer.is_owner,
            limits=self._limits_of(action.workspace),
            asked=frozenset(told.people),
            fetch=lambda file: self._file_of(action.workspace, action.actor, file),
            profile_fields=told.fields,
        )

    def _meet(self, action: Action, addresses: Collection[str], *, keeps: bool) -> dict[str, Profile]:
        """Ask the platform about people who are new, with no transaction open meanwhile, and remember them.

        Of whoever is only named, nothing is remembered where the platform knows nobody there; of whoever
        acts, only where it ``keeps`` anything or they are an owner.
        """
        with ThreadPoolExecutor(len(addresses)) as at_once:
            profiles = list(at_once.map(lambda one: self._profile(replace(action, actor=one)), addresses))
        found = dict(zip(addresses, profiles, strict=True))
        with self._database.change() as connection:
            for address, profile in found.items():
                is_owner = self._is_owner(address, profile)
                if is_owner or (keeps if address == action.actor else profile.name):
                    self._remember(connection, action.workspace, address, profile, is_owner=is_owner)
        return found

    def _is_owner(self, address: str, profile: Profile) -> bool:
        chat = address.casefold()
        named = {chat, chat.rpartition("/")[2], profile.email.casefold()}
        return bool(named & self._owners) or (profile.is_owner and not self._owners)

    def _remember(
        self, connection: Connection, workspace: str, address: str, profile: Profile, *, is_owner: bool
    ) -> None:
        facts = {name: tidy(getattr(profile, name)) for name in directory.FACTS}
        person = people.meet(connection, workspace, address, facts)
        news: dict[str, object] = {"kind": profile.kind} | ({"is_owner": True} if is_owner else {})
        people.change_person(connection, workspace, person.id, **news)

    def _profile(self, action: Action) -> Profile:
        """What the platform knows of somebody; nothing where it does not even know such an address."""
        try:
            return self._profile_of(action)
        except DeliveryError:
            return Profile()

    def _note(self, action: Action) -> None:
        """What the platform tells of its own accord. Profiles change all day long: most is no news here."""
        if action.name == "uninstalled":
            part(self._database, action, self._clock.now())
            return
        with self._database.read() as connection:
            person = people.find(connection, action.workspace, action.actor)
            seen = _seen(action)
            if person is None or not directory.news(connection, action.workspace, person.id, seen):
                return
        with self._database.change() as connection:
            note(connection, action.workspace, person.id, seen, self._clock.now())


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
    """The name of the handler for an action; a command is read as it was typed."""
    name, data = action.name, action.data
    if name == "command":
        name, read = commands.read(action.data.get("text", ""))
        data = {**action.data, **read}
    known = name if name in READS or name in WRITES or name in LONG else "unknown"
    return known, replace(action, name=known, data=data)


def _seen(action: Action) -> Seen:
    """What the platform tells of somebody of its own accord."""
    facts = {name: tidy(action.data.get(name, "")) for name in directory.FACTS}
    return Seen(facts, kind=action.data.get("kind"), is_gone=action.data.get("deactivated") == "true")


def _visitor(connection: Connection, action: Action, profile: Profile) -> Writer:
    """Somebody who looks in, and of whom nothing is kept."""
    who = Person(action.workspace, people.person_id(action.workspace, action.actor), tidy(profile.name))
    found = programmes.programmes(connection, action.workspace)
    return Writer(who, found[0] if found else None, None)
