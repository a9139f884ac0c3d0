"""First tables."""

from alembic import op
import sqlalchemy as sa


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), server_default="", nullable=False),
        sa.Column("action", sa.String(length=60), server_default="", nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_audit")),
    )
    op.create_table(
        "event",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_event")),
    )
    op.create_table(
        "gate",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("method", sa.String(length=100), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "method", name=op.f("pk_gate")),
    )
    op.create_table(
        "workspace",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("platform", sa.String(length=30), server_default="", nullable=False),
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("probed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parts_set_up", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sources", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("directory_wins", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_workspace")),
    )
    op.create_table(
        "installation",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("enterprise", sa.String(length=100), server_default="", nullable=False),
        sa.Column("bot_token", sa.Text(), nullable=False),
        sa.Column("bot_user", sa.String(length=64), server_default="", nullable=False),
        sa.Column("bot_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("app", sa.String(length=64), server_default="", nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace"], ["workspace.workspace"], name=op.f("fk_installation_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_installation")),
    )
    op.create_table(
        "notice",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=30), server_default="", nullable=False),
        sa.Column("programme", sa.String(length=64), server_default="", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pairing", sa.String(length=100), server_default="", nullable=False),
        sa.Column("person", sa.String(length=64), server_default="", nullable=False),
        sa.Column("about", sa.String(length=200), server_default="", nullable=False),
        sa.Column("state", sa.String(length=20), server_default="", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unknowns", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.String(length=300), server_default="", nullable=False),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('owed', 'sending', 'sent', 'dead', 'dropped')", name=op.f("ck_notice_state")
        ),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.workspace"], name=op.f("fk_notice_workspace")),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_workspace_pairing_kind"), ["workspace", "pairing", "kind"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_notice_workspace_person"), ["workspace", "person"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notice_workspace_programme_number_kind"),
            ["workspace", "programme", "number", "kind"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_notice_workspace_state_not_before_turn"),
            ["workspace", "state", "not_before", "turn"],
            unique=False,
        )

    op.create_table(
        "person",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=200), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("email", sa.String(length=320), server_default="", nullable=False),
        sa.Column("department", sa.String(length=200), server_default="", nullable=False),
        sa.Column("grade", sa.String(length=200), server_default="", nullable=False),
        sa.Column("site", sa.String(length=200), server_default="", nullable=False),
        sa.Column("job_title", sa.String(length=200), server_default="", nullable=False),
        sa.Column("profession", sa.String(length=200), server_default="", nullable=False),
        sa.Column("manager_id", sa.String(length=200), server_default="", nullable=False),
        sa.Column("timezone", sa.String(length=64), server_default="", nullable=False),
        sa.Column("in_directory", sa.Boolean(), nullable=False),
        sa.Column("is_owner", sa.Boolean(), nullable=False),
        sa.Column("is_reachable", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=20), server_default="", nullable=False),
        sa.Column("typed", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.workspace"], name=op.f("fk_person_workspace")),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_person")),
        sa.UniqueConstraint("workspace", "address", name=op.f("uq_person_workspace_address")),
        sa.UniqueConstraint("workspace", "staff_id", name=op.f("uq_person_workspace_staff_id")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_workspace_email"), ["workspace", "email"], unique=False)

    op.create_table(
        "reading",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trouble", sa.String(length=100), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.workspace"], name=op.f("fk_reading_workspace")),
        sa.PrimaryKeyConstraint("workspace", "what", name=op.f("pk_reading")),
    )
    op.create_table(
        "programme",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("anchor", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("timezone", sa.String(length=64), server_default="", nullable=False),
        sa.Column("quiet_dates", sa.JSON(), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("odd_pool", sa.String(length=20), server_default="", nullable=False),
        sa.Column("together", sa.Integer(), nullable=False),
        sa.Column("holidays", sa.String(length=20), server_default="", nullable=False),
        sa.Column("is_held", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("open_to", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("invitation", sa.String(length=300), server_default="", nullable=False),
        sa.CheckConstraint("odd_pool IN ('trio', 'sit_out')", name=op.f("ck_programme_odd_pool")),
        sa.CheckConstraint("days IN (7, 14, 28)", name=op.f("ck_programme_days")),
        sa.CheckConstraint("together IN (2, 4, 5, 6, 7, 8)", name=op.f("ck_programme_together")),
        sa.ForeignKeyConstraint(["workspace"], ["workspace.workspace"], name=op.f("fk_programme_workspace")),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_programme")),
    )
    op.create_table(
        "colleague",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "other"],
            ["person.workspace", "person.id"],
            name=op.f("fk_colleague_workspace_other"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "person"],
            ["person.workspace", "person.id"],
            name=op.f("fk_colleague_workspace_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "person", "other", name=op.f("pk_colleague")),
    )
    op.create_table(
        "exclusion",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("first", sa.String(length=64), nullable=False),
        sa.Column("second", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.CheckConstraint("first < second", name=op.f("ck_exclusion_unordered")),
        sa.ForeignKeyConstraint(
            ["workspace", "first"],
            ["person.workspace", "person.id"],
            name=op.f("fk_exclusion_workspace_first"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "second"],
            ["person.workspace", "person.id"],
            name=op.f("fk_exclusion_workspace_second"),
        ),
        sa.PrimaryKeyConstraint("workspace", "first", "second", "added_by", name=op.f("pk_exclusion")),
    )
    op.create_table(
        "follow_up",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("next_step", sa.Text(), server_default="", nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "about"],
            ["person.workspace", "person.id"],
            name=op.f("fk_follow_up_workspace_about"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "person"],
            ["person.workspace", "person.id"],
            name=op.f("fk_follow_up_workspace_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "person", "about", name=op.f("pk_follow_up")),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_follow_up_workspace_remind_on"), ["workspace", "remind_on"], unique=False
        )

    op.create_table(
        "member",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), server_default="", nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("skips_round", sa.Integer(), nullable=True),
        sa.Column("preferences", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("introduced_in", sa.Integer(), nullable=True),
        sa.Column("introduced_on", sa.Date(), nullable=True),
        sa.Column("silent_rounds", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('active', 'paused', 'left')", name=op.f("ck_member_status")),
        sa.ForeignKeyConstraint(
            ["workspace", "person"],
            ["person.workspace", "person.id"],
            name=op.f("fk_member_workspace_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "programme"],
            ["programme.workspace", "programme.id"],
            name=op.f("fk_member_workspace_programme"),
        ),
        sa.PrimaryKeyConstraint("workspace", "programme", "person", name=op.f("pk_member")),
    )
    op.create_table(
        "round",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=20), server_default="", nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("linear", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.BigInteger(), nullable=False),
        sa.Column("proof", sa.String(length=20), server_default="", nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("proof IN ('', 'proven', 'certified', 'sampled')", name=op.f("ck_round_proof")),
        sa.CheckConstraint("state IN ('open', 'closed', 'skipped')", name=op.f("ck_round_state")),
        sa.ForeignKeyConstraint(
            ["workspace", "programme"],
            ["programme.workspace", "programme.id"],
            name=op.f("fk_round_workspace_programme"),
        ),
        sa.PrimaryKeyConstraint("workspace", "programme", "number", name=op.f("pk_round")),
    )
    op.create_table(
        "pairing",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("programme", sa.String(length=64), server_default="", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), server_default="", nullable=False),
        sa.Column("organiser", sa.String(length=64), server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=20), server_default="", nullable=False),
        sa.Column("certainty", sa.String(length=20), server_default="", nullable=False),
        sa.CheckConstraint(
            "certainty IN ('confirmed', 'one_sided', 'disputed', 'unknown')",
            name=op.f("ck_pairing_certainty"),
        ),
        sa.CheckConstraint("outcome IN ('met', 'not_met', 'unknown')", name=op.f("ck_pairing_outcome")),
        sa.CheckConstraint("state IN ('open', 'freed', 'closed')", name=op.f("ck_pairing_state")),
        sa.ForeignKeyConstraint(
            ["workspace", "programme", "number"],
            ["round.workspace", "round.programme", "round.number"],
            name=op.f("fk_pairing_workspace_programme_number"),
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_pairing")),
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pairing_workspace_programme_number"),
            ["workspace", "programme", "number"],
            unique=False,
        )

    op.create_table(
        "sitting_out",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "person"],
            ["person.workspace", "person.id"],
            name=op.f("fk_sitting_out_workspace_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "programme", "number"],
            ["round.workspace", "round.programme", "round.number"],
            name=op.f("fk_sitting_out_workspace_programme_number"),
        ),
        sa.PrimaryKeyConstraint("workspace", "programme", "number", "person", name=op.f("pk_sitting_out")),
    )
    op.create_table(
        "booking",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("pairing", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=64), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "pairing"],
            ["pairing.workspace", "pairing.id"],
            name=op.f("fk_booking_workspace_pairing"),
        ),
        sa.PrimaryKeyConstraint("workspace", "pairing", name=op.f("pk_booking")),
    )
    op.create_table(
        "pairing_member",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("pairing", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=200), server_default="", nullable=False),
        sa.Column("grade", sa.String(length=200), server_default="", nullable=False),
        sa.Column("site", sa.String(length=200), server_default="", nullable=False),
        sa.Column("wants_fresh", sa.Boolean(), nullable=False),
        sa.Column("is_stood_up", sa.Boolean(), nullable=False),
        sa.Column("alternative", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "pairing"],
            ["pairing.workspace", "pairing.id"],
            name=op.f("fk_pairing_member_workspace_pairing"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "person"],
            ["person.workspace", "person.id"],
            name=op.f("fk_pairing_member_workspace_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "pairing", "person", name=op.f("pk_pairing_member")),
    )
    with op.batch_alter_table("pairing_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pairing_member_workspace_person"), ["workspace", "person"], unique=False
        )

    op.create_table(
        "answer",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("pairing", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.String(length=20), nullable=False),
        sa.Column("why_not", sa.String(length=30), nullable=True),
        sa.CheckConstraint(
            "said IN ('booked', 'met', 'not_met', 'cannot', 'waiting')", name=op.f("ck_answer_said")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "pairing", "person"],
            ["pairing_member.workspace", "pairing_member.pairing", "pairing_member.person"],
            name=op.f("fk_answer_workspace_pairing_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "pairing", "person", "at", "said", name=op.f("pk_answer")),
    )
    op.create_table(
        "feedback",
        sa.Column("workspace", sa.String(length=100), nullable=False),
        sa.Column("pairing", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("helped", sa.String(length=20), nullable=True),
        sa.Column("knew_before", sa.Boolean(), nullable=True),
        sa.CheckConstraint("helped IN ('yes', 'a_little', 'no')", name=op.f("ck_feedback_helped")),
        sa.ForeignKeyConstraint(
            ["workspace", "pairing", "person"],
            ["pairing_member.workspace", "pairing_member.pairing", "pairing_member.person"],
            name=op.f("fk_feedback_workspace_pairing_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "pairing", "person", name=op.f("pk_feedback")),
    )


def downgrade() -> None:
    op.drop_table("feedback")
    op.drop_table("answer")
    with op.batch_alter_table("pairing_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairing_member_workspace_person"))

    op.drop_table("pairing_member")
    op.drop_table("booking")
    op.drop_table("sitting_out")
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairing_workspace_programme_number"))

    op.drop_table("pairing")
    op.drop_table("round")
    op.drop_table("member")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_workspace_remind_on"))

    op.drop_table("follow_up")
    op.drop_table("exclusion")
    op.drop_table("colleague")
    op.drop_table("programme")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_workspace_email"))

    op.drop_table("person")
    op.drop_table("reading")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_workspace_state_not_before_turn"))
        batch_op.drop_index(batch_op.f("ix_notice_workspace_programme_number_kind"))
        batch_op.drop_index(batch_op.f("ix_notice_workspace_person"))
        batch_op.drop_index(batch_op.f("ix_notice_workspace_pairing_kind"))

    op.drop_table("notice")
    op.drop_table("installation")
    op.drop_table("workspace")
    op.drop_table("gate")
    op.drop_table("event")
    op.drop_table("audit")
