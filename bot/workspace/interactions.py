"""What people do with what the app has put before them, as the payloads that Slack sends for it.

Shapes: https://docs.slack.dev/reference/interaction-payloads.
"""

from collections.abc import Callable

from bot.workspace.elements import (
    Value,
    Values,
    action,
    dispatches,
    find,
    least_typed,
    state,
    with_options,
    wrong_inputs,
)
from bot.workspace.offers import Offers, place_of
from bot.workspace.views import View, Views
from bot.workspace.world import App, Json, Message, World

EXTERNAL = ("external_select", "multi_external_select")


class Interactions:
    """Uses elements, shortcuts and views as a person, and gives the payload for the bot.

    Each raises LookupError when there is nothing of that name to be used.
    """

    def __init__(
        self,
        world: World,
        app: App,
        views: Views,
        offers: Offers,
        response_url: Callable[[str, str, Message | None], str],
    ) -> None:
        self._world = world
        self._app = app
        self._views = views
        self._offers = offers
        self._response_url = response_url

    def click(
        self,
        message: Message,
        action_id: str,
        user: str,
        *,
        block_id: str | None = None,
        value: Value | None = None,
        values: Values | None = None,
    ) -> Json:
        """Use an element of a message: a button, or what has values, with the one chosen."""
        container = _container(message)
        blocks = self._with_options(message.blocks, container, user)
        return {
            **self._action(blocks, action_id, block_id, user, value),
            **self._in_message(message),
            "state": _state(blocks, action_id, block_id, value, values),
            "response_url": self._response_url(user, message.channel, message),
        }

    def use(
        self,
        view: View,
        action_id: str,
        *,
        block_id: str | None = None,
        value: Value | None = None,
        values: Values | None = None,
    ) -> Json:
        """Use an element of a modal or of App Home."""
        blocks = self._blocks(view)
        stands = _state(blocks, action_id, block_id, value, values)
        return {
            **self._action(blocks, action_id, block_id, view.person, value),
            "container": _container(view),
            "view": view.to_slack(self._world.team, self._app, stands),
        }

    def suggest(
        self,
        view: View,
        action_id: str,
        typed: str,
        *,
        block_id: str | None = None,
        values: Values | None = None,
    ) -> Json:
        """Type in a menu of a modal or of App Home whose options the app gives.

        They can be chosen once the payload was brought, and the app has answered.
        """
        blocks = self._blocks(view)
        return {
            **self._suggestion(blocks, action_id, block_id, view.person, typed),
            "container": _container(view),
            "view": view.to_slack(self._world.team, self._app, state(blocks, values or {})),
        }

    def suggest_in_message(
        self,
        message: Message,
        action_id: str,
        user: str,
        typed: str,
        *,
        block_id: str | None = None,
    ) -> Json:
        """Type in a menu of a message whose options the app gives."""
        return {
            **self._suggestion(message.blocks, action_id, block_id, user, typed),
            **self._in_message(message),
        }

    def wrong_inputs(self, view: View, values: Values) -> dict[str, str]:
        """Say what Slack itself would not let a person submit, by block id."""
        return wrong_inputs(self._blocks(view), values)

    def submit(self, view: View, values: Values) -> Json:
        if wrong := self.wrong_inputs(view, values):
            raise LookupError(f"Slack does not take what was typed: {wrong}")
        stands = state(self._blocks(view), values)
        return {
            **self._by(view.person, "view_submission"),
            "trigger_id": self._views.new_trigger(view.person),
            "view": view.to_slack(self._world.team, self._app, stands),
            "response_urls": [],
        }

    def close(self, view: View, *, cleared: bool) -> Json:
        """Turn away from a modal, or from all that are open, the first of which this is then.

        Slack tells the app of it where the view asks for that.
        """
        return {
            **self._by(view.person, "view_closed"),
            "view": view.to_slack(self._world.team, self._app),
            "is_cleared": cleared,
        }

    def shortcut(self, message: Message, user: str, callback_id: str) -> Json:
        """Choose a shortcut in the menu of a message."""
        by = self._by(user, "message_action")
        del by["api_app_id"]  # which Slack does not send here
        return {
            **by,
            "callback_id": callback_id,
            "action_ts": self._world.timestamp(),
            "trigger_id": self._views.new_trigger(user),
            # The message is a person's: the app may answer it, but not change it.
            "response_url": self._response_url(user, message.channel, None),
            "channel": self._place(message.channel),
            "message_ts": message.ts,
            "message": self._world.to_slack(message),
        }

    def _action(
        self,
        blocks: list[Json],
        action_id: str,
        block_id: str | None,
        user: str,
        value: Value | None,
    ) -> Json:
        found, element = find(blocks, action_id, block_id)
        if not dispatches(blocks, found):
            raise LookupError(f"the app does not hear of {action_id!r} before it is submitted")
        done = action(element, found, value) | {"action_ts": self._world.timestamp()}
        trigger = self._views.new_trigger(user)
        return {**self._by(user, "block_actions"), "trigger_id": trigger, "actions": [done]}

    def _suggestion(
        self, blocks: list[Json], action_id: str, block_id: str | None, user: str, typed: str
    ) -> Json:
        found, element = find(blocks, action_id, block_id)
        if element["type"] not in EXTERNAL:
            raise LookupError(f"nothing is typed in {action_id!r}")
        if len(typed) < least_typed(element):
            raise LookupError(f"the app is asked from {least_typed(element)} characters on")
        asked = {"action_id": action_id, "block_id": found, "value": typed}
        return {**self._by(user, "block_suggestion"), **asked}

    def _blocks(self, view: View) -> list[Json]:
        return self._with_options(view.body["blocks"], _container(view), view.person)

    def _with_options(self, blocks: list[Json], container: Json, user: str) -> list[Json]:
        """Add what can be chosen, to each element in which the app does not declare that."""

        def known(block_id: str, element: Json) -> list[Json] | None:
            if element["type"] == "users_select":
                people = self._world.colleagues()
                return [{"text": person.real_name, "value": person.id} for person in people]
            if element["type"] not in EXTERNAL:
                return None
            place = place_of(container, user, block_id, element["action_id"])
            began = [element["initial_option"]] if element.get("initial_option") else []
            began += element.get("initial_options") or []
            found = {option["value"]: option for option in (*began, *self._offers.of(place))}
            return list(found.values())

        return with_options(blocks, known)

    def _in_message(self, message: Message) -> Json:
        told = {"container": _container(message), "channel": self._place(message.channel)}
        # Slack does not give the content of what only one person sees.
        return told if message.seen_by else told | {"message": self._world.to_slack(message)}

    def _by(self, user: str, kind: str) -> Json:
        person = self._world.people[user]
        return {
            "type": kind,
            "token": "local",
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": self._world.team,
            },
            "team": {"id": self._world.team, "domain": self._world.domain},
            "api_app_id": self._app.id,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _place(self, channel: str) -> Json:
        place = self._world.channel(channel)
        return {"id": place.id, "name": "directmessage" if place.is_direct else place.name}


def _container(of: View | Message) -> Json:
    if isinstance(of, View):
        return {"type": "view", "view_id": of.id}
    return {
        "type": "message",
        "message_ts": of.ts,
        "channel_id": of.channel,
        "is_ephemeral": of.seen_by is not None,
        **({"thread_ts": of.thread} if of.thread else {}),
    }


def _state(
    blocks: list[Json],
    action_id: str,
    block_id: str | None,
    value: Value | None,
    values: Values | None,
) -> Json:
    """Tell what stands in the inputs, what was just chosen included."""
    used, _ = find(blocks, action_id, block_id)
    chosen = {} if value is None else {(used, action_id): value}
    return state(blocks, {**(values or {}), **chosen})
