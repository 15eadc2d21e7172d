"""`@mlops-learn how does MetalLB work`: an answer in the thread of that message."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.librarian import Librarian
from bot.listeners.after_ack import AfterAck
from bot.names import Action, Surface
from bot.outbox import Outbox


def register(
    app: App, after_ack: AfterAck, librarian: Librarian, claims: Claims, outbox: Outbox
) -> None:
    @app.event("app_mention")
    @after_ack
    def on_mention(args: Args) -> None:
        event = args.body["event"]
        if event.get("bot_id") or not event.get("user"):
            return  # bots that answer each other never stop
        if not claims.take("message", str(args.context.team_id), event["channel"], event["ts"]):
            return
        buttons = (Action.MORE, Action.PATH)
        reply = librarian.reply(event.get("text", ""), Surface.MENTION, buttons)
        thread = event.get("thread_ts") or event["ts"]
        outbox.post(args.client, event["channel"], reply, thread)
