"""What a report says in words, made from published cells alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.published import Status

if TYPE_CHECKING:
    from reports.published import Cell, Held, Shares

METHOD = (
    "Counts are to the nearest 5, and counts of 1 to 7 are not shown; parts need not add up to their total.",
    "Rates are worked out from these counts, in steps of 5 below 100, and stop at 5% and at 95%.",
    "A group is shown by name only if it has 10 or more eligible people; smaller ones are merged.",
    "One person's word that they met is enough, and silence never counts as not meeting.",
    "Three people introduced together are three connections, and six at a table are fifteen.",
    "Chance is what shuffling the people of each round blindly would give; the best possible is the most.",
)
NO_ROUND = "The first figures come when the first round has closed: until then nobody has been asked."
TOO_FEW_PEOPLE = (
    "Fewer than 10 people are eligible, so any number here could point at one of them:"
    " nothing else is shown until there are more."
)
NO_RATES = (
    "Rates are not shown yet: they need about 25 introductions among about 15 people before"
    " a percentage means anything and points at nobody."
)
NO_SPLIT = (
    "How many did not meet, and how many we do not know of, is not shown yet:"
    " one of the numbers is so small that the others would give it away."
)


def rounds(number: Cell) -> str:
    """How long the programme has been going."""
    match number.value:
        case 0:
            return "No round has closed yet."
        case 1:
            return "1 round has closed."
        case _:
            return f"{number.text} rounds have closed."


def members(joined: Cell, eligible: Cell) -> str:
    """How many have joined of those who could."""
    if joined.status is Status.ZERO:
        return f"Nobody has joined yet, of {eligible.text} eligible people."
    return _sentence(f"{joined.text} of {eligible.text} eligible people have joined.")


def introductions(made: Cell, people: Cell) -> str:
    """How many introductions there were, and to how many people."""
    match made.status:
        case Status.ZERO:
            return "Nobody has been introduced yet."
        case Status.HIDDEN:
            return "Fewer than 8 introductions so far: too few to say more."
        case Status.WITHHELD:
            return "Not shown: too few different people have been introduced."
        case _:
            return _sentence(f"{made.text} introductions, to {people.text} people.")


def outcome(number: Cell, ending: str, split: tuple[tuple[str, Cell], ...]) -> str:
    """How many introductions came to one outcome, which ``ending`` tells, and how surely."""
    if number.status is Status.WITHHELD:
        return "Not shown: the numbers are too small."
    if number.status is Status.ZERO:
        return "None."
    parts = ", ".join(f"{name}: {part.text}" for name, part in split if part.status is not Status.WITHHELD)
    return _sentence(f"{number.text} introductions {ending}{f' ({parts})' if parts else ''}.")


def held(rates: Held) -> str:
    """How many introductions led to a meeting, with what silence leaves open."""
    if not rates.low.known:
        return "Not shown yet: too few introductions for a rate."
    if not rates.high.known:
        return f"{rates.low.text} of all introductions are known to have led to a meeting."
    band = f"between {rates.low.text} and {rates.high.text}, whatever the silent ones came to."
    if not rates.share.known:
        return f"The share of introductions that led to a meeting is {band}"
    return (
        f"{rates.share.text} of the introductions that we know of led to a meeting;"
        f" of all introductions it is {band}"
    )


def reached(people: Cell, eligible: Cell, share: Cell) -> str:
    """How many eligible people have met somebody."""
    if people.status is Status.ZERO:
        return "Nobody has met anybody yet."
    if not people.known:
        return "Not shown: too few people have met somebody."
    rate = f", {share.text}" if share.known else ""
    return _sentence(f"{people.text} of {eligible.text} eligible people have met somebody{rate}.")


def sat_out(times: Cell) -> str:
    """How often somebody who took part was left without a partner."""
    if times.status is Status.ZERO:
        return "Nobody who took part was left without a partner."
    return _sentence(f"{times.text} times somebody who took part was left without a partner.")


def across(what: str, groups: str, shares: Shares) -> str:
    """How ``what`` (connections, introductions) crosses ``groups``, always beside chance and the best."""
    if not (shares.observed.known and shares.chance.known and shares.best.known):
        return f"Not shown yet: too few {what} for a rate."
    return (
        f"{shares.observed.text} of {what} were across {groups}; blind chance would give"
        f" {shares.chance.text}, and the best possible is {shares.best.text}. {_lift(shares)}"
    )


def no_table(groups: str, why: str) -> str:
    """Why the table of ``groups`` is not there."""
    return f"Connections between {groups} are not shown yet: {why}"


def _lift(shares: Shares) -> str:
    match shares.lift.status:
        case Status.AT_MOST:
            return "That is no more than chance, or hardly more."
        case Status.AT_LEAST:
            return "That is as good as it can be, or nearly."
        case Status.PERCENT:
            return f"That is {shares.lift.text} of the way from chance to the best possible."
        case _ if shares.chance == shares.best:
            return "Chance alone is already at the ceiling."
        case _:
            return "There are too few yet to say how far that is from chance."


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
