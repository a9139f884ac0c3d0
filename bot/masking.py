"""Secrets kept out of what is logged and printed, whichever library wrote it."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

HIDDEN = "…"
SHORTEST = 6
"""A secret of fewer characters is not looked for: it would be found in the middle of words."""

_REST = r"[^\s'\"`,;)}\]<>\\&]+"
_PATTERNS = (
    re.compile(rf"\b(xox[a-z](?:\.xox[a-z])?-|xapp-)(?=\w){_REST}"),
    re.compile(rf"(?i)\b(bearer\s+|authorization:\s*basic\s+){_REST}"),
    re.compile(rf"(hooks\.slack(?:-gov)?\.com/){_REST}"),
    # A password holds whatever its owner liked, an @ too: everything up to the last one before a space.
    re.compile(r"(?<=://)([^\s:/?#@]*:)(?!password@)[^\s'\"]+(?=@)"),
    re.compile(
        r"(?i)(\b(?:[a-z]+_)*(?:password|passwd|pwd|secret|token|secret_key|api_key)=|[?&](?:code|state|ticket)=)"
        rf"(?:'[^']*'|\"[^\"]*\"|{_REST})"
    ),
    re.compile(r"(?i)((?:token|secret|password|authorization|response_url)['\"]\s*:\s*['\"])[^'\"]*"),
)


class Mask:
    """Takes secrets out of a text: by their look, and these ``known`` ones wherever they stand."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        worth = sorted({one for one in known if len(one) >= SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, worth))) if worth else None

    def __call__(self, text: str) -> str:
        """The text with ``…`` in place of each secret."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        for pattern in _PATTERNS:
            text = pattern.sub(rf"\1{HIDDEN}", text)
        return text


def mask_record(record: logging.LogRecord, mask: Mask) -> None:
    """Take secrets out of a record: message, arguments, traceback and stack."""
    record.msg, record.args = mask(message_of(record)), ()
    if record.exc_info and not record.exc_text:
        record.exc_text = _PLAIN.formatException(record.exc_info)
    if record.exc_text:
        # What is formatted already is what every formatter writes, so the exception itself may go.
        record.exc_text, record.exc_info = mask(record.exc_text), None
    if record.stack_info:
        record.stack_info = mask(record.stack_info)


def mask_all_records(mask: Mask) -> None:
    """Mask every record as it is made, whoever logs it and whichever handler it goes to, now or later."""

    def make(*args: Any, **kwargs: Any) -> logging.LogRecord:  # noqa: ANN401 - as `LogRecord` takes them
        record = logging.LogRecord(*args, **kwargs)
        mask_record(record, mask)
        return record

    logging.setLogRecordFactory(make)


_PLAIN = logging.Formatter()


def message_of(record: logging.LogRecord) -> str:
    """What a record says, also where its arguments do not fit: a log line is no place to fail."""
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - whatever an argument may do when it is asked for its text
        return f"{record.msg!s} (with arguments that do not fit)"
