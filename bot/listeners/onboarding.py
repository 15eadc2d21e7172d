"""`/mlops-learn onboard @somebody`, and the buttons of plans, in messages and in App Home."""

import re
from collections.abc import Callable
from functools import partial

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.home import Home
from bot.librarian import Reply
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import OutdatedButtonError, Touch, touch_of
from bot.names import Action, PlanAct
from bot.onboarding.request import IN_PRIVATE, UnclearError, read_request
from bot.onboarding.sponsor import Sponsor
from bot.onboarding.tutor import Tutor
from bot.outbox import Outbox
from bot.reception import Typed
from bot.refusal import RefusalError
from bot.store import Plan, Stage
from bot.views.blocks import Message
from bot.views.plan_button import PlanButton
from bot.views.plan_item import GONE, LOST, item_message
from bot.views.plan_offer import ACCEPTED, DECLINED, OVER, UNDER_WAY, offer_message
from bot.views.sentences import sentence

BUTTONS = re.compile(rf"^{Action.PLAN}\.\w+$")


def register(
    app: App,
    after_ack: AfterAck,
    sponsor: Sponsor,
    tutor: Tutor,
    home: Home,
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.action(BUTTONS)
    @after_ack
    def on_button(args: Args) -> None:
        touch = touch_of(args, PlanButton)
        act = act_of(touch)
        if not claims.take("click", touch.team, touch.trigger):
            return
        plan = act()
        if touch.response_url is None:
            home.publish(args.client, touch.team, touch.person)
        elif plan and (shown := shown_of(plan, touch)):
            outbox.reply(touch.response_url, shown, instead=True)
        else:
            said = sentence(LOST if plan else GONE)
            outbox.reply(touch.response_url, said, thread=touch.thread)

    def act_of(touch: Touch[PlanButton]) -> Callable[[], Plan | None]:
        person, id, number = touch.person, touch.value.plan, touch.value.number
        pace = touch.value.pace
        match touch.act:
            case PlanAct.ACCEPT:
                return partial(sponsor.accept, person, id)
            case PlanAct.DECLINE:
                return partial(sponsor.decline, person, id)
            case PlanAct.PACE if pace:
                return partial(sponsor.set_pace, person, id, pace)
            case PlanAct.SLOWER | PlanAct.FASTER if pace:
                return partial(tutor.set_pace, person, id, pace)
            case PlanAct.NEXT:
                return partial(tutor.done, person, id, number)
            case PlanAct.PAUSE:
                return partial(tutor.pause, person, id)
            case PlanAct.RESUME:
                return partial(tutor.resume, person, id)
            case PlanAct.STOP:
                return partial(tutor.stop, person, id)
            case _:
                raise OutdatedButtonError(touch.act)

    def shown_of(plan: Plan, touch: Touch[PlanButton]) -> Message | None:
        """Draw anew what was pressed: the proposal, or an item of the plan."""
        if number := touch.value.number:
            item = tutor.item(plan, number)
            return item_message(item) if item else None
        match plan.stage:
            case Stage.OFFERED:
                return offer_message(sponsor.described(plan))
            case Stage.DECLINED:
                return sentence(DECLINED)
            case Stage.RUNNING | Stage.PAUSED:
                return sentence(ACCEPTED if touch.act == PlanAct.ACCEPT else UNDER_WAY)
            case _:
                return sentence(OVER)


def requested(sponsor: Sponsor, typed: Typed) -> Reply | None:
    """Propose a plan; None where something else was asked for."""
    try:
        request = read_request(typed.text)
    except UnclearError as unclear:
        return Reply(sentence(str(unclear))) if typed.is_private else None
    if request is None:
        return None
    if not typed.is_private:
        return Reply(sentence(IN_PRIVATE))
    try:
        return Reply(sponsor.propose(request, typed.person))
    except RefusalError as refusal:
        return Reply(sentence(str(refusal)))
