"""Slack: whether its tokens work, what they may do, and what time it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.checkup.clocks import of_clock
from bot.slack.history import HISTORY_SCOPES
from bot.slack.inspection import Identity, identity, refusal_of_socket, unknown_people
from bot.slack.scopes import NEEDED, OPTIONAL
from bot.watching.findings import fix, note, ok

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from bot.slack.inspection import Refused
    from bot.watching.findings import Finding
    from scheduler.clock import Clock

GRANT = (
    "Paste manifest.yml anew at api.slack.com/apps, App Manifest, and reinstall the app; the token stays"
    " the same."
)
HISTORY_ON = "Granted: what may have arrived is looked for, and never sent twice."
HISTORY_OFF = (
    "Not granted, as is usual: where a reply of Slack's got lost, an introduction is sent once more, saying"
    " so, and a reminder is let go."
)


def whose(settings: Settings) -> Identity | Refused | None:
    """Whose the bot token is, where there is one."""
    token = settings.slack_bot_token.get_secret_value()
    return identity(token, settings.slack_api_url) if token else None


def of_slack(settings: Settings, found: Identity | Refused | None, clock: Clock) -> Iterator[Finding]:
    """What Slack says of the tokens; where there are none, or no way to it, that alone."""
    if found is None:
        yield note("Slack", "Not asked, since there is no SLACK_BOT_TOKEN.")
        return
    if not isinstance(found, Identity):
        yield _refused(found, "SLACK_BOT_TOKEN", settings)
        return
    yield ok("Slack", f"The bot token is of the workspace {found.name} ({found.workspace}).")
    yield from of_scopes(found.scopes)
    yield from _of_owners(settings)
    yield _way_in(settings)
    if found.at is not None:
        cure = "Turn on time synchronisation, for example with `timedatectl set-ntp true`."
        yield of_clock("Slack's", clock.now() - found.at, cure)


def of_scopes(scopes: frozenset[str]) -> Iterator[Finding]:
    """What the bot may do, beside what ``manifest.yml`` asks for."""
    if not scopes:
        yield note("scopes", "Slack did not say what the token may do.")
        return
    missing = NEEDED.keys() - scopes
    for scope in sorted(missing):
        yield fix("scopes", f"The token lacks {scope} ({NEEDED[scope]}).", GRANT)
    if not missing:
        yield ok("scopes", f"All {len(NEEDED)} that the bot needs are granted.")
    for scope, purpose in OPTIONAL.items():
        if scope in scopes:
            yield ok("scopes", f"The optional {scope} is granted ({purpose}).")
        else:
            yield note("scopes", f"The optional {scope} is not granted ({purpose}).", GRANT)
    yield _history(scopes)
    more = scopes - NEEDED.keys() - OPTIONAL.keys() - HISTORY_SCOPES
    if more:
        yield note("scopes", f"More than the bot uses: {', '.join(sorted(more))}.", "Take it away again.")


def _history(scopes: frozenset[str]) -> Finding:
    granted = scopes & HISTORY_SCOPES
    if len(granted) == len(HISTORY_SCOPES):
        return ok("history", HISTORY_ON)
    if not granted:
        return ok("history", HISTORY_OFF)
    both = " and ".join(sorted(HISTORY_SCOPES))
    return note("history", f"Only {', '.join(granted)} is granted.", f"Grant both {both}, or neither.")


def _of_owners(settings: Settings) -> Iterator[Finding]:
    """Whether those who are named by id are there; an e-mail address may become somebody's later."""
    ids = sorted(owner.upper() for owner in settings.owners if "@" not in owner)
    for id_ in unknown_people(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, ids):
        yield fix(
            "owners",
            f"Nobody in this workspace has the id {id_}, which CROSSBREW_OWNERS names.",
            "Copy it anew from their profile in Slack (More, Copy member ID), or write their e-mail address.",
        )


def _way_in(settings: Settings) -> Finding:
    """How what people do reaches the bot, and whether Slack lets it."""
    app_token = settings.slack_app_token.get_secret_value()
    if app_token:
        refused = refusal_of_socket(app_token, settings.slack_api_url)
        if refused is not None:
            return _refused(refused, "SLACK_APP_TOKEN", settings)
        return ok("socket", "Slack would open a socket: no port of this machine needs to be reachable.")
    if settings.slack_signing_secret.get_secret_value():
        where = settings.crossbrew_public_url.rstrip("/") or "https://…"
        return note("HTTP", f"Slack calls {where}/slack/events; only a click shows whether it gets through.")
    return note("socket", "Not asked, since there is neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET.")


def _refused(refused: Refused, setting: str, settings: Settings) -> Finding:
    if refused.by_slack:
        return fix(
            "Slack",
            f"Slack refused {setting} ({refused.why}).",
            "Copy the token again from the app's page at api.slack.com/apps.",
        )
    return fix(
        "Slack",
        f"There is no way to {settings.slack_api_url} ({refused.why}).",
        "Check this machine's network, its proxy and SLACK_API_URL.",
    )
