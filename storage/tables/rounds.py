"""Programmes with their members and rounds, and what came of each pairing."""

from __future__ import annotations

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
    String,
    Table,
    Time,
    and_,
)

from storage.columns import Instant, belongs_to, key, one_of, text, workspace_key, yes_or_no
from storage.tables.base import metadata

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
    text("holidays", 20),
    yes_or_no("is_held"),
    Column("open_to", JSON, nullable=False, server_default="{}"),
    text("invitation", 300),
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
    Column("preferences", JSON, nullable=False, server_default="{}"),
    Column("introduced_in", Integer),
    Column("introduced_on", Date),
    Column("silent_rounds", Integer, nullable=False),
    Column("joined_at", Instant, nullable=False),
    belongs_to("programme", "programme"),
    belongs_to("person", "person"),
    one_of("status", "active", "paused", "left"),
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

booking = Table(
    "booking",
    metadata,
    workspace_key(),
    key("pairing", 100),
    Column("at", Instant, nullable=False),
    text("set_by", 64),
    Column("version", Integer, nullable=False),
    belongs_to("pairing", "pairing"),
)
"""The time that the people of a pairing have set; the version counts how often it was set or moved."""

feedback = Table(
    "feedback",
    metadata,
    workspace_key(),
    key("pairing", 100),
    key("person", 64),
    Column("helped", String(20)),
    Column("knew_before", Boolean),
    ForeignKeyConstraint(
        ["workspace", "pairing", "person"],
        ["pairing_member.workspace", "pairing_member.pairing", "pairing_member.person"],
    ),
    one_of("helped", "yes", "a_little", "no"),
)
"""What somebody who met says of it. Private to them; the report counts it among many."""
