"""The buttons *Save*, *Done* and *Not useful*: each for the one who presses it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import click_of
from bot.names import Action
from bot.outbox import Outbox
from bot.store import Mark, Store
from bot.views.marking import Marking
from bot.views.sentences import sentence

MARKS: Mapping[str, tuple[Mark, str]] = {
    Action.SAVE: (Mark.SAVED, "Saved. My App Home lists it, and only you see that."),
    Action.DONE: (Mark.DONE, "Done. My App Home counts it, and only you see that."),
    Action.NOT_USEFUL: (
        Mark.NOT_USEFUL,
        "Thank you. I will rather choose other things; nobody sees who said so.",
    ),
}


def register(
    app: App,
    after_ack: AfterAck,
    store: Store,
    clock: Callable[[], datetime],
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.action(re.compile(f"^(?:{'|'.join(MARKS)})$"))
    @after_ack
    def on_mark(args: Args) -> None:
        click = click_of(args, Marking)
        if claims.take("click", click.team, click.trigger):
            mark, said = MARKS[args.body["actions"][0]["action_id"]]
            store.marks.put(click.team, click.person, click.value.resource, mark, clock())
            if mark is Mark.NOT_USEFUL:
                store.slots.leave_open(click.team, click.value.resource)
            outbox.reply(click.response_url, sentence(said), thread=click.thread)
