"""Who may join a programme, where its owners have said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing.people import plain_grade

if TYPE_CHECKING:
    from collections.abc import Mapping

STAFF_LIST = "staff_list"
"""The fact that somebody is in the staff list, among those that `Programme.open_to` may ask for."""
YES = "yes"


def kept_out_by(open_to: Mapping[str, tuple[str, ...]], facts: Mapping[str, str]) -> tuple[str, ...]:
    """The facts by which somebody may not join; none for whoever is welcome.

    A fact that somebody does not give is not let in where it is asked for. Spelling differences of
    grades and of letters' case do not count.
    """
    return tuple(
        fact
        for fact, let_in in open_to.items()
        if _plain(fact, facts.get(fact, "")) not in {_plain(fact, value) for value in let_in}
    )


def _plain(fact: str, value: str) -> str:
    return plain_grade(value) if fact == "grade" else value.casefold()
