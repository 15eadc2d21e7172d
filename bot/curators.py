"""Who curates: the members of the curators' channel, and admins; asked at the moment of the act."""

from dataclasses import dataclass

from bot.people import People, UntoldError
from bot.refusal import RefusalError

FOR_CURATORS = "This is for curators"


@dataclass(frozen=True)
class Curators:
    """`channel` is where they hear of what there is to decide; None where the operator set none."""

    people: People
    channel: str | None = None

    def has(self, person: str) -> bool:
        """Tell whether somebody curates. Raises UntoldError where Slack does not tell."""
        if self.people.is_admin(person):
            return True
        if not self.channel or not self.people.is_member(person, self.channel):
            return False
        # By Slack Connect people of other workspaces may be in the channel, too.
        return self.people.is_colleague(self.people.person(person))

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
