"""What people do in Slack, as the payloads that Slack sends for it.

Shapes: https://docs.slack.dev/reference/events, https://docs.slack.dev/reference/interaction-payloads
and https://docs.slack.dev/interactivity/implementing-slash-commands.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace

from bot.workspace.world import App, Json, Message, World


class Gestures:
    """Does things in the workspace as a person, and gives the payload that the bot should get."""

    def __init__(
        self,
        world: World,
        app: App,
        response_url: Callable[[str, str, Message | None], str],
    ) -> None:
        self._world = world
        self._app = app
        self._response_url = response_url

    def slash_command(self, text: str, user: str, channel: str, command: str) -> Json:
        place = self._world.channel(channel)
        return {
            "token": "local",
            "team_id": self._world.team,
            "team_domain": self._world.domain,
            "channel_id": place.id,
            "channel_name": "directmessage" if place.is_direct else place.name,
            "user_id": user,
            "user_name": self._world.people[user].name,
            "command": command,
            "text": text,
            "api_app_id": self._app.id,
            "is_enterprise_install": "false",
            "response_url": self._response_url(user, place.id, None),
            "trigger_id": self._trigger(),
        }

    def mention(self, text: str, user: str, channel: str, thread: str | None = None) -> Json:
        """Write a message that names the bot. `text` comes without the name."""
        said = self.say(f"<@{self._app.bot_user}> {text}", user, channel, thread)
        return self.event("app_mention", said)

    def direct_message(self, text: str, user: str, thread: str | None = None) -> Json:
        place = self._world.direct_channel(user, self._app.bot_user)
        return self.event("message", self.say(text, user, place.id, thread))

    def edit(self, payload: Json, text: str) -> Json:
        """Change the message that an event told of; gives the event that tells of the change.

        A mention that is edited comes as `app_mention` again; a direct message, as a
        `message_changed`.
        """
        event = payload["event"]
        old = self._world.find(event["channel"], event["ts"])
        if old is None:
            raise LookupError(f"no message {event['ts']}")
        name = f"<@{self._app.bot_user}> " if event["type"] == "app_mention" else ""
        changed = replace(old, text=f"{name}{text}", edited=self._world.timestamp())
        self._world.add(changed)
        if event["type"] == "app_mention":
            return self.event("app_mention", changed)
        inner = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": old.channel,
            "channel_type": "im",
            "ts": self._world.timestamp(),
            "event_ts": changed.edited,
            "message": changed.to_slack(),
            "previous_message": old.to_slack(),
        }
        return self._wrapped(inner)

    def shortcut(self, message: Message, user: str, callback_id: str) -> Json:
        return {
            "type": "message_action",
            "callback_id": callback_id,
            "token": "local",
            "action_ts": self._world.timestamp(),
            "trigger_id": self._trigger(),
            "response_url": self._response_url(user, message.channel, message),
            "message_ts": message.ts,
            "message": message.to_slack() | {"team": self._world.team},
            **self._who_and_where(user, message.channel),
        }

    def click(self, message: Message, action_id: str, user: str) -> Json:
        """Press a button of a message.

        Raises:
            LookupError: when the message does not have it.
        """
        block_id, element = message.element(action_id)
        ephemeral = message.seen_by is not None
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": ephemeral,
            **({"thread_ts": message.thread} if message.thread else {}),
        }
        action = {
            "type": element["type"],
            "action_id": action_id,
            "block_id": block_id,
            "text": element.get("text"),
            "value": element.get("value", ""),
            "action_ts": self._world.timestamp(),
        }
        return {
            "type": "block_actions",
            "token": "local",
            "container": container,
            "trigger_id": self._trigger(),
            "state": {"values": {}},
            "response_url": self._response_url(user, message.channel, message),
            "actions": [action],
            # Slack does not give the content of what only one person sees.
            **({} if ephemeral else {"message": message.to_slack()}),
            **self._who_and_where(user, message.channel),
        }

    def say(
        self,
        text: str,
        user: str,
        channel: str,
        thread: str | None = None,
        bot_id: str | None = None,
    ) -> Message:
        """Write a message of which the bot hears nothing by itself."""
        place = self._world.channel(channel)
        ts = self._world.timestamp()
        return self._world.add(Message(ts, place.id, user, text, thread=thread, bot_id=bot_id))

    def event(self, kind: str, message: Message) -> Json:
        """Tell of a message, as `app_mention` or as `message`."""
        place = self._world.channel(message.channel)
        inner = message.to_slack() | {
            "type": kind,
            "client_msg_id": f"{message.channel}-{message.ts}",
            "team": self._world.team,
            "channel": place.id,
            "event_ts": message.edited or message.ts,
        }
        if kind == "message":
            inner["channel_type"] = "im" if place.is_direct else "channel"
        return self._wrapped(inner)

    def _wrapped(self, event: Json) -> Json:
        authorization = {
            "enterprise_id": None,
            "team_id": self._world.team,
            "user_id": self._app.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": "local",
            "team_id": self._world.team,
            "api_app_id": self._app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self._world.new_id("Ev"),
            "event_time": int(self._world.clock()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": "local",
        }

    def _who_and_where(self, user: str, channel: str) -> Json:
        person, place = self._world.people[user], self._world.channel(channel)
        return {
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": self._world.team,
            },
            "team": {"id": self._world.team, "domain": self._world.domain},
            "channel": {"id": place.id, "name": "directmessage" if place.is_direct else place.name},
            "api_app_id": self._app.id,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _trigger(self) -> str:
        return f"{self._world.timestamp()}.{secrets.token_hex(8)}"
