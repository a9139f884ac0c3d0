"""What is somebody's own: their data, being erased, and bringing colleagues together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.conversation import whom
from bot.conversation.people import met_by
from bot.wording import joining
from bot.wording import own as words
from reports.own import mirror
from scheduler.freeing import free_all_of
from scheduler.introducing import introduce_at_once
from storage import colleagues, composition, people, privacy, programmes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message
    from pairing.people import Person

BY_THEMSELVES = "themselves"
"""Who the audit says erased somebody, where no operator did."""


def give_data(turn: Turn) -> Message:
    """All that is kept of whoever asks, as one file."""
    kept = privacy.everything_about(turn.connection, turn.workspace, turn.person.id)
    content = json.dumps(kept, indent=2, ensure_ascii=False, default=str)
    return words.data(content.encode())


def ask_to_erase(_turn: Turn) -> Message:
    """Ask before anything is erased."""
    return words.erase()


def erase(turn: Turn) -> Message:
    """Erase whoever asks, at once and for good; whoever was to meet them is offered somebody else."""
    if people.find(turn.connection, turn.workspace, turn.action.actor) is None:
        return words.erased()
    for programme in programmes.programmes(turn.connection, turn.workspace):
        free_all_of(turn.connection, programme, turn.person.id, turn.now)
    nobody = privacy.erase(turn.connection, turn.workspace, turn.person.id)
    people.write_audit(turn.connection, turn.workspace, BY_THEMSELVES, "person erased", nobody, turn.now)
    return words.erased()


def look_in_mirror(turn: Turn) -> Message:
    """Whether everyone they meet is just like them, beside chance."""
    met = people.people(turn.connection, turn.workspace, met_by(turn))
    others = composition.others(turn.connection, turn.programme, turn.person.id)
    return words.mirror(mirror(turn.person, met.values(), others, turn.programme.ladder))


def introduce(turn: Turn) -> Message:
    """Introduce two members to each other if they may meet; what came of it is told to nobody."""
    if not turn.is_in:
        return joining.not_a_member()
    addresses = turn.texts(words.PEOPLE)
    chosen = whom.named(turn, addresses)
    if not addresses:
        return words.introduce_form()
    if set(addresses) - set(chosen):
        return words.introduce_form(tuple(chosen), words.NOT_FOUND)
    two = _others(turn, chosen)
    if len(two) != words.TWO or len(chosen) != words.TWO:
        return words.introduce_form(tuple(chosen), words.NAME_TWO)
    introduce_at_once(turn.connection, turn.programme, two, turn.now)
    return words.thought_of()


def just_met(turn: Turn) -> Message:
    """Note whom somebody met by chance: for them alone, and so that somebody newer is looked for."""
    if not turn.is_in:
        return joining.not_a_member()
    addresses = turn.texts(words.PEOPLE)
    chosen = whom.named(turn, addresses)
    if not addresses:
        return words.just_met_form()
    if set(addresses) - set(chosen):
        return words.just_met_form(tuple(chosen), words.NOT_FOUND)
    met = _others(turn, chosen)
    if not 0 < len(met) <= words.MOST_MET:
        return words.just_met_form(tuple(chosen), words.NAME_ONE)
    known = colleagues.of(turn.connection, turn.workspace, turn.person.id)
    colleagues.replace_all(turn.connection, turn.workspace, turn.person.id, known | met)
    return words.noted(len(met))


def _others(turn: Turn, chosen: Mapping[str, Person]) -> frozenset[str]:
    return frozenset(one.id for one in chosen.values()) - {turn.person.id}


READS: Mapping[str, Handler] = {"data": give_data, "erase": ask_to_erase, "mirror": look_in_mirror}
WRITES: Mapping[str, Handler] = {"erase.yes": erase, "introduce": introduce, "just_met": just_met}
