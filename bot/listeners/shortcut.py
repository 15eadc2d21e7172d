"""The message shortcut *Find resources*: picks for somebody else's question."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.librarian import Librarian, question_of
from bot.listeners.after_ack import AfterAck
from bot.names import FIND_RESOURCES, Action, Surface
from bot.outbox import Outbox
from bot.views.sentences import NO_WORDS, sentence


def register(
    app: App, after_ack: AfterAck, librarian: Librarian, claims: Claims, outbox: Outbox
) -> None:
    @app.message_shortcut(FIND_RESOURCES)
    @after_ack
    def on_shortcut(args: Args) -> None:
        shortcut = args.body
        if not claims.take("shortcut", str(args.context.team_id), shortcut["trigger_id"]):
            return
        message = shortcut["message"]
        thread = message.get("thread_ts") or message["ts"]
        choice = question_of(message.get("text", ""), thread)
        if choice is None:
            reply = sentence(NO_WORDS)
        else:
            buttons = (Action.POST_IN_THREAD, Action.MORE, Action.PATH, Action.AGAIN)
            # It is for somebody else: what the helper is done with may be just right for them.
            whole = choice.model_copy(update={"everything": True})
            reply = librarian.answer(whole, Surface.SHORTCUT, buttons).message
        outbox.reply(shortcut["response_url"], reply)
