"""A life in the programme, of which every trace must be found again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from pairing.answers import Answer, Certainty, Outcome, Said, Settled, WhyNot
from storage import events, outbox, pairings, people, programmes, rounds
from storage.outbox import NoticeState
from storage.tables import booking, colleague, feedback, follow_up, metadata, row
from tests.cast import AMARA, BEN, CHIDI, DANA, WORKSPACE
from tests.storage.shelf import NOW, answer_in, join_all, later, notice, open_round, settle

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from pairing.people import Programme

PAIR = "main.1.1"
SECRETS = (
    "Amara",
    "Okafor",
    "amara",
    "Staff nurse",
    "S-amara",
    "sourdough",
    "no_time",
    "D-private",
    "G-together",
)
"""Every word in the store that is hers alone or leads to her."""


OWN_ROWS: tuple[tuple[Table, dict[str, Any]], ...] = (
    (booking, {"pairing": PAIR, "at": later(days=2), "set_by": "amara", "version": 1}),
    (feedback, {"pairing": PAIR, "person": "amara", "helped": "yes", "knew_before": False}),
    (
        follow_up,
        {"person": "amara", "about": "ben", "note": "lend the sourdough book", "changed_at": NOW},
    ),
    (follow_up, {"person": "ben", "about": "amara", "note": "ask about the starter", "changed_at": NOW}),
    (colleague, {"person": "amara", "other": "efua"}),
    (colleague, {"person": "dana", "other": "amara"}),
)
"""What the conversation has no test of here, row by row."""


def live(connection: Connection) -> Programme:
    """A life in the programme: Amara wishes, meets, answers, is written to, keeps apart, and owns."""
    of = settle(connection)
    join_all(connection, of)
    people.change_person(connection, WORKSPACE, "ben", manager_id="S-amara")
    wishes = {"offers": ["my sourdough"], "curiosity": "sourdough elsewhere"}
    programmes.change_member(connection, of, "amara", preferences=wishes)
    open_round(connection, of, 1, (AMARA, BEN), (CHIDI, DANA), sat_out="efua")
    open_round(connection, of, 2, (BEN, CHIDI), sat_out="amara")
    pairings.keep_group_address(connection, WORKSPACE, PAIR, "G-together")
    for who, said, why in (("amara", Said.NOT_MET, WhyNot.NO_TIME), ("ben", Said.MET, None)):
        answer_in(connection, WORKSPACE, PAIR, Answer(who, said, NOW, why))
    pairings.settle(connection, WORKSPACE, {PAIR: Settled(Outcome.UNKNOWN, Certainty.DISPUTED)})
    pairings.close(connection, of, 1)
    _send(connection)
    programmes.exclude(connection, WORKSPACE, "amara", "dana", "amara")
    programmes.exclude(connection, WORKSPACE, "ben", "dana", "amara")
    for table, values in OWN_ROWS:
        connection.execute(table.insert().values(row(table, workspace=WORKSPACE, **values)))
    people.change_person(connection, WORKSPACE, "amara", is_owner=True)
    people.write_audit(connection, WORKSPACE, "amara", "programme changed", "days", NOW)
    events.first_time(connection, WORKSPACE, "press:amara:1", NOW)
    for number in (1, 2):
        rounds.close_round(connection, of, number, later(days=14))
    return of


def _send(connection: Connection) -> None:
    to_her, to_both = notice("r1:person:amara", pairing=PAIR), notice("r1:intro", pairing=PAIR, person="")
    owed = notice("r2:person:amara", minutes=60)
    outbox.write(connection, WORKSPACE, [to_her, to_both, owed])
    for held in outbox.claim(connection, NOW, "token", 10, [WORKSPACE]):
        where = "G-together 1" if not held.notice.person else "D-private 1"
        outbox.finish(connection, held, NoticeState.SENT, NOW, receipt=where)


def everything(connection: Connection) -> str:
    """All that any table holds, as text."""
    rows = {
        table.name: [list(row) for row in connection.execute(select(table))]
        for table in metadata.sorted_tables
    }
    return json.dumps(rows, default=str, ensure_ascii=False)
