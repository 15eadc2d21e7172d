"""The commands that channels have without any app: who is in them, and whether they are open.

In Slack a channel that is archived takes no command, and its settings open it again. The page has
no settings, so that `/unarchive` is a command of its own here, and the one that works there.
"""

from bot.workspace.page.problem import ProblemError
from bot.workspace.workspace import Workspace
from bot.workspace.world import SLACKBOT, Channel, Json, Message

OF_THE_APP = {
    "/invite": "Bring the app into this channel",
    "/remove": "Take the app out of this channel",
}
OF_THE_CHANNEL = {
    "/archive": "Let nobody write in this channel any more",
    "/unarchive": "Let people write in this channel again",
}
COMMANDS = OF_THE_APP | OF_THE_CHANNEL


class Commands:
    """Does what the commands say, and gives the events of it for the app."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def run(self, command: str, rest: str, person: str, channel: Channel) -> list[Json]:
        if channel.is_direct:
            raise ProblemError(f"{command} works in channels only.")
        if command in OF_THE_APP and rest.lstrip("@") != self._workspace.app.name:
            asked = {"/invite": "invited", "/remove": "removed"}[command]
            name = self._workspace.app.name
            raise ProblemError(f"Only the app can be {asked} here: {command} @{name}")
        if command in OF_THE_CHANNEL:
            self._refuse_strangers(person, channel)
        match command:
            case "/invite":
                return self._invite(person, channel)
            case "/remove":
                self._remove(person, channel)
            case "/archive":
                self._archive(person, channel)
            case "/unarchive":
                return self._unarchive(person, channel)
        return []

    def _invite(self, person: str, channel: Channel) -> list[Json]:
        app = self._workspace.app
        if app.bot_user in channel.members:
            raise ProblemError(f"{app.name} is in this channel already.")
        payloads = self._workspace.act.invite(channel.id, person)
        self._say(f"{app.name} was added by", person, channel)
        return payloads

    def _remove(self, person: str, channel: Channel) -> None:
        app = self._workspace.app
        if app.bot_user not in channel.members:
            raise ProblemError(f"{app.name} is not in this channel.")
        self._workspace.world.leave(channel, app.bot_user)
        self._say(f"{app.name} was removed by", person, channel)

    def _archive(self, person: str, channel: Channel) -> None:
        self._workspace.world.archive(channel)
        self._say("This channel was archived by", person, channel)

    def _unarchive(self, person: str, channel: Channel) -> list[Json]:
        if not channel.is_archived:
            raise ProblemError("This channel is not archived.")
        payloads = self._workspace.act.unarchive(channel.id, person)
        self._say("This channel was opened again by", person, channel)
        return payloads

    def _refuse_strangers(self, person: str, channel: Channel) -> None:
        known = self._workspace.world.people[person]
        if not (known.is_admin or known.is_owner or person == channel.creator):
            raise ProblemError("Only who made this channel can do that, or an admin.")

    def _say(self, what: str, person: str, channel: Channel) -> None:
        world = self._workspace.world
        text = f"{what} {world.people[person].real_name}."
        world.add(Message(world.timestamp(), channel.id, SLACKBOT, text))
