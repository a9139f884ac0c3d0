"""What is owed and what was done: notices, gates, events and the audit trail."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Text

from storage.columns import Instant, key, one_of, text, workspace_key
from storage.tables.base import metadata

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
    text("about"),
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
