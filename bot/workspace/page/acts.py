"""What people do on the page: each form becomes what Slack would send the app for it."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from htpy import Node

from bot.workspace.delivery import Delivery
from bot.workspace.page.commands import COMMANDS, Commands
from bot.workspace.page.external import offer
from bot.workspace.page.forms import (
    Closed,
    ElementOfMessageUsed,
    ElementOfViewUsed,
    Form,
    OfMessage,
    ShortcutChosen,
    Submitted,
    Travelled,
    TypedInMessage,
    TypedInView,
    Writing,
)
from bot.workspace.page.moments import zone_named
from bot.workspace.page.problem import ProblemError
from bot.workspace.page.scene import scene_of
from bot.workspace.page.surfaces import DIRECT
from bot.workspace.views import View
from bot.workspace.workspace import Workspace
from bot.workspace.world import SLACKBOT, Channel, Json, Message


class Acts:
    """Does what the forms say.

    Raises ProblemError where the person should read why not, and LookupError where a form is about
    something that is not there, or not for this person.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._commands = Commands(workspace)
        self._underway: set[asyncio.Task[Delivery]] = set()

    async def write(self, form: Writing) -> None:
        workspace, channel = self._workspace, self.place(form.place, form.person)
        text = form.text.strip()
        if channel.is_archived and text.partition(" ")[0] != "/unarchive":
            raise ProblemError("This channel is archived. To write here again, write /unarchive")
        if text.startswith("/"):
            await self._command(text, form, channel)
        elif text:
            payloads = workspace.act.write(text, form.person, channel.id, form.thread or None)
            self._send(payloads)
            if not payloads and f"@{workspace.app.name}" in text and not channel.is_direct:
                name = workspace.app.name
                hint = f"{name} is not in this channel. To bring it in, write /invite @{name}"
                self._tell(form, channel, hint)

    async def _command(self, text: str, form: Writing, channel: Channel) -> None:
        workspace = self._workspace
        name, _, rest = text.partition(" ")
        if form.thread:
            raise ProblemError("Commands do not work in threads: write it in the channel.")
        if name in COMMANDS:
            self._send(self._commands.run(name, rest.strip(), form.person, channel))
            return
        known = [command.name for command in workspace.app.commands]
        if name not in known:
            there = ", ".join([*known, *COMMANDS])
            raise ProblemError(f"{name} is no command here. There are: {there}")
        payload = workspace.act.slash_command(rest.strip(), form.person, channel.id, name)
        delivery = await workspace.bring(payload)
        if delivery.error:
            self._tell(form, channel, f"{name} failed: the app did not answer ({delivery.error}).")

    async def choose_shortcut(self, form: ShortcutChosen) -> None:
        message, workspace = self._message(form), self._workspace
        if message.seen_by or form.callback_id not in {
            each.callback_id for each in workspace.app.shortcuts
        }:
            raise LookupError(form.callback_id)
        await self._answered(workspace.touch.shortcut(message, form.person, form.callback_id))

    async def use_in_message(self, form: ElementOfMessageUsed) -> None:
        message = self._message(form)
        payload = self._workspace.touch.click(
            message,
            form.action_id,
            form.person,
            block_id=form.block_id,
            value=form.value,
            values=form.inputs,
        )
        await self._answered(payload)

    async def use_in_view(self, form: ElementOfViewUsed) -> None:
        view = self._view(form.view, form.person)
        payload = self._workspace.touch.use(
            view, form.action_id, block_id=form.block_id, value=form.value, values=form.inputs
        )
        await self._answered(payload)

    async def suggest_in_message(self, form: TypedInMessage) -> Node:
        return await self._offered(
            self._workspace.touch.suggest_in_message(
                self._message(form), form.action_id, form.person, form.typed, block_id=form.block_id
            )
        )

    async def suggest_in_view(self, form: TypedInView) -> Node:
        view = self._view(form.view, form.person)
        return await self._offered(
            self._workspace.touch.suggest(
                view, form.action_id, form.typed, block_id=form.block_id, values=form.inputs
            )
        )

    async def submit(self, form: Submitted) -> None:
        view = self._view(form.view, form.person)
        if view.is_home:
            raise LookupError(form.view)
        if wrong := self._workspace.touch.wrong_inputs(view, form.inputs):
            self._workspace.views.refuse(view, wrong)
            return
        payload = self._workspace.touch.submit(view, form.inputs)
        await self._workspace.bring(payload)

    async def close(self, form: Closed) -> None:
        views, view = self._workspace.views, self._view(form.view, form.person)
        everything = form.all or bool(view.body.get("clear_on_close"))
        if everything:
            view = views.find(view.root) or view
            views.clear(form.person)
        else:
            views.close(view)
        if view.body.get("notify_on_close"):
            self._send([self._workspace.touch.close(view, cleared=everything)])

    async def open_home(self, form: Form) -> None:
        self.person(form.person)
        home = self._workspace.views.home(form.person)
        self._send(self._workspace.act.open_home(form.person, home))

    async def travel(self, form: Travelled) -> None:
        self.person(form.person)
        world = self._workspace.world
        moment = world.clock() + (form.ahead or 0)
        if form.ahead is None:
            try:
                read = datetime.fromisoformat(form.moment).replace(tzinfo=zone_named(form.zone))
                moment = read.timestamp()
            except (ValueError, OverflowError):
                raise ProblemError("Choose a day and a time.") from None
        try:
            world.travel(moment)
        except ValueError as error:
            raise ProblemError(str(error)) from None

    async def start_over(self, form: Form) -> None:
        self.person(form.person)
        self._workspace.start_over()

    def person(self, person: str) -> str:
        """Check that somebody may be acted as."""
        known = self._workspace.world.people.get(person)
        if known is None or known.is_bot:
            raise ProblemError("There is nobody of that name.")
        return person

    def place(self, place: str, person: str) -> Channel:
        """Find a channel, or the person's direct message with the app."""
        self.person(person)
        world = self._workspace.world
        if place == DIRECT:
            return world.direct_channel(person, self._workspace.app.bot_user)
        channel = world.channels.get(place)
        if channel is None or person not in channel.members:
            raise ProblemError("There is no such channel.")
        return channel

    def _message(self, form: OfMessage) -> Message:
        channel = self.place(form.channel, form.person)
        message = self._workspace.world.find(channel.id, form.ts)
        if message is None or message.seen_by not in (None, form.person):
            raise LookupError(form.ts)
        return message

    def _view(self, id: str, person: str) -> View:
        view = self._workspace.views.find(id)
        if view is None or view.person != self.person(person):
            raise LookupError(id)
        return view

    async def _answered(self, payload: Json) -> None:
        delivery = await self._workspace.bring(payload)
        if delivery.error:
            raise ProblemError(f"The app did not answer ({delivery.error}).")

    async def _offered(self, payload: Json) -> Node:
        delivery = await self._workspace.bring(payload)
        if delivery.error and delivery.error.startswith("invalid_options"):
            raise ProblemError(f"The app gave nothing that can be offered ({delivery.error}).")
        if delivery.error:
            raise ProblemError(f"The app gave nothing to choose from ({delivery.error}).")
        return offer(delivery.reply, scene_of(self._workspace.world, ""))

    def _send(self, payloads: Iterable[Json]) -> None:
        """Send events, for which nobody waits: Slack may try for minutes."""
        for payload in payloads:
            task = asyncio.ensure_future(self._workspace.bring(payload))
            self._underway.add(task)
            task.add_done_callback(self._underway.discard)

    def _tell(self, form: Writing, channel: Channel, text: str) -> None:
        """Say something that only this person sees, as Slack itself does."""
        world = self._workspace.world
        message = Message(
            world.timestamp(), channel.id, SLACKBOT, text, thread=form.thread, seen_by=form.person
        )
        world.add(message)
