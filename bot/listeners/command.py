"""`/mlops-learn how does MetalLB work`: an answer that only the asker sees."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.digest.desk import Asker, Desk
from bot.journal import Journal
from bot.librarian import Librarian
from bot.listeners.after_ack import AfterAck
from bot.listeners.digest import requested
from bot.names import COMMAND, Action, Surface
from bot.outbox import Outbox


def register(
    app: App,
    after_ack: AfterAck,
    librarian: Librarian,
    desk: Desk,
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
        text, channel = command.get("text", ""), command["channel_id"]
        if reply := requested(text, desk, Asker(command["user_id"], channel)):
            outbox.reply(command["response_url"], reply)
            return
        buttons = (Action.SHARE, Action.MORE, Action.PATH)
        outbox.reply(command["response_url"], librarian.reply(text, Surface.COMMAND, buttons))
        journal.note(team, channel, text, public=False)
