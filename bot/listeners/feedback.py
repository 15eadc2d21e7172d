"""*Useful* and *Not useful* under an answer, and the line of why: for curators, without a name."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.critics import Critics
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import OutdatedButtonError, click_of, click_with, value_of
from bot.names import Action
from bot.outbox import Outbox
from bot.views.feedback import ANSWER, THANKS, TOO_LATE, Opinion, why_message
from bot.views.sentences import sentence


def register(
    app: App, after_ack: AfterAck, critics: Critics, claims: Claims, outbox: Outbox
) -> None:
    @app.action(Action.FEEDBACK)
    @after_ack
    def on_verdict(args: Args) -> None:
        click = click_of(args, Opinion)
        if not claims.take("click", click.team, click.trigger):
            return
        answer = f"{click.channel}:{click.message}"
        critics.judge(click.team, click.person, answer, click.value)
        reply = sentence(THANKS) if click.value.useful else why_message(answer)
        outbox.reply(click.response_url, reply, thread=click.thread)

    @app.action({"action_id": Action.WHY})
    @after_ack
    def on_why(args: Args) -> None:
        _, _, answer = str(args.body["actions"][0].get("block_id")).partition(":")
        if not ANSWER.fullmatch(answer):
            raise OutdatedButtonError("it names no answer")
        click = click_with(args, value_of(args))
        if not claims.take("click", click.team, click.trigger):
            return
        why = click.value.strip()
        kept = not why or critics.explain(click.team, click.person, answer, why)
        outbox.reply(click.response_url, sentence(THANKS if kept else TOO_LATE), instead=True)
