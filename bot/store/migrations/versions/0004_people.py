"""Keep what people do with answers: verdicts, suggestions, settings, plans, questions in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("questions", sa.Column("outcome", sa.Text))
    op.add_column("questions", sa.Column("asker", sa.Text))
    op.add_column("questions", sa.Column("person", sa.Text))
    op.add_column("questions", sa.Column("settled", sa.BigInteger))
    op.create_index("ix_questions_team", "questions", ["team", "at"])
    op.create_table(
        "weekly_keys",
        sa.Column("week", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("hears", sa.Boolean, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("team", sa.Text, primary_key=True),
        sa.Column("answer", sa.Text, primary_key=True),
        sa.Column("asker", sa.Text, primary_key=True),
        sa.Column("useful", sa.Boolean, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("resources", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("proposal", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("decided", sa.BigInteger),
        sa.Column("card", sa.Text),
        sa.Column("told", sa.Boolean, nullable=False),
    )
    op.create_index("ix_suggestions_team", "suggestions", ["team", "state"])
    op.create_table(
        "plans",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("sender", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("steps", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("pace", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("due", sa.BigInteger),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_plans_due", "plans", ["team", "state", "due"])
    op.create_index("ix_plans_person", "plans", ["team", "person"])
