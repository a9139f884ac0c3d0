"""When a press or a wish cannot be met: what is so, and what to do instead."""

from __future__ import annotations

from bot.message import Message, text


def closed() -> Message:
    """A press on an introduction that has ended."""
    return Message(
        title="This introduction has ended",
        body=(text("There is nothing you need to do. To see what comes next, type /coffee."),),
        summary="This introduction has ended, so there is nothing to do.",
    )


def not_yours() -> Message:
    """A press by somebody who is not in the pairing."""
    return Message(
        title="That one is for somebody else",
        body=(text("It is for other people, so we changed nothing. To see your own, type /coffee."),),
        summary="That introduction is for other people, so we changed nothing.",
    )


def no_such() -> Message:
    """A press about something that is not there, or no longer."""
    return Message(
        title="We can't find that any more",
        body=(text("It may have been cleared away, and we changed nothing. To start afresh, type /coffee."),),
        summary="We can't find that any more, so we changed nothing.",
    )


def stale() -> Message:
    """A press on a message that events have overtaken."""
    return Message(
        title="That message is out of date",
        body=(text("Things have moved on since, so we changed nothing. To see the latest, type /coffee."),),
        summary="That message is out of date, so we changed nothing.",
    )


def not_an_owner() -> Message:
    """A wish for what only owners may see."""
    return Message(
        title="This part is for owners",
        body=(
            text("It is for the people who look after these coffees where you work."),
            text("To become one, ask whoever set up Crossbrew. To see your own page, type /coffee."),
        ),
        summary="This part is for the people who look after these coffees.",
    )


def trouble() -> Message:
    """Something broke on our side."""
    return Message(
        title="Something went wrong on our side",
        body=(
            text("It was nothing you did. Please try again in a minute."),
            text("If it keeps happening, tell whoever runs Crossbrew."),
        ),
        summary="Something went wrong on our side. Please try again in a minute.",
    )
