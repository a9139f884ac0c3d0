"""A bad day of Slack's, drawn from a seed, and the limits that Slack publishes, enforced."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from random import Random

from tests.fake_slack.workspace import Fault

MINUTE = 60.0
PUBLISHED = {
    "chat.postMessage": 240,
    "conversations.history": 50,
    "conversations.open": 50,
    "files.completeUploadExternal": 100,
    "files.getUploadURLExternal": 100,
    "team.profile.get": 50,
    "users.info": 100,
    "users.list": 20,
    "users.profile.get": 100,
    "views.open": 100,
    "views.publish": 100,
    "views.update": 100,
}
"""Calls a minute: https://docs.slack.dev/apis/web-api/rate-limits, with "several hundred" read as 240."""
SPARED = frozenset({"auth.test", "apps.connections.open"})
"""What a process must ask once in order to start is let be."""


@dataclass(frozen=True, slots=True)
class Hostility:
    """What befalls how large a share of the calls of each method.

    The n-th call of a method meets the same fate in every run of a ``seed``. ``late`` is how many
    seconds a slow call lies about before it is accepted: choose more than the client waits.
    """

    seed: int
    dropped: float = 0.05
    broken_accepted: float = 0.03
    broken_refused: float = 0.03
    limited: float = 0.05
    slow: float = 0.01
    late: float = 12.0
    retry_after: int = 1
    _draws: dict[str, Random] = field(default_factory=dict)

    def fault(self, method: str) -> Fault | None:
        """The fate of the next call of ``method``."""
        if method in SPARED:
            return None
        draws = Random(f"{self.seed} {method}")  # noqa: S311 - the same in every run, and no secret
        drawn = self._draws.setdefault(method, draws).random()
        for share, fault in self._fates():
            if drawn < share:
                return fault
            drawn -= share
        return None

    def _fates(self) -> tuple[tuple[float, Fault], ...]:
        return (
            (self.dropped, Fault("drop")),
            (self.broken_accepted, Fault("accept", error="internal_error", status=500)),
            (self.broken_refused, Fault("refuse", error="internal_error", status=500)),
            (self.limited, too_many(self.retry_after)),
            (self.slow, Fault("late", seconds=self.late)),
        )


class SlidingMinute:
    """Lets through so many calls of a method in any minute, wherever it begins."""

    def __init__(self, limits: dict[str, int]) -> None:
        self._limits = limits
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    def refusal(self, method: str, now: float) -> Fault | None:
        """429 for a call too many at ``now``, in seconds of any clock; one that is let through counts."""
        calls, limit = self._calls[method], self._limits.get(method)
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if limit is not None and len(calls) >= limit:
            return too_many(int(calls[0] + MINUTE - now) + 1)
        calls.append(now)
        return None


def too_many(retry_after: int) -> Fault:
    """The answer 429, and for how many seconds to leave the method alone."""
    return Fault("refuse", error="ratelimited", seconds=retry_after, status=429)
