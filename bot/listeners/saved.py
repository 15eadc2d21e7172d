"""`/mlops-learn saved`: what somebody has kept for later, for them alone."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.home import Home
from bot.librarian import Reply
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import click_of
from bot.names import Action
from bot.outbox import Outbox
from bot.reception import Typed
from bot.views.saved import SavedPage, saved_message
from bot.views.sentences import FOR_YOU_ALONE, sentence

SAVED = "saved"


def register(app: App, after_ack: AfterAck, home: Home, claims: Claims, outbox: Outbox) -> None:
    @app.action(Action.SAVED)
    @after_ack
    def on_page(args: Args) -> None:
        click = click_of(args, SavedPage)
        if claims.take("click", click.team, click.trigger):
            reply = saved_message(home.saved(click.team, click.person), click.value)
            public = click.in_direct_message
            outbox.reply(click.response_url, reply, public=public, thread=click.thread)


def requested(home: Home, typed: Typed) -> Reply | None:
    """List what somebody has saved; None where they asked for something else."""
    if not typed.is_exactly(SAVED):
        return None
    if not typed.is_private:
        return Reply(sentence(FOR_YOU_ALONE))
    return Reply(saved_message(home.saved(typed.team, typed.person), SavedPage()))
