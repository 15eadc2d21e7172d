"""A stage for onboarding: a clock that is moved by hand, people who are new, what they read."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.names import Action, PlanAct
from bot.rounds import go_round
from bot.store import Plan
from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.world import Json, Message
from tests.bot.drawing import strings
from tests.bot.rig import Bot, Clock, command, start_bot

TEAM = "T0LOCAL"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
CLOCKS = tuple(map(time.fromisoformat, ("03:00", "09:30", "10:00", "16:30", "21:00")))
MONDAY = datetime(2026, 11, 30, 12, tzinfo=AMSTERDAM)


@dataclass
class Scene:
    """Everything that a test of onboarding needs at hand."""

    slack: LocalSlack
    clock: Clock
    database: Path
    bots: list[Bot] = field(default_factory=list)

    @property
    def bot(self) -> Bot:
        return self.bots[0]

    @property
    def now(self) -> datetime:
        return self.clock.now

    def start(self) -> Bot:
        """Start another process with the same store."""
        bot = start_bot(self.slack, self.database, clock=lambda: self.clock.now)
        self.bots.append(bot)
        return bot

    def propose(self, subject: str = "", to: str = "@ben", sender: str = ADA) -> str:
        """Write the command; gives what the sender reads at once."""
        before = len(self.slack.from_bot(MLOPS, seen_by=sender))
        self.bot.get(command(self.slack, f"onboard {to} {subject}".strip(), sender))
        (answer,) = self.slack.from_bot(MLOPS, seen_by=sender)[before:]
        return answer.text

    def read(self, person: str = BEN) -> list[Message]:
        """List what somebody has got in their direct message, or was shown there."""
        place = f"D{person[1:]}"
        return self.slack.from_bot(place)

    def whispered(self, person: str = BEN) -> list[str]:
        """List what only that person sees in their direct message."""
        return [m.text for m in self.slack.from_bot(f"D{person[1:]}", seen_by=person)]

    def press(
        self,
        act: PlanAct,
        message: Message | None = None,
        person: str = BEN,
        value: str | None = None,
    ) -> Json:
        """Press a button of a message; of the latest one where none is named."""
        payload = self.pressing(act, message, person, value)
        self.bot.get(payload)
        return payload

    def pressing(
        self,
        act: PlanAct,
        message: Message | None = None,
        person: str = BEN,
        value: str | None = None,
    ) -> Json:
        message = message or self.read(person)[-1]
        return self.slack.touch.click(message, f"{Action.PLAN}.{act}", person, value=value)

    def home(self, person: str = BEN) -> list[str]:
        """Open somebody's App Home; gives what is written in it."""
        for payload in self.slack.act.open_home(person, self.slack.views.home(person)):
            self.bot.get(payload)
        return self.home_shown(person)

    def home_shown(self, person: str = BEN) -> list[str]:
        view = self.slack.views.home(person)
        assert view
        return strings(view.body["blocks"])

    def press_home(self, act: PlanAct, person: str = BEN) -> None:
        view = self.slack.views.home(person)
        assert view
        self.bot.get(self.slack.touch.use(view, f"{Action.PLAN}.{act}"))

    def round(self, moment: datetime | None = None) -> None:
        """Let it become a moment, and each process look what is to be done."""
        self.clock.now = moment or self.now
        for bot in self.bots:
            go_round(bot.staff.duties)

    def pass_days(self, days: int) -> list[tuple[str, str]]:
        """Let days pass; gives what came to Ben, and when in his time."""
        came = []
        today = self.now.astimezone(AMSTERDAM).date()
        moments = (
            datetime.combine(today + number * DAY, clock, AMSTERDAM)
            for number in range(days + 1)
            for clock in CLOCKS
        )
        for moment in (moment for moment in moments if moment > self.now):
            before = len(self.read())
            self.round(moment)
            local = f"{self.now.astimezone(AMSTERDAM):%a %H:%M}"
            came += [(local, place(message)) for message in self.read()[before:]]
        return came

    def plan(self, person: str = BEN) -> Plan:
        """Give the latest plan of somebody."""
        return self.bot.store.plans.of(TEAM, person)[-1]

    def accepted(self, subject: str = "", **more: str) -> Message:
        """Have Ben accept a plan; gives its first item."""
        assert self.propose(subject, **more).startswith("Proposed")
        self.press(PlanAct.ACCEPT)
        return self.read()[-1]


def place(item: Message) -> str:
    """Read "3 of 8" in an item; all of what is none."""
    first = item.text.splitlines()[0]
    return first.rpartition(", ")[2].rstrip(":") if " of " in first else item.text


def buttons(message: Message) -> list[str]:
    """List the labels of the buttons of a message."""
    return [
        element["text"]["text"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    ]
