"""App Home, and its buttons: what to hear of, and *Delete my data*."""

import re

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.askers import Askers
from bot.claims import Claims
from bot.home import Home
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import OutdatedButtonError, touch_of
from bot.names import Action, HomeAct
from bot.store import Store
from bot.views.home import Nothing


def register(
    app: App, after_ack: AfterAck, home: Home, store: Store, askers: Askers, claims: Claims
) -> None:
    @app.event("app_home_opened")
    @after_ack
    def on_home(args: Args) -> None:
        event = args.body["event"]
        if event.get("tab") == "home":  # the event tells of the direct message, too
            home.publish(args.client, str(args.context.team_id), event["user"])

    @app.action(re.compile(rf"^{Action.HOME}\.\w+$"))
    @after_ack
    def on_button(args: Args) -> None:
        touch = touch_of(args, Nothing)
        team, person = touch.team, touch.person
        if not claims.take("click", team, touch.trigger):
            return
        match touch.act:
            case HomeAct.HEAR:
                store.people.set_hears(team, person, hears=True)
            case HomeAct.HEAR_NOT:
                store.people.set_hears(team, person, hears=False)
                store.questions.unname(team, person)
            case HomeAct.DELETE:
                store.forget_person(team, person, askers.code(team, person))
            case _:
                raise OutdatedButtonError(touch.act)
        home.publish(args.client, team, person)
