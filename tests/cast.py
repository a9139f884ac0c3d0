"""The people of whom the tests tell: a fixed cast, so that a story reads the same everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from pairing.people import Ladder, Member, Person, Programme
from pairing.rounds import Cadence

WORKSPACE = "T1"
LADDER = Ladder(
    ("Band 2", "Band 3", "Band 4", "Band 5", "Band 6", "Band 7", "Band 8a", "Band 8b", "Band 8c", "Band 9")
)
CADENCE = Cadence(anchor=date(2026, 1, 5))


def person(name: str, department: str, grade: str, **facts: Any) -> Person:
    """Somebody in the workspace; whatever is not given is made up from their first name."""
    first = name.split(maxsplit=1)[0].casefold()
    return Person(
        **{
            "workspace": WORKSPACE,
            "id": first,
            "name": name,
            "department": department,
            "grade": grade,
            "site": "North",
            "staff_id": f"S-{first}",
            **facts,
        }
    )


AMARA = person("Amara Okafor", "Nursing", "Band 5", job_title="Staff nurse")
BEN = person("Ben Hughes", "Pharmacy", "Band 7", job_title="Pharmacist")
CHIDI = person("Chidi Eze", "Estates", "Band 3", job_title="Electrician", site="South")
DANA = person("Dana Levy", "Finance", "Band 8a", job_title="Finance partner")
EFUA = person("Efua Mensah", "Radiology", "Band 6", job_title="Radiographer", site="South")
CAST = (AMARA, BEN, CHIDI, DANA, EFUA)


def member(who: Person, **state: Any) -> Member:
    """``who`` as an active member, or in the state given."""
    return Member(who, **state)


def members(*people: Person) -> dict[str, Member]:
    """Active members by id: the whole cast where nobody is named."""
    return {who.id: Member(who) for who in people or CAST}


def programme(**changes: Any) -> Programme:
    """The cast's programme, of which round 0 starts on Monday 5 January 2026 at ten in London."""
    return Programme(
        **{
            "workspace": WORKSPACE,
            "id": "main",
            "name": "Coffee",
            "cadence": CADENCE,
            "ladder": LADDER,
            **changes,
        }
    )
