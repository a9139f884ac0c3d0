"""What was typed after a command, where Slack wrote people and channels as markup. Pure.

https://docs.slack.dev/interactivity/implementing-slash-commands/#enabling-escaping and
https://docs.slack.dev/messaging/formatting-message-text/#special-mentions.
"""

from __future__ import annotations

import re
from html import unescape

_PERSON = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
_LABELLED = re.compile(r"<([@#!])[^<>|]*\|([^<>]*)>")


def read_words(typed: str, workspace: str) -> tuple[str, tuple[str, ...]]:
    """The words without the people in them, and the addresses of those, each once and in order.

    A channel or a group of people stays as its name: it is nobody that could be written to.
    """
    people = dict.fromkeys(f"{workspace}/{user}" for user in _PERSON.findall(typed))
    words = _LABELLED.sub(r"\2", _PERSON.sub(" ", typed))
    return " ".join(unescape(words).split()), tuple(people)
