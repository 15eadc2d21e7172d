"""Remembers what the bot must not forget, in a SQLite file or in PostgreSQL."""

from bot.store.feedback import Verdict
from bot.store.marks import Mark
from bot.store.migration import LaterVersionError
from bot.store.plans import Plan, Stage
from bot.store.questions import Answered, Question
from bot.store.slots import SETTLED, Record, Slot, State
from bot.store.store import Store, open_store
from bot.store.subscriptions import Pause, Subscription
from bot.store.suggestions import Fate, Proposal, Suggestion

__all__ = [
    "SETTLED",
    "Answered",
    "Fate",
    "LaterVersionError",
    "Mark",
    "Pause",
    "Plan",
    "Proposal",
    "Question",
    "Record",
    "Slot",
    "Stage",
    "State",
    "Store",
    "Subscription",
    "Suggestion",
    "Verdict",
    "open_store",
]
