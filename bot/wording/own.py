"""What is somebody's own: their data, being erased, and bringing colleagues together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Button, Colleagues, Facts, File, Message, quiet, text
from bot.wording.phrases import counted
from reports.own import Likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.own import Alike

NOBODY_ELSE = "It is for you alone, so think before you pass it on."
WHAT_STAYS = (
    "What stays are counts without a name: that somebody from your team met somebody. "
    "They lead to nobody, and we cannot undo this."
)
ERASE_ASKS = "Your name, details, wishes, notes and answers go for good, and you leave. Erase them?"
PEOPLE = "people"
TWO = 2
MOST_MET = 8
TITLES = {Likeness.DEPARTMENT: "Team", Likeness.GRADE: "Grade", Likeness.SITE: "Site"}
ALIKE = {
    Likeness.DEPARTMENT: ("works in your team", "work in your team"),
    Likeness.GRADE: ("is within a grade of yours", "are within a grade of yours"),
    Likeness.SITE: ("is based where you are", "are based where you are"),
}
"""Of one of them, and of several or none."""

TOO_EARLY = "It is too early to tell. It takes three people whom you met, and many who take part."
NAME_TWO = "Please choose two colleagues, other than yourself."
NAME_ONE = f"Please choose one to {MOST_MET} colleagues, other than yourself."
NOT_FOUND = "We could not find everybody you chose. Please choose them again."


def data(content: bytes) -> Message:
    """All that is kept of somebody, as one file."""
    return Message(
        title="Everything we keep about you",
        body=(
            text("Here is all of it in one file, which any text editor opens."),
            quiet(NOBODY_ELSE),
            File(
                "crossbrew-my-data.json", "Everything Crossbrew keeps about you", content, "application/json"
            ),
        ),
        actions=(Button("erase", "Erase me"), Button("home", "See where you stand")),
        summary="Everything we keep about you, in one file.",
    )


def erase() -> Message:
    """Asks before anything is erased."""
    return Message(
        title="Shall we erase you?",
        body=(
            text("We would erase your name, your details, your wishes, your notes and your answers."),
            text("You would leave at once, and whoever was to meet you would be offered somebody else."),
            quiet(WHAT_STAYS),
            quiet("What your employer's staff list says of you is not ours, and may come back with it."),
        ),
        actions=(
            Button("erase.yes", "Erase me", confirm=ERASE_ASKS),
            Button("data", "Give me my data first"),
            Button("home", "Keep everything"),
        ),
        summary="Shall we erase all we keep about you? Nothing has been erased yet.",
    )


def erased() -> Message:
    """After everything was erased."""
    return Message(
        title="You are erased",
        body=(
            text("Your name, your details, your wishes, your notes and your answers are gone."),
            quiet("What stays are counts without a name. They lead to nobody."),
            quiet("Messages that you had from us are in this chat until you delete them."),
        ),
        actions=(Button("join", "Join as somebody new"),),
        summary="You are erased. What stays are counts without a name.",
    )


def mirror(found: Sequence[Alike]) -> Message:
    """Whether the people somebody met are all like them, beside what chance alone would give."""
    rows = tuple((TITLES[one.likeness], _beside(one)) for one in found)
    told = (Facts(rows), quiet("With so few, numbers jump about. Only you see this.")) if rows else ()
    return Message(
        title="Are they all like me?",
        body=told or (text(TOO_EARLY),),
        actions=(Button("preferences", "Who I'd like to meet"), Button("people", "See your people")),
        summary=f"{_beside(found[0])}" if found else TOO_EARLY,
    )


def _beside(one: Alike) -> str:
    """How many are alike: `1 of 5 works in your team; chance alone would give about 2`."""
    number = round(one.chance)
    chance = f"about {number}" if number else "less than one"
    verb = ALIKE[one.likeness][one.alike != 1]
    return f"{one.alike} of {one.met} {verb}; chance alone would give {chance}."


def introduce_form(addresses: Sequence[str] = (), error: str = "") -> Message:
    """Asks which two colleagues to bring together."""
    return Message(
        title="Bring two together",
        body=(
            text("Do you know two colleagues who would like each other?"),
            Colleagues(PEOPLE, "Who should meet?", tuple(addresses), most=TWO, required=True, error=error),
            quiet("We introduce them if it suits both. So that nobody's plans show, we can't say if it did."),
        ),
        actions=(Button("introduce", "Bring them together", primary=True),),
        summary="Which two colleagues should meet?",
    )


def thought_of() -> Message:
    """After two were named. It reads the same whatever came of it."""
    return Message(
        title="Thank you for thinking of them",
        body=(
            text("If it suits them both in this round, we introduce them to each other."),
            quiet("So that nobody's plans show, we can't say whether it did. They do not hear who asked."),
        ),
        actions=(Button("home", "See where you stand"),),
        summary="Thank you. If it suits them both, we introduce them to each other.",
    )


def just_met_form(addresses: Sequence[str] = (), error: str = "") -> Message:
    """Asks whom somebody met by chance."""
    return Message(
        title="We just met",
        body=(
            text("Did you get talking to somebody without us? Lovely."),
            Colleagues(
                PEOPLE, "Whom did you meet?", tuple(addresses), most=MOST_MET, required=True, error=error
            ),
            quiet("This is a note for you alone. We then look for somebody newer to you."),
        ),
        actions=(Button("just_met", "Note it", primary=True),),
        summary="Whom did you meet without us?",
    )


def noted(number: int) -> Message:
    """After a chance meeting was noted."""
    people = counted(number, "colleague is", "colleagues are")
    return Message(
        title="Lovely that you met ☕",
        body=(
            text(f"{people} now among the people you know, and we look for somebody newer to you."),
            quiet("Nobody else sees this. It is in no report, and you can change it in your preferences."),
        ),
        actions=(Button("preferences", "My preferences"), Button("home", "See where you stand")),
        summary="Lovely that you met. It is noted for you alone.",
    )
