"""Reading what somebody typed after `/coffee`, as forgivingly as can be told apart."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.directory.cells import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "": "home",
    "home": "home",
    "join": "join",
    "leave": "leave",
    "skip": "skip",
    "pause": "pause.typed",
    "back": "back",
    "status": "status",
    "preferences": "preferences",
    "details": "details",
    "apart": "apart",
    "introduce": "introduce",
    "met": "just_met",
    "people": "people",
    "programmes": "programmes",
    "data": "data",
    "erase": "erase",
    "report": "report",
    "outbox": "outbox",
    "admin": "admin",
    "help": "help",
}
"""The first word of a command, by the name of what it does."""

SYNONYMS: Mapping[str, str] = {
    "start": "join",
    "signup": "join",
    "stop": "leave",
    "quit": "leave",
    "unsubscribe": "leave",
    "rest": "pause",
    "away": "pause",
    "snooze": "pause",
    "resume": "back",
    "return": "back",
    "unpause": "back",
    "prefs": "preferences",
    "settings": "preferences",
    "export": "data",
    "forget": "erase",
    "delete": "erase",
    "connect": "introduce",
    "commands": "help",
    "meet": "home",
}
PHRASES: Mapping[str, str] = {
    "my people": "people",
    "my data": "data",
    "give me my data": "data",
    "download my data": "data",
    "delete my data": "erase",
    "erase my data": "erase",
    "my details": "details",
    "my preferences": "preferences",
    "my settings": "preferences",
    "sign up": "join",
    "sign me up": "join",
    "opt in": "join",
    "opt out": "leave",
    "count me in": "back",
    "i'm back": "back",
    "i am back": "back",
    "we met": "home",
    "we just met": "met",
    "i just met": "met",
    "just met": "met",
}
"""Whole wishes that do not begin with a command."""

NEVER_GUESSED = frozenset({"leave", "erase", "stop", "quit", "unsubscribe", "forget", "delete"})
"""What would end something is done for its own word alone, never for one that looks like it."""

ABOUT_TIME = re.compile(r"(?:until|till|for|next (?:week|fortnight|month|year))\b", re.IGNORECASE)
"""A span of time with nothing before it is how long somebody wants to rest."""

RESTS_AFTER: Mapping[str, re.Pattern[str]] = {
    "leave": re.compile(r"(?:until|till|for)\b", re.IGNORECASE),
    "skip": re.compile(r"(?:until|till|for)\b", re.IGNORECASE),
    "back": re.compile(r"(?:on|in|from|next)\b", re.IGNORECASE),
}
"""What makes a rest of a word that means something else when it stands alone: `back on 2 March`."""

POLITE = re.compile(r"^(?:/?coffee|please)\b[\s,]*|[\s,]*\bplease$", re.IGNORECASE)
AROUND = " \t.,;:!?\"'`/()[]\u2018\u2019\u201c\u201d"
LONGEST_WORD = 14
LIKE_ENOUGH = 0.78
"""Two letters the wrong way round, one too many or one missing, in a word of five or more."""


def read(text: str) -> tuple[str, dict[str, str]]:
    """The name of the handler for what was typed, and the rest of it as that handler reads it."""
    words = tidy(text)
    plain = _plain(words)
    first, _, rest = plain.partition(" ")
    word = _whole(plain) or _known(first.strip(AROUND).casefold())
    if word is None and ABOUT_TIME.match(plain):
        word, rest = "pause", plain
    if word is None:
        return "unknown", {"text": words}
    if word == "people":
        return COMMANDS[word], {"find": "" if _whole(plain) else rest}
    if word in RESTS_AFTER and RESTS_AFTER[word].match(rest):
        word = "pause"
    return ("pause.save", {"until": rest}) if word == "pause" and rest else (COMMANDS[word], {"text": words})


def _plain(words: str) -> str:
    """Without what is only polite, and in the apostrophes of a keyboard."""
    return POLITE.sub("", POLITE.sub("", words.replace("\u2019", "'").strip(AROUND))).strip(AROUND)


def _whole(plain: str) -> str | None:
    return PHRASES.get(plain.casefold())


def _known(first: str) -> str | None:
    """The command that the word is, or stands for, or was surely meant to be."""
    if first in COMMANDS or first in SYNONYMS:
        return SYNONYMS.get(first, first)
    if len(first) > LONGEST_WORD:
        return None
    guesses = [word for word in (*COMMANDS, *SYNONYMS) if word and word not in NEVER_GUESSED]
    near = get_close_matches(first, guesses, n=1, cutoff=LIKE_ENOUGH)
    return SYNONYMS.get(near[0], near[0]) if near else None
