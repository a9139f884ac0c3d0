"""The ways of delivering that are put side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.platforms import Limit
from bot.slack import SlackPlatform
from bot.slack.limits import LIMITS
from bot.slack.settings import SlackSettings
from tests.fake_slack.workspace import APP_TOKEN, BOT_TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.platforms import Receipt

TIMEOUT = 1
"""Seconds that a call may take, instead of ten."""
PER_MINUTE = 1_500
"""Calls of a method, instead of Slack's limits: a thousand introductions take two thirds of a minute."""


class _Hurried(SlackPlatform):
    """Slack, as far as we deliver to it, with other limits."""

    limits = {call: Limit(limit.method, PER_MINUTE) for call, limit in LIMITS.items()}  # type: ignore[assignment]  # noqa: RUF012 - a table


class _Blind(_Hurried):
    """Sends again after every failure, and looks for nothing."""

    can_look = True  # so that it may always send again

    def find(self, _address: str, _reference: str, _since: datetime) -> Receipt | None:
        """Nothing, ever."""
        return None


def _with_the_sdks_retries(settings: SlackSettings) -> SlackPlatform:
    """The same as ours but for what the SDK does unless it is told not to."""
    from slack_sdk import WebClient  # noqa: PLC0415, TID251 - this rival is the SDK's own way

    platform = _Hurried(settings)
    platform._client.retry_handlers = WebClient().retry_handlers  # noqa: SLF001 - as above
    return platform


@dataclass(frozen=True, slots=True)
class Way:
    """A way to deliver. A rival is shown and not judged."""

    label: str
    platform: Callable[[SlackSettings], SlackPlatform]
    may_look: bool = False
    is_rival: bool = False


WAYS = {
    "look": Way("with the history scopes", _Hurried, may_look=True),
    "unseen": Way("without them", _Hurried),
    "blind": Way("rival: send again after every failure", _Blind, is_rival=True),
    "sdk": Way("rival: the SDK's own retry left on", _with_the_sdks_retries, may_look=True, is_rival=True),
}


def platform_of(way: Way, api_url: str) -> SlackPlatform:
    """The platform of a worker, which knows its scopes once it was asked to `identify`."""
    return way.platform(SlackSettings(BOT_TOKEN, APP_TOKEN, api_url=api_url, timeout=TIMEOUT))
