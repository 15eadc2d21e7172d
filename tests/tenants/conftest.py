"""Two workspaces, and processes of one bot that serve both, in this process."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Installation

from bot.app import web_client
from bot.house import House
from bot.rounds import go_round
from bot.running import duties_of
from bot.store import Store
from bot.tenants.encryption import Cipher
from bot.tenants.installations import Installations
from bot.tenants.installed import InstalledTenants
from bot.tenants.rotation import Rotation
from bot.tenants.tenant import respond, tenant_of
from bot.workspace import LocalSlack
from bot.workspace.world import Json
from tests.bot.rig import AtOnce, Clock, house_at
from tests.fresh import opened
from tests.tenants.installing import KEY

T1, T2 = "T0ONE", "T0TWO"


@dataclass
class Bot:
    """One process of the bot."""

    house: House
    installations: Installations
    tenants: InstalledTenants

    def get(self, payload: Json) -> BoltResponse:
        return respond(self.house, self.tenants, BoltRequest(mode="socket_mode", body=payload))

    def do_duties(self) -> None:
        go_round(duties_of(self.house, self.tenants))

    def post_due(self) -> None:
        for tenant in self.tenants.all():
            tenant.staff.poster.round()


@dataclass
class Town:
    """Workspaces by their ids, and the database that all processes share."""

    folder: Path
    slacks: dict[str, LocalSlack]
    clock: Clock
    stores: list[Store] = field(default_factory=list)
    is_ending: bool = False

    def start(self, *keys: str) -> Bot:
        """Start a process."""
        store = opened(f"sqlite:///{self.folder / 'bot.sqlite3'}")
        self.stores.append(store)
        installations = Installations(store.engine, "0.1", Cipher(keys or (KEY,)))
        house = house_at(store, lambda: self.clock.now, installations=installations)
        one = next(iter(self.slacks.values()))
        rotation = Rotation(
            web_client("", one.api_url),
            one.app.client_id,
            one.app.client_secret,
            installations,
            house.claims,
            lambda: self.is_ending,
        )
        return Bot(
            house,
            installations,
            InstalledTenants(
                installations,
                rotation,
                self._connected,
                lambda client, identity: tenant_of(client, identity, house, AtOnce()),
            ),
        )

    def installed(self, bot: Bot, team: str, at: datetime | None = None) -> Installation:
        """Install the app in a workspace, as its pages would do it."""
        app = self.slacks[team].app
        made = Installation(
            app_id=app.id,
            team_id=team,
            team_name=team.lower(),
            bot_token=app.bot_token,
            bot_id=app.bot_id,
            bot_user_id=app.bot_user,
            bot_scopes=sorted(app.scopes),
            user_id="U0ADA",
            installed_at=(at or self.clock.now).timestamp(),
        )
        bot.installations.save(made)
        return made

    def _connected(self, token: str) -> WebClient:
        """Reach the workspace whose token it is: in truth all are behind one address."""
        for slack in self.slacks.values():
            if slack.grants.knows(token):
                return web_client(token, slack.api_url)
        return web_client(token, next(iter(self.slacks.values())).api_url)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    clock = Clock(datetime.now(UTC))
    with LocalSlack(team=T1) as one, LocalSlack(team=T2) as two:
        town = Town(tmp_path, {T1: one, T2: two}, clock)
        yield town
        for store in town.stores:
            store.close()


@pytest.fixture
def bot(town: Town) -> Bot:
    """One process, and the app in both workspaces."""
    bot = town.start()
    for team in (T1, T2):
        town.installed(bot, team)
    bot.tenants.look()
    return bot
