"""*Suggest a link*: the form, wherever it is opened, and what is entered in it."""

from dataclasses import replace
from typing import Any

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.claims import Claims
from bot.librarian import Reply
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import OutdatedButtonError, touch_of
from bot.names import SUGGEST, SUGGEST_LINK, SUGGEST_MODAL, Action, SuggestionField, Surface
from bot.outbox import Outbox
from bot.reception import Typed
from bot.refusal import RefusalError
from bot.store import Fate
from bot.suggesting.box import SuggestionBox
from bot.suggesting.cards import Cards
from bot.suggesting.decisions import Decisions
from bot.suggesting.first_link import first_link, link_in
from bot.suggesting.reading import FaultsError, entered_of
from bot.views.blocks import Message, View
from bot.views.sentences import SUGGESTED_ALREADY, refused, sentence
from bot.views.suggest_button import Idea, suggest_message
from bot.views.suggestion_form import (
    TYPED_CHARACTERS,
    Entered,
    Origin,
    read_entered,
    read_origin,
    suggestion_form,
    topic_options,
)
from bot.views.suggestion_thanks import ADDED, GOES_ON, KEPT, thanks_message
from knowledge.links import typed_link

OVERTAKEN = frozenset({"hash_conflict", "not_found"})
"""Why a form is not updated that has changed or was closed meanwhile."""


def register(
    app: App,
    after_ack: AfterAck,
    box: SuggestionBox,
    cards: Cards,
    decisions: Decisions,
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.action(Action.SUGGEST)
    @after_ack
    def on_button(args: Args) -> None:
        touch = touch_of(args, Idea)
        if not claims.take("click", touch.team, touch.trigger):
            return
        idea, channel = touch.value, args.body["container"].get("channel_id")
        origin = Origin(channel=channel or touch.person, question=idea.question, fills=idea.fills)
        open_form(args.client, touch.trigger, box, origin, idea.url)

    @app.message_shortcut(SUGGEST_LINK)
    @after_ack
    def on_shortcut(args: Args) -> None:
        shortcut = args.body
        if not claims.take("shortcut", str(args.context.team_id), shortcut["trigger_id"]):
            return
        origin = Origin(channel=shortcut["channel"]["id"])
        found = first_link(shortcut["message"])
        open_form(args.client, shortcut["trigger_id"], box, origin, found)

    @app.options(f"{Action.SUGGEST}.{SuggestionField.TOPICS}")
    def on_typed(args: Args) -> None:
        typed = str(args.body.get("value") or "")
        args.ack(options=topic_options(box.topics_like(typed)))

    @app.action(f"{Action.SUGGEST}.{SuggestionField.LINK}")
    @after_ack
    def on_link(args: Args) -> None:
        view = args.body["view"]
        origin, entered = _read(view)
        try:
            args.client.views_update(
                view_id=view["id"], hash=view["hash"], view=form(box, origin, entered)
            )
        except SlackApiError as error:
            if error.response.get("error") not in OVERTAKEN:
                raise

    @app.view(SUGGEST_MODAL)
    def on_submit(args: Args) -> None:
        try:
            _, entered = _read(args.body["view"])
            box.read(entered)
        except OutdatedButtonError:
            pass  # it is said in earnest after the acknowledgement, which must come now
        except FaultsError as faults:
            args.ack(response_action="errors", errors=faults.errors)
            return
        args.ack()
        after_ack.later(suggest, args)

    def suggest(args: Args) -> None:
        view, person = args.body["view"], args.body["user"]["id"]
        origin, entered = _read(view)
        if not claims.take("submit", str(args.context.team_id), view["id"]):
            return
        try:
            reply = taken(origin, entered, person)
        except RefusalError as refusal:
            reply = refused(str(refusal), refusal.creator)
        except FaultsError as faults:  # as of a link that became known in this moment
            reply = sentence(next(iter(faults.errors.values())))
        outbox.whisper(args.client, origin.channel, person, reply)
        cards.catch_up()

    def taken(origin: Origin, entered: Entered, person: str) -> Message:
        if origin.fills:
            decisions.curators.require(person)
        # Who fills a gap may write the question anew: it was asked in private, maybe.
        asked = entered.question if origin.fills else origin.question or ""
        proposal = box.read(entered.model_copy(update={"question": asked}))
        made = box.take(person, proposal, Fate.ACCEPTED if origin.fills else Fate.OPEN)
        if made is None:
            return sentence(SUGGESTED_ALREADY)
        if origin.fills:
            decisions.fill(origin.question or "", made)
            return sentence(ADDED)
        said = GOES_ON if cards.curators.channel else KEPT
        return thanks_message(said, box.neighbours.check(entered_of(proposal)).near)


def requested(box: SuggestionBox, client: WebClient, typed: Typed) -> Reply | None:
    """Open the form, or offer it; None where something else was typed."""
    rest = typed.after(SUGGEST)
    link = link_in(rest) if rest else None
    if rest is None or (rest and link is None):
        return None
    if typed.surface is not Surface.COMMAND or typed.trigger is None:
        return Reply(suggest_message(link))
    open_form(client, typed.trigger, box, Origin(channel=typed.channel), link)
    return Reply()


def open_form(
    client: WebClient, trigger: str, box: SuggestionBox, origin: Origin, link: str | None
) -> None:
    """Open the form with a link, if there is one, and what is known of it."""
    # What is longer than an input holds is too long for a link, which the form says of the rest.
    entered = Entered(link=(link or "")[:TYPED_CHARACTERS], question=origin.question or "")
    client.views_open(trigger_id=trigger, view=form(box, origin, entered))


def form(box: SuggestionBox, origin: Origin, entered: Entered) -> View:
    """Draw the form with what is entered so far."""
    check = box.neighbours.check(entered, origin.question) if entered.link else None
    if check and not (check.problem or check.known) and box.is_waiting(typed_link(entered.link)):
        check = replace(check, problem=SUGGESTED_ALREADY)
    return suggestion_form(origin, entered, box.shelf.finder.catalogue.topics, check)


def _read(view: dict[str, Any]) -> tuple[Origin, Entered]:
    try:
        return read_origin(view), read_entered(view)
    except ValueError as error:
        raise OutdatedButtonError(type(error).__name__) from None
