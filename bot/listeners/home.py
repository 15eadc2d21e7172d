"""App Home: what the bot can do, and what somebody has saved."""

import structlog
from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args
from sqlalchemy.exc import SQLAlchemyError

from bot.listeners.after_ack import AfterAck
from bot.store import Mark, Store
from bot.views.help import home_view
from knowledge import Catalogue

log = structlog.stdlib.get_logger(__name__)


def register(app: App, after_ack: AfterAck, store: Store, catalogue: Catalogue) -> None:
    @app.event("app_home_opened")
    @after_ack
    def on_home(args: Args) -> None:
        event, team = args.body["event"], str(args.context.team_id)
        if event.get("tab") != "home":  # the event tells of the direct message, too
            return
        person = event["user"]
        try:
            saved, done = (store.marks.of(team, person, mark) for mark in (Mark.SAVED, Mark.DONE))
        except SQLAlchemyError:
            log.exception("marks not read")  # the help is of use without them
            saved, done = [], []
        known = [catalogue.by_id[id] for id in saved if id in catalogue.by_id]
        args.client.views_publish(user_id=person, view=home_view(known, len(done)))
