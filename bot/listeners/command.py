"""`/mlops-learn how does MetalLB work`: an answer that only the asker sees."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.claims import Claims
from bot.librarian import Librarian, question_of
from bot.names import COMMAND, Action, Surface
from bot.outbox import Outbox
from bot.views.help import help_message


def register(app: App, librarian: Librarian, claims: Claims, outbox: Outbox) -> None:
    @app.command(COMMAND)
    def on_command(ack: Ack, command: dict[str, Any], context: BoltContext) -> None:
        ack()
        if not claims.take("command", str(context.team_id), command["trigger_id"]):
            return
        choice = question_of(command.get("text", ""))
        if choice is None:
            reply = help_message()
        else:
            buttons = (Action.SHARE, Action.MORE)
            reply = librarian.answer(choice, Surface.COMMAND, buttons)
        outbox.reply(command["response_url"], reply)
