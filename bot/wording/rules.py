"""What counts when people are put together, in plain words, and what a change of it would bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.message import Button, Choose, Facts, Message, Row, quiet, text
from bot.wording.console import BACK, FEWEST, TOO_FEW
from bot.wording.matching import NOTHING_TO_MEET
from bot.wording.reasons import met_in_words
from pairing.levels import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.message import Part
    from pairing.matching import Matching
    from pairing.satisfaction import Satisfaction

KEPT = "kept"
"""The choice to leave a weight that is none of the steps as it is."""
LEVELS = {
    Level.OFF: "Not at all",
    Level.LITTLE: "A little",
    Level.USUAL: "As usual",
    Level.MORE: "More",
    Level.LOT: "A lot",
}
GROUPS = {"who": "Whom to bring together", "wishes": "What members would like"}
OF_WISHES = frozenset(
    {
        "offer_answers_ask",
        "wish_met",
        "same_hours",
        "same_ways",
        "season_today",
        "season_grow",
        "season_picture",
    }
)
NOT_ASKED = "not asked for"
UNDO = "Leave it as it was"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A rule, the steps it has, and which it is at: ``None`` where its weight was set otherwise."""

    rule: str
    steps: Sequence[Level]
    level: Level | None
    weight: int

    @property
    def group(self) -> str:
        """Which of the forms it is in."""
        return "wishes" if self.rule in OF_WISHES else "who"

    @property
    def stands(self) -> str:
        """How much it counts, in words."""
        return LEVELS[self.level] if self.level else f"{self.weight} points, as it was set by hand"


@dataclass(frozen=True, slots=True)
class Outlook:
    """A round as it would be by some weights, with about how many ``links`` between departments."""

    people: int
    links: int
    matching: Matching
    satisfied: Sequence[Satisfaction]


def rules_page(weighed: Sequence[Weighed]) -> Message:
    """Every rule and how much it counts."""
    return Message(
        title="What counts when people meet",
        body=(
            text("As many people as possible meet somebody. Among all the ways to do that, this counts."),
            Facts(tuple((_label(one.rule), one.stands) for one in weighed)),
            Row(tuple(Button(f"admin.rules.{name}", label) for name, label in GROUPS.items())),
            quiet("Whom to keep apart is no matter of points, and nothing here changes it."),
        ),
        actions=(BACK,),
        summary="What counts when people are put together.",
    )


def rules_form(
    group: str, weighed: Sequence[Weighed], was: Mapping[str, str], errors: Mapping[str, str]
) -> Message:
    """How much each rule of a group is to count. ``was`` comes back with it."""
    return Message(
        title=GROUPS[group],
        body=(
            text("How much should each of these count? You see what it would change before it does."),
            *(_choose(one, errors.get(one.rule, "")) for one in weighed if one.group == group),
        ),
        actions=(Button("admin.rules.try", "See what changes", {**was, "group": group}, primary=True),),
        summary=f"{GROUPS[group]}: how much each counts.",
    )


def not_a_step() -> str:
    """The sentence beside a choice that is none."""
    return "Please choose one of the steps."


def nothing_new() -> Message:
    """A form came back as it was."""
    return Message("Nothing to change", (text("All of it counts as it did."),), _back(), "Nothing to change.")


def effect(before: Outlook, after: Outlook, changes: Mapping[str, str]) -> Message:
    """What a change would bring in the next round, beside what there is. ``changes`` come back with Keep."""
    return Message(
        title="What would change",
        body=tuple(_effect(before, after)),
        actions=(
            Button("admin.rules.keep", "Keep", changes, primary=True),
            Button("admin.rules.undo", UNDO),
        ),
        summary="What the change would bring in the next round. Keep it, or leave it as it was.",
    )


def kept() -> Message:
    """A change was kept."""
    return Message(
        title="Kept",
        body=(text("It counts from the next round on. Nothing that is under way changes."),),
        actions=_back(),
        summary="Kept. It counts from the next round on.",
    )


def as_it_was() -> Message:
    """A change was not kept."""
    return Message("As it was", (text("Nothing was changed."),), _back(), "Nothing was changed.")


def overtaken() -> Message:
    """What counts was changed by somebody else since the figures were shown."""
    words = "Somebody changed what counts since, so your change was not made. Please look again."
    return Message("Changed meanwhile", (text(words),), _back(), words)


def _back() -> tuple[Button, ...]:
    return (Button("admin.rules", "See what counts"), BACK)


def _label(rule: str) -> str:
    words = met_in_words(rule, is_turned=False)
    return words[:1].upper() + words[1:]


def _choose(one: Weighed, error: str) -> Choose:
    own = () if one.level else ((KEPT, one.stands),)
    options = (*((level.value, LEVELS[level]) for level in one.steps), *own)
    return Choose(one.rule, _label(one.rule), options, one.level or KEPT, required=True, error=error)


def _effect(before: Outlook, after: Outlook) -> Iterator[Part]:
    if min(before.people, after.people) < FEWEST:
        yield text(TOO_FEW)
        return
    rows = [(label, f"{was} → {now}") for label, was, now in _figures(before, after) if was != now]
    yield Facts(tuple(rows)) if rows else text("The next round would be just as good by every figure.")
    yield quiet("The same people and the same chance, before → after. The rest stays as it is.")


def _figures(before: Outlook, after: Outlook) -> Iterator[tuple[str, str, str]]:
    for label, of in FIGURES.items():
        yield label, of(before), of(after)
    was, now = _in_full(before), _in_full(after)
    for rule in dict.fromkeys([*was, *now]):
        if rule != NOTHING_TO_MEET:
            yield _label(rule), was.get(rule, NOT_ASKED), now.get(rule, NOT_ASKED)


FIGURES: Mapping[str, Callable[[Outlook], str]] = {
    "Links between departments": lambda seen: f"about {seen.links}",
    "Trios": lambda seen: str(sum(len(one.people) == TRIO for one in seen.matching.pairings)),
    "Sitting out": lambda seen: str(len(seen.matching.sitting_out)),
}
TRIO = 3


def _in_full(outlook: Outlook) -> dict[str, str]:
    return {one.rule: f"{one.full} %" for one in outlook.satisfied}
