"""`/mlops-learn gaps` and its buttons, for curators: what was asked in vain."""

import re

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.curators import Curators
from bot.gaps import Gaps
from bot.librarian import Reply
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import Click, OutdatedButtonError, click_of
from bot.names import Action, GapAct
from bot.outbox import Outbox
from bot.reception import Typed
from bot.refusal import RefusalError
from bot.views.blocks import Message
from bot.views.gaps import Asked, gaps_message
from bot.views.sentences import FOR_CURATORS_ALONE, sentence

GAPS = "gaps"
SET_ASIDE = "Set aside: it does not come again."
GONE = "That one is gone already."


def register(
    app: App, after_ack: AfterAck, gaps: Gaps, curators: Curators, claims: Claims, outbox: Outbox
) -> None:
    @app.action(re.compile(rf"^{Action.GAP}\.\w+$"))
    @after_ack
    def on_button(args: Args) -> None:
        click = click_of(args, Asked)
        if not claims.take("click", click.team, click.trigger):
            return
        try:
            curators.require(click.person)
        except RefusalError as refusal:
            outbox.reply(click.response_url, sentence(str(refusal)), thread=click.thread)
            return
        outbox.reply(click.response_url, done(click), thread=click.thread)

    def done(click: Click[Asked]) -> Message:
        if click.act == GapAct.LIST:
            return gaps_message(gaps.all(), click.value.start)
        if click.act != GapAct.ASIDE or not click.value.wording:
            raise OutdatedButtonError(click.act)
        return sentence(SET_ASIDE if gaps.set_aside(click.value.wording) else GONE)


def requested(gaps: Gaps, curators: Curators, typed: Typed) -> Reply | None:
    """List what was asked in vain; None where they asked for something else."""
    if not typed.is_exactly(GAPS):
        return None
    if not typed.is_private:
        return Reply(sentence(FOR_CURATORS_ALONE))
    try:
        curators.require(typed.person)
    except RefusalError as refusal:
        return Reply(sentence(str(refusal)))
    return Reply(gaps_message(gaps.all()))
