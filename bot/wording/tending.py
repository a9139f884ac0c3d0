"""The outbox for owners: what is on its way, what could not be sent and why. Never whom it is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.message import Button, Facts, Message, heading, quiet, text
from bot.wording.phrases import clipped, counted
from pairing.notices import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import timedelta

    from bot.message import Part

MOST_SHOWN = 10
"""Groups of messages: a chat on a telephone is no place for a long list."""
REASON_LONGEST = 100
MINUTE, HOUR, DAY = 60, 3_600, 86_400

MESSAGES = {
    Kind.HEADS_UP: ("heads-up", "heads-ups"),
    Kind.INTRODUCTION: ("introduction", "introductions"),
    Kind.SITTING_OUT: ("note on sitting out", "notes on sitting out"),
    Kind.BOOKED: ("note of a time", "notes of a time"),
    Kind.NUDGE: ("nudge", "nudges"),
    Kind.QUESTION: ("question", "questions"),
    Kind.REMINDER: ("last question", "last questions"),
    Kind.THANKS: ("thank you", "thank yous"),
    Kind.FOLLOW_UP: ("note to oneself", "notes to oneself"),
    Kind.FREED: ("offer of somebody new", "offers of somebody new"),
    Kind.NO_PARTNER: ("note that nobody was free", "notes that nobody was free"),
    Kind.GENTLE_PAUSE: ("note on a pause", "notes on a pause"),
    Kind.ROUND_SKIPPED: ("note to owners", "notes to owners"),
    Kind.WELCOME: ("welcome", "welcomes"),
    Kind.ANNOUNCEMENT: ("post in a channel", "posts in channels"),
    Kind.NOT_ANNOUNCED: ("note on a post", "notes on posts"),
}

CLOSED, GONE = "the account was deactivated", "the chat knows no such person or group"
ARCHIVED, REFUSED = "the group was archived", "the chat did not take the message as it is written"
SILENT, NOT_ALLOWED = "the chat did not answer", "the chat does not let us write there"
SEEN_TO = "It has been seen to already."
TROUBLED = "something broke on the chat's side"
NOT_GRANTED = "the app was not granted what this takes; crossbrew doctor says what"
TURNED_AWAY = "the chat did not take the app's token; crossbrew doctor says what to do"
HTTP = "http_"
"""How a code begins that is only the status of an answer: a proxy's, or of a chat that is down."""
REASONS = {
    "user_disabled": CLOSED,
    "user_not_found": GONE,
    "users_not_found": GONE,
    "user_not_visible": GONE,
    "person_not_found": GONE,
    "channel_not_found": GONE,
    "chat_not_found": GONE,
    "cannot_dm_bot": "it was addressed to another app",
    "channel_is_archived": ARCHIVED,
    "is_archived": ARCHIVED,
    "not_in_channel": "we are not in that group or channel",
    "restricted_action": NOT_ALLOWED,
    "invalid_arguments": REFUSED,
    "invalid_blocks": REFUSED,
    "invalid_blocks_format": REFUSED,
    "msg_blocks_too_long": REFUSED,
    "msg_too_long": REFUSED,
    "no_text": REFUSED,
    "TimeoutError": SILENT,
    "timeout": SILENT,
    "URLError": SILENT,
    "RemoteDisconnected": SILENT,
    "ConnectionResetError": SILENT,
    "ConnectionRefusedError": SILENT,
    "missing_scope": NOT_GRANTED,
    "not_allowed_token_type": NOT_GRANTED,
    "invalid_auth": TURNED_AWAY,
    "not_authed": TURNED_AWAY,
    "account_inactive": TURNED_AWAY,
    "token_revoked": TURNED_AWAY,
    "ratelimited": "the chat asked to be left alone for a while",
    "fatal_error": TROUBLED,
    "internal_error": TROUBLED,
    "service_unavailable": TROUBLED,
    "it did not arrive in 8 attempts": "it did not arrive in eight attempts",
    "nobody can say whether it arrived": "nobody can say whether it arrived",
    "a fault in the program; see the log": "something broke on our side, and the log says what",
}
"""The codes of platforms and of our own that an owner is likely to meet, in plain words."""


@dataclass(frozen=True, slots=True)
class Underway:
    """The introductions of a round: so many in all, so many gone, and how long the rest takes."""

    number: int
    introductions: int
    gone: int
    left: timedelta


@dataclass(frozen=True, slots=True)
class NotSent:
    """So many messages of one kind and round that could not be sent, for one reason, a code."""

    kind: Kind
    number: int
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class OutboxState:
    """What an owner sees of the outbox.

    ``lapsed`` of what was ``not_sent`` are past their time, and ``until`` is what the buttons carry, so
    that they tend what was shown and nothing that came later.
    """

    underway: tuple[Underway, ...] = ()
    not_sent: tuple[NotSent, ...] = ()
    lapsed: int = 0
    until: str = ""

    @property
    def total(self) -> int:
        """How many messages could not be sent."""
        return sum(one.count for one in self.not_sent)


def outbox(state: OutboxState) -> Message:
    """What is on its way, and what could not be sent."""
    return Message(
        title="What goes out to people",
        body=(*_underway(state), *_not_sent(state)),
        actions=tuple(_actions(state)),
        summary=_summary(state),
    )


def tried_again(count: int, lapsed: int) -> Message:
    """They are owed again."""
    past = [_past(lapsed)] if lapsed else []
    if not count:
        return _answer("Nothing to try again", *(past or [SEEN_TO]))
    said = f"{_messages(count)} will be tried again."
    return _answer("We are trying again", " ".join([said, *past]), said)


def put_away(count: int) -> Message:
    """They will never be sent."""
    if not count:
        return _answer("Nothing to put away", SEEN_TO)
    return _answer("Put away", f"{_messages(count)} will not be sent. Nobody was told.")


def progress(one: Underway) -> str:
    """How far the introductions of a round have come, as a sentence."""
    whole = f"Round {one.number}: {one.gone} of {counted(one.introductions, 'introduction', 'introductions')}"
    return f"{whole} have gone out; {time_left(one.left)} to go."


def time_left(left: timedelta) -> str:
    """A time to wait, as it is said: `about 8 minutes`."""
    seconds = left.total_seconds()
    if seconds < MINUTE:
        return "less than a minute"
    if seconds < 2 * HOUR:
        return f"about {counted(round(seconds / MINUTE), 'minute', 'minutes')}"
    if seconds < 2 * DAY:
        return f"about {counted(round(seconds / HOUR), 'hour', 'hours')}"
    return f"about {counted(round(seconds / DAY), 'day', 'days')}"


def because(reason: str) -> str:
    """Why a message was not sent, in plain words."""
    if reason in REASONS:
        return REASONS[reason]
    if reason.startswith(HTTP):
        return f"something that was not the chat itself answered with {reason.removeprefix(HTTP)}"
    said = clipped(reason.replace("_", " "), REASON_LONGEST)
    return f'the chat answered "{said}"' if said else "nobody knows why"


def stuck_hint(count: int) -> str:
    """A line for an owner's page."""
    return f"{_messages(count)} could not be sent. Look at what is stuck to see why."


def _underway(state: OutboxState) -> Iterator[Part]:
    for one in state.underway:
        yield text(progress(one))
    if state.underway:
        yield quiet("Each goes when it is day where its readers are, and no faster than the chat allows.")


def _not_sent(state: OutboxState) -> Iterator[Part]:
    if not state.not_sent:
        yield text("Nothing is stuck.")
        return
    yield heading("What could not be sent")
    groups = _groups(state.not_sent)
    shown = groups[:MOST_SHOWN]
    yield Facts(tuple((_what(kind, number, count), why) for (kind, number, why), count in shown))
    if rest := sum(count for _, count in groups[MOST_SHOWN:]):
        yield quiet(f"{counted(rest, 'more message', 'more messages')}, in smaller groups.")
    if state.lapsed:
        yield text(_past(state.lapsed))
    yield quiet("An introduction that may have arrived all the same says so when it is tried again.")
    yield quiet("Whom these are about is shown to nobody.")


def _actions(state: OutboxState) -> Iterator[Button]:
    until = {"until": state.until}
    if state.total > state.lapsed:
        yield Button("outbox.retry", "Try these again", until, primary=True)
    if state.not_sent:
        asks = f"{_messages(state.total)} will never be sent, and nobody will be told. Put them away?"
        yield Button("outbox.discard", "Put these away", until, confirm=asks)


def _summary(state: OutboxState) -> str:
    if state.not_sent:
        return f"{_messages(state.total)} could not be sent."
    if state.underway:
        return progress(state.underway[0])
    return "Nothing is stuck, and no introduction is on its way."


def _groups(not_sent: Iterable[NotSent]) -> list[tuple[tuple[Kind, int, str], int]]:
    """How many of each kind and round there are for each reason that reads differently, most first."""
    counts: Counter[tuple[Kind, int, str]] = Counter()
    for one in not_sent:
        counts[one.kind, one.number, because(one.reason)] += one.count
    return counts.most_common()


def _what(kind: Kind, number: int, count: int) -> str:
    round_ = f", round {number}" if number else ""
    return f"{counted(count, *MESSAGES[kind])}{round_}"


def _past(count: int) -> str:
    return f"{counted(count, 'message is', 'messages are')} past the time for it, and can only be put away."


def _messages(count: int) -> str:
    return counted(count, "message", "messages")


def _answer(title: str, said: str, summary: str = "") -> Message:
    return Message(title=title, body=(text(said),), summary=summary or said)
