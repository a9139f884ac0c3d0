"""Setting Crossbrew up from the chat: forms one after another, each kept as it is saved."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bot.conversation.owners import for_owners, note
from bot.conversation.setup_people import (
    open_ladder,
    open_open_to,
    open_sources,
    sources,
    take_ladder,
    take_open_to,
    take_sources,
)
from bot.conversation.setup_rhythm import open_quiet, open_rhythm, take_quiet, take_rhythm
from bot.wording import setup as words
from bot.wording.setup import SetUpState, Step
from pairing.admission import STAFF_LIST
from pairing.notices import Kind
from storage import outbox, people, programmes, workspaces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message

CHANGED = "set-up: {}"
"""What stands in the audit trail, with the part of the set-up."""


class Opens(Protocol):
    """Shows a form as things are."""

    def __call__(self, turn: Turn, *, goes_on: bool) -> Message:
        """The form; one that ``goes_on`` is followed by the next."""


class Takes(Protocol):
    """Keeps what a form holds."""

    def __call__(self, turn: Turn, *, goes_on: bool) -> Message | str:
        """What was kept, in counts and ids; or the form once more, with its mistakes."""


class Form(NamedTuple):
    """One form of the set-up."""

    opens: Opens
    takes: Takes


FORMS: Mapping[Step, Form] = {
    Step.RHYTHM: Form(open_rhythm, take_rhythm),
    Step.QUIET: Form(open_quiet, take_quiet),
    Step.SOURCES: Form(open_sources, take_sources),
    Step.LADDER: Form(open_ladder, take_ladder),
    Step.OPEN_TO: Form(open_open_to, take_open_to),
}


def state(turn: Turn) -> SetUpState:
    """How far the set-up has come, and how everything reads now."""
    programme, so_far = turn.programme, workspaces.set_up_of(turn.connection, turn.workspace)
    reads = {
        Step.RHYTHM: words.rhythm_reads(programme),
        Step.QUIET: words.quiet_reads(programme.holidays, len(programme.own_quiet_dates)),
        Step.SOURCES: words.sources_read(sources(turn), directory_wins=so_far.directory_wins),
        Step.LADDER: words.ladder_reads(programme.ladder.grades),
        Step.OPEN_TO: words.open_to_reads(programme.open_to, STAFF_LIST),
    }
    return SetUpState(reads, so_far.parts, so_far.is_done)


def begun(turn: Turn, page: Message) -> Message:
    """A page, which begins with the set-up for an owner of a workspace that nobody has set up."""
    if not turn.is_owner or workspaces.set_up_of(turn.connection, turn.workspace).is_done:
        return page
    return words.before_set_up(page)


def begin(turn: Turn) -> Message:
    """The first form that is left; what there is where none is."""
    so_far = state(turn)
    if so_far.is_done:
        return _finished(turn, so_far)
    left = _left(so_far)
    return FORMS[left[0] if left else Step.RHYTHM].opens(turn, goes_on=True)


def finish(turn: Turn) -> Message:
    """Leave what is left as it is."""
    if not state(turn).is_done:
        _finish(turn)
    return _finished(turn, state(turn))


def _open(step: Step, turn: Turn) -> Message:
    return FORMS[step].opens(turn, goes_on=False)


def _save(step: Step, turn: Turn) -> Message:
    goes_on = turn.text("then") == "next"
    kept = FORMS[step].takes(turn, goes_on=goes_on)
    if not isinstance(kept, str):
        return kept
    note(turn, CHANGED.format(step), kept)
    so_far = workspaces.set_up_of(turn.connection, turn.workspace)
    done = [each.value for each in Step if each == step or each in so_far.parts]
    workspaces.keep_parts(turn.connection, turn.workspace, done)
    after = replace(turn, programme=programmes.find(turn.connection, turn.workspace, turn.programme.id))
    return _next(after, step, goes_on=goes_on)


def _next(turn: Turn, step: Step, *, goes_on: bool) -> Message:
    """What comes after a form: the next, the end of the set-up, or what was saved."""
    so_far = state(turn)
    left = _left(so_far)
    if goes_on and left and not so_far.is_done:
        return FORMS[left[0]].opens(turn, goes_on=True)
    if not left and not so_far.is_done:
        _finish(turn)
        return _finished(turn, state(turn))
    return words.saved(step, so_far.reads[step])


def _left(so_far: SetUpState) -> list[Step]:
    return [step for step in Step if step not in so_far.done]


def _finish(turn: Turn) -> None:
    workspaces.finish_set_up(turn.connection, turn.workspace, turn.now)
    owners = people.owners(turn.connection, turn.workspace)
    outbox.drop(turn.connection, turn.programme, 0, Kind.WELCOME, owners, turn.now)
    note(turn, "set up", turn.programme.id)


def _finished(turn: Turn, so_far: SetUpState) -> Message:
    return words.finished(so_far, turn.next_start, turn.person.timezone)


READS: Mapping[str, Handler] = {
    "setup": for_owners(begin),
    **{f"setup.{step}": for_owners(partial(_open, step)) for step in Step},
}
WRITES: Mapping[str, Handler] = {
    "setup.finish": for_owners(finish),
    **{f"setup.{step}.save": for_owners(partial(_save, step)) for step in Step},
}
