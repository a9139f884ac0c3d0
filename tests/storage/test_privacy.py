from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from storage import people, privacy
from storage.people import FACTS
from storage.privacy import SeveralPeopleError
from storage.tables import metadata, pairing, person
from tests.cast import WORKSPACE
from tests.storage.life import PAIR, live
from tests.storage.shelf import settle

if TYPE_CHECKING:
    from sqlalchemy import Connection


PERSONAL = {
    "person": {
        *FACTS,
        "id",
        "staff_id",
        "address",
        "in_directory",
        "is_owner",
        "is_reachable",
        "kind",
        "typed",
        "read_at",
    },
    "member": {
        "person",
        "status",
        "paused_until",
        "skips_round",
        "preferences",
        "introduced_in",
        "introduced_on",
        "silent_rounds",
        "joined_at",
    },
    "exclusion": {"first", "second", "added_by"},
    "pairing_member": {"person", "department", "grade", "site", "wants_fresh", "is_stood_up"},
    "sitting_out": {"person"},
    "answer": {"person", "at", "said", "why_not"},
    "booking": {"set_by"},
    "feedback": {"person", "helped", "knew_before"},
    "follow_up": {"person", "about", "note", "next_step", "remind_on", "reminded_on", "changed_at"},
    "colleague": {"person", "other"},
    "notice": {"key", "person", "about", "receipt"},
    "pairing": {"organiser", "address"},
    "audit": {"actor"},
}
"""What is somebody's own, or leads to them. It is given to them, and goes or leads to nobody once erased."""

PSEUDONYMOUS = {
    "pairing": {"id", "reasons", "score", "outcome", "certainty", "made_at", "is_late", "state"},
    "pairing_member": {"pairing", "alternative"},
    "answer": {"pairing"},
    "booking": {"pairing", "at"},
    "feedback": {"pairing"},
    "notice": {
        "pairing",
        "kind",
        "state",
        "not_before",
        "expires_at",
        "attempts",
        "unknowns",
        "done_at",
        "first_tried_at",
        "reason",
    },
    "event": {"key", "seen_at"},
    "audit": {"about", "at", "action"},
}
"""What is about people only together with another row."""

IMPERSONAL = {
    "workspace": {
        "platform",
        "name",
        "made_at",
        "ticked_at",
        "probed_at",
        "set_up_at",
        "parts_set_up",
        "gone_at",
        "sources",
        "directory_wins",
    },
    "installation": {
        "enterprise",
        "bot_token",
        "bot_user",
        "bot_id",
        "app",
        "scopes",
        "installed_at",
        "revoked_at",
    },
    "booking": {"version"},
    "reading": {"what", "next_at", "trouble"},
    "programme": {
        "id",
        "name",
        "anchor",
        "days",
        "at",
        "timezone",
        "quiet_dates",
        "ladder",
        "weights",
        "odd_pool",
        "together",
        "holidays",
        "is_held",
        "open_to",
        "invitation",
    },
    "member": {"programme"},
    "round": {
        "programme",
        "number",
        "state",
        "starts_at",
        "closes_at",
        "done_at",
        "seed",
        "digest",
        "score",
        "linear",
        "bound",
        "proof",
        "joined",
        "most",
    },
    "pairing": {"programme", "number"},
    "sitting_out": {"programme", "number"},
    "notice": {"programme", "number", "claim", "lease_until", "turn"},
    "gate": {"method", "closed_until", "free_at", "failures"},
    "audit": {"id"},
}
"""What is about nobody."""


def test_every_column_is_known_to_be_personal_or_not() -> None:
    for table in metadata.sorted_tables:
        classified = [kind.get(table.name, set()) for kind in (PERSONAL, PSEUDONYMOUS, IMPERSONAL)]

        assert sum(map(len, classified)) == len(set().union(*classified)), "a column has two classes"
        assert set().union(*classified) == set(table.columns.keys()) - {"workspace"}, table.name


def test_somebody_is_given_every_personal_column(connection: Connection) -> None:
    live(connection)

    given = privacy.everything_about(connection, WORKSPACE, "amara")

    columns = {
        "person": ("person", PERSONAL["person"]),
        "memberships": ("member", PERSONAL["member"]),
        "introductions_as_you_were_then": ("pairing_member", PERSONAL["pairing_member"]),
        "answers": ("answer", PERSONAL["answer"]),
        "times_you_set": ("booking", PERSONAL["booking"]),
        "what_you_said_of_meetings": ("feedback", PERSONAL["feedback"]),
        "your_notes": ("follow_up", PERSONAL["follow_up"]),
        "colleagues_you_named": ("colleague", PERSONAL["colleague"]),
        "rounds_sat_out": ("sitting_out", PERSONAL["sitting_out"]),
        "exclusions_you_added": ("exclusion", PERSONAL["exclusion"]),
        "messages_to_you": ("notice", PERSONAL["notice"]),
        "owner_actions": ("audit", PERSONAL["audit"]),
        "introductions": ("pairing", {"address", "you_were_to_write_first"}),
    }
    assert {table for table, _ in columns.values()} == set(PERSONAL)
    for part, (_, wanted) in columns.items():
        assert given[part], part
        assert wanted <= given[part][0].keys(), part
    assert given["introduced_to"] == [{"pairing": PAIR, "name": "Ben Hughes"}]


def test_what_is_given_can_be_written_as_json_and_tells_nothing_of_the_other_side(
    connection: Connection,
) -> None:
    live(connection)

    given = json.dumps(privacy.everything_about(connection, WORKSPACE, "ben"), default=str)

    assert "Amara Okafor" in given
    for secret in ("not_met", "no_time", "disputed", "sourdough", "S-amara@", "first"):
        assert secret not in given.replace("you_were_to_write_first", "")


def test_of_the_rules_that_counted_only_those_are_given_that_an_introduction_may_tell(
    connection: Connection,
) -> None:
    live(connection)
    counted = [["rare_departments", 3000], ["season_grow", 300], ["waited", 200], ["same_site", -100]]
    connection.execute(update(pairing).where(pairing.c.id == PAIR).values(reasons=counted))

    (given,) = privacy.everything_about(connection, WORKSPACE, "amara")["introductions"]

    assert given["reasons"] == ["rare_departments"]


def test_of_somebody_unknown_there_is_nothing(connection: Connection) -> None:
    live(connection)

    assert not any(privacy.everything_about(connection, WORKSPACE, "nobody").values())


@pytest.mark.parametrize("who", ["amara", "S-amara", " Amara@Example.org ", "T1/amara"])
def test_somebody_is_found_by_whatever_they_go_by(connection: Connection, who: str) -> None:
    settle(connection)

    assert privacy.find_person(connection, WORKSPACE, who) == "amara"


@pytest.mark.parametrize("who", ["", " ", "nobody", "%", "Amara Okafor", "Nursing"])
def test_nobody_is_found_by_anything_else(connection: Connection, who: str) -> None:
    settle(connection)
    people.change_person(connection, WORKSPACE, "ben", email="")

    assert privacy.find_person(connection, WORKSPACE, who) is None


def test_of_two_people_with_one_e_mail_neither_is_taken_for_the_other(connection: Connection) -> None:
    settle(connection)
    connection.execute(person.update().where(person.c.id.in_(["ben", "dana"])).values(email="desk@x.org"))

    with pytest.raises(SeveralPeopleError, match=r"2 people go by that\. Name one by the id: ben, dana\."):
        privacy.find_person(connection, WORKSPACE, "desk@x.org")
    assert privacy.find_person(connection, WORKSPACE, "dana") == "dana"


def test_an_id_goes_before_whatever_else_it_may_be(connection: Connection) -> None:
    settle(connection)
    people.change_person(connection, WORKSPACE, "ben", staff_id="amara")

    assert privacy.find_person(connection, WORKSPACE, "amara") == "amara"
