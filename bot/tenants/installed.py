"""All workspaces that have installed the app, as the database knows them."""

import threading
from collections.abc import Callable, Sequence

import structlog
from slack_bolt import BoltContext, BoltRequest
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Installation

from bot.app import web_client
from bot.claims import Claims
from bot.identity import Identity
from bot.settings import Settings, revealed
from bot.tenants.installations import Installations
from bot.tenants.rotation import Rotation
from bot.tenants.tenant import Build, LockedError, Tenant

log = structlog.stdlib.get_logger(__name__)


class InstalledTenants:
    """Goes by what it has seen, so that answers need no database; `look` sees what is new.

    A workspace of which nothing was seen yet is looked for when its first request comes: it may
    have been installed in another process.
    """

    def __init__(
        self,
        installations: Installations,
        rotation: Rotation,
        connect: Callable[[str], WebClient],
        build: Build,
    ) -> None:
        self.installations = installations
        self._rotation = rotation
        self._connect = connect
        self._build = build
        self._tenants: dict[str, Tenant] = {}
        self._installed_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def of(self, request: BoltRequest) -> Tenant | None:
        context = request.context
        tenant = self._known(*_place(context)) or self._found(*_place(context))
        app = request.body.get("api_app_id")
        if tenant is None or (app and app != tenant.identity.app):
            return None
        context["team_id"] = tenant.identity.team
        return tenant

    def leaving(self, request: BoltRequest) -> str | None:
        """Slack may tell first that tokens were revoked, by which the workspace is known no more.

        Where none is known, nobody but the signature tells that it is about our app.
        """
        app, ours = request.body.get("api_app_id"), {each.identity.app for each in self.all()}
        if app and ours and app not in ours:
            return None
        team, enterprise = _place(request.context)
        if request.body.get("authorizations"):  # by which Slack says whose installation it was
            return team or enterprise
        places = self.installations.places()
        return next((place for place in (team, enterprise) if place in places), team or enterprise)

    def all(self) -> Sequence[Tenant]:
        return tuple(self._tenants.values())

    def look(self) -> None:
        for installation in self.installations.all():
            if renewed := self._rotation.renewed(installation):
                self.adopt(renewed)
        # Who is served is asked before who is there: who comes in between has not gone.
        # A token that we cannot open is no goodbye: a newer process may know a newer key.
        for gone in set(self._tenants) - self.installations.places():
            with self._lock:
                tenant = self._tenants.pop(gone, None)
                self._installed_at.pop(gone, None)
            if tenant:
                tenant.staff.poster.stop()
        # Again and again: a process that is yet to be replaced may write by another key. Where both
        # have both keys, they take turns until it is, and each can open what the other has written.
        if count := self.installations.encrypt_anew():
            log.info("tokens encrypted by the first key", rows=count)

    def adopt(self, installation: Installation) -> Tenant:
        """Serve a workspace; who is served already, with the token that this has.

        One that is older than that by which it is served changes nothing: it has been read before
        the workspace installed the app anew.
        """
        identity, token = identity_of(installation), str(installation.bot_token)
        with self._lock:
            known = self._tenants.get(identity.team)
            if known and installation.installed_at < self._installed_at[identity.team]:
                return known
            self._installed_at[identity.team] = installation.installed_at
            if known and known.identity == identity:
                known.client.token = token
                return known
            tenant = self._build(self._connect(token), identity)
            self._tenants[identity.team] = tenant
        log.info("workspace served", workspace=identity.team)
        return tenant

    def _known(self, team: str | None, enterprise: str | None) -> Tenant | None:
        for place in (team, enterprise):
            if place and (tenant := self._tenants.get(place)):
                return tenant
        return None

    def _found(self, team: str | None, enterprise: str | None) -> Tenant | None:
        if not (team or enterprise):
            return None
        for installation in self.installations.all():
            if identity_of(installation).team in (team, enterprise):
                renewed = self._rotation.renewed(installation)
                return self.adopt(renewed) if renewed else None
        if self.installations.locked & {team, enterprise}:
            raise LockedError
        return None


def installed_tenants(
    settings: Settings,
    installations: Installations,
    claims: Claims,
    build: Build,
    is_ending: Callable[[], bool],
) -> InstalledTenants:
    """Serve all that have installed the app; whoever they are is looked for later.

    At the end of the process no token is exchanged any more.
    """
    rotation = Rotation(
        web_client("", settings.slack_api_url),
        revealed(settings.slack_client_id),
        revealed(settings.slack_client_secret),
        installations,
        claims,
        is_ending,
    )
    return InstalledTenants(
        installations,
        rotation,
        lambda token: web_client(token, settings.slack_api_url),
        build,
    )


def _place(context: BoltContext) -> tuple[str | None, str | None]:
    """Give a workspace and its organisation; where that installed the app, it counts alone."""
    team = None if context.is_enterprise_install else context.team_id
    return team, context.enterprise_id


def identity_of(installation: Installation) -> Identity:
    """Tell who we are where the app was installed."""
    is_organisation = bool(installation.is_enterprise_install)
    enterprise = installation.enterprise_id if is_organisation else None
    return Identity(
        team=str(enterprise or installation.team_id),
        bot_user=str(installation.bot_user_id),
        bot=str(installation.bot_id or ""),
        app=installation.app_id,
        enterprise=enterprise,
    )
