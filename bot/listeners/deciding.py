"""*Accept*, *Edit* and *Decline* on the card of a suggestion, and the forms of the last two."""

import re
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import Click, OutdatedButtonError, click_of
from bot.names import DECLINE_MODAL, EDIT_MODAL, Action, SuggestionAct
from bot.outbox import Outbox
from bot.refusal import RefusalError
from bot.suggesting.box import SuggestionBox
from bot.suggesting.decisions import Decisions
from bot.suggesting.reading import FaultsError, entered_of
from bot.views.sentences import NO_REASON, refused, sentence
from bot.views.suggestion_card import (
    REASON,
    CardButton,
    CardPlace,
    decline_form,
    read_place,
    read_reason,
)
from bot.views.suggestion_form import edit_form, read_entered


def register(
    app: App,
    after_ack: AfterAck,
    box: SuggestionBox,
    decisions: Decisions,
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.action(re.compile(rf"^{Action.SUGGESTION}\.\w+$"))
    @after_ack
    def on_button(args: Args) -> None:
        click = click_of(args, CardButton)
        if not claims.take("click", click.team, click.trigger):
            return
        place = CardPlace(
            channel=click.channel, message=click.message, suggestion=click.value.suggestion
        )
        try:
            press(args, click, place)
        except RefusalError as refusal:
            reply = refused(str(refusal), refusal.creator)
            outbox.reply(click.response_url, reply, thread=click.thread)

    def press(args: Args, click: Click[CardButton], place: CardPlace) -> None:
        match click.act:
            case SuggestionAct.ACCEPT:
                decisions.accept(click.person, place)
            case SuggestionAct.EDIT:
                proposal = decisions.find(click.person, place).proposal
                topics = box.shelf.finder.catalogue.topics
                view = edit_form(place, entered_of(proposal), topics)
                args.client.views_open(trigger_id=click.trigger, view=view)
            case SuggestionAct.DECLINE:
                proposal = decisions.find(click.person, place).proposal
                view = decline_form(place, proposal.title)
                args.client.views_open(trigger_id=click.trigger, view=view)
            case _:
                raise OutdatedButtonError(click.act)

    @app.view(EDIT_MODAL)
    def on_edited(args: Args) -> None:
        try:
            box.read(read_entered(args.body["view"]), is_edited=True)
        except FaultsError as faults:
            args.ack(response_action="errors", errors=faults.errors)
            return
        except ValueError:
            pass  # it is said in earnest after the acknowledgement, which must come now
        args.ack()
        after_ack.later(edit, args)

    @app.view(DECLINE_MODAL)
    def on_declined(args: Args) -> None:
        if read_reason(args.body["view"]):
            args.ack()
            after_ack.later(decline, args)
        else:
            args.ack(response_action="errors", errors={REASON: NO_REASON})

    def edit(args: Args) -> None:
        try:
            edited = box.read(read_entered(args.body["view"]), is_edited=True)
        except ValueError as error:
            raise OutdatedButtonError(type(error).__name__) from None
        except FaultsError as faults:  # as of a link that became known in this moment
            told, channel = (
                next(iter(faults.errors.values())),
                read_place(args.body["view"]).channel,
            )
            outbox.whisper(args.client, channel, args.body["user"]["id"], sentence(told))
            return
        decide(args, lambda person, place: decisions.accept(person, place, edited))

    def decline(args: Args) -> None:
        reason = read_reason(args.body["view"])
        decide(args, lambda person, place: decisions.decline(person, place, reason))

    def decide(args: Args, act: Callable[[str, CardPlace], None]) -> None:
        view, person = args.body["view"], args.body["user"]["id"]
        try:
            place = read_place(view)
        except ValueError as error:
            raise OutdatedButtonError(type(error).__name__) from None
        if not claims.take("submit", str(args.context.team_id), view["id"]):
            return
        try:
            act(person, place)
        except RefusalError as refusal:
            reply = refused(str(refusal), refusal.creator)
            outbox.whisper(args.client, place.channel, person, reply)
