"""The people in a message: what to call them and what to say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.message import Facts
from bot.wording.phrases import clipped, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pairing.people import Person

NAMELESS = "Your colleague"
NAME_LONGEST = 40
FORMS_OF_ADDRESS = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "sister", "rev"}
)


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody in a pairing, with what they offer, ask for and are curious about. Any may be empty."""

    person: Person
    offers: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    curiosity: str = ""


def full_name(person: Person) -> str:
    """The whole name, or a kind stand-in where the directory has none."""
    return " ".join(person.name.split()) or NAMELESS


def first_name(person: Person) -> str:
    """What a colleague would say: `Dr Amara Okafor` and `OKAFOR, Amara` are Amara.

    A name that gives only an initial is said whole.
    """
    name = full_name(person)
    surname, comma, given = name.partition(", ")
    words = (given if comma and given else name).split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in FORMS_OF_ADDRESS:
        words = words[1:]
    is_initial = len(words[0].rstrip(".")) <= 1
    whole = f"{given} {surname}" if comma and given else name
    return clipped(whole if is_initial or name == NAMELESS else words[0], NAME_LONGEST)


def called(faces: Iterable[Face]) -> dict[str, str]:
    """What to call each by person id: first names, or whole names where two first names are alike."""
    people = [face.person for face in faces]
    firsts = [first_name(person) for person in people]
    return {
        person.id: first if firsts.count(first) == 1 else clipped(full_name(person), NAME_LONGEST)
        for person, first in zip(people, firsts, strict=True)
    }


def names_of(faces: Sequence[Face]) -> str:
    """Everybody's name in one list."""
    return listed(list(called(faces).values()))


def you_and(others: Sequence[Face]) -> str:
    """The reader and the others in one list: `you, Ben and Chidi`."""
    return listed(["you", *called(others).values()])


def who(faces: Iterable[Face]) -> Facts:
    """Who they are, a row each; somebody of whom only the name is known is a colleague all the same."""
    return Facts(tuple((full_name(face.person), about(face.person) or "A colleague") for face in faces))


def about(person: Person) -> str:
    """Job, team and site, with whatever is known: `Staff nurse, Nursing, North site`.

    The grade is left out: it helps to choose who meets, and is no way to introduce anybody.
    """
    known = (person.job_title, person.department, _site(person.site))
    facts = {fact.casefold(): fact for fact in (" ".join(words.split()) for words in known) if fact}
    return ", ".join(facts.values())


def _site(site: str) -> str:
    """`North` reads like half a name, `St Mary's Hospital` does not."""
    bare = bool(site.strip()) and len(site.split()) == 1 and not site.casefold().endswith("site")
    return f"{site.strip()} site" if bare else site
