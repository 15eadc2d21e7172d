"""Keep the weekly digests: when each channel gets one, what became of each, and what it goes by."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("weekdays_only", sa.Boolean, nullable=False),
        sa.Column("holidays", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("paused", sa.Text),
        sa.Column("resume_on", sa.Text),
    )
    op.create_table(
        "slots",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("week", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("claim", sa.Text),
        sa.Column("due", sa.BigInteger),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("resource", sa.Text),
        sa.Column("message", sa.Text),
        sa.Column("reason", sa.Text),
    )
    op.create_index("ix_slots_state", "slots", ["team", "state"])
    op.create_table(
        "questions",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
    )
    op.create_index("ix_questions_channel", "questions", ["team", "channel", "at"])
    op.create_table(
        "marks",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("resource", sa.Text, primary_key=True),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "arrivals",
        sa.Column("resource", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
