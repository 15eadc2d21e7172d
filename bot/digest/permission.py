"""Who may change the digest of a channel; asked at the moment of the act."""

from bot.people import People, UntoldError
from bot.refusal import RefusalError

NEEDED = (
    "Only who made this channel, a workspace admin, or somebody whom my operator has named may"
    " change its digest"
)
FOR_ADMINS = "This is for workspace admins, and those whom my operator has named"


def require_right(people: People, person: str, channel: str) -> None:
    """Raises RefusalError for who may not, and where Slack does not tell who that is."""
    try:
        if people.is_admin(person):
            return
        made = people.channel(channel)
        if people.has_made(person, made):
            return
    except UntoldError as error:
        raise RefusalError(f"{NEEDED}{_untold(error)}") from None
    raise RefusalError(f"{NEEDED}.", made.creator if made.creator != person else None)


def require_admin(people: People, person: str) -> None:
    """Raises RefusalError for who is no admin, and where Slack does not tell."""
    try:
        if people.is_admin(person):
            return
    except UntoldError as error:
        raise RefusalError(f"{FOR_ADMINS}{_untold(error)}") from None
    raise RefusalError(f"{FOR_ADMINS}.")


def _untold(error: UntoldError) -> str:
    said = ", and Slack does not tell me who that is"
    if str(error) == "missing_scope":
        return f"{said}: the app lacks a scope; mlops-learn doctor says which."
    return f"{said} ({error})."
