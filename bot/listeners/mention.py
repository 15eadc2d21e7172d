"""`@mlops-learn how does MetalLB work`: an answer in the thread of that message."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.journal import Journal
from bot.librarian import Librarian
from bot.listeners.after_ack import AfterAck
from bot.names import Action, Surface
from bot.outbox import Outbox


def register(
    app: App,
    after_ack: AfterAck,
    librarian: Librarian,
    journal: Journal,
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.event("app_mention")
    @after_ack
    def on_mention(args: Args) -> None:
        event = args.body["event"]
        if event.get("bot_id") or not event.get("user"):
            return  # bots that answer each other never stop
        text, team, channel = event.get("text", ""), str(args.context.team_id), event["channel"]
        if not claims.take("message", team, channel, event["ts"]):
            return
        buttons = (Action.MORE, Action.PATH)
        reply = librarian.reply(text, Surface.MENTION, buttons)
        outbox.post(args.client, channel, reply, event.get("thread_ts") or event["ts"])
        journal.note(team, channel, text, public=True)
