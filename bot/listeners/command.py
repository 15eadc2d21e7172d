"""`/mlops-learn how does MetalLB work`: an answer that only the asker sees."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.journal import Journal
from bot.listeners.after_ack import AfterAck
from bot.names import COMMAND, Action, Surface
from bot.outbox import Outbox
from bot.reception import Reception, Typed, with_channel_names


def register(
    app: App,
    after_ack: AfterAck,
    reception: Reception,
    journal: Journal,
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.command(COMMAND)
    @after_ack
    def on_command(args: Args) -> None:
        command, team = args.body, str(args.context.team_id)
        if not claims.take("command", team, command["trigger_id"]):
            return
        typed = Typed(
            text=with_channel_names(command.get("text", "")),
            team=team,
            person=command["user_id"],
            channel=command["channel_id"],
            surface=Surface.COMMAND,
            trigger=command["trigger_id"],
        )
        buttons = (Action.SHARE, Action.MORE, Action.PATH, Action.AGAIN)
        reply = reception.reply(typed, buttons)
        if reply.message:
            outbox.reply(command["response_url"], reply.message)
        journal.note(team, typed.channel, typed.person, reply.answer, public=False)
