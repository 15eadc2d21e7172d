"""The buttons *Share in channel* and *Post in thread*: a private answer made public, once."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.claims import Claims
from bot.librarian import Librarian
from bot.listeners.clicks import Click, click_of
from bot.names import Action, Surface
from bot.outbox import Outbox, RefusedError
from bot.views.blocks import Message
from bot.views.sentences import CANNOT_POST, NOT_A_MEMBER, sentence

OUTSIDE = frozenset({"not_in_channel", "channel_not_found"})
CLOSED = frozenset(
    """
    is_archived no_permission restricted_action restricted_action_non_threadable_channel
    restricted_action_read_only_channel restricted_action_thread_locked
    restricted_action_thread_only_channel
    """.split()  # noqa: SIM905
)


def register(app: App, librarian: Librarian, claims: Claims, outbox: Outbox) -> None:
    def public_answer(click: Click) -> Message:
        return librarian.answer(click.choice, Surface.BUTTON, (Action.MORE,), click.person)

    @app.action(Action.SHARE)
    def on_share(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        click = click_of(body)
        claim = ("share", click.team, click.channel, click.message)
        if not claims.take(*claim):
            return
        try:
            outbox.reply(click.response_url, public_answer(click), public=True)
        except RefusedError:  # if it were only unconfirmed, a second try could post twice
            claims.give_back(*claim)
            raise
        outbox.withdraw(click.response_url)

    @app.action(Action.POST_IN_THREAD)
    def on_post(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = click_of(body)
        claim = ("share", click.team, click.channel, click.message)
        if not claims.take(*claim):
            return
        try:
            outbox.post(client, click.channel, public_answer(click), click.choice.thread)
        except RefusedError as error:
            claims.give_back(*claim)
            if error.reason not in OUTSIDE | CLOSED:
                raise
            explanation = sentence(NOT_A_MEMBER if error.reason in OUTSIDE else CANNOT_POST)
            outbox.reply(click.response_url, explanation, thread=click.thread)
            return
        outbox.withdraw(click.response_url)
