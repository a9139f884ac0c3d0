"""Asking each member, privately, how it went, and thanking them for whatever they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Button, Choose, Message, quiet, text
from bot.wording.faces import names_of, you_and
from bot.wording.phrases import summed, titled
from pairing.answers import WhyNot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.wording.faces import Face

ONLY_YOU = "Only you and Crossbrew see this."
ANY_ANSWER = "Any answer is a good answer, and you can change it later."
REASONS = {
    WhyNot.NO_TIME: "No time suited everybody",
    WhyNot.WORK_PRESSURE: "Work was too busy",
    WhyNot.NO_REPLY: "We did not hear from each other",
    WhyNot.AWAY: "One of us was away",
    WhyNot.FORGOT: "It slipped my mind",
    WhyNot.CHANGED_MIND: "It was not for me this time",
    WhyNot.RATHER_NOT_SAY: "Rather not say",
}


def question(pairing: str, faces_of_others: Sequence[Face]) -> Message:
    """The private question near the end of a round."""
    you = you_and(faces_of_others)
    return Message(
        title=titled(f"Did {you} meet?", "Did you meet?"),
        body=(text(f"How did it go with {names_of(faces_of_others)}? {ANY_ANSWER}"), quiet(ONLY_YOU)),
        actions=_answers(pairing),
        summary=summed(f"Did {you} meet? One press is enough.", "Did you meet? One press is enough."),
    )


def reminder(pairing: str, faces_of_others: Sequence[Face]) -> Message:
    """The last time of asking."""
    names, you = names_of(faces_of_others), you_and(faces_of_others)
    return Message(
        title=titled(f"How did it go with {names}?", "How did it go?"),
        body=(
            text(f"This round ends soon. Did {you} get to meet? We will not ask again."),
            text(ANY_ANSWER),
            quiet(ONLY_YOU),
        ),
        actions=_answers(pairing),
        summary=summed(
            f"Did {you} get to meet? We will not ask again.", "Did you get to meet? We will not ask again."
        ),
    )


def _answers(pairing: str) -> tuple[Button, ...]:
    data = {"pairing": pairing}
    return (
        Button("met", "We met", data, primary=True),
        Button("booked", "It's booked", data),
        Button("not_met", "We didn't meet", data),
    )


def why_not(pairing: str) -> Message:
    """The form that asks what got in the way. All of it may be left empty."""
    return Message(
        title="What got in the way?",
        body=(
            text("Thank you for telling us. You can say what got in the way, if you like, or leave it."),
            Choose(
                name="why_not",
                label="What got in the way?",
                options=tuple((reason.value, label) for reason, label in REASONS.items()),
            ),
            quiet(ONLY_YOU),
        ),
        actions=(Button("why", "Send", {"pairing": pairing}, primary=True),),
        summary="Thank you for telling us. What got in the way?",
    )


def thanks_booked(faces: Sequence[Face]) -> Message:
    """After "We've set a time". ``faces`` are those of the others."""
    names = names_of(faces)
    return Message(
        title=titled(f"Good, a time with {names} ☕", "Good, a time is set ☕"),
        body=(
            text("Enjoy it. If plans change, simply pick another time between you."),
            quiet("Later on we will ask you, privately, how it went."),
        ),
        summary=summed(f"Good, you have a time with {names}. Enjoy it.", "Good, you have a time. Enjoy it."),
    )


def thanks_waiting() -> Message:
    """After "No word yet"."""
    return Message(
        title="Thank you, let's give it a little time",
        body=(
            text("Shifts and busy days get in the way. You are welcome to write first, if you like."),
            text("If it stays quiet, we will offer you somebody new this round."),
            quiet(ONLY_YOU),
        ),
        summary="Thank you. If it stays quiet, we will offer you somebody new.",
    )


def thanks_reason() -> Message:
    """After a reason was given, or left empty."""
    return Message(
        title="Thank you",
        body=(text("That is all we need. Nothing changes for later rounds."), quiet(ONLY_YOU)),
        summary="Thank you. That is all we need.",
    )


def thanks_cannot() -> Message:
    """After "Can't make it"."""
    return Message(
        title="That's fine, thank you for saying so",
        body=(
            text("This introduction has ended, and you need do nothing more."),
            text("Nothing changes for later rounds. If you need a rest, type /coffee pause."),
            quiet("We tell nobody who pressed what, or why."),
        ),
        summary="That's fine. This introduction has ended.",
    )


def fresh_wanted() -> Message:
    """After "Find me someone new"."""
    return Message(
        title="We're looking for somebody new",
        body=(
            text("If somebody is free, we will introduce you this round."),
            text("If not, you come first in the next one."),
        ),
        summary="We're looking for somebody new for you.",
    )


def fresh_declined() -> Message:
    """After "Not this time"."""
    return Message(
        title="That's fine, see you another time",
        body=(
            text("There is nothing more to do this round. Nothing changes for later ones."),
            quiet("If you need a longer rest, type /coffee pause."),
        ),
        summary="That's fine. There is nothing more to do this round.",
    )
