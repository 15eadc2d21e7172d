"""The buttons *Share in channel* and *Post in thread*: a private answer made public, once."""

from collections.abc import Callable

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.journal import Journal
from bot.learners import Learners
from bot.librarian import Answered, Librarian
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import Click, click_of
from bot.names import Action, Surface
from bot.outbox import Outbox
from bot.views.choice import Choice
from bot.views.sentences import CANNOT_POST, NOT_A_MEMBER, sentence
from bot.wire import RefusedError

OUTSIDE = frozenset({"not_in_channel", "channel_not_found"})
CLOSED = frozenset(
    """
    is_archived no_permission restricted_action restricted_action_non_threadable_channel
    restricted_action_read_only_channel restricted_action_thread_locked
    restricted_action_thread_only_channel
    """.split()  # noqa: SIM905
)


def register(
    app: App,
    after_ack: AfterAck,
    librarian: Librarian,
    learners: Learners,
    journal: Journal,
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.action(Action.SHARE)
    @after_ack
    def on_share(args: Args) -> None:
        click = click_of(args, Choice)
        publish(click, lambda reply: outbox.reply(click.response_url, reply.message, public=True))

    @app.action(Action.POST_IN_THREAD)
    @after_ack
    def on_post(args: Args) -> None:
        click = click_of(args, Choice)
        thread = click.value.thread
        publish(click, lambda reply: outbox.post(args.client, click.channel, reply.message, thread))

    def publish(click: Click[Choice], send: Callable[[Answered], None]) -> None:
        claim = ("share", click.team, click.channel, click.message)
        if not claims.take(*claim):
            return
        buttons = (Action.MORE, Action.PATH, Action.AGAIN)
        # What is shared is what was seen, though it may have been marked since then.
        marks = learners.marks(click.team, click.person, until=click.moment)
        reply = librarian.answer(click.value, Surface.BUTTON, buttons, marks, click.person)
        try:
            send(reply)
        except RefusedError as error:  # after one that is only unconfirmed, a second could double
            claims.give_back(*claim)
            if error.reason not in OUTSIDE | CLOSED:
                raise
            explanation = sentence(NOT_A_MEMBER if error.reason in OUTSIDE else CANNOT_POST)
            outbox.reply(click.response_url, explanation, thread=click.thread)
        else:
            outbox.withdraw(click.response_url)
            journal.note_shared(click.team, click.channel, reply.answer)
