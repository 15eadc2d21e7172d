"""One workspace with one app in it: what people do there, and what the app answers."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.workspace.delivery import RETRIES, Courier, Delivery
from bot.workspace.faults import RESPONSE_URL, UPLOAD, Faults
from bot.workspace.gestures import Gestures
from bot.workspace.grants import Grants
from bot.workspace.interactions import Interactions
from bot.workspace.offers import Offers
from bot.workspace.response_urls import ResponseUrls
from bot.workspace.socket_mode import Links
from bot.workspace.traffic import Exchange, Traffic
from bot.workspace.uploads import Uploads
from bot.workspace.views import Views
from bot.workspace.web_api import WebApi
from bot.workspace.world import (
    SLACKBOT,
    App,
    Channel,
    Command,
    Json,
    Memory,
    Message,
    Person,
    Shortcut,
    World,
)

TEAM = "T0LOCAL"
ADA, BEN, CLEO = "U0ADA", "U0BEN", "U0CLEO"
MLOPS, RANDOM, CURATORS = "C0MLOPS", "C0RANDOM", "C0CURATORS"


@dataclass(frozen=True)
class Manifest:
    """What the app declares, and is granted."""

    name: str = "mlops-learn"
    scopes: frozenset[str] = frozenset(
        {
            "app_mentions:read",
            "channels:read",
            "chat:write",
            "commands",
            "im:history",
            "users:read",
        }
    )
    events: frozenset[str] = frozenset(
        {"app_home_opened", "app_mention", "member_joined_channel", "message.im"}
    )
    commands: Sequence[Command] = ()
    shortcuts: Sequence[Shortcut] = ()
    has_home: bool = True


class Workspace:
    """Ada, an administrator, Ben and Cleo are in #mlops and #random; the bot is in the first.

    With Ada alone it is in #mlops-curators too.

    `act` and `touch` do things as a person and give payloads, which `bring` brings to the app.
    """

    def __init__(
        self,
        manifest: Manifest,
        *,
        url: Callable[[], str],
        clock: Callable[[], float] = time.time,
        retries: tuple[float, ...] = RETRIES,
        memory: Memory | None = None,
        team: str = TEAM,
    ) -> None:
        self._url = url
        self.started_over: Callable[[], None] = lambda: None
        """Called when the workspace was emptied, for an app that remembers things of it."""

        self.app = App(
            id="A0LOCAL",
            bot_user="U0BOT",
            bot_id="B0BOT",
            bot_token=f"xoxb-0-{secrets.token_hex(12)}",
            app_token=f"xapp-1-A0LOCAL-0-{secrets.token_hex(12)}",
            signing_secret=secrets.token_hex(16),
            client_id="0.1",
            client_secret=secrets.token_hex(16),
            **vars(manifest),
        )
        everybody, bot = {ADA, BEN, CLEO}, self.app.bot_user
        self.world = World(
            team=team,
            name="Local",
            people=[
                Person(ADA, "ada", "Ada Okafor", is_admin=True),
                Person(BEN, "ben", "Ben Visser"),
                Person(CLEO, "cleo", "Cleo Marsh", zone="America/New_York"),
                Person(bot, self.app.name, self.app.name, is_bot=True),
                Person(SLACKBOT, "slackbot", "Slackbot", is_bot=True),
            ],
            channels=[
                Channel(MLOPS, "mlops", {*everybody, bot}, creator=ADA),
                Channel(RANDOM, "random", set(everybody), creator=CLEO),
                Channel(CURATORS, "mlops-curators", {ADA, bot}, creator=ADA),
                *(Channel(f"D{each[1:]}", "", {each, bot}, is_direct=True) for each in everybody),
            ],
            clock=clock,
            memory={} if memory is None else memory,
        )
        self.faults = Faults()
        self.links = Links(self.app.id)
        self.traffic = Traffic(self.world.clock)
        self.views = Views(self.world, has_home=manifest.has_home)
        self.offers = Offers()
        self.courier = Courier(self.app, self.links, self.traffic, retries)
        self.responses = ResponseUrls(self.world, self.app, self.traffic)
        self.uploads = Uploads(self.world, self.traffic, url)
        self.grants = Grants(self.world, self.app)
        self.web_api = WebApi(
            self.world,
            self.app,
            self.views,
            self.faults,
            self.traffic,
            self.uploads,
            self.grants,
            self._new_link,
        )
        self.act = Gestures(self.world, self.app, self.views.new_trigger, self._new_response_url)
        self.touch = Interactions(
            self.world, self.app, self.views, self.offers, self._new_response_url
        )

    @property
    def calls(self) -> list[Exchange]:
        """The last calls of the Web API, oldest first."""
        others = (RESPONSE_URL, UPLOAD)
        return [e for e in self.traffic if e.way == "to Slack" and e.name not in others]

    def messages(self, channel: str, seen_by: str | None = None) -> list[Message]:
        """List what everybody sees in a channel and its threads, or what only one person sees."""
        place = self.world.channel(channel)
        return [found for found in self.world.messages(place.id) if found.seen_by == seen_by]

    def from_bot(self, channel: str, seen_by: str | None = None) -> list[Message]:
        """List what the bot wrote."""
        return [m for m in self.messages(channel, seen_by) if m.author == self.app.bot_user]

    async def bring(self, payload: Json, retry: int = 0) -> Delivery:
        """Bring a payload to the app, and show or keep what comes with the acknowledgement."""
        delivery = await self.courier.deliver(payload, retry)
        if "command" in payload and delivery.reply:
            reply = delivery.reply
            shown = reply if isinstance(reply, dict) else {"text": reply}
            self.responses.take(payload["user_id"], payload["channel_id"], shown)
        elif payload.get("type") == "block_suggestion" and delivery.error is None:
            try:
                self.offers.take(payload, delivery.reply)
            except ValueError as error:
                delivery.error = f"invalid_options: {error}"
        elif payload.get("type") == "view_submission":
            view = self.views.find(payload["view"]["id"])
            if view:
                taken = delivery.error is None
                self.views.submitted(view, delivery.reply, acknowledged=taken)
        return delivery

    def start_over(self) -> None:
        """Empty the workspace."""
        self.world.start_over()
        self.views.read()
        self.offers.clear()
        self.traffic.clear()
        self.started_over()

    def _new_link(self) -> str:
        return f"ws{self._url().removeprefix('http').rstrip('/')}{self.links.new_path()}"

    def _new_response_url(self, person: str, channel: str, original: Message | None) -> str:
        return f"{self._url()}{self.responses.open(person, channel, original)}"
