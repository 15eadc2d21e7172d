"""The app is removed from a workspace, or its tokens are taken back: its data go, too."""

from datetime import UTC, datetime

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.listeners.after_ack import AfterAck
from bot.tenants.departure import Departure


def register(app: App, after_ack: AfterAck, departure: Departure) -> None:
    @app.event("app_uninstalled")
    @after_ack
    def on_uninstalled(args: Args) -> None:
        departure.uninstalled(_moment(args))

    @app.event("tokens_revoked")
    @after_ack
    def on_revoked(args: Args) -> None:
        if args.body["event"]["tokens"].get("bot"):  # those of people are none of ours
            departure.revoked(_moment(args))


def _moment(args: Args) -> datetime:
    return datetime.fromtimestamp(args.body["event_time"], UTC)
