"""`/mlops-learn how does MetalLB work`: an answer that only the asker sees."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.librarian import Librarian
from bot.listeners.after_ack import AfterAck
from bot.names import COMMAND, Action, Surface
from bot.outbox import Outbox


def register(
    app: App, after_ack: AfterAck, librarian: Librarian, claims: Claims, outbox: Outbox
) -> None:
    @app.command(COMMAND)
    @after_ack
    def on_command(args: Args) -> None:
        command = args.body
        if not claims.take("command", str(args.context.team_id), command["trigger_id"]):
            return
        buttons = (Action.SHARE, Action.MORE, Action.PATH)
        reply = librarian.reply(command.get("text", ""), Surface.COMMAND, buttons)
        outbox.reply(command["response_url"], reply)
