"""App Home: what the bot can do, for those who look it up."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.librarian import Librarian
from bot.listeners.after_ack import AfterAck
from bot.outbox import Outbox
from bot.views.help import home_view


def register(
    app: App, after_ack: AfterAck, librarian: Librarian, claims: Claims, outbox: Outbox
) -> None:
    @app.event("app_home_opened")
    @after_ack
    def on_home(args: Args) -> None:
        event = args.body["event"]
        if event.get("tab") == "home":  # the event tells of the direct message, too
            args.client.views_publish(user_id=event["user"], view=home_view())
