"""`@mlops-learn how does MetalLB work`: an answer in the thread of that message."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.journal import Journal
from bot.listeners.after_ack import AfterAck
from bot.names import Action, Surface
from bot.outbox import Outbox
from bot.reception import Reception, Typed, addressed


def register(
    app: App,
    after_ack: AfterAck,
    reception: Reception,
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
        team, channel, person = str(args.context.team_id), event["channel"], event["user"]
        if not claims.take("message", team, channel, event["ts"]):
            return
        typed = Typed(addressed(event.get("text", "")), team, person, channel, Surface.MENTION)
        reply = reception.reply(typed, (Action.MORE, Action.PATH, Action.AGAIN))
        thread = event.get("thread_ts") or event["ts"]
        if reply.message:
            outbox.post(args.client, channel, reply.message, thread)
        journal.note(team, channel, person, reply.answer, public=True)
