"""Logging without secrets: Slack's libraries print tokens, trigger ids and message text when asked to."""

from __future__ import annotations

import logging

from bot.masking import Mask, MaskingFilter

_NOISE = "As you gave `client` as well"
"""Bolt looks for SLACK_BOT_TOKEN in the environment by itself, and warns that it will not use it."""


class _Masked(MaskingFilter):
    """Also on the logger itself, for a program that sets its own handlers up."""

    def filter(self, record: logging.LogRecord) -> bool:
        return super().filter(record) and not str(record.msg).startswith(_NOISE)


def masked_logger() -> logging.Logger:
    """The logger that the libraries write to. Below WARNING they print whole payloads: never shown."""
    logger = logging.getLogger("bot.slack.sdk")
    logger.setLevel(logging.WARNING)
    if not any(isinstance(item, _Masked) for item in logger.filters):
        logger.addFilter(_Masked(Mask()))
    return logger
