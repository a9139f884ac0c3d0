"""The workspaces that have installed the app: whether the token of each can be read, and used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.checkup.chat import GRANT
from bot.slack.inspection import Identity, identity
from bot.slack.oauth import INSTALL
from bot.slack.scopes import NEEDED
from bot.vault import Vault, VaultError
from bot.watching.findings import fix, note, ok
from bot.watching.health import sentence_and_cure
from storage import installations
from storage.database import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from bot.slack.inspection import Refused
    from bot.watching.findings import Finding
    from storage.database import Database
    from storage.installations import Installed

WHAT = "workspace"


def of_installations(settings: Settings, database: Database) -> Iterator[Finding]:
    """Each installation, a line each; nothing is sent there."""
    try:
        vault = Vault(settings.crossbrew_secret_key.get_secret_value())
        with database.read() as connection:
            kept = installations.every(connection)
    except VaultError as error:
        yield fix("keys", *sentence_and_cure(str(error)))
        return
    except StorageError as error:
        yield fix("database", *sentence_and_cure(str(error)))
        return
    where = f"{settings.crossbrew_public_url.rstrip('/')}{INSTALL}"
    if not kept:
        yield note(WHAT, "None has installed the app yet.", f"Open {where} to add one.")
    for one in kept:
        yield _of(one, vault, settings.slack_api_url, where)


def _of(one: Installed, vault: Vault, api_url: str, where: str) -> Finding:
    if one.is_revoked:
        return note(WHAT, f"{one.workspace} has taken the app out; nothing is sent there.")
    try:
        token = vault.open(one.sealed_token, one.holder)
    except VaultError as error:
        says, _, cure = str(error).partition(": ")
        return fix(WHAT, f"{says}.", f"{cure[:1].upper()}{cure[1:]}")
    found = identity(token, api_url)
    if not isinstance(found, Identity):
        return _refused(one, found, where)
    lacking = NEEDED.keys() - found.scopes if found.scopes else ()
    if lacking:
        return fix(WHAT, f"The token of {one.workspace} lacks {', '.join(sorted(lacking))}.", GRANT)
    return ok(WHAT, f"{one.workspace} ({found.name}): its token can be read, and Slack takes it.")


def _refused(one: Installed, refused: Refused, where: str) -> Finding:
    if refused.by_slack:
        return fix(
            WHAT,
            f"Slack refused the token of {one.workspace} ({refused.why}).",
            f"Install it anew at {where}.",
        )
    return fix(
        WHAT,
        f"There is no way to Slack ({refused.why}).",
        "Check this machine's network, its proxy and SLACK_API_URL.",
    )
