"""Why these people were chosen to meet: the matcher's true reasons as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.phrases import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.explain import Fact, Why

PAIR = 2

# A grade is said to be alike or not, never which: that is for its owner to tell.
SHARED = {
    "department": "You {all} work in {values}.",
    "grade": "You {all} work at the same grade.",
    "site": "You are {all} based at {values}.",
    "job_title": "You {all} do the same job: {values}.",
}
DIFFERENT = {
    "department": "You work in different teams: {values}.",
    "grade": "You work at different grades, so each of you sees things {others} not.",
    "site": "You are based in different places: {values}.",
    "job_title": "You do different jobs: {values}.",
}


WISHES = {
    "offer_answers_ask": "One of you offers what {another} asks for.",
    "wish_met": "One of you is curious about what {another} does.",
    "same_hours": "The same part of the day suits {some}.",
    "same_ways": "{Some} like to meet in the same way.",
}


# Each rule as what it speaks for; of one about the past, as what it speaks against.
RULES = {
    "different_department": "different departments",
    "rare_departments": "departments that have rarely met",
    "grade_distance": "a few grades apart",
    "same_site": "the same site",
    "waited": "somebody who waited meets somebody who turns up",
    "newcomer": "somebody new meets somebody experienced",
    "repeat": "introduced before",
    "serendipity": "a little chance",
    "offer_answers_ask": "one offers what the other asks for",
    "wish_met": "one is curious about what the other does",
    "same_hours": "the same part of the day suits them",
    "same_ways": "they like to meet the same way",
    "season_today": "help with today's work, from the same site",
    "season_grow": "somebody who wants to grow meets somebody above",
    "season_picture": "the bigger picture, from a department rarely met",
}
MET = {"repeat": "not introduced before"}
TURNED = {
    "repeat": "introduced before",
    "rare_departments": "no departments that have rarely met",
    "waited": "nobody who waited meets somebody who turns up",
    "newcomer": "nobody new meets somebody experienced",
    "offer_answers_ask": "nobody offers what the other asks for",
    "wish_met": "nobody is curious about what the other does",
    "same_hours": "different parts of the day suit them",
    "same_ways": "they like to meet in different ways",
    "season_today": "no help with today's work from the same site",
    "season_grow": "nobody who wants to grow meets somebody above",
    "season_picture": "no bigger picture from a department rarely met",
}
"""What is so where a rule with a weight below 0 is met, if it is more than a "not" before its words."""


def in_words(rule: str) -> str:
    """A rule in plain words, or as it is called where it has none yet."""
    return RULES.get(rule, rule.replace("_", " "))


def met_in_words(rule: str, *, is_turned: bool) -> str:
    """What is so where a rule is met; one that ``is_turned`` has a weight below 0."""
    words = in_words(rule)
    return TURNED.get(rule, f"not {words}") if is_turned else MET.get(rule, words)


def rows(why: Why, people: int) -> Iterator[tuple[str, str]]:
    """A row each for what they share, what differs and which wish is met, as far as there is any."""
    if why.shared is not None:
        yield "In common", _sentence(SHARED, why.shared, people, "You have this in common: {what}.")
    if why.different is not None:
        yield "Different", _sentence(DIFFERENT, why.different, people, "You differ in this: {what}.")
    if why.wish in WISHES:
        yield "Wished for", _wish(WISHES[why.wish], people)


def _wish(template: str, people: int) -> str:
    """A wish that is met, which of three or more may be met between two of them alone."""
    if people == PAIR:
        return template.format(another="the other", some="you both", Some="You both")
    return template.format(another="another", some="some of you", Some="Some of you")


def _sentence(templates: dict[str, str], fact: Fact, people: int, otherwise: str) -> str:
    """The sentence for a fact; a kind that has none yet is named as it is."""
    values = listed(list(dict.fromkeys(value for value in fact.values if value)))
    template = templates.get(fact.kind, otherwise)
    if not values and "{values}" in template:
        template = otherwise
    what = f"{fact.kind} ({values})" if values else fact.kind
    everybody, others = ("both", "the other does") if people == PAIR else ("all", "the others do")
    return template.format(all=everybody, others=others, values=values, what=what)
