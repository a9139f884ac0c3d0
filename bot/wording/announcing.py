"""Telling a channel, and everybody who reads it, that they may join."""

from __future__ import annotations

from bot.message import Button, Channel, Input, Message, quiet, text
from bot.wording.introduction import PAIR

LONGEST_INVITATION = 300
INVITATION = "Would you like to meet somebody new at work, over a coffee?"
"""The first sentence of an announcement, until an owner writes their own."""


def announce_form(invitation: str, error: str = "", channel_error: str = "") -> Message:
    """Which channel to tell, and with what first sentence."""
    return Message(
        title="Tell a channel",
        body=(
            text("We post a few lines there, with a button to join. Nobody sees who presses it."),
            Channel("channel", "Channel", hint=_INVITE, required=True, error=channel_error),
            Input(
                "invitation",
                "The first sentence",
                invitation,
                required=True,
                longest=LONGEST_INVITATION,
                error=error,
            ),
            quiet("Below it we say what Crossbrew does, and that one can stop at any time."),
        ),
        actions=(Button("announce.save", "Post it", primary=True),),
        summary="A short form to tell a channel about the coffees.",
    )


_INVITE = "It is surest to type /invite @Crossbrew there first."


def announcement(invitation: str, together: int) -> Message:
    """The post. ``invitation`` is its first sentence as an owner wrote it, empty for ours."""
    whom = "one colleague" if together == PAIR else "a table of colleagues"
    return Message(
        title="Meet somebody new ☕",
        body=(
            text(invitation or INVITATION),
            text(f"Each round, Crossbrew introduces you to {whom} whom you might not otherwise meet."),
            text("A short coffee, a walk or a call is plenty. You can skip, pause or leave at any time."),
            quiet("Nobody sees who joins. Joining takes a minute, and nothing happens before you do."),
        ),
        actions=(Button("join", "Join", primary=True),),
        summary="Crossbrew introduces colleagues over a coffee. One press to join.",
    )


def on_its_way() -> Message:
    """After an owner asked for the post."""
    return Message(
        title="On its way to the channel",
        body=(text("It is posted within a minute. Should that not work, you hear from us here."),),
        actions=(Button("admin", "See everything"),),
        summary="The post is on its way. Should it not work, you hear from us here.",
    )


def not_announced(channel: str) -> Message:
    """To the owner who asked for a post that could not be made; ``channel`` is its address."""
    return Message(
        title="We could not post in the channel yet",
        body=(
            text(
                "Most often Crossbrew is not in the channel. Type /invite @Crossbrew there, and press again."
            ),
            quiet(
                "If that does not help, /coffee outbox says why. Please look whether the post is there first."
            ),
        ),
        actions=(
            Button("announce.again", "Post it again", {"channel": channel}, primary=True),
            Button("announce", "Choose another channel"),
        ),
        summary="We could not post in the channel yet. Is Crossbrew in it?",
    )


def no_channel() -> str:
    """The sentence beside a channel that was not chosen, or is no channel."""
    return "Please choose a channel."


def no_invitation(longest: int) -> str:
    """The sentence beside a first sentence that is missing or too long."""
    return f"Please write a sentence of at most {longest} characters."
