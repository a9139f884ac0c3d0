"""After a coffee: two short questions, a line for oneself, and a thank you."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.message import Button, Choose, Day, Facts, Input, Message, quiet, text
from bot.wording.answering import ONLY_YOU
from bot.wording.faces import about, called, first_name, full_name, names_of
from bot.wording.phrases import day_words, summed, titled
from pairing.answers import Helped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bot.message import Part
    from bot.wording.faces import Face

LABEL_LONGEST = 24
NEXT_LONGEST = 300
HELPED = {Helped.YES: "Yes", Helped.A_LITTLE: "A little", Helped.NO: "Not this time"}
UNREADABLE_DAY = "We could not read that day. Choose it once more, please."
PAST_DAY = "That day has passed. Choose today or a day to come."
FAR_DAY = "Choose a day within the coming year."


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form about the next step holds; ``about`` is the id of whom it is about."""

    about: str = ""
    next_step: str = ""
    remind_on: date | None = None


def helped(pairing: str, others: Sequence[Face]) -> Message:
    """After "We met": the first of two questions."""
    names = names_of(others)
    return Message(
        title=titled(f"Lovely that you met {names} ☕", "Lovely that you met ☕"),
        body=(text("Two short questions, if you like. Did it help you in any way?"), quiet(ONLY_YOU)),
        actions=tuple(
            Button(f"helped.{value}", label, {"pairing": pairing}) for value, label in HELPED.items()
        ),
        summary=summed(f"Lovely that you met {names}. Did it help?", "Lovely that you met. Did it help?"),
    )


def knew_before(pairing: str, others: Sequence[Face]) -> Message:
    """The second question."""
    whom = names_of(others) if len(others) == 1 else "any of them"
    return Message(
        title="And before this coffee?",
        body=(text(f"Did you know {whom} already? Any answer is a good answer."), quiet(ONLY_YOU)),
        actions=(
            Button("knew.yes", "We knew each other", {"pairing": pairing}),
            Button("knew.no", "First time we met", {"pairing": pairing}),
        ),
        summary="Did you know each other before this coffee?",
    )


def what_next(pairing: str, others: Sequence[Face]) -> Message:
    """After the questions: what one may do, for oneself and for the other."""
    return Message(
        title="What will you do next?",
        body=(
            text("What did you learn about their work? Is there one thing you said you would do?"),
            text("Jot it down for yourself, as on the back of a business card."),
            quiet(f"There is nothing more to do this round. {ONLY_YOU}"),
        ),
        actions=(
            Button("next", "Jot it down", {"pairing": pairing}, primary=True),
            Button("thank", thank_label(others), {"pairing": pairing}),
            Button("people", "My people"),
        ),
        summary="Thank you. What will you do next?",
    )


def next_form(
    pairing: str, others: Sequence[Face], draft: Draft, errors: Mapping[str, str] | None = None
) -> Message:
    """A private line about one of those whom somebody met, and a day to be told of it."""
    wrong = errors or {}
    return Message(
        title="What will you do next?",
        body=(
            *_about_whom(others, draft),
            Input(
                name="next_step",
                label="One thing you will do",
                value=draft.next_step,
                hint="Send the rota, introduce two people, visit the ward: whatever it is.",
                longest=NEXT_LONGEST,
                error=wrong.get("next_step", ""),
            ),
            Day(
                name="remind_on",
                label="Remind me on",
                value=draft.remind_on,
                hint="Leave it empty if you need no nudge.",
                error=wrong.get("remind_on", ""),
            ),
            quiet(ONLY_YOU),
        ),
        actions=(Button("next.save", "Keep it", {"pairing": pairing}, primary=True),),
        summary="What will you do next? It is for you alone.",
    )


def _about_whom(others: Sequence[Face], draft: Draft) -> Iterator[Part]:
    if len(others) > 1:
        names = called(others)
        yield Choose(
            name="about",
            label="About whom?",
            options=tuple(names.items()),
            value=draft.about if draft.about in names else next(iter(names)),
            required=True,
        )


def noted(pairing: str, others: Sequence[Face], remind_on: date | None) -> Message:
    """After the form."""
    day = f" We will remind you on {day_words(remind_on)}." if remind_on else ""
    return Message(
        title="Kept, for you alone",
        body=(text(f"You find it among your people at any time.{day}"), quiet(ONLY_YOU)),
        actions=(
            Button("thank", thank_label(others), {"pairing": pairing}),
            Button("people", "My people"),
        ),
        summary=f"It is kept, for you alone.{day}",
    )


def too_long(longest: int) -> str:
    """What is said beside a field that holds too much."""
    return f"This is longer than {longest} characters. Could you say it more shortly?"


def thanked(others: Sequence[Face]) -> Message:
    """To whoever said thank you."""
    names = names_of(others)
    return Message(
        title="Passed on",
        body=(text(f"We will pass your thanks on to {names}, in one sentence and nothing else."),),
        actions=(Button("people", "My people"),),
        summary=summed(f"We will pass your thanks on to {names}.", "We will pass your thanks on."),
    )


def thanks(sender: Face) -> Message:
    """One sentence from somebody whom the reader met."""
    said = f"{first_name(sender.person)} says thank you for the coffee."
    return Message(title="A thank you ☕", body=(text(said),), summary=said)


def follow_up(whom: Face, next_step: str, note: str) -> Message:
    """What somebody wrote down to be told of today."""
    name = first_name(whom.person)
    person = full_name(whom.person), about(whom.person) or "A colleague"
    kept = (("You wanted to", next_step), ("Your note", note))
    data = {"about": whom.person.id}
    return Message(
        title=titled(f"About {name}, as you asked", "As you asked"),
        body=(
            text("You asked us to remind you of this today."),
            Facts((person, *((label, words) for label, words in kept if words))),
            quiet(ONLY_YOU),
        ),
        actions=(
            Button("person.done", "Done", data, primary=True),
            Button("person", "Change it", data),
            Button("people", "My people"),
        ),
        summary=summed(f"You asked us to remind you of {name} today.", "You asked us to remind you of this."),
    )


def thank_label(others: Sequence[Face]) -> str:
    """What stands on the button that thanks them."""
    label = f"Thank {names_of(others)}"
    return label if len(label) <= LABEL_LONGEST else "Say thank you"
