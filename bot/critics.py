"""Takes down what people think of answers: each verdict once, and without a name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.askers import Askers
from bot.journal import storable
from bot.store import Store, Verdict
from bot.views.feedback import WHY_CHARACTERS, Opinion


@dataclass(frozen=True)
class Critics:
    """An answer is named by the channel and the ts of its message.

    That is kept as a code like that of askers, since a direct message has one reader.
    """

    store: Store
    askers: Askers
    clock: Callable[[], datetime]

    def judge(self, team: str, person: str, answer: str, opinion: Opinion) -> None:
        """Note a verdict, in place of an earlier one of the same person."""
        verdict = Verdict(
            useful=opinion.useful,
            question=storable(opinion.question),
            resources=tuple(map(storable, opinion.resources)),
            at=self.clock(),
        )
        asker, named = self.askers.code(team, person), self.askers.code(team, answer)
        self.store.feedback.put(team, named, asker, verdict)

    def explain(self, team: str, person: str, answer: str, why: str) -> bool:
        """Note why an answer was not useful; False without such a verdict of theirs this week."""
        said = storable(" ".join(why.split()))[:WHY_CHARACTERS]
        asker, named = self.askers.code(team, person), self.askers.code(team, answer)
        return self.store.feedback.explain(team, named, asker, said)
