"""The one workspace whose token the operator has set."""

from collections.abc import Sequence
from dataclasses import replace

from slack_bolt import BoltRequest

from bot.tenants.tenant import Tenant


class SingleTenant:
    """Knows its own requests from those of other workspaces and apps.

    A signing secret belongs to an app, not to a workspace: without this any workspace that installs
    the app would be answered with our token. Where Slack has not told which app ours is, it is the
    one that asks first.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._identity = tenant.identity

    def of(self, request: BoltRequest) -> Tenant | None:
        context, app = request.context, request.body.get("api_app_id")
        if not self._identity.is_ours(context.team_id, context.enterprise_id, app):
            return None
        if app and not self._identity.app:
            self._identity = replace(self._identity, app=app)
        # One installation is one team, however many workspaces use it.
        context["team_id"] = self._identity.team
        return self._tenant

    def knows(self, _: BoltRequest) -> bool:
        return True

    def all(self) -> Sequence[Tenant]:
        return (self._tenant,)

    def look(self) -> None:
        """Nobody comes or goes."""
