"""The button *More*: the next page, for the one who clicked."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.claims import Claims
from bot.librarian import Librarian
from bot.listeners.clicks import click_of
from bot.names import Action, Surface
from bot.outbox import Outbox


def register(app: App, librarian: Librarian, claims: Claims, outbox: Outbox) -> None:
    @app.action(Action.MORE)
    def on_more(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        click = click_of(body, context)
        if not claims.take("click", click.team, click.trigger):
            return
        # What stands in a thread may be posted there again; a private answer, in its channel.
        choice = click.choice
        if click.thread and not choice.thread and not click.in_direct_message:
            choice = choice.model_copy(update={"thread": click.thread})
        share = Action.POST_IN_THREAD if choice.thread else Action.SHARE
        buttons = (Action.MORE,) if click.in_direct_message else (share, Action.MORE)
        reply = librarian.answer(choice, Surface.BUTTON, buttons)
        outbox.reply(click.response_url, reply, public=click.in_direct_message, thread=click.thread)
