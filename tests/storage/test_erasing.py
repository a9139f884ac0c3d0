from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from storage import outbox, outbox_books, people, privacy, programmes, rounds
from storage.explaining import instead
from storage.outbox import NoticeState
from storage.records import programme_records
from tests.cast import WORKSPACE
from tests.storage.life import SECRETS, everything, live
from tests.storage.shelf import NOW, later, notice, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.database import Database


def test_after_erasing_nothing_that_leads_to_somebody_is_left_in_any_table(connection: Connection) -> None:
    live(connection)
    assert all(secret in everything(connection) for secret in SECRETS)

    privacy.erase(connection, WORKSPACE, "amara")

    left = everything(connection)
    assert [secret for secret in SECRETS if secret in left] == []
    assert "Ben Hughes" in left


def test_after_erasing_it_is_forgotten_what_else_suited_them_and_nobody_elses_is(
    connection: Connection,
) -> None:
    live(connection)
    assert instead(connection, WORKSPACE, "main.1.1", "amara") is not None

    nobody = privacy.erase(connection, WORKSPACE, "amara")

    assert instead(connection, WORKSPACE, "main.1.1", nobody) is None
    assert instead(connection, WORKSPACE, "main.1.2", "chidi") is not None


def test_after_erasing_nothing_is_left_in_the_bytes_of_the_file(sqlite_file: Database) -> None:
    with sqlite_file.change() as connection:
        live(connection)
    with sqlite_file.change() as connection:
        privacy.erase(connection, WORKSPACE, "amara")
    sqlite_file.close()

    file = Path(str(sqlite_file.engine.url.database))
    left = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert b"Ben Hughes" in left
    assert [secret for secret in SECRETS if secret.encode() in left] == []


def test_erasing_changes_no_count_of_what_has_been(connection: Connection) -> None:
    of = live(connection)
    before = programme_records(connection, of)
    history = rounds.history(connection, of)

    nobody = privacy.erase(connection, WORKSPACE, "amara")

    after = programme_records(connection, of)
    assert after.rounds == before.rounds
    assert [_anonymous(one, nobody) for one in after.pairings] == [
        _anonymous(one, "amara") for one in before.pairings
    ]
    assert (len(before.eligible) - len(after.eligible), before.members - after.members) == (1, 1)
    assert str(rounds.history(connection, of)).count(nobody) == str(history).count("amara")


def _anonymous(record: object, who: str) -> list[str]:
    """A record with one id blotted out; the order of people within it follows their ids."""
    return sorted(str(record).replace(who, "?"))


def test_the_erased_is_owed_nothing_and_can_be_paired_with_nobody(connection: Connection) -> None:
    of = live(connection)

    nobody = privacy.erase(connection, WORKSPACE, "amara")

    assert outbox.claim(connection, later(days=1), "token", 10, [WORKSPACE]) == []
    assert programmes.members(connection, of)[nobody].status.value == "left"
    assert nobody not in people.addresses(connection, WORKSPACE)
    assert people.owners(connection, WORKSPACE) == ()
    assert not any("amara" in pair or nobody in pair for pair in programmes.exclusions(connection, WORKSPACE))


def test_a_worker_that_was_just_sending_to_the_erased_changes_nothing(connection: Connection) -> None:
    settle(connection)
    outbox.write(connection, WORKSPACE, [notice("one")])
    (held,) = outbox.claim(connection, NOW, "token", 10, [WORKSPACE])
    privacy.erase(connection, WORKSPACE, "amara")

    assert not outbox.begin(connection, held, NOW)
    assert not outbox.finish(connection, held, NoticeState.SENT, NOW, receipt="D1 amara")
    assert outbox_books.sent_at(connection, WORKSPACE, NOW) == []


def test_what_was_sent_to_a_group_of_the_erased_is_told_no_more(connection: Connection) -> None:
    live(connection)
    assert [one.key for one in outbox_books.sent_at(connection, WORKSPACE, NOW)] == [
        "r1:intro",
        "r1:person:amara",
    ]

    privacy.erase(connection, WORKSPACE, "amara")

    assert outbox_books.sent_at(connection, WORKSPACE, NOW) == []


def test_the_erased_who_writes_again_is_a_stranger(connection: Connection) -> None:
    of = live(connection)
    nobody = privacy.erase(connection, WORKSPACE, "amara")

    met = people.meet(connection, WORKSPACE, "T1/amara", {"name": "Amara", "email": "amara@example.org"})

    assert met.id != nobody
    assert met.department == ""
    assert programmes.members(connection, of, [met.id]).get(met.id) is None


def test_erasing_twice_or_somebody_unknown_leaves_the_others_alone(connection: Connection) -> None:
    live(connection)
    nobody = privacy.erase(connection, WORKSPACE, "amara")
    before = people.people(connection, WORKSPACE, ["ben", "chidi", "dana", "efua"])

    privacy.erase(connection, WORKSPACE, nobody)

    assert people.people(connection, WORKSPACE, ["ben", "chidi", "dana", "efua"]) == before
    assert len(people.people(connection, WORKSPACE)) == 5
