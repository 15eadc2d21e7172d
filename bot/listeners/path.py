"""The button *Learning path*: the steps to a topic, for the one who clicked."""

import re

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.librarian import Librarian
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import click_of
from bot.names import Action
from bot.outbox import Outbox
from bot.views.place import Place


def register(
    app: App, after_ack: AfterAck, librarian: Librarian, claims: Claims, outbox: Outbox
) -> None:
    @app.action(re.compile(rf"{Action.PATH}(\.\d+)?"))
    @after_ack
    def on_path(args: Args) -> None:
        click = click_of(args, Place)
        if not claims.take("click", click.team, click.trigger):
            return
        reply = librarian.path_to(click.value)
        outbox.reply(click.response_url, reply, public=click.in_direct_message, thread=click.thread)
