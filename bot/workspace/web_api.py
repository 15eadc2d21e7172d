"""Slack's Web API, as much of it as bots like ours need, refusing what Slack refuses.

Errors and limits: https://docs.slack.dev/reference/methods.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from aiohttp import web

from bot.workspace.arguments import (
    TEXT_CHARACTERS,
    Arguments,
    Refusal,
    checked_blocks,
    read_arguments,
    read_blocks,
    read_json,
    read_text,
    read_thread,
    read_token,
    required,
)
from bot.workspace.blocks import block_problems
from bot.workspace.faults import Faults
from bot.workspace.grants import Grants
from bot.workspace.paging import page, page_of_people
from bot.workspace.traffic import Traffic
from bot.workspace.uploads import Uploads
from bot.workspace.views import View, Views
from bot.workspace.world import App, Channel, Json, Message, Person, World

UPDATE_CHARACTERS = 4_000
TRUE = frozenset({True, "true", "1"})
PUBLIC = "public_channel"
READ_BY = {
    PUBLIC: "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}
"""The scope that it takes to list each kind of conversation."""


class WebApi:
    """Answers `POST /api/{method}`."""

    def __init__(
        self,
        world: World,
        app: App,
        views: Views,
        faults: Faults,
        traffic: Traffic,
        uploads: Uploads,
        grants: Grants,
        open_link: Callable[[], str],
    ) -> None:
        self._world = world
        self._app = app
        self._views = views
        self._faults = faults
        self._traffic = traffic
        self._uploads = uploads
        self._grants = grants
        self._open_link = open_link
        self._methods: dict[str, tuple[Callable[[Arguments], Json], str | None]] = {
            "apps.connections.open": (self._apps_connections_open, None),
            "auth.test": (self._auth_test, None),
            "blocks.validate": (self._blocks_validate, None),
            "bots.info": (self._bots_info, "users:read"),
            "chat.delete": (self._chat_delete, "chat:write"),
            "chat.postEphemeral": (self._chat_post_ephemeral, "chat:write"),
            "chat.postMessage": (self._chat_post_message, "chat:write"),
            "chat.update": (self._chat_update, "chat:write"),
            "conversations.history": (self._conversations_history, "history"),
            "conversations.info": (self._conversations_info, "read"),
            "conversations.members": (self._conversations_members, "read"),
            "conversations.open": (self._conversations_open, "im:write"),
            "conversations.replies": (self._conversations_replies, "history"),
            "files.completeUploadExternal": (self._files_complete, "files:write"),
            "files.getUploadURLExternal": (self._files_get_upload_url, "files:write"),
            "users.conversations": (self._users_conversations, None),  # which depends on the types
            "users.info": (self._users_info, "users:read"),
            "views.open": (self._views_open, None),
            "views.publish": (self._views_publish, None),
            "views.push": (self._views_push, None),
            "views.update": (self._views_update, None),
        }

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]

        async def act() -> web.StreamResponse:
            return await self._act(method, request)

        return await self._faults.around(method, request, act)

    async def _act(self, method: str, request: web.Request) -> web.Response:
        begun = time.perf_counter()
        arguments = await read_arguments(request)
        token = arguments.pop("token", None) or read_token(request)
        error = None
        try:
            if method == "oauth.v2.access":
                done = self._grants.access(request, arguments)
            else:
                done = self._do(method, token, arguments)
            reply = {"ok": True, **done}
        except Refusal as refusal:
            reply, error = refusal.reply, str(refusal)
        known = self._grants.knows(token)
        if known or token == self._app.app_token:
            told = reply | ({"url": "…"} if "ticket=" in str(reply.get("url")) else {})
            self._traffic.note("to Slack", method, arguments, told, begun, error)
        scopes = {"x-oauth-scopes": ",".join(sorted(self._app.scopes))} if known else {}
        return web.json_response(reply, headers=scopes)

    def _do(self, method: str, token: str | None, arguments: Json) -> Json:
        if method not in self._methods:
            raise Refusal("unknown_method", req_method=method)
        act, scope = self._methods[method]
        if not token:
            raise Refusal("not_authed")
        if method == "apps.connections.open":
            if token != self._app.app_token:
                raise Refusal("invalid_auth")
            return act(arguments)
        if token == self._app.app_token:
            raise Refusal("not_allowed_token_type")
        if not self._grants.knows(token):
            raise Refusal("token_expired" if token.startswith("xoxe.") else "invalid_auth")
        if scope in ("history", "read"):
            scope = f"{_family(self._found(required(arguments, 'channel')))}:{scope}"
        if scope:
            self._require(scope)
        return act(arguments)

    def _require(self, scope: str) -> None:
        if scope not in self._app.scopes:
            provided = ",".join(sorted(self._app.scopes))
            raise Refusal("missing_scope", needed=scope, provided=provided)

    def _apps_connections_open(self, _: Arguments) -> Json:
        return {"url": self._open_link()}

    def _auth_test(self, _: Arguments) -> Json:
        return {
            "url": f"https://{self._world.domain}.slack.com/",
            "team": self._world.name,
            "user": self._app.name,
            "team_id": self._world.team,
            "user_id": self._app.bot_user,
            "bot_id": self._app.bot_id,
            "is_enterprise_install": False,
        }

    def _blocks_validate(self, arguments: Arguments) -> Json:
        found = block_problems(read_blocks(arguments))
        if found:
            raise Refusal("invalid_blocks", errors=found)
        return {}

    def _bots_info(self, arguments: Arguments) -> Json:
        if required(arguments, "bot") != self._app.bot_id:
            raise Refusal("bot_not_found")
        ours = {"id": self._app.bot_id, "app_id": self._app.id, "user_id": self._app.bot_user}
        return {"bot": {**ours, "name": self._app.name, "deleted": False}}

    def _chat_post_message(self, arguments: Arguments) -> Json:
        name = required(arguments, "channel")
        if name in self._world.people:  # the name of a person means the direct message with them
            name = self._world.direct_channel(name, self._app.bot_user).id
        channel = self._writable(name)
        text, warnings = read_text(arguments, TEXT_CHARACTERS)
        message = self._world.add(
            self._from_bot(arguments, channel, text, metadata=read_json(arguments, "metadata"))
        )
        return {
            "channel": channel.id,
            "ts": message.ts,
            "message": self._world.to_slack(message),
            **({"response_metadata": {"warnings": warnings}} if warnings else {}),
        }

    def _chat_post_ephemeral(self, arguments: Arguments) -> Json:
        channel = self._writable(required(arguments, "channel"))
        person = required(arguments, "user")
        if person not in channel.members:
            raise Refusal("user_not_in_channel")
        text, _ = read_text(arguments, TEXT_CHARACTERS)
        message = self._world.add(self._from_bot(arguments, channel, text, seen_by=person))
        return {"message_ts": message.ts}

    def _chat_update(self, arguments: Arguments) -> Json:
        message = self._own(arguments, "cant_update_message")
        text, _ = read_text(arguments)
        if len(text) > UPDATE_CHARACTERS:
            raise Refusal("msg_too_long")
        blocks = checked_blocks(arguments)
        edited = self._world.timestamp()
        changed = self._world.add(replace(message, text=text, blocks=blocks, edited=edited))
        told = self._world.to_slack(changed)
        return {"channel": changed.channel, "ts": changed.ts, "text": text, "message": told}

    def _chat_delete(self, arguments: Arguments) -> Json:
        message = self._own(arguments, "cant_delete_message")
        self._world.remove(message)
        return {"channel": message.channel, "ts": message.ts}

    def _conversations_history(self, arguments: Arguments) -> Json:
        channel = self._joined(required(arguments, "channel"))
        standing = (m for m in self._world.messages(channel.id) if m.seen_by is None)
        newest_first = [m for m in standing if m.thread in (None, m.ts)][::-1]
        return self._page(newest_first, arguments, newest_first=True)

    def _conversations_replies(self, arguments: Arguments) -> Json:
        channel, ts = self._joined(required(arguments, "channel")), required(arguments, "ts")
        first = self._world.find(channel.id, ts)
        if first is None:
            raise Refusal("thread_not_found")
        in_thread = (m for m in self._world.messages(channel.id) if m.thread == ts != m.ts)
        thread = [first, *(m for m in in_thread if m.seen_by is None)]
        return self._page(thread, arguments, newest_first=False)

    def _conversations_info(self, arguments: Arguments) -> Json:
        return {"channel": self._described(self._known(required(arguments, "channel")))}

    def _conversations_members(self, arguments: Arguments) -> Json:
        channel = self._known(required(arguments, "channel"))
        members, cursor = page_of_people(channel.members, arguments)
        return {"members": members, "response_metadata": {"next_cursor": cursor}}

    def _conversations_open(self, arguments: Arguments) -> Json:
        person = required(arguments, "users")
        if person not in self._world.people:
            raise Refusal("user_not_found")
        opened = self._world.direct_channel(person, self._app.bot_user)
        return {"channel": {"id": opened.id}}

    def _files_get_upload_url(self, arguments: Arguments) -> Json:
        file, url = self._uploads.open(arguments)
        return {"file_id": file, "upload_url": url}

    def _files_complete(self, arguments: Arguments) -> Json:
        """Share what was uploaded, in one message a channel; without a channel nobody sees it."""
        named = str(arguments.get("channel_id") or arguments.get("channels") or "")
        channels = [self._writable(name) for name in named.split(",") if name]
        text = str(arguments.get("initial_comment") or "")
        said = {"thread_ts": arguments.get("thread_ts")}
        messages = [self._from_bot(said, channel, text) for channel in channels]
        files = self._uploads.complete(read_json(arguments, "files"))
        for message in messages:
            self._world.add(replace(message, files=[file.id for file in files]))
        return {"files": [self._world.file_to_slack(file) for file in files]}

    def _users_conversations(self, arguments: Arguments) -> Json:
        """List where somebody is: of what is not public, only where the app is, too."""
        person = str(arguments.get("user") or self._app.bot_user)
        kinds = set(str(arguments.get("types") or PUBLIC).replace(" ", "").split(","))
        if not kinds <= READ_BY.keys():
            raise Refusal("invalid_types")
        for scope in sorted(READ_BY[kind] for kind in kinds):
            self._require(scope)
        if person not in self._world.people:
            raise Refusal("user_not_found")
        skips = arguments.get("exclude_archived") in TRUE
        found = [
            channel.id
            for channel in self._world.channels.values()
            if person in channel.members
            and _kind(channel) in kinds
            and (_kind(channel) == PUBLIC or self._app.bot_user in channel.members)
            and not (skips and channel.is_archived)
        ]
        shown, cursor = page_of_people(found, arguments)
        described = [self._described(self._world.channel(id)) for id in shown]
        return {"channels": described, "response_metadata": {"next_cursor": cursor}}

    def _users_info(self, arguments: Arguments) -> Json:
        person = self._world.people.get(required(arguments, "user"))
        if person is None:
            raise Refusal("user_not_found")
        return {"user": _described_person(person, self._world.team)}

    def _views_open(self, arguments: Arguments) -> Json:
        trigger = required(arguments, "trigger_id")
        return self._viewed(self._views.open(trigger, read_json(arguments, "view")))

    def _views_push(self, arguments: Arguments) -> Json:
        trigger = required(arguments, "trigger_id")
        return self._viewed(self._views.push(trigger, read_json(arguments, "view")))

    def _views_update(self, arguments: Arguments) -> Json:
        name = arguments.get("external_id") or required(arguments, "view_id")
        view, hash = read_json(arguments, "view"), arguments.get("hash")
        return self._viewed(self._views.update(str(name), view, hash))

    def _views_publish(self, arguments: Arguments) -> Json:
        person = required(arguments, "user_id")
        if person not in self._world.people:
            raise Refusal("user_not_found")
        view, hash = read_json(arguments, "view"), arguments.get("hash")
        return self._viewed(self._views.publish(person, view, hash))

    def _viewed(self, view: View) -> Json:
        return {"view": view.to_slack(self._world.team, self._app)}

    def _found(self, channel: str) -> Channel:
        try:
            return self._world.channel(channel)
        except LookupError:
            raise Refusal("channel_not_found") from None

    def _known(self, name: str) -> Channel:
        """Find a channel of which the app may know: of a private one only members do."""
        channel = self._found(name)
        if channel.is_private and self._app.bot_user not in channel.members:
            raise Refusal("channel_not_found")
        return channel

    def _joined(self, name: str) -> Channel:
        channel = self._found(name)
        if self._app.bot_user not in channel.members:
            hidden = channel.is_direct or channel.is_private
            raise Refusal("channel_not_found" if hidden else "not_in_channel")
        return channel

    def _writable(self, name: str) -> Channel:
        channel = self._joined(name)
        if channel.is_archived:
            raise Refusal("is_archived")
        return channel

    def _from_bot(
        self,
        arguments: Arguments,
        channel: Channel,
        text: str,
        *,
        seen_by: str | None = None,
        metadata: Json | None = None,
    ) -> Message:
        thread = read_thread(arguments, channel.id, self._world)
        return Message(
            ts=self._world.timestamp(),
            channel=channel.id,
            author=self._app.bot_user,
            bot_id=self._app.bot_id,
            app_id=self._app.id,
            text=text,
            blocks=checked_blocks(arguments),
            thread=thread,
            seen_by=seen_by,
            metadata=metadata,
        )

    def _own(self, arguments: Arguments, error: str) -> Message:
        channel = self._writable(required(arguments, "channel"))
        message = self._world.find(channel.id, required(arguments, "ts"))
        if message is None or message.seen_by is not None:
            raise Refusal("message_not_found")
        if message.author != self._app.bot_user:
            raise Refusal(error)
        return message

    def _page(
        self, messages: Sequence[Message], arguments: Arguments, *, newest_first: bool
    ) -> Json:
        shown, cursor = page(messages, arguments, newest_first=newest_first)
        bare = arguments.get("include_all_metadata") not in TRUE
        told = [self._world.to_slack(replace(m, metadata=None) if bare else m) for m in shown]
        more = {"response_metadata": {"next_cursor": cursor}} if cursor else {}
        return {"messages": told, "has_more": bool(cursor), **more}

    def _described(self, channel: Channel) -> Json:
        return {
            "id": channel.id,
            "name": channel.name,
            "is_channel": not channel.is_direct,
            "is_im": channel.is_direct,
            "is_archived": channel.is_archived,
            "is_member": self._app.bot_user in channel.members,
            "is_private": channel.is_direct or channel.is_private,
            **({"creator": channel.creator} if channel.creator else {}),
        }


def _family(channel: Channel) -> str:
    """Name the kind of conversation, as scopes do."""
    if channel.is_direct:
        return "im"
    return "groups" if channel.is_private else "channels"


def _kind(channel: Channel) -> str:
    """Name the same as `types` do."""
    if channel.is_direct:
        return "im"
    return "private_channel" if channel.is_private else PUBLIC


def _described_person(person: Person, team: str) -> Json:
    return {
        "id": person.id,
        "team_id": team,
        "name": person.name,
        "real_name": person.real_name,
        "tz": person.zone,
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_bot": person.is_bot,
        "deleted": person.deleted,
    }
