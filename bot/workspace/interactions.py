"""What people do with what the app has put before them, as the payloads that Slack sends for it.

Shapes: https://docs.slack.dev/reference/interaction-payloads.
"""

from collections.abc import Callable

from bot.workspace.elements import Value, Values, action, find, state
from bot.workspace.views import View, Views
from bot.workspace.world import App, Json, Message, World


class Interactions:
    """Uses elements, shortcuts and views as a person, and gives the payload for the bot.

    Each raises LookupError when there is nothing of that name to be used.
    """

    def __init__(
        self,
        world: World,
        app: App,
        views: Views,
        response_url: Callable[[str, str, Message | None], str],
    ) -> None:
        self._world = world
        self._app = app
        self._views = views
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
        ephemeral = message.seen_by is not None
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": ephemeral,
            **({"thread_ts": message.thread} if message.thread else {}),
        }
        return {
            **self._action(message.blocks, action_id, block_id, user, value),
            "container": container,
            "channel": self._place(message.channel),
            "state": _state(message.blocks, action_id, block_id, value, values),
            "response_url": self._response_url(user, message.channel, message),
            # Slack does not give the content of what only one person sees.
            **({} if ephemeral else {"message": self._world.to_slack(message)}),
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
        blocks = view.body["blocks"]
        stands = _state(blocks, action_id, block_id, value, values)
        return {
            **self._action(blocks, action_id, block_id, view.person, value),
            "container": {"type": "view", "view_id": view.id},
            "view": view.to_slack(self._world.team, self._app, stands),
        }

    def submit(self, view: View, values: Values) -> Json:
        stands = state(view.body["blocks"], values)
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
        done = action(element, found, value) | {"action_ts": self._world.timestamp()}
        trigger = self._views.new_trigger(user)
        return {**self._by(user, "block_actions"), "trigger_id": trigger, "actions": [done]}

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
