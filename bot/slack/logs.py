"""Logging without secrets: Slack's libraries print tokens, trigger ids and message text when asked to."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(xox[a-z]-|xapp-|Bearer |hooks\.slack\.com/|response_url|[?&]ticket=)[^\s'\",}]*")

_NOISE = "As you gave `client` as well"
"""Bolt looks for SLACK_BOT_TOKEN in the environment by itself, and warns that it will not use it."""


class _Masked(logging.Filter):
    """Takes the secrets out of every line, whichever library wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.getMessage().startswith(_NOISE):
            return False
        record.msg = _SECRET.sub(r"\1…", record.getMessage())
        record.args = ()
        return True


def masked_logger() -> logging.Logger:
    """The logger that the libraries write to. Below WARNING they print whole payloads: never shown."""
    logger = logging.getLogger("bot.slack.sdk")
    logger.setLevel(logging.WARNING)
    if not any(isinstance(item, _Masked) for item in logger.filters):
        logger.addFilter(_Masked())
    return logger
