"""Keeping what the chat knows of people fresh: who is gone or a guest, and what their profiles say.

No event tells that a custom field of a profile has changed, so members' profiles are read once a day, at
the pace that the platform allows. Of whoever is not known already, nothing is kept.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.directory.cells import tidy
from bot.platforms import Call, DeliveryError
from bot.wording.phrases import counted
from scheduler.noting import note
from storage import directory, gates
from storage.database import StorageError
from storage.directory import Seen, What
from storage.sources import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.pacing import Pacer
    from bot.platforms import Page, Platform, Profile
    from scheduler.clock import Clock
    from storage.database import Connection, Database

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""For so long a workspace is one replica's, from its last call on: twice what a turn and a call may take."""
AGAIN = timedelta(minutes=5)
"""After something that may pass by itself."""
PROFILES_EVERY, LOOK_EVERY = timedelta(days=1), timedelta(minutes=10)
"""How old what was read of somebody may be, and how often it is looked whether anybody's is older."""
PEOPLE_EVERY = timedelta(days=7)
REFUSED_FOR = timedelta(days=1)
AT_A_TIME = 50
"""Profiles read in one workspace before the next one has its turn."""


class NotNowError(Exception):
    """The place is to be left alone until then, or the program is to stop."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until.isoformat()}")
        self.until = until


class Refresher:
    """Reads what is due in every workspace of ``platforms``. Any number may run, in any number of processes.

    ``clock`` is what due dates go by, and ``pacer`` keeps the platform's pace. ``say`` hears what was done,
    in counts.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        platforms: Mapping[str, Platform],
        pacer: Pacer,
        say: Callable[[str], object],
    ) -> None:
        self._database = database
        self._clock = clock
        self._platforms = platforms
        self._pacer = pacer
        self._say = say
        self._stopping = False

    def stop(self) -> None:
        """Begin nothing more, and wait for no turn any longer."""
        self._stopping = True
        self._pacer.stop()

    def refresh(self) -> None:
        """Read all that is due. A database that is away is told, and tried again at the next beat."""
        try:
            goes_on = True
            while goes_on:
                turns = [self._refresh(what, workspace) for what in What for workspace in self._due(what)]
                goes_on = any(turns)
        except StorageError as error:
            log.error("%s The directory is read at the next beat.", error)  # noqa: TRY400 - the sentence says it all

    def _due(self, what: What) -> list[str]:
        with self._database.read() as connection:
            found = directory.due(connection, what, self._clock.now())
        served = set(self._platforms)
        return [workspace for workspace in found if workspace in served]

    def _refresh(self, what: What, workspace: str) -> bool:
        """Read on in one workspace; whether it was its turn."""
        now = self._clock.now()
        with self._database.change() as connection:
            is_ours = not self._stopping and directory.claim(connection, workspace, what, now, now + LEASE)
        if is_ours:
            self._rest(workspace, what, *self._read(what, workspace))
        return is_ours

    def _rest(self, workspace: str, what: What, until: datetime, trouble: str) -> None:
        with self._database.change() as connection:
            directory.come_back(connection, workspace, what, until, trouble)

    def _read(self, what: What, workspace: str) -> tuple[datetime, str]:
        """Until when the workspace rests, and what is wrong there, if anything is."""
        try:
            read = self._list if what is What.PEOPLE else self._read_profiles
            return read(workspace), ""
        except NotNowError as error:
            return error.until, ""
        except DeliveryError as error:
            return self._failed(what, workspace, error)

    def _failed(self, what: What, workspace: str, error: DeliveryError) -> tuple[datetime, str]:
        """What the place refuses, it refuses for long; all else is tried again soon."""
        now = self._clock.now()
        if not error.permanent:
            log.info("The %s of %s could not be read: %s. Trying again.", what, workspace, error.reason)
            return self._leave_alone(workspace, error, now), ""
        self._say(
            f"directory: the {what} of {workspace} cannot be read ({error.reason}). `crossbrew doctor` says"
            " what to do; it is tried again in a day."
        )
        return now + REFUSED_FOR, error.reason

    def _leave_alone(self, workspace: str, error: DeliveryError, now: datetime) -> datetime:
        with self._database.change() as connection:
            if error.retry_after is not None:
                rest = timedelta(seconds=error.retry_after)
                gates.close_gate(connection, workspace, error.method, self._pacer.now() + rest)
                return now + rest
            gates.note_failure(connection, workspace, error.method, self._pacer.now())
        return now + AGAIN

    def _list(self, workspace: str) -> datetime:
        """Look through everybody once; until when that is enough."""
        cursor, seen, known = "", 0, 0
        while True:
            self._in_turn(workspace, What.PEOPLE, Call.LIST_PEOPLE)
            page = self._platforms[workspace].list_people(cursor)
            known += self._note_page(workspace, page)
            seen, cursor = seen + len(page.people), page.cursor
            if not cursor:
                break
        if seen:
            people = counted(seen, "person", "people")
            self._say(f"directory: looked through {people} of {workspace}, of whom {known:,} are known")
        return self._clock.now() + PEOPLE_EVERY

    def _note_page(self, workspace: str, page: Page) -> int:
        """Take over what a page says of those who are known; how many they are."""
        with self._database.change() as connection:
            self._went_well(connection, workspace, Call.LIST_PEOPLE)
            known = directory.at_addresses(connection, workspace, list(page.people))
            for address, id_ in known.items():
                note(connection, workspace, id_, _listed(page.people[address]), self._clock.now())
        return len(known)

    def _read_profiles(self, workspace: str) -> datetime:
        """Read the profiles that were not read for the longest; until when that is enough."""
        now = self._clock.now()
        with self._database.read() as connection:
            wanted = sources(connection, workspace).profile_fields
            before = now - PROFILES_EVERY
            stale = directory.stale(connection, workspace, before, AT_A_TIME) if wanted else []
        for id_, address in stale:
            self._in_turn(workspace, What.PROFILES, Call.READ_PROFILE)
            self._read_profile(workspace, id_, address)
        if stale:
            self._say(f"directory: {counted(len(stale), 'profile', 'profiles')} read in {workspace}")
        return now if len(stale) == AT_A_TIME else now + LOOK_EVERY

    def _read_profile(self, workspace: str, id_: str, address: str) -> None:
        try:
            profile = self._platforms[workspace].read_profile(address)
        except DeliveryError as error:
            if not error.unreachable:
                raise
            seen = Seen()  # nobody there: the list of people says when they are gone
        else:
            seen = Seen(_facts(profile), {name: tidy(value) for name, value in profile.fields.items()})
        with self._database.change() as connection:
            self._went_well(connection, workspace, Call.READ_PROFILE)
            now = self._clock.now()
            note(connection, workspace, id_, seen, now, read_at=now)

    def _went_well(self, connection: Connection, workspace: str, call: Call) -> None:
        if limit := self._platforms[workspace].limits.get(call):
            gates.note_success(connection, workspace, limit.method)

    def _in_turn(self, workspace: str, what: What, call: Call) -> None:
        """Wait until a call may be made, and hold on to the workspace meanwhile."""
        now = self._clock.now()
        limit = self._platforms[workspace].limits.get(call)
        with self._database.change() as connection:
            directory.come_back(connection, workspace, what, now + LEASE)
            turn = self._pacer.reserve(connection, workspace, limit)
        if not turn.is_ours:
            raise NotNowError(now + (turn.at - self._pacer.now()))
        if not self._pacer.wait_until(turn.at) or self._stopping:
            raise NotNowError(now)


def _facts(profile: Profile) -> dict[str, str]:
    return {name: tidy(getattr(profile, name)) for name in directory.FACTS}


def _listed(profile: Profile) -> Seen:
    return Seen(_facts(profile), kind=profile.kind, is_gone=profile.is_gone)
