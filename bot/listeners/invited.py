"""The bot is invited to a channel, or that is opened again: its digest comes again, too."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.digest.desk import Desk
from bot.listeners.after_ack import AfterAck


def register(app: App, after_ack: AfterAck, desk: Desk) -> None:
    @app.event("member_joined_channel")
    @after_ack
    def on_joined(args: Args) -> None:
        event = args.body["event"]
        if event.get("user") == args.context.bot_user_id:
            desk.invited(event["channel"])

    for opened in ("channel_unarchive", "group_unarchive"):

        @app.event(opened)
        @after_ack
        def on_opened(args: Args) -> None:
            desk.invited(args.body["event"]["channel"])
