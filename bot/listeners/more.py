"""The buttons that ask once more, for the one who clicked: *More*, *Easier*, *Videos only* …"""

import re

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.learners import Learners
from bot.librarian import Librarian
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import click_of
from bot.names import Action, Surface
from bot.outbox import Outbox
from bot.views.choice import Choice


def register(
    app: App,
    after_ack: AfterAck,
    librarian: Librarian,
    learners: Learners,
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.action(re.compile(rf"^(?:{Action.MORE}|{Action.AGAIN}\.\w+)$"))
    @after_ack
    def on_more(args: Args) -> None:
        click = click_of(args, Choice)
        if not claims.take("click", click.team, click.trigger):
            return
        # What stands in a thread may be posted there again; a private answer, in its channel.
        choice = click.value
        if click.thread and not choice.thread and not click.in_direct_message:
            choice = choice.model_copy(update={"thread": click.thread})
        share = Action.POST_IN_THREAD if choice.thread else Action.SHARE
        sharing = () if click.in_direct_message else (share,)
        buttons = (*sharing, Action.MORE, Action.PATH, Action.AGAIN)
        marks = learners.marks(click.team, click.person)
        reply = librarian.answer(choice, Surface.BUTTON, buttons, marks).message
        outbox.reply(click.response_url, reply, public=click.in_direct_message, thread=click.thread)
