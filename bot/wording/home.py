"""Where you stand: the home page, `/coffee` and `/coffee status`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from bot.message import Button, Message, Moment, Row, heading, quiet, text
from bot.wording.faces import names_of, who
from bot.wording.introduction import EASY_START, PAIR
from bot.wording.introduction import buttons as pairing_buttons
from bot.wording.joining import notice
from bot.wording.meeting import thank_label
from bot.wording.phrases import clipped, counted, day_of, day_words, listed, titled
from bot.wording.preferences import in_words
from bot.wording.tending import stuck_hint
from pairing.answers import Said
from pairing.people import Preferences
from reports.own import FEWEST_MET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from bot.message import Part
    from bot.wording.faces import Face

TEAMS_NAMED = 6
TEAM_LONGEST = 40
"""More, or longer, is a wall on a telephone."""

YOU = "you"
SAID = {
    Said.WAITING: "You told us there is no word yet. Do give it a little time.",
    Said.BOOKED: "You told us a time is set. Enjoy it.",
    Said.MET: "You told us you met. Lovely.",
    Said.NOT_MET: "You told us you did not meet, and that is fine.",
    Said.CANNOT: "You told us you can't make it, and that is fine.",
}
OPEN = frozenset({None, Said.WAITING, Said.BOOKED})
"""What may have been said last of a coffee that is still to come."""


@dataclass(frozen=True, slots=True)
class CurrentPairing:
    """The reader's pairing of this round: ``faces`` of the others, the organiser's name or `you`.

    ``booked`` is the time that one of them set. ``programme`` is named where it is not the page's own.
    """

    pairing: str
    faces: tuple[Face, ...]
    organiser: str
    said: Said | None = None
    booked: datetime | None = None
    programme: str = ""


@dataclass(frozen=True, slots=True)
class HomeState:
    """All that the home page shows of its reader.

    ``next_start`` is when their next round starts, which for one who ``rests`` at their own pace is not
    the next of all. ``paused_until`` is the first day back, ``together`` how many meet, ``teams`` those
    of the ``people_met``, and ``stuck`` how many messages could not be sent, for an owner to know.
    A ``guest`` of the chat, or a bot in it, may not join.
    """

    name: str
    standing: Literal["new", "guest", "active", "paused", "left"]
    paused_until: date | None = None
    skips_next: bool = False
    rests: bool = False
    next_start: datetime | None = None
    timezone: str = "Europe/London"
    pairing: CurrentPairing | None = None
    teams: tuple[str, ...] = ()
    people_met: int = 0
    preferences: Preferences = field(default_factory=Preferences)
    is_owner: bool = False
    together: int = PAIR
    stuck: int = 0


def home(state: HomeState) -> Message:
    """The home page of somebody, member or not."""
    return Message(
        title=titled(f"Hello {state.name} ☕", "Hello ☕") if state.name else "Hello ☕",
        body=(*_sections(state), *_owners(state)),
        actions=(Button("join", "Join", primary=True),) if state.standing == "new" else (),
        summary=_standing(state),
    )


def status(state: HomeState) -> Message:
    """Where somebody stands, and their coffee: the top of the home page as an answer."""
    body = (text(_standing(state)), *_now(state), *_current(state), *_people(state), *_stuck(state))
    page = home(state)
    see = Button("home", "See your page")
    return replace(page, title="Where you stand", body=body, actions=(*page.actions, see))


def _sections(state: HomeState) -> Iterator[Part]:
    """In order of use: what is on now, then what has been, then what seldom changes."""
    if state.standing == "new":
        yield from _newcomer(state.together)
        return
    yield text(_standing(state))
    yield from _now(state)
    yield from _current(state)
    yield from _people(state)
    if state.standing in {"active", "paused"}:
        yield from _settings(state)
    if state.standing != "guest":
        yield from _kept(state)


def _newcomer(together: int) -> Iterator[Part]:
    yield text("Crossbrew introduces you to people at work whom you might not otherwise meet.")
    whom, who_all = (
        ("one colleague", "you two") if together == PAIR else ("a table of colleagues", "all of you")
    )
    yield text(f"Each round you meet {whom}. We say why {who_all}, and give you two questions to ask.")
    yield text("A short coffee, a walk or a call is plenty. You can skip, pause or leave at any time.")
    yield from notice()


def _standing(state: HomeState) -> str:
    """One line for where they stand: what is so, and what comes next."""
    if state.standing == "new":
        return "You haven't joined yet. One press starts it."
    if state.standing == "guest":
        return (
            "These coffees are for the people who work here, so guests can't join them. Do have one anyway."
        )
    if state.standing == "left":
        return "You have left, and hear nothing from us. You are welcome back at any time."
    if state.standing == "paused":
        back = f"back on {day_words(state.paused_until)}" if state.paused_until else "back when you say so"
        return f"Your coffees are paused. You are {back}."
    if state.next_start is None:
        return "You're in. We will tell you when the next round is set."
    day = day_of(state.next_start, state.timezone)
    if state.skips_next:
        return f"You are skipping the round on {day}, and in again for the one after."
    if state.rests:
        return f"You're in, at the pace you like. Your next round starts on {day}."
    return f"You're in. The next round starts on {day}."


def _now(state: HomeState) -> Iterator[Part]:
    """What can be done about the next round."""
    if state.standing == "left":
        yield Row((Button("join", "Join again", primary=True),))
    elif state.standing == "paused":
        yield Row((Button("back", "I'm back"), Button("pause", "Choose a date")))
    elif state.standing == "active" and state.skips_next:
        yield Row((Button("back", "Count me in after all"), Button("pause", "Pause")))
    elif state.standing == "active":
        skip = (Button("skip", "Skip the next one"),) if state.next_start and not state.rests else ()
        yield Row((*skip, Button("pause", "Pause")))


def _current(state: HomeState) -> Iterator[Part]:
    """The coffee that is on now, with what can be said of it."""
    pairing = state.pairing
    if pairing is None:
        return
    yield heading(titled(f"Your coffee with {names_of(pairing.faces)}", "Your coffee"))
    yield who(pairing.faces)
    if pairing.booked is not None and pairing.said in OPEN:
        yield text("Your coffee is set for ", Moment(pairing.booked, state.timezone), ".")
    elif pairing.said is not None:
        yield text(SAID[pairing.said])
    elif pairing.organiser == YOU:
        yield text(f"Would you send the first message? {EASY_START}")
    else:
        yield text(f"We asked {pairing.organiser} to write first. You are welcome to go first instead.")
    whose = {"pairing": pairing.pairing} | ({"programme": pairing.programme} if pairing.programme else {})
    if found := tuple(replace(button, data=whose) for button in _wanted(pairing)):
        yield Row(found)


def _wanted(pairing: CurrentPairing) -> Iterator[Button]:
    """What is still worth pressing, by what was said last and whether there is a time."""
    if pairing.said is Said.MET:
        yield from (Button("next", "Jot it down"), Button("thank", thank_label(pairing.faces)))
    if pairing.said not in OPEN:
        return
    booked, met, cannot = pairing_buttons(pairing.pairing)
    if pairing.booked is not None:
        yield from (Button("calendar", "Add to my calendar"), Button("move", "Change the time"))
    else:
        yield Button("move", "Tell us the time") if pairing.said is Said.BOOKED else booked
    yield from (met, cannot)


def _people(state: HomeState) -> Iterator[Part]:
    """Whom they met, and from where: by their own word, and for their eyes alone."""
    if not state.people_met:
        return
    yield heading("Your people")
    yield text(_met(state))
    mirror = (Button("mirror", "Are they all like me?"),) if state.people_met >= FEWEST_MET else ()
    yield Row((Button("people", "See your people"), *mirror))


def _met(state: HomeState) -> str:
    people = counted(state.people_met, "person", "people")
    if not state.teams:
        return f"You have met {people} so far."
    named = [clipped(team, TEAM_LONGEST) for team in state.teams[:TEAMS_NAMED]]
    more = [f"{len(state.teams) - TEAMS_NAMED} more"] if len(state.teams) > TEAMS_NAMED else []
    teams = counted(len(state.teams), "team", "teams")
    return f"You have met {people} from {teams} so far: {listed([*named, *more])}."


def _settings(state: HomeState) -> Iterator[Part]:
    yield heading("What suits you")
    yield text(in_words(state.preferences))
    yield Row(
        (
            Button("preferences", "Change this"),
            Button("details", "My details"),
            Button("apart", "I'd rather not meet"),
        )
    )


def _kept(state: HomeState) -> Iterator[Part]:
    """What is kept of them is theirs to have, and to have erased."""
    yield quiet("What we keep about you is yours to have, and yours to have erased.")
    leave = () if state.standing == "left" else (Button("leave", "Leave"),)
    yield Row((Button("data", "Give me my data"), *leave, Button("erase", "Erase me")))


def _owners(state: HomeState) -> Iterator[Part]:
    if not state.is_owner:
        return
    yield heading("You look after these coffees")
    yield from _stuck(state)
    stuck = (Button("outbox", "What is stuck"),) if state.stuck else ()
    yield Row((Button("admin", "Look after them"), Button("report", "Report"), *stuck))


def _stuck(state: HomeState) -> Iterator[Part]:
    if state.is_owner and state.stuck:
        yield text(stuck_hint(state.stuck))
