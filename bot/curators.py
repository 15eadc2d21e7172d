"""Who curates: the members of the curators' channel, and admins; asked at the moment of the act."""

from dataclasses import dataclass

from bot.people import People, UntoldError
from bot.refusal import RefusalError
from bot.store import Store
from bot.views.sentences import NOT_A_MEMBER

FOR_CURATORS = "This is for curators"


@dataclass(frozen=True)
class Curators:
    """`named` is their channel where the operator named one, for the only workspace there is."""

    people: People
    store: Store
    team: str
    named: str | None = None

    @property
    def channel(self) -> str | None:
        """Where they hear of what there is to decide; None where nobody chose a channel."""
        return self.named or self.store.workspaces.curators(self.team)

    def has(self, person: str) -> bool:
        """Tell whether somebody curates. Raises UntoldError where Slack does not tell."""
        if self.people.is_admin(person):
            return True
        channel = self.channel
        if not channel or not self.people.is_member(person, channel):
            return False
        # By Slack Connect people of other workspaces may be in the channel, too.
        return self.people.is_colleague(self.people.person(person))

    def choose(self, person: str, channel: str | None) -> None:
        """Let an admin choose the channel, or none.

        Raises RefusalError for who is no admin, where Slack does not tell, where the operator has
        named it, and for a channel in which we could not write.
        """
        if self.named:
            raise RefusalError("Whoever runs this bot has named the channel: MLOPS_LEARN_CURATORS.")
        try:
            if not self.people.is_admin(person):
                raise RefusalError("Workspace admins alone choose the curators' channel.")
            if channel and not self.people.channel(channel).is_member:
                raise RefusalError(NOT_A_MEMBER)
        except UntoldError as error:
            raise RefusalError(f"Slack does not tell me what I have to know ({error}).") from None
        self.store.workspaces.set_curators(self.team, channel)

    def require(self, person: str) -> None:
        """Raises RefusalError for who does not, and where Slack does not tell."""
        try:
            if self.has(person):
                return
        except UntoldError as error:
            said = f"{FOR_CURATORS}, and Slack does not tell me who that is ({error})."
            raise RefusalError(said) from None
        members = "the members of their channel, and " if self.channel else ""
        raise RefusalError(f"{FOR_CURATORS}: {members}workspace admins.")
