"""A direct message to the bot: the answer, right below it."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.librarian import Librarian
from bot.listeners.after_ack import AfterAck
from bot.names import Action, Surface
from bot.outbox import Outbox

ASKING = (None, "file_share", "me_message", "thread_broadcast")
"""Subtypes of messages that a person wrote; the others tell of edits, deletions and the like."""


def register(
    app: App, after_ack: AfterAck, librarian: Librarian, claims: Claims, outbox: Outbox
) -> None:
    @app.event("message")
    @after_ack
    def on_message(args: Args) -> None:
        event = args.body["event"]
        is_question = event.get("channel_type") == "im" and event.get("subtype") in ASKING
        if not is_question or event.get("bot_id") or not event.get("user"):
            return
        if not claims.take("message", str(args.context.team_id), event["channel"], event["ts"]):
            return
        buttons = (Action.MORE, Action.PATH)
        reply = librarian.reply(event.get("text", ""), Surface.DIRECT_MESSAGE, buttons)
        outbox.post(args.client, event["channel"], reply, event.get("thread_ts"))
