"""What owners did, in plain sentences: who of them, what and when. Never anything about a member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.message import Button, Message, Moment, quiet, text
from bot.wording.admin import NAME_LONGEST
from bot.wording.console import BACK
from bot.wording.phrases import clipped
from bot.wording.reasons import met_in_words
from bot.wording.setup import LABELS, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

RUNS_IT = "Whoever runs Crossbrew"
LONGEST = 300
DONE = {
    "set up": "finished the set-up",
    "announced": "told a channel about the coffees",
    "programme changed": "changed the programme: {about}",
    "programme held": "held {programme}",
    "programme let go": "let {programme} go on",
    "programme added": "added {programme}",
    "programme renamed": "gave {programme} its name",
    "rules changed": "changed what counts: {rules}",
    "round opened early": "opened round {about} before its hour",
    "round skipped": "left out round {about}",
    "people introduced": "introduced people by hand",
    "staff list imported": "brought in a staff list: {about}",
    "person erased": "erased what was kept of somebody who asked",
    "two kept apart": "asked to keep two people apart (only you see this line)",
    "two no longer kept apart": "let people meet again (only you see this line)",
    "notices tried again": "tried again what was not sent: {about}",
    "notices put away": "put away what was not sent: {about}",
} | {f"set-up: {step}": f"set up: {LABELS[step].lower()}" for step in Step}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done. ``by`` is an owner's name, empty for whoever runs the bot."""

    at: datetime
    by: str
    action: str
    about: str


def trail(
    lines: Sequence[Line], programmes: Mapping[str, str], timezone: str, earlier: Mapping[str, str] | None
) -> Message:
    """A page of the trail. ``programmes`` are names by id; ``earlier`` is what the button back carries."""
    return Message(
        title="What owners did",
        body=(
            *(text(f"{_said(one, programmes)}, ", Moment(one.at, timezone), ".") for one in lines),
            *(() if lines else (text("Nothing yet."),)),
            quiet("Only owners see this. What members do is never in it."),
        ),
        actions=tuple(_actions(earlier)),
        summary="What owners did, the latest first.",
    )


def _actions(earlier: Mapping[str, str] | None) -> Iterator[Button]:
    if earlier is not None:
        yield Button("admin.audit", "Earlier", earlier)
    yield BACK


def _said(one: Line, programmes: Mapping[str, str]) -> str:
    done = DONE.get(one.action, "did this: {action}")
    name = clipped(programmes.get(one.about, ""), NAME_LONGEST)
    about = {"about": one.about, "programme": name or "a programme", "rules": _rules(one.about)}
    filled = done.format(action=one.action, **about)
    return clipped(f"{clipped(one.by, NAME_LONGEST) or RUNS_IT} {filled}", LONGEST)


def _rules(about: str) -> str:
    """`same_site 6 to 12` in plain words."""
    told = (change.partition(" ") for change in about.split(", "))
    return ", ".join(f"{met_in_words(rule, is_turned=False)} from {points}" for rule, _, points in told)
