"""*Save*, *Done* and *Not for me*, in the menu of a resource or on a button: for who chooses it."""

import re
from collections.abc import Mapping

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.home import Home
from bot.learners import Learners
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import Touch, click_of, touch_of
from bot.names import Action, Marked
from bot.outbox import Outbox
from bot.shelf import Shelf
from bot.store import Mark
from bot.views.marking import Choosing, Marking, marked_message

BUTTONS: Mapping[str, Marked | None] = {
    Action.SAVE: Marked.SAVED,
    Action.DONE: Marked.DONE,
    Action.NOT_USEFUL: Marked.NOT_FOR_ME,
    Action.UNMARK: None,
}


def register(
    app: App,
    after_ack: AfterAck,
    learners: Learners,
    shelf: Shelf,
    home: Home,
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.action(Action.MARK)
    @after_ack
    def on_menu(args: Args) -> None:
        touch = touch_of(args, Choosing)
        if not claims.take("click", touch.team, touch.trigger):
            return
        mark, resource = touch.value.mark, touch.value.resource
        put(touch, mark, resource)
        if touch.response_url:
            reply = marked_message(mark, resource, title_of(resource))
            outbox.reply(touch.response_url, reply, thread=touch.thread)
        else:
            home.publish(args.client, touch.team, touch.person)

    @app.action(re.compile(f"^(?:{'|'.join(BUTTONS)})$"))
    @after_ack
    def on_button(args: Args) -> None:
        click = click_of(args, Marking)
        if not claims.take("click", click.team, click.trigger):
            return
        mark, resource = BUTTONS[args.body["actions"][0]["action_id"]], click.value.resource
        put(click, mark, resource)
        if mark is Marked.NOT_FOR_ME:
            learners.refuse(click.team, resource)
        reply = marked_message(mark, resource, title_of(resource))
        outbox.reply(click.response_url, reply, thread=click.thread, instead=mark is None)

    def put(touch: Touch[Choosing] | Touch[Marking], mark: Marked | None, resource: str) -> None:
        learners.mark(touch.team, touch.person, resource, Mark(mark) if mark else None)

    def title_of(id: str) -> str | None:
        resource = shelf.finder.catalogue.by_id.get(id)
        return resource.title if resource else None
