"""Where the app is installed. Tokens come in and go out sealed: the store knows no key.

Where an organisation has the app for all of its workspaces, it has a row under its own id, and each of
its workspaces one without a token, which lives by that of the organisation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, or_, select, update

from storage.once import add_once
from storage.people import ensure_workspace
from storage.tables import gate, installation, row, workspace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

ON_THE_CLOCK = timedelta(seconds=1)
"""A platform tells the time of what happened in whole seconds."""


@dataclass(frozen=True, slots=True)
class Installed:
    """One installation. ``holder`` is whose token it is: the workspace's own, or its organisation's.

    What is kept for a workspace that lives by its organisation's token has none of its own.
    """

    workspace: str
    enterprise: str
    sealed_token: str
    bot_user: str
    bot_id: str
    app: str
    scopes: frozenset[str]
    installed_at: datetime
    holder: str = ""
    is_revoked: bool = False

    @property
    def is_organisations(self) -> bool:
        """Whether it is for all workspaces of an organisation, where nobody is to be found itself."""
        return self.workspace == self.enterprise


_HOLDER = installation.alias("holder")
_ROWS = select(
    installation.c.workspace,
    installation.c.enterprise,
    _HOLDER.c.bot_token,
    _HOLDER.c.bot_user,
    _HOLDER.c.bot_id,
    _HOLDER.c.app,
    _HOLDER.c.scopes,
    installation.c.installed_at,
    _HOLDER.c.workspace.label("holder"),
    or_(installation.c.revoked_at.is_not(None), _HOLDER.c.revoked_at.is_not(None), _HOLDER.c.bot_token == ""),
).join(
    _HOLDER,
    _HOLDER.c.workspace
    == case((installation.c.bot_token == "", installation.c.enterprise), else_=installation.c.workspace),
)
_ONE = _ROWS.where(installation.c.workspace == bindparam("workspace"))
_EVERY = _ROWS.order_by(installation.c.workspace)


def find(connection: Connection, name: str) -> Installed | None:
    """The installation of a workspace, or of an organisation; read for each request, so by its key alone."""
    found = connection.execute(_ONE, {"workspace": name}).first()
    return None if found is None else _installed(found)


def every(connection: Connection) -> tuple[Installed, ...]:
    """Every installation, revoked ones too."""
    return tuple(_installed(found) for found in connection.execute(_EVERY))


def served(connection: Connection) -> tuple[Installed, ...]:
    """The workspaces that have a token to be written to with."""
    return tuple(one for one in every(connection) if not one.is_revoked and not one.is_organisations)


def keep(connection: Connection, platform: str, new: Installed) -> None:
    """Write an installation down, in the place of an earlier one. A workspace that was gone is back."""
    ensure_workspace(connection, new.workspace, platform, new.installed_at)
    values = _row(new)
    if not add_once(connection, installation, [values]):
        here = installation.c.workspace == new.workspace
        connection.execute(update(installation).where(here).values(values | {"revoked_at": None}))
    names = [new.workspace]
    if new.is_organisations:
        names += _borrowers(connection, new.workspace)
        theirs = installation.c.workspace.in_(names)
        connection.execute(update(installation).where(theirs).values(revoked_at=None))
    come_back(connection, names)
    # What the token before was refused for says nothing of this one. The pace stays as it is.
    shut = and_(gate.c.workspace.in_(names), gate.c.closed_until > new.installed_at)
    connection.execute(update(gate).where(shut).values(closed_until=new.installed_at, failures=0))


def adopt(connection: Connection, platform: str, name: str, of: Installed, now: datetime) -> None:
    """Let a workspace live by the token of its organisation."""
    keep(connection, platform, replace(of, workspace=name, sealed_token="", installed_at=now))


def revoke(connection: Connection, name: str, told_at: datetime, now: datetime) -> bool:
    """The app was taken out of a workspace, or of an organisation: nothing is done there any more.

    ``False`` where that is known, or was an earlier installation: news may come late, and twice.
    """
    here = installation.c.workspace == name
    since: datetime | None = connection.scalar(select(installation.c.installed_at).where(here))
    if since is not None and since >= told_at + ON_THE_CLOCK:
        return False
    names = [name, *_borrowers(connection, name)]
    standing = and_(installation.c.workspace.in_(names), installation.c.revoked_at.is_(None))
    connection.execute(update(installation).where(standing).values(revoked_at=now))
    left = and_(workspace.c.workspace.in_(names), workspace.c.gone_at.is_(None))
    return connection.execute(update(workspace).where(left).values(gone_at=now)).rowcount > 0


def come_back(connection: Connection, names: Iterable[str]) -> None:
    """These workspaces are here again, and all that was kept of them counts."""
    here = and_(workspace.c.workspace.in_(list(names)), workspace.c.gone_at.is_not(None))
    connection.execute(update(workspace).where(here).values(gone_at=None))


def change_token(connection: Connection, name: str, was: str, sealed: str) -> bool:
    """Put the same token sealed anew in its place; ``False`` where another one came there meanwhile."""
    here = and_(installation.c.workspace == name, installation.c.bot_token == was)
    return connection.execute(update(installation).where(here).values(bot_token=sealed)).rowcount == 1


def _borrowers(connection: Connection, organisation: str) -> list[str]:
    """The workspaces that live by the token of this organisation."""
    theirs = and_(installation.c.enterprise == organisation, installation.c.bot_token == "")
    return list(connection.scalars(select(installation.c.workspace).where(theirs)))


def _row(new: Installed) -> dict[str, Any]:
    return row(
        installation,
        workspace=new.workspace,
        enterprise=new.enterprise,
        bot_token=new.sealed_token,
        bot_user=new.bot_user,
        bot_id=new.bot_id,
        app=new.app,
        scopes=",".join(sorted(new.scopes)),
        installed_at=new.installed_at,
    )


def _installed(found: Any) -> Installed:  # noqa: ANN401 - a row of `_ROWS`
    values = list(found)
    values[6] = frozenset(filter(None, values[6].split(",")))
    return Installed(*values)
