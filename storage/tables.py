"""Every table. Each primary key begins with the workspace: nothing crosses that wall.

One `MetaData` serves both engines; `storage.migrations` holds the same shape step by step, and a test
compares the two.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    and_,
)

from storage.columns import Instant, belongs_to, key, one_of, text, workspace_key

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


workspace = Table(
    "workspace",
    metadata,
    key("workspace", 100),
    text("platform", 30),
    text("name"),
    Column("made_at", Instant, nullable=False),
    Column("ticked_at", Instant),
    Column("probed_at", Instant),
)

person = Table(
    "person",
    metadata,
    workspace_key(),
    key("id", 64),
    Column("staff_id", String(200)),
    Column("address", String(200)),
    text("name"),
    text("email", 320),
    text("department"),
    text("grade"),
    text("site"),
    text("job_title"),
    text("profession"),
    text("manager_id"),
    text("timezone", 64),
    Column("in_directory", Boolean, nullable=False),
    Column("is_owner", Boolean, nullable=False),
    Column("is_reachable", Boolean, nullable=False),
    ForeignKeyConstraint(["workspace"], ["workspace.workspace"]),
    UniqueConstraint("workspace", "staff_id"),
    UniqueConstraint("workspace", "address"),
    Index(None, "workspace", "email"),
)

programme = Table(
    "programme",
    metadata,
    workspace_key(),
    key("id", 64),
    text("name"),
    Column("anchor", Date, nullable=False),
    Column("days", Integer, nullable=False),
    Column("at", Time, nullable=False),
    text("timezone", 64),
    Column("quiet_dates", JSON, nullable=False),
    Column("ladder", JSON, nullable=False),
    Column("weights", JSON, nullable=False),
    text("odd_pool", 20),
    Column("together", Integer, nullable=False),
    ForeignKeyConstraint(["workspace"], ["workspace.workspace"]),
    CheckConstraint("days IN (7, 14, 28)", name="days"),
    one_of("odd_pool", "trio", "sit_out"),
    CheckConstraint("together IN (2, 4, 5, 6, 7, 8)", name="together"),
)

member = Table(
    "member",
    metadata,
    workspace_key(),
    key("programme", 64),
    key("person", 64),
    text("status", 20),
    Column("paused_until", Date),
    Column("skips_round", Integer),
    text("offer"),
    text("curiosity"),
    Column("silent_rounds", Integer, nullable=False),
    Column("joined_at", Instant, nullable=False),
    belongs_to("programme", "programme"),
    belongs_to("person", "person"),
    one_of("status", "active", "paused", "left"),
)

exclusion = Table(
    "exclusion",
    metadata,
    workspace_key(),
    key("first", 64),
    key("second", 64),
    text("added_by", 64),
    ForeignKeyConstraint(["workspace", "first"], ["person.workspace", "person.id"]),
    ForeignKeyConstraint(["workspace", "second"], ["person.workspace", "person.id"]),
    CheckConstraint("first < second", name="unordered"),
)

round_ = Table(
    "round",
    metadata,
    workspace_key(),
    key("programme", 64),
    Column("number", Integer, primary_key=True, autoincrement=False),
    text("state", 20),
    Column("starts_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("done_at", Instant, nullable=False),
    Column("seed", BigInteger, nullable=False),
    text("digest", 64),
    Column("score", BigInteger, nullable=False),
    Column("linear", BigInteger, nullable=False),
    Column("bound", BigInteger, nullable=False),
    text("proof", 20),
    Column("joined", Integer, nullable=False),
    Column("most", Integer, nullable=False),
    belongs_to("programme", "programme"),
    one_of("state", "open", "closed", "skipped"),
    one_of("proof", "", "proven", "certified", "sampled"),
)

pairing = Table(
    "pairing",
    metadata,
    workspace_key(),
    key("id", 100),
    text("programme", 64),
    Column("number", Integer, nullable=False),
    text("state", 20),
    text("organiser", 64),
    Column("made_at", Instant, nullable=False),
    Column("is_late", Boolean, nullable=False),
    Column("address", String(200)),
    Column("score", BigInteger, nullable=False),
    Column("reasons", JSON, nullable=False),
    text("outcome", 20),
    text("certainty", 20),
    ForeignKeyConstraint(
        ["workspace", "programme", "number"], ["round.workspace", "round.programme", "round.number"]
    ),
    Index(None, "workspace", "programme", "number"),
    one_of("state", "open", "freed", "closed"),
    one_of("outcome", "met", "not_met", "unknown"),
    one_of("certainty", "confirmed", "one_sided", "disputed", "unknown"),
)

pairing_member = Table(
    "pairing_member",
    metadata,
    workspace_key(),
    key("pairing", 100),
    key("person", 64),
    text("department"),
    text("grade"),
    text("site"),
    Column("wants_fresh", Boolean, nullable=False),
    Column("is_stood_up", Boolean, nullable=False),
    Column("alternative", JSON(none_as_null=True)),
    belongs_to("pairing", "pairing"),
    belongs_to("person", "person"),
    Index(None, "workspace", "person"),
)

IN_ITS_PAIRING = and_(
    pairing_member.c.workspace == pairing.c.workspace, pairing_member.c.pairing == pairing.c.id
)
"""What joins the two."""

sitting_out = Table(
    "sitting_out",
    metadata,
    workspace_key(),
    key("programme", 64),
    Column("number", Integer, primary_key=True, autoincrement=False),
    key("person", 64),
    ForeignKeyConstraint(
        ["workspace", "programme", "number"], ["round.workspace", "round.programme", "round.number"]
    ),
    belongs_to("person", "person"),
)

answer = Table(
    "answer",
    metadata,
    workspace_key(),
    key("pairing", 100),
    key("person", 64),
    Column("at", Instant, primary_key=True),
    key("said", 20),
    Column("why_not", String(30)),
    ForeignKeyConstraint(
        ["workspace", "pairing", "person"],
        ["pairing_member.workspace", "pairing_member.pairing", "pairing_member.person"],
    ),
    one_of("said", "booked", "met", "not_met", "cannot", "waiting"),
)

notice = Table(
    "notice",
    metadata,
    workspace_key(),
    key("key", 300),
    text("kind", 30),
    text("programme", 64),
    Column("number", Integer, nullable=False),
    text("pairing", 100),
    text("person", 64),
    text("state", 20),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("unknowns", Integer, nullable=False),
    Column("claim", String(64)),
    Column("lease_until", Instant),
    Column("done_at", Instant),
    text("receipt", 300),
    text("reason"),
    Column("turn", Integer, nullable=False),
    Column("first_tried_at", Instant),
    ForeignKeyConstraint(["workspace"], ["workspace.workspace"]),
    Index(None, "workspace", "state", "not_before", "turn"),
    Index(None, "workspace", "programme", "number", "kind"),
    Index(None, "workspace", "pairing", "kind"),
    Index(None, "workspace", "person"),
    one_of("state", "owed", "sending", "sent", "dead", "dropped"),
)

gate = Table(
    "gate",
    metadata,
    workspace_key(),
    key("method", 100),
    Column("closed_until", Instant, nullable=False),
    Column("free_at", Instant, nullable=False),
    Column("failures", Integer, nullable=False),
)

event = Table(
    "event",
    metadata,
    workspace_key(),
    key("key", 300),
    Column("seen_at", Instant, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    workspace_key(),
    key("id", 64),
    Column("at", Instant, nullable=False),
    text("actor"),
    text("action", 60),
    Column("about", Text, nullable=False),
)


def row(table: Table, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - a row is as wide as its table
    """A row for ``table``, refusing a column that it does not have."""
    unknown = values.keys() - table.columns.keys()
    if unknown:
        raise KeyError(f"{table.name} has no column {', '.join(sorted(unknown))}.")
    return values
