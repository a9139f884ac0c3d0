"""Logs: lines for people on a terminal, JSON lines for machines; ids, never a name, a text or a secret.

A line of JSON has ``at`` (UTC), ``level``, ``logger`` and ``says``; ``round``, ``pairing`` and ``notice``
where it is about one; and ``error``, a traceback, where something went wrong.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

import click

from bot.masking import Mask, mask_all_records, message_of
from scheduler.about import current_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

TEXT, JSON = "text", "json"
LIBRARIES = ("alembic", "apscheduler", "httpx", "slack_bolt", "slack_sdk", "sqlalchemy", "uvicorn")
"""Below WARNING these tell of every request and statement, some with their contents: never shown."""

log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "says": message_of(record),
            **current_ids(),
        }
        if record.exc_info or record.exc_text:
            line["error"] = record.exc_text or self.formatException(record.exc_info or (None, None, None))
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps(line, ensure_ascii=False)


class TextLines(logging.Formatter):
    """A line for people, with the ids of what it is about in brackets at its end."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name it has in logging
        """The line without its traceback."""
        told = " ".join(f"{name}={id_}" for name, id_ in current_ids().items())
        return super().formatMessage(record) + (f" [{told}]" if told else "")


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to what is standard error at that moment, which tests and daemons exchange."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def form_here(asked: str = "") -> str:
    """The form that was asked for; otherwise text on a terminal and JSON elsewhere."""
    return asked or (TEXT if sys.stderr.isatty() else JSON)


def set_up_logs(form: str, *, verbose: bool = False, secrets: Iterable[str] = ()) -> None:
    """Log to standard error, with every secret masked on every handler that there is or will be.

    Args:
        form: ``text`` or ``json``.
        verbose: tell every step, not only what needs a look.
        secrets: what is masked wherever it stands, besides what looks like a token.

    """
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(earlier)
    handler = _Handler()
    handler.setFormatter(JsonLines() if form == JSON else TextLines())
    root.addHandler(handler)
    root.setLevel(logging.INFO if verbose else logging.WARNING)
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    mask_all_records(Mask(secrets))
    logging.captureWarnings(capture=True)
    # Otherwise Python prints what nobody caught by itself: unmasked, and as no line of JSON.
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def teller(form: str) -> Callable[[str], object]:
    """What tells a sentence of progress: as a line of the log where that is JSON, else on the terminal."""
    if form == TEXT:
        return click.echo
    progress = logging.getLogger("crossbrew")
    progress.setLevel(logging.INFO)
    return progress.info


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("the program failed", exc_info=(kind, error, trace))


def _uncaught_in_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None:
        log.critical("a thread failed", exc_info=(failed.exc_type, failed.exc_value, failed.exc_traceback))
