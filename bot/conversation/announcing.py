"""Telling a channel: an owner chooses it, the outbox posts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.owners import for_owners, note
from bot.wording import announcing as words
from pairing.owners import announcement
from storage import outbox, people, programmes, workspaces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.conversation.turn import Handler, Turn
    from bot.message import Message

LONGEST_CHANNEL = 200


def ask(turn: Turn) -> Message:
    """Which channel, and with what first sentence."""
    return words.announce_form(turn.programme.invitation or words.INVITATION)


def post(turn: Turn) -> Message:
    """Keep the sentence, and owe the post."""
    invitation = turn.text("invitation")
    error = "" if 0 < len(invitation) <= words.LONGEST_INVITATION else _no_sentence()
    channel_error = "" if _is_channel(turn) else words.no_channel()
    if error or channel_error:
        return words.announce_form(invitation, error, channel_error)
    programmes.change_programme(turn.connection, turn.programme, invitation=invitation)
    return _owe(turn)


def post_again(turn: Turn) -> Message:
    """Owe the post once more, with the sentence as it was kept."""
    if not _is_channel(turn):
        return ask(turn)
    return _owe(turn)


def _owe(turn: Turn) -> Message:
    """Owe a post, unless one is on its way there already."""
    channel = turn.text("channel")
    number = workspaces.announced(turn.connection, turn.workspace, channel)
    owed = announcement(turn.programme, turn.person.id, channel, number, turn.now)
    if outbox.write(turn.connection, turn.workspace, [owed]):
        note(turn, "announced", channel)
    return words.on_its_way()


def _is_channel(turn: Turn) -> bool:
    """Whether an address was given, and is not that of somebody's private chat."""
    channel = turn.text("channel")
    if not 0 < len(channel) <= LONGEST_CHANNEL:
        return False
    return people.find(turn.connection, turn.workspace, channel) is None


def _no_sentence() -> str:
    return words.no_invitation(words.LONGEST_INVITATION)


READS: Mapping[str, Handler] = {"announce": for_owners(ask)}
WRITES: Mapping[str, Handler] = {
    "announce.save": for_owners(post),
    "announce.again": for_owners(post_again),
}
