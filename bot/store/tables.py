"""The tables as the code sees them; the migrations build the same ones."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text

metadata = MetaData()

handled = Table(
    "handled",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)

documents = Table(
    "documents",
    metadata,
    Column("name", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("team", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("weekday", Integer, nullable=False),  # 0 is Monday
    Column("time", Text, nullable=False),  # 09:00, in the zone
    Column("zone", Text, nullable=False),
    Column("topics", Text, nullable=False),  # a JSON list of ids
    Column("weekdays_only", Boolean, nullable=False),
    Column("holidays", Text, nullable=False),  # a JSON list of days
    Column("owner", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("paused", Text),
    Column("resume_on", Text),  # a day
)

slots = Table(
    "slots",
    metadata,
    Column("team", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("week", Text, primary_key=True),  # 2026-W47
    Column("state", Text, nullable=False),
    Column("claim", Text),
    Column("due", BigInteger),  # of a slot that was claimed
    Column("not_before", BigInteger, nullable=False),
    Column("resource", Text),
    Column("message", Text),  # the ts that Slack gave it
    Column("reason", Text),
    Index("ix_slots_state", "team", "state"),
)

questions = Table(
    "questions",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("public", Boolean, nullable=False),
    Column("outcome", Text),
    Column("asker", Text),  # a code, which tells people apart for a week
    Column("person", Text),  # in place of it, of those who want to hear of an answer
    Column("settled", BigInteger),  # when it was answered after all, or set aside
    Index("ix_questions_channel", "team", "channel", "at"),
    Index("ix_questions_team", "team", "at"),
)

weekly_keys = Table(
    "weekly_keys",
    metadata,
    Column("week", Text, primary_key=True),
    Column("key", Text, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("team", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("resource", Text, primary_key=True),
    Column("mark", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("team", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("hears", Boolean, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("team", Text, primary_key=True),
    Column("answer", Text, primary_key=True),  # a code of its message
    Column("asker", Text, primary_key=True),  # a code
    Column("useful", Boolean, nullable=False),
    Column("question", Text, nullable=False),
    Column("resources", Text, nullable=False),  # a JSON list of ids
    Column("why", Text),
    Column("at", BigInteger, nullable=False, index=True),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("person", Text),  # nobody, where they had their data deleted
    Column("at", BigInteger, nullable=False),
    Column("proposal", Text, nullable=False),  # a JSON object
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("decided", BigInteger),
    Column("card", Text),  # the ts of the message to the curators
    Column("told", Boolean, nullable=False),
    Index("ix_suggestions_team", "team", "state"),
)

plans = Table(
    "plans",
    metadata,
    Column("id", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("sender", Text),
    Column("title", Text, nullable=False),
    Column("steps", Text, nullable=False),  # a JSON list of resources
    Column("state", Text, nullable=False),
    Column("pace", Integer, nullable=False),  # items a week
    Column("step", Integer, nullable=False),  # the next one to be sent
    Column("due", BigInteger),
    Column("at", BigInteger, nullable=False),
    Index("ix_plans_due", "team", "state", "due"),
    Index("ix_plans_person", "team", "person"),
)

workspaces = Table(
    "workspaces",
    metadata,
    Column("team", Text, primary_key=True),
    Column("curators", Text),  # the channel that an admin chose for them
)

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("resource", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
