"""What can be typed and pressed, for whoever asks and for whoever typed something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Button, Facts, Message, quiet, text
from bot.wording.phrases import clipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.message import Part

WORDS_LONGEST = 40
COMMANDS = (
    ("", "Your page: what comes next, and everything you can press"),
    ("join", "Join, or change your details"),
    ("preferences", "How often, how, when and about what"),
    ("skip", "Sit out the next round"),
    ("pause", "Rest until you say, or until 3 January"),
    ("back", "Come back from a rest"),
    ("apart", "Somebody you'd rather not meet, between us"),
    ("introduce", "Bring two colleagues together"),
    ("met", "Note somebody you met by chance"),
    ("people", "Everybody you met, with your own notes"),
    ("data", "Everything we keep about you, as a file"),
    ("erase", "Erase all of it, after asking once more"),
    ("leave", "Stop altogether, at once"),
    ("help", "See this list"),
)
FOR_OWNERS = "If you look after these coffees: {command} admin, {command} report and {command} outbox."


def help_page(name_of_command: str = "/coffee") -> Message:
    """What the bot is for and what it understands."""
    return Message(
        title="How the coffees work ☕",
        body=tuple(_page(name_of_command)),
        actions=(Button("home", "See where you stand"),),
        summary="How the coffees work, and what you can type.",
    )


def unknown(words: str) -> Message:
    """Help for words that are no command."""
    said = clipped(words, WORDS_LONGEST)
    if not said:
        return help_page()
    return _with_help("That is new to us", f'We don\'t know "{said}" yet, but here is what we do know.')


def not_understood() -> Message:
    """Help for a press or a message of which nothing can be made."""
    return _with_help("We didn't follow that", "We only know a few words. Here they are.")


def _with_help(title: str, first: str) -> Message:
    page = help_page()
    return Message(title=title, body=(text(first), *page.body), actions=page.actions, summary=first)


def _page(command: str) -> Iterator[Part]:
    yield text("Each round we introduce you to a colleague you might not otherwise meet.")
    yield text("You meet for a short coffee, a walk or a call. Near the end we ask, privately, how it went.")
    yield Facts(tuple((f"{command} {word}".rstrip(), meaning) for word, meaning in COMMANDS))
    yield quiet(FOR_OWNERS.format(command=command))
    yield quiet("What you answer is never shown to your manager, to HR or to the person you met.")
