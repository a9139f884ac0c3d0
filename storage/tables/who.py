"""Workspaces, their installations, and their people."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Instant, key, text, workspace_key, yes_or_no
from storage.tables.base import metadata

workspace = Table(
    "workspace",
    metadata,
    key("workspace", 100),
    text("platform", 30),
    text("name"),
    Column("made_at", Instant, nullable=False),
    Column("ticked_at", Instant),
    Column("probed_at", Instant),
    Column("set_up_at", Instant),
    Column("parts_set_up", JSON, nullable=False, server_default="[]"),
    Column("gone_at", Instant),
    Column("sources", JSON, nullable=False, server_default="{}"),
    yes_or_no("directory_wins"),
)

installation = Table(
    "installation",
    metadata,
    workspace_key(),
    text("enterprise", 100),
    Column("bot_token", Text, nullable=False),
    text("bot_user", 64),
    text("bot_id", 64),
    text("app", 64),
    Column("scopes", Text, nullable=False),
    Column("installed_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    ForeignKeyConstraint(["workspace"], ["workspace.workspace"]),
)
"""What an installation from Slack gave. The token is encrypted before it comes here."""

reading = Table(
    "reading",
    metadata,
    workspace_key(),
    key("what", 30),
    Column("next_at", Instant, nullable=False),
    text("trouble", 100),
    ForeignKeyConstraint(["workspace"], ["workspace.workspace"]),
)
"""When the chat is next asked about its people, or about their profiles, and what went wrong last time."""

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
    text("kind", 20),
    Column("typed", JSON, nullable=False, server_default="[]"),
    Column("read_at", Instant),
    ForeignKeyConstraint(["workspace"], ["workspace.workspace"]),
    UniqueConstraint("workspace", "staff_id"),
    UniqueConstraint("workspace", "address"),
    Index(None, "workspace", "email"),
)

exclusion = Table(
    "exclusion",
    metadata,
    workspace_key(),
    key("first", 64),
    key("second", 64),
    key("added_by", 64),
    ForeignKeyConstraint(["workspace", "first"], ["person.workspace", "person.id"]),
    ForeignKeyConstraint(["workspace", "second"], ["person.workspace", "person.id"]),
    CheckConstraint("first < second", name="unordered"),
)

colleague = Table(
    "colleague",
    metadata,
    workspace_key(),
    key("person", 64),
    key("other", 64),
    ForeignKeyConstraint(["workspace", "person"], ["person.workspace", "person.id"]),
    ForeignKeyConstraint(["workspace", "other"], ["person.workspace", "person.id"]),
)
"""Whom somebody says that they already work with."""

follow_up = Table(
    "follow_up",
    metadata,
    workspace_key(),
    key("person", 64),
    key("about", 64),
    Column("note", Text, nullable=False, server_default=""),
    Column("next_step", Text, nullable=False, server_default=""),
    Column("remind_on", Date),
    Column("reminded_on", Date),
    Column("changed_at", Instant, nullable=False),
    ForeignKeyConstraint(["workspace", "person"], ["person.workspace", "person.id"]),
    ForeignKeyConstraint(["workspace", "about"], ["person.workspace", "person.id"]),
    Index(None, "workspace", "remind_on"),
)
"""What somebody wrote for themselves about somebody they met, as on the back of a business card.

``reminded_on`` is the last day whose reminder was owed, so that each is owed once.
"""
