"""What can go wrong with the bot's calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fake_slack.workspace import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.fake_slack.workspace import Workspace


class Faults:
    """Verbs that make the next call of a method fail, once each."""

    workspace: Workspace

    def refuse(self, method: str, error: str) -> None:
        """Answer with an error code."""
        self._befall(method, Fault("refuse", error=error))

    def rate_limit(self, method: str, retry_after: int) -> None:
        """Answer 429."""
        self._befall(method, Fault("refuse", error="ratelimited", seconds=retry_after, status=429))

    def server_error(self, method: str, *, accepted: bool = False) -> None:
        """Answer 500 with a page that is not JSON; ``accepted`` does the work all the same."""
        self._befall(method, Fault("accept" if accepted else "refuse", error="internal_error", status=500))

    def drop_reply(self, method: str) -> None:
        """Accept the call, then cut the connection."""
        self._befall(method, Fault("drop"))

    def slow(self, method: str, seconds: float) -> None:
        """Accept the call, and answer late."""
        self._befall(method, Fault("slow", seconds=seconds))

    def late(self, method: str, seconds: float) -> None:
        """Accept the call after so long, and answer then."""
        self._befall(method, Fault("late", seconds=seconds))

    def poison(self, users: Iterable[str]) -> None:
        """Refuse for good whatever is posted where one of these is."""
        with self.workspace.lock:
            self.workspace.poison.update(users)

    def _befall(self, method: str, fault: Fault) -> None:
        with self.workspace.lock:
            self.workspace.faults[method].append(fault)
