"""What people write in Slack, as the payloads that Slack sends for it.

Shapes: https://docs.slack.dev/reference/events and
https://docs.slack.dev/interactivity/implementing-slash-commands.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.workspace.typed import escaped, typed
from bot.workspace.views import View
from bot.workspace.world import App, Json, Message, World, new_id


class Gestures:
    """Writes in the workspace as a person, and gives the payload that the bot should get."""

    def __init__(
        self,
        world: World,
        app: App,
        new_trigger: Callable[[str], str],
        response_url: Callable[[str, str, Message | None], str],
    ) -> None:
        self._world = world
        self._app = app
        self._new_trigger = new_trigger
        self._response_url = response_url

    def slash_command(self, text: str, user: str, channel: str, command: str) -> Json:
        """Write a command; `text` is what was typed, which is escaped where the app wants it so."""
        place = self._world.channel(channel)
        escapes = {each.name for each in self._app.commands if each.should_escape}
        return {
            "token": "local",
            "team_id": self._world.team,
            "team_domain": self._world.domain,
            "channel_id": place.id,
            "channel_name": "directmessage" if place.is_direct else place.name,
            "user_id": user,
            "user_name": self._world.people[user].name,
            "command": command,
            "text": escaped(text, self._world) if command in escapes else text,
            "api_app_id": self._app.id,
            "is_enterprise_install": "false",
            "response_url": self._response_url(user, place.id, None),
            "trigger_id": self._new_trigger(user),
        }

    def mention(self, text: str, user: str, channel: str, thread: str | None = None) -> Json:
        """Write a message that names the bot. `text` comes without the name."""
        said, blocks = typed(f"@{self._app.name} {text}", self._world)
        return self.event("app_mention", self.say(said, user, channel, thread, blocks=blocks))

    def direct_message(self, text: str, user: str, thread: str | None = None) -> Json:
        place = self._world.direct_channel(user, self._app.bot_user)
        said, blocks = typed(text, self._world)
        return self.event("message", self.say(said, user, place.id, thread, blocks=blocks))

    def edit(self, payload: Json, text: str) -> Json:
        """Change the message that an event told of; gives the event that tells of the change.

        A mention that is edited comes as `app_mention` again; a direct message, as a
        `message_changed`.
        """
        event = payload["event"]
        old = self._world.find(event["channel"], event["ts"])
        if old is None:
            raise LookupError(f"no message {event['ts']}")
        name = f"@{self._app.name} " if event["type"] == "app_mention" else ""
        said, blocks = typed(f"{name}{text}", self._world)
        before, edited = self._world.to_slack(old), self._world.timestamp()
        changed = self._world.add(replace(old, text=said, blocks=blocks, edited=edited))
        if event["type"] == "app_mention":
            return self.event("app_mention", changed)
        inner = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": old.channel,
            "channel_type": "im",
            "ts": edited,
            "event_ts": edited,
            "message": self._world.to_slack(changed),
            "previous_message": before,
        }
        return self._wrapped(inner)

    def write(self, text: str, user: str, channel: str, thread: str | None = None) -> list[Json]:
        """Write a message as typed; gives the events of it to which the app has subscribed."""
        place = self._world.channel(channel)
        said, blocks = typed(text, self._world)
        message = self.say(said, user, channel, thread, blocks=blocks)
        if self._app.bot_user not in place.members:
            return []
        kinds = {
            "message.im": place.is_direct,
            "app_mention": f"<@{self._app.bot_user}>" in said and not place.is_direct,
        }
        due = [kind for kind, happened in kinds.items() if happened and kind in self._app.events]
        return [self.event(kind.partition(".")[0], message) for kind in due]

    def open_home(self, user: str, home: View | None) -> list[Json]:
        """Look at the app's Home; gives the event, where the app has subscribed to it."""
        if "app_home_opened" not in self._app.events:
            return []
        place = self._world.direct_channel(user, self._app.bot_user)
        view = {"view": home.to_slack(self._world.team, self._app)} if home else {}
        opened = {
            "type": "app_home_opened",
            "user": user,
            "channel": place.id,
            "tab": "home",
            "event_ts": self._world.timestamp(),
            **view,
        }
        return [self._wrapped(opened)]

    def invite(self, channel: str, inviter: str) -> list[Json]:
        """Bring the app into a channel; gives the event, where the app has subscribed to it.

        Nothing happens where it is a member already.
        """
        place, bot = self._world.channel(channel), self._app.bot_user
        if bot in place.members:
            return []
        self._world.join(place, bot)
        if "member_joined_channel" not in self._app.events:
            return []
        joined = {
            "type": "member_joined_channel",
            "user": bot,
            "channel": place.id,
            "channel_type": "G" if place.is_private else "C",
            "team": self._world.team,
            "inviter": inviter,
            "event_ts": self._world.timestamp(),
        }
        return [self._wrapped(joined)]

    def unarchive(self, channel: str, person: str) -> list[Json]:
        """Open a channel again; gives the event, where the app is in it and has subscribed."""
        place = self._world.channel(channel)
        self._world.archive(place, False)
        kind = "group_unarchive" if place.is_private else "channel_unarchive"
        if self._app.bot_user not in place.members or kind not in self._app.events:
            return []
        moment = self._world.timestamp()
        opened = {"type": kind, "channel": place.id, "user": person, "event_ts": moment}
        return [self._wrapped(opened)]

    def say(
        self,
        text: str,
        user: str,
        channel: str,
        thread: str | None = None,
        bot_id: str | None = None,
        blocks: Sequence[Json] = (),
    ) -> Message:
        """Write a message of which the bot hears nothing by itself; the text is as Slack writes it.

        Raises:
            LookupError: when there is no such channel, or no such thread in it.
        """
        place = self._world.channel(channel)
        first = self._world.find(place.id, thread) if thread else None
        if thread and (first is None or first.seen_by):
            raise LookupError(f"no thread {thread!r}")
        ts = self._world.timestamp()
        message = Message(ts, place.id, user, text, list(blocks), thread=thread, bot_id=bot_id)
        return self._world.add(message)

    def event(self, kind: str, message: Message) -> Json:
        """Tell of a message, as `app_mention` or as `message`."""
        place = self._world.channel(message.channel)
        inner = self._world.to_slack(message) | {
            "type": kind,
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
            "context_team_id": self._world.team,
            "context_enterprise_id": None,
            "api_app_id": self._app.id,
            "event": event,
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": int(self._world.clock()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": "local",
        }
