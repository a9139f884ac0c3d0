"""What a round says as it goes by: the heads-up, the nudge, sitting out, a fresh start, a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.message import Button, Message, quiet, text
from bot.wording.faces import called, names_of
from bot.wording.introduction import NO_REASON_NEEDED, PAIR
from bot.wording.phrases import clipped, day_of, summed, titled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.wording.faces import Face

PROGRAMME_LONGEST = 60


def heads_up(
    starts_at: datetime, timezone: str, programme: str, round_number: int, together: int = PAIR
) -> Message:
    """Two working days before a round of so many ``together``: you are in, and here is how not to be."""
    day = day_of(starts_at, timezone)
    whom = "a colleague" if together == PAIR else "a table of colleagues"
    return Message(
        title=f"You're in on {day}",
        body=(
            text(f"We will introduce you to {whom} that day. There is nothing to do until then."),
            text("Not a good time? Skip this one, or pause for as long as you like."),
            quiet(f"This is about {clipped(programme, PROGRAMME_LONGEST)}."),
        ),
        actions=(
            Button("skip", "Skip this one", {"round": str(round_number)}),
            Button("pause", "Pause"),
        ),
        summary=f"You're in on {day}. You can skip this one, or pause.",
    )


def nudge(pairing: str, faces: Sequence[Face], organiser: str) -> Message:
    """The one nudge of a round, to the group that holds everybody in the pairing."""
    names = called(faces)
    first = f"{names[organiser]}, would you" if organiser in names else "Would one of you"
    asks = f"{names_of(faces)}, have you found a time yet?"
    return _nudge(pairing, asks, f"{first} suggest two times? The first that works will do.")


def nudge_to_one(pairing: str, faces: Sequence[Face], organiser: str, reader: str) -> Message:
    """The same nudge to ``reader`` alone, where there are no group chats."""
    names = called(faces)
    others = [face for face in faces if face.person.id != reader]
    asked = organiser != reader and organiser in names
    easiest = (
        f"We asked {names[organiser]} to write first. You are welcome to go first instead."
        if asked
        else "Would you suggest two times? The first that works will do."
    )
    return _nudge(pairing, f"Have you found a time with {names_of(others)}?", easiest)


def _nudge(pairing: str, asks: str, easiest: str) -> Message:
    data = {"pairing": pairing}
    return Message(
        title=titled(asks, "Have you found a time yet?"),
        body=(
            text("Days fill up quickly, so here is a gentle nudge. It is the only one this round."),
            text(f"{easiest} If you have a time already, tell us below."),
            quiet("Nobody else sees which button you press."),
        ),
        actions=(
            Button("booked", "We've set a time", data, primary=True),
            Button("waiting", "No word yet", data),
            Button("cannot", "Can't make it", data, confirm=NO_REASON_NEEDED),
        ),
        summary=summed(asks, "Have you found a time yet?"),
    )


def sitting_out(next_start: datetime, timezone: str) -> Message:
    """To somebody for whom nobody was left this round."""
    return Message(
        title="A rest this round, and first in line next",
        body=(
            text("We could not find somebody for everyone this time, and we take turns."),
            text(f"You come first in the next round, on {day_of(next_start, timezone)}."),
            quiet("There is nothing to do. To see where you stand at any time, type /coffee."),
        ),
        summary="You have a rest this round, and come first in the next.",
    )


def freed(pairing: str) -> Message:
    """To somebody whose introduction ended before a coffee came of it, whatever the cause."""
    data = {"pairing": pairing}
    return Message(
        title="This one didn't line up",
        body=(
            text("It happens, with busy weeks and changing shifts. It is nobody's doing."),
            text("Would you like to meet somebody else this round?"),
            quiet("Either answer is fine. Nothing changes for later rounds."),
        ),
        actions=(
            Button("fresh", "Find me someone new", data, primary=True),
            Button("no_fresh", "Not this time", data),
        ),
        summary="This one didn't line up. Would you like to meet somebody else?",
    )


def no_partner(next_start: datetime, timezone: str) -> Message:
    """To somebody who wished for a fresh introduction when nobody was free."""
    return Message(
        title="Nobody new this round",
        body=(
            text("We looked, and could not find somebody for you this time. It happens."),
            text(f"You come first in the next round, on {day_of(next_start, timezone)}."),
        ),
        summary="We found nobody new this round. You come first in the next.",
    )


def gentle_pause() -> Message:
    """After three rounds without a word: a pause that one press ends."""
    return Message(
        title="We've paused your coffees for now",
        body=(
            text("The last few rounds were quiet for you. That is fine: work gets busy."),
            text("You will hear no more from us until you want to. One press brings you back."),
        ),
        actions=(Button("back", "I'm back", primary=True), Button("leave", "Leave")),
        summary="We've paused your coffees for now. One press brings you back.",
    )


HELD = "The coffees are held, so it could not start."
ASK = "Please ask whoever runs Crossbrew to check that it runs all the time."
LET_GO = "They stay held until you let them go: type /coffee admin."


def round_skipped(
    starts_at: datetime, timezone: str, next_start: datetime, *, is_held: bool = False
) -> Message:
    """To the owners: a round could not start in time and was let go, or its programme ``is_held``."""
    missed = day_of(starts_at, timezone)
    return Message(
        title=f"The round on {missed} was skipped",
        body=(
            text(HELD if is_held else f"Crossbrew could not start the round that was due on {missed}."),
            text("It was more than a working day overdue, so no introductions went out."),
            text(f"The next round starts on {day_of(next_start, timezone)}. Nothing is needed from members."),
            quiet(LET_GO if is_held else ASK),
        ),
        summary=f"The round on {missed} was skipped, and no introductions went out.",
    )
