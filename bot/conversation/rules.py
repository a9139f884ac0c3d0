"""How much each rule counts: shown, tried on the coming round, and kept or left as it was."""

from __future__ import annotations

import json
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.conversation.owners import for_owners, long_for_owners, note
from bot.message import Button
from bot.wording import console as console_words
from bot.wording import rules as words
from bot.wording.rules import GROUPS, KEPT, Outlook, Weighed
from pairing.levels import Level, level_of, steps
from reports.disclosure import rounded
from scheduler import previewing
from storage import steering

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, LongHandler, Turn, Work
    from bot.message import Message
    from scheduler.gather import Pool
    from storage.database import Database

    Weights = Mapping[str, int]

LONGEST_WEIGHT = 5
"""Letters of any weight that a button carries, its sign among them."""


def show(turn: Turn) -> Message:
    """Every rule and how much it counts."""
    return words.rules_page(_weighed(turn.programme.weights))


def ask(group: str, turn: Turn) -> Message:
    """The form of a group of rules."""
    weights = turn.programme.weights
    return words.rules_form(group, _weighed(weights), {"was": _digest(weights)}, {})


def try_out(turn: Turn) -> Message:
    """Take the form, and go on to what it would change."""
    group, before = turn.text("group"), turn.programme.weights
    if group not in GROUPS or turn.text("was") != _digest(before):
        return words.overtaken()
    weighed = _weighed(before)
    chosen = {one.rule: turn.text(one.rule) for one in weighed if one.group == group}
    errors = {
        one.rule: words.not_a_step()
        for one in weighed
        if one.group == group and chosen[one.rule] not in {*one.steps, *(() if one.level else (KEPT,))}
    }
    if errors:
        return words.rules_form(group, weighed, {"was": _digest(before)}, errors)
    changes = _changes(weighed, chosen)
    if not changes:
        return words.nothing_new()
    return console_words.working(Button("admin.rules.effect", words.UNDO, _carried(before, changes)))


def effect(turn: Turn) -> Work:
    """What the changes would bring in the coming round; the matcher works with no transaction open."""
    before, changes = turn.programme.weights, _read(turn)
    if changes is None:
        return lambda _: words.overtaken()
    pool = previewing.pool_of(turn.connection, turn.programme, turn.next_round)
    after = _with(before, changes)

    def look(_database: Database) -> Message:
        return words.effect(_outlook(pool, before), _outlook(pool, after), _carried(before, changes))

    return look


def keep(turn: Turn) -> Message:
    """Keep the changes, unless somebody else has changed what counts since the figures were shown."""
    before, changes = turn.programme.weights, _read(turn)
    if changes is None or not steering.change_weights(
        turn.connection, turn.programme, before, _with(before, changes)
    ):
        return words.overtaken()
    was = {**_usual(), **before}
    note(turn, "rules changed", ", ".join(f"{rule} {was[rule]} to {new}" for rule, new in changes.items()))
    return words.kept()


def leave(_turn: Turn) -> Message:
    """Leave all as it was."""
    return words.as_it_was()


def _usual() -> dict[str, int]:
    """Every rule with its usual weight."""
    from pairing.rules import RULES  # noqa: PLC0415 - numerical libraries, which a bot that talks needs not

    return {rule.name: rule.weight for rule in RULES}


def _heaviest() -> int:
    from pairing.rules import HEAVIEST  # noqa: PLC0415 - see above

    return HEAVIEST


def _weighed(weights: Weights) -> list[Weighed]:
    heaviest, usual = _heaviest(), _usual()
    now = {rule: weights.get(rule, weight) for rule, weight in usual.items()}
    return [
        Weighed(rule, tuple(steps(weight, heaviest)), level_of(now[rule], weight, heaviest), now[rule])
        for rule, weight in usual.items()
    ]


def _changes(weighed: list[Weighed], chosen: Mapping[str, str]) -> dict[str, int]:
    """The rules whose weight is to be another, with it."""
    heaviest, usual = _heaviest(), _usual()
    return {
        one.rule: steps(usual[one.rule], heaviest)[Level(chosen[one.rule])]
        for one in weighed
        if chosen.get(one.rule, KEPT) not in {KEPT, one.level}
    }


def _with(before: Weights, changes: Weights) -> dict[str, int]:
    """The weights that differ from the usual ones, after the changes."""
    usual = _usual()
    after = {**before, **changes}
    return {rule: weight for rule, weight in after.items() if weight != usual.get(rule)}


def _carried(before: Weights, changes: Weights) -> dict[str, str]:
    """Changes as a button carries them, with a fingerprint of what they are changes of."""
    return {
        "was": _digest(before),
        "rules": "\n".join(f"{rule}={weight}" for rule, weight in changes.items()),
    }


def _read(turn: Turn) -> dict[str, int] | None:
    """The changes that a button carries; ``None`` where they are of other weights, or are none at all."""
    usual, heaviest = _usual(), _heaviest()
    read = dict(line.partition("=")[::2] for line in turn.texts("rules"))
    is_sound = all(
        rule in usual and len(new) <= LONGEST_WEIGHT and new.isascii() and new.isdecimal()
        for rule, new in read.items()
    )
    if not read or not is_sound or turn.text("was") != _digest(turn.programme.weights):
        return None
    changes = {rule: int(new) for rule, new in read.items()}
    return changes if max(changes.values()) <= heaviest else None


def _digest(weights: Weights) -> str:
    return sha256(json.dumps(dict(weights), sort_keys=True).encode()).hexdigest()[:16]


def _outlook(pool: Pool, weights: Weights) -> Outlook:
    seen = previewing.foresee(previewing.by_weights(pool, weights))
    return Outlook(seen.people, rounded(seen.matching.coverage.joined), seen.matching, seen.satisfied)


READS: Mapping[str, Handler] = {
    "admin.rules": for_owners(show),
    **{f"admin.rules.{group}": for_owners(partial(ask, group)) for group in GROUPS},
    "admin.rules.try": for_owners(try_out),
    "admin.rules.undo": for_owners(leave),
}
WRITES: Mapping[str, Handler] = {"admin.rules.keep": for_owners(keep)}
LONG: Mapping[str, LongHandler] = {"admin.rules.effect": long_for_owners(effect)}
