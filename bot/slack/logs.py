"""Logging without secrets: Slack's libraries print tokens, trigger ids and message text when asked to."""

from __future__ import annotations

import logging

from bot.masking import Mask, mask_record

_MASK = Mask()
_NOISE = "As you gave `client` as well"
"""Bolt looks for SLACK_BOT_TOKEN in the environment by itself, and warns that it will not use it."""


class _Masked(logging.Filter):
    """Takes secrets out also where the program has not set its logs up."""

    def filter(self, record: logging.LogRecord) -> bool:
        mask_record(record, _MASK)
        return not str(record.msg).startswith(_NOISE)


def masked_logger() -> logging.Logger:
    """The logger that the libraries write to. Below WARNING they print whole payloads: never shown."""
    logger = logging.getLogger("bot.slack.sdk")
    logger.setLevel(logging.WARNING)
    if not any(isinstance(item, _Masked) for item in logger.filters):
        logger.addFilter(_Masked())
    return logger
