"""`/mlops-learn digest …`, its buttons and its modal: the weekly post of a channel.

The command itself is routed here by `command.py`, since a text that is no request is a question.
"""

import html
import re
from collections.abc import Callable
from datetime import time
from typing import TypeVar

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.digest.calendar import SATURDAY
from bot.digest.desk import ONLY_WEEKENDS, Asker, Desk, Wish
from bot.digest.requests import DIGEST, is_request, read_request
from bot.digest.when import UnclearError, read_clock, read_days, read_zone
from bot.librarian import Reply
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import Click, OutdatedButtonError, click_of
from bot.names import DIGEST_MODAL, Action, DigestAct, Surface
from bot.outbox import Outbox
from bot.reception import Typed
from bot.refusal import RefusalError
from bot.views.blocks import Message
from bot.views.digest_button import DigestButton
from bot.views.digest_modal import (
    HOLIDAYS,
    MOST_OFFERED,
    TIME,
    WEEKENDS,
    ZONE,
    Filled,
    digest_modal,
    read_modal,
)
from bot.views.digest_settings import usage_message
from bot.views.sentences import IN_A_CHANNEL, refused, sentence
from knowledge.markup import plain

BUTTONS = re.compile(rf"^{Action.DIGEST}\.\w+$")
MORNING = time(9)

T = TypeVar("T")


def register(app: App, after_ack: AfterAck, desk: Desk, claims: Claims, outbox: Outbox) -> None:
    @app.action(BUTTONS)
    @after_ack
    def on_button(args: Args) -> None:
        click = click_of(args, DigestButton)
        if not claims.take("click", click.team, click.trigger):
            return
        act = _act(args.body["actions"][0]["action_id"])
        asker = Asker(click.person, click.channel)
        try:
            if act is DigestAct.CHANGE:
                open_modal(args, desk, asker)
                return
            reply = _acts(desk, asker, click)[act]()
        except RefusalError as refusal:
            outbox.reply(click.response_url, refused(str(refusal), refusal.creator))
            return
        # What was looked at changes; what everybody sees, and a preview, stays as it is.
        instead = act not in (DigestAct.PREVIEW, DigestAct.KEEP)
        outbox.reply(click.response_url, reply, instead=instead)

    @app.view(DIGEST_MODAL)
    def on_submit(args: Args) -> None:
        try:
            _, errors = _wish(read_modal(args.body["view"]))
        except ValueError:  # it is said in earnest after the acknowledgement, which must come now
            errors = {}
        if errors:
            args.ack(response_action="errors", errors=errors)
            return
        args.ack()
        after_ack.later(set_digest, args)

    def set_digest(args: Args) -> None:
        team = str(args.context.team_id)
        try:
            filled = read_modal(args.body["view"])
        except ValueError as error:
            raise OutdatedButtonError(str(error)) from None
        asker = Asker(args.body["user"]["id"], filled.channel)
        wish, _ = _wish(filled)
        if wish is None or not claims.take("submit", team, args.body["view"]["id"]):
            return
        try:
            reply = desk.set(wish, asker)
        except RefusalError as refusal:
            reply = refused(str(refusal), refusal.creator)
        outbox.whisper(args.client, filled.channel, asker.person, reply)


def requested(desk: Desk, typed: Typed) -> Reply | None:
    """Do what a command asks for; None where it is a question."""
    if typed.surface is not Surface.COMMAND:
        return Reply(sentence(IN_A_CHANNEL)) if is_request(plain(typed.text)) else None
    reply = _requested(typed.text, desk, Asker(typed.person, typed.channel))
    return Reply(reply) if reply else None


def _requested(text: str, desk: Desk, asker: Asker) -> Message | None:
    try:
        request = read_request(html.unescape(text))  # Slack writes & as &amp;
        if request:
            return desk.answer(request, asker)
    except UnclearError as unclear:
        return sentence(str(unclear))
    except RefusalError as refusal:
        return refused(str(refusal), refusal.creator)
    is_ours = text.casefold().split()[:1] == [DIGEST] and not text.rstrip().endswith("?")
    return usage_message() if is_ours and not desk.knows(text) else None


def open_modal(args: Args, desk: Desk, asker: Asker) -> None:
    current = desk.current(asker)
    wish = current or Wish(weekday=0, time=MORNING, zone=desk.zone_of(asker.person))
    filled = Filled(
        channel=asker.channel,
        weekday=wish.weekday,
        time=f"{wish.time:%H:%M}",
        zone=wish.zone,
        topics=wish.topics,
        weekdays_only=wish.weekdays_only,
        holidays=", ".join(day.isoformat() for day in wish.holidays),
    )
    view = digest_modal(filled, desk.topics(wish.topics, MOST_OFFERED), is_new=current is None)
    args.client.views_open(trigger_id=args.body["trigger_id"], view=view)


def _act(action_id: str) -> DigestAct:
    try:
        return DigestAct(action_id.partition(".")[2])
    except ValueError:
        raise OutdatedButtonError(action_id) from None


def _acts(
    desk: Desk, asker: Asker, click: Click[DigestButton]
) -> dict[DigestAct, Callable[[], Message]]:
    week = click.value.week
    return {
        DigestAct.PREVIEW: lambda: desk.preview(asker),
        DigestAct.SKIP: lambda: desk.skip(asker, week),
        DigestAct.UNSKIP: lambda: desk.unskip(asker, week),
        DigestAct.PAUSE: lambda: desk.pause(asker),
        DigestAct.RESUME: lambda: desk.resume(asker),
        DigestAct.KEEP: lambda: desk.keep(asker),
        DigestAct.OFF: lambda: desk.switch_off(asker),
    }


def _wish(filled: Filled) -> tuple[Wish | None, dict[str, str]]:
    """Read what was filled in; else what is wrong with it, by the block that it stands in."""
    errors: dict[str, str] = {}

    def read(block: str, reader: Callable[[str], T], text: str) -> T | None:
        try:
            return reader(text)
        except UnclearError as unclear:
            errors[block] = str(unclear)
            return None

    clock, zone = read(TIME, read_clock, filled.time), read(ZONE, read_zone, filled.zone)
    holidays = read(HOLIDAYS, read_days, filled.holidays)
    if filled.weekdays_only and filled.weekday >= SATURDAY:
        errors[WEEKENDS] = ONLY_WEEKENDS
    if errors or clock is None or zone is None or holidays is None:
        return None, errors
    wish = Wish(
        weekday=filled.weekday,
        time=clock,
        zone=zone,
        topics=filled.topics,
        weekdays_only=filled.weekdays_only,
        holidays=holidays,
    )
    return wish, errors
