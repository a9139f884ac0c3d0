"""The introduction: who each of you is, why you, what to ask, and who says hello first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.message import Button, Facts, Message, Moment, Text, heading, quiet, text
from bot.wording import reasons
from bot.wording.faces import Face, called, names_of, who
from bot.wording.phrases import summed, titled
from bot.wording.questions import two_questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.message import Part
    from pairing.explain import Why

PAIR = 2
COMPANY = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}
SUGGESTIONS = 2
EASY_START = "A hello and one idea for a time is plenty."
SENT_AGAIN = "You may have had this already: the first one may have got lost on its way to you."
PRIVATE = "Please keep patient details and anything private out of the chat."
NO_REASON_NEEDED = "This ends the introduction, and you need no reason. Nothing changes for later rounds."


@dataclass(frozen=True, slots=True)
class Introduction:
    """What an introduction says.

    ``organiser`` is the id of the person who is asked to write first, ``times`` are aware instants
    that suit everybody, ``is_late`` marks one made after the round began, and ``seed`` chooses the
    questions.
    """

    pairing: str
    faces: tuple[Face, ...]
    organiser: str
    why: Why
    times: tuple[datetime, ...]
    is_late: bool = False
    seed: int = 0


def to_group(intro: Introduction) -> Message:
    """The introduction for a chat that holds all of them and the bot."""
    names = called(intro.faces)
    everybody = names_of(intro.faces)
    first = f"{names[intro.organiser]}, would you" if intro.organiser in names else "Would one of you"
    return Message(
        title=titled(f"{everybody}, time for a coffee ☕", "Time for a coffee ☕"),
        body=(
            text(_opening(intro)),
            who(intro.faces),
            *_why(intro),
            *_brings(intro.faces, names),
            *_questions(intro),
            heading("The first move"),
            text(f"{first} send the first message? {EASY_START}"),
            *_close(intro, intro.faces[0].person.timezone),
        ),
        actions=buttons(intro.pairing),
        summary=summed(f"An introduction for {everybody}, over a coffee.", "An introduction, over a coffee."),
    )


def to_one(intro: Introduction, reader: str) -> Message:
    """The same introduction told to ``reader`` alone, where there are no group chats."""
    names = called(intro.faces)
    others = tuple(face for face in intro.faces if face.person.id != reader)
    everybody = names_of(others)
    somebody = "Somebody" if len(others) == 1 else "People"
    return Message(
        title=titled(f"Meet {everybody}, over a coffee ☕", f"{somebody} to meet, over a coffee ☕"),
        body=(
            text(_opening(intro)),
            who(others),
            *_why(intro),
            *_brings(others, names),
            *_questions(intro),
            heading("The first move"),
            text(_first_move(intro, names, reader)),
            *_close(intro, _zone(intro, reader)),
        ),
        actions=buttons(intro.pairing),
        summary=summed(
            f"An introduction for you: meet {everybody}, over a coffee.",
            f"An introduction for you: {somebody.casefold()} to meet, over a coffee.",
        ),
    )


def once_more(message: Message) -> Message:
    """The same, sent again because nobody can say whether it arrived."""
    return replace(message, body=(quiet(SENT_AGAIN), *message.body))


def buttons(pairing: str) -> tuple[Button, ...]:
    """What anybody in a pairing can say about it at any time."""
    data = {"pairing": pairing}
    return (
        Button("booked", "We've set a time", data, primary=True),
        Button("met", "We met", data),
        Button("cannot", "Can't make it", data, confirm=NO_REASON_NEEDED),
    )


def _opening(intro: Introduction) -> str:
    chose = f"You {_all(intro)} chose to be in this round."
    number = f" You are {COMPANY[len(intro.faces)]} this time." if len(intro.faces) > PAIR else ""
    begun = " It has already begun, so just take the time that is left." if intro.is_late else ""
    return f"{chose}{number}{begun}"


def _why(intro: Introduction) -> Iterator[Part]:
    count = len(intro.faces)
    if rows := tuple(reasons.rows(intro.why, count)):
        yield heading(f"Why you {COMPANY[count]}")
        yield Facts(rows)


def _brings(faces: Sequence[Face], names: dict[str, str]) -> Iterator[Part]:
    """Offers first, wishes after: people give before they take."""
    offers = [(f"{names[face.person.id]} can offer", "; ".join(face.offers)) for face in faces if face.offers]
    asks = [(f"{names[face.person.id]} asks", "; ".join(face.asks)) for face in faces if face.asks]
    wishes = [
        (f"{names[face.person.id]} is curious about", face.curiosity) for face in faces if face.curiosity
    ]
    if rows := (*offers, *asks, *wishes):
        yield heading("Something to talk about")
        yield Facts(rows)


def _questions(intro: Introduction) -> Iterator[Part]:
    yield heading("Two questions to ask")
    yield Facts(tuple(("", question) for question in two_questions(intro.seed)))


def _first_move(intro: Introduction, names: dict[str, str], reader: str) -> str:
    if reader == intro.organiser:
        return f"Would you send the first message? {EASY_START}"
    if intro.organiser in names:
        return f"We have asked {names[intro.organiser]} to write first. You are welcome to go first instead."
    return f"Would you like to write first? {EASY_START}"


def _close(intro: Introduction, zone: str) -> Iterator[Part]:
    if intro.times:
        yield _times(intro, zone)
    yield quiet(f"Fifteen minutes is plenty, and a walk or a call counts too. {PRIVATE}")
    yield quiet("Nobody else sees which button you press.")


def _times(intro: Introduction, zone: str) -> Text:
    """The suggestions, told in ``zone`` where the platform does not know the reader's own."""
    first, *second = [Moment(at, zone) for at in intro.times[:SUGGESTIONS]]
    suits = f"that might suit you {_all(intro)}: "
    if second:
        return text(f"Two times {suits}", first, " or ", *second, ". Any other time is just as good.")
    return text(f"One time {suits}", first, ". Any other time is just as good.")


def _zone(intro: Introduction, reader: str) -> str:
    """The reader's own time zone."""
    return next((face.person.timezone for face in intro.faces if face.person.id == reader), "UTC")


def _all(intro: Introduction) -> str:
    return "both" if len(intro.faces) == PAIR else "all"
