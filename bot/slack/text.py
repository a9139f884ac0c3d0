"""Text made safe for Slack: nothing that somebody typed may format, mention or overflow.

Wherever Slack takes ``plain_text`` or ``rich_text`` nothing is parsed, and `plain` is enough. Slack's
own markup, ``mrkdwn``, is used only where a moment must be shown in the reader's time zone, and in the
fallback text of a notification.
See https://docs.slack.dev/messaging/formatting-message-text/ for what it parses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.message import Moment, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Block: TypeAlias = dict[str, Any]
"""A piece of Block Kit, as it goes over the wire."""

ELLIPSIS = "…"

# Control characters, lone surrogates, and marks that turn the direction of the text around them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MENTION = re.compile(r"@(?=here\b|channel\b|everyone\b)", re.IGNORECASE)
_QUOTE = re.compile(r"^([ \t]*)>", re.MULTILINE)
# Slack has no escape for its formatting marks, so look-alikes that it does not know take their place.
_MARKS = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SAFE = _MARKS | _ENTITIES


def plain(words: str, limit: int) -> str:
    """``words`` without unseen marks, at most ``limit`` characters, for a field that is never parsed."""
    seen = _UNSEEN.sub("", words).strip()
    return seen if len(seen) <= limit else seen[: limit - 1].rstrip() + ELLIPSIS


def plain_text(words: str) -> Block:
    """A text object in which Slack parses nothing, not even ``:emoji:``."""
    return {"type": "plain_text", "text": words, "emoji": False}


def mrkdwn(spans: Iterable[Span], limit: int) -> str:
    """``spans`` as Slack markup in which only the moments mean anything, at most ``limit`` characters."""
    return _fitted((piece for span in spans for piece in _pieces(span)), limit)


def in_words(spans: Iterable[Span]) -> str:
    """``spans`` as one plain string, each moment written out in its own time zone."""
    return "".join(written(span) if isinstance(span, Moment) else span for span in spans)


def written(moment: Moment) -> str:
    """Such as "Tuesday 1 December at 10:00 GMT", in the moment's own time zone."""
    local = moment.at.astimezone(ZoneInfo(moment.timezone))
    return f"{local:%A} {local.day} {local:%B} at {local:%H:%M %Z}"


def _pieces(span: Span) -> Iterator[str]:
    """The parts that may not be cut in two: a character with its escape, or a whole date."""
    if isinstance(span, Moment):
        yield f"<!date^{int(span.at.timestamp())}^{{date_long_pretty}} at {{time}}|{written(span)}>"
        return
    # A quotation mark at the start of a line works even when escaped; a word joiner splits a mention.
    unquoted = _QUOTE.sub("\\1\u203a", _UNSEEN.sub("", span))
    for character in _MENTION.sub("@\u2060", unquoted):
        yield _SAFE.get(character, character)


def _fitted(pieces: Iterable[str], limit: int) -> str:
    kept: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > limit:
            return _shortened(kept, limit)
        kept.append(piece)
    return "".join(kept)


def _shortened(pieces: list[str], limit: int) -> str:
    while pieces and sum(map(len, pieces)) >= limit:
        pieces.pop()
    return "".join(pieces).rstrip() + ELLIPSIS
