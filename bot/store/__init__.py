"""Remembers what the bot must not forget, in a SQLite file or in PostgreSQL."""

from bot.store.marks import Mark
from bot.store.questions import Question
from bot.store.slots import SETTLED, Record, Slot, State
from bot.store.store import Store, open_store
from bot.store.subscriptions import Pause, Subscription

__all__ = [
    "SETTLED",
    "Mark",
    "Pause",
    "Question",
    "Record",
    "Slot",
    "State",
    "Store",
    "Subscription",
    "open_store",
]
