"""A direct message to the bot: the answer, right below it."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.journal import Journal
from bot.listeners.after_ack import AfterAck
from bot.names import Action, Surface
from bot.outbox import Outbox
from bot.reception import Reception, Typed

ASKING = (None, "file_share", "me_message", "thread_broadcast")
"""Subtypes of messages that a person wrote; the others tell of edits, deletions and the like."""


def register(
    app: App,
    after_ack: AfterAck,
    reception: Reception,
    journal: Journal,
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.event("message")
    @after_ack
    def on_message(args: Args) -> None:
        event = args.body["event"]
        is_question = event.get("channel_type") == "im" and event.get("subtype") in ASKING
        if not is_question or event.get("bot_id") or not event.get("user"):
            return
        team, channel, person = str(args.context.team_id), event["channel"], event["user"]
        if not claims.take("message", team, channel, event["ts"]):
            return
        typed = Typed(event.get("text", ""), team, person, channel, Surface.DIRECT_MESSAGE)
        reply = reception.reply(typed, (Action.MORE, Action.PATH, Action.AGAIN))
        if reply.message:
            outbox.post(args.client, channel, reply.message, event.get("thread_ts"))
        journal.note(team, channel, person, reply.answer, public=False)
