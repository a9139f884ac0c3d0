"""The workspaces that have installed the app: kept with sealed tokens, and served from the moment they are.

Every replica reads the store again and again, so that a workspace which comes, goes or comes back while
they run is noticed by all of them without a restart.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.slack.installations import Installation, NotKeptError
from bot.slack.oauth import SECONDS
from bot.vault import VaultError
from storage import events, installations
from storage.database import StorageError
from storage.forgetting import forget_events
from storage.installations import Installed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from bot.slack.app import SlackPlatform
    from bot.slack.installations import SharedSlack
    from bot.vault import Vault
    from scheduler.clock import Clock
    from storage.database import Connection, Database

    Settle = Callable[[Connection, str, datetime], object]

log = logging.getLogger(__name__)

SLACK = "slack"
STATE = "state"
LASTS = timedelta(seconds=SECONDS)
NOBODYS = ""
"""The workspace of events that come before it is known whose they are. No workspace is called so."""


class Register:
    """Who has installed the app, as `bot.slack.installations.Installations` and `bot.slack.oauth.States`.

    ``settle`` makes a workspace and its first programme ready, in the transaction of its installation.
    """

    def __init__(self, database: Database, clock: Clock, vault: Vault, settle: Settle) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._settle = settle
        self._opened: dict[str, tuple[Installed, Installation | None]] = {}

    def of(self, workspace: str, enterprise: str) -> Installation | None:
        """The installation by which a workspace is served just now, or its organisation's in its place."""
        with self._database.read() as connection:
            found = installations.find(connection, workspace)
            if found is not None and not found.is_revoked:
                return self._open(found)
            whole = installations.find(connection, enterprise) if enterprise else None
        if whole is None or whole.is_revoked or not whole.is_organisations:
            return None
        return self._adopted(workspace, whole)

    def served(self) -> list[Installation]:
        """Every workspace that can be written to just now."""
        with self._database.read() as connection:
            found = installations.served(connection)
        return [one for one in map(self._open, found) if one is not None]

    def keep(self, new: Installation) -> None:
        """Keep an installation, with its workspace and the first programme, in one transaction.

        Raises:
            NotKeptError: the database cannot be used.

        """
        now = self._clock.now()
        try:
            with self._database.change() as connection:
                installations.keep(connection, SLACK, self._sealed(new, now))
                if not new.is_organisations:
                    self._settle(connection, new.workspace, now)
        except StorageError as error:
            raise NotKeptError(str(error)) from error

    def issue(self, browser: str) -> str:
        """A state for the browser that keeps this secret."""
        return self._vault.stamp(_digest(browser), STATE, self._clock.now())

    def redeem(self, state: str, browser: str) -> bool:
        """Whether a state was issued to that browser, is not too old, and is seen for the first time."""
        now = self._clock.now()
        if self._vault.stamped(state, STATE, now, LASTS) != _digest(browser):
            return False
        try:
            with self._database.change() as connection:
                forget_events(connection, NOBODYS, now - 2 * LASTS)
                return events.first_time(connection, NOBODYS, f"{STATE}:{state}", now)
        except StorageError as error:
            raise NotKeptError(str(error)) from error

    def _adopted(self, workspace: str, whole: Installed) -> Installation | None:
        """A workspace that comes for the first time, of an organisation that has the app for all of its."""
        now = self._clock.now()
        with self._database.change() as connection:
            installations.adopt(connection, SLACK, workspace, whole, now)
            self._settle(connection, workspace, now)
            found = installations.find(connection, workspace)
        return None if found is None else self._open(found)

    def _sealed(self, new: Installation, now: datetime) -> Installed:
        return Installed(
            workspace=new.workspace,
            enterprise=new.enterprise,
            sealed_token=self._vault.seal(new.bot_token, new.workspace),
            bot_user=new.bot_user,
            bot_id=new.bot_id,
            app=new.app,
            scopes=new.scopes,
            installed_at=now,
        )

    def _open(self, found: Installed) -> Installation | None:
        """The installation with its token; none where no key opens it, which is told once."""
        known, opened = self._opened.get(found.workspace, (None, None))
        if known != found:
            opened = self._read(found)
            self._opened[found.workspace] = found, opened
        return opened

    def _read(self, found: Installed) -> Installation | None:
        try:
            token = self._vault.open(found.sealed_token, found.holder)
        except VaultError as error:
            log.error("%s Nothing is sent there meanwhile.", error)  # noqa: TRY400 - the sentence says it all
            return None
        return Installation(
            workspace=found.workspace,
            bot_token=token,
            enterprise=found.enterprise,
            bot_user=found.bot_user,
            bot_id=found.bot_id,
            app=found.app,
            scopes=found.scopes,
        )


class Workspaces(Mapping[str, "SlackPlatform"]):
    """The platform of each workspace. Whoever goes through all of them sees those served at that moment.

    One that was served stays within reach by its name, for whoever is still at work on it.
    """

    def __init__(self, register: Register, slack: SharedSlack) -> None:
        self._register = register
        self._slack = slack

    def __iter__(self) -> Iterator[str]:
        served = self._register.served()
        for one in served:
            self._slack.platform(one)
        return iter([one.workspace for one in served])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, workspace: str) -> SlackPlatform:
        known = self._slack.known(workspace)
        if known is not None:
            return known
        one = self._register.of(workspace, "")
        if one is None:
            raise KeyError(workspace)
        return self._slack.platform(one)


def _digest(browser: str) -> str:
    return sha256(browser.encode()).hexdigest()
