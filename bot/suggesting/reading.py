"""Reads what stands in a form into a proposal, or says at each input what is wrong with it."""

from typing import get_args

from pydantic import TypeAdapter, ValidationError

from bot.names import SuggestionField
from bot.shelf import addition_of
from bot.store import Proposal
from bot.suggesting.neighbours import Neighbours
from bot.views.blocks import clip, tidy
from bot.views.resource import TITLE_CHARACTERS, title_of
from bot.views.suggestion_form import MOST_TOPICS, Entered
from knowledge import Catalogue
from knowledge.known_links import Likeness
from knowledge.links import typed_link
from knowledge.markup import MATCHED_CHARACTERS
from knowledge.models import SUMMARY_CHARACTERS, Format, Level, Text

NO_TITLE = "Say what it is called."

SEEN: TypeAdapter[str] = TypeAdapter(Text)


class FaultsError(Exception):
    """What is wrong with a form, in a sentence for each input."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.errors = errors


def read_proposal(
    entered: Entered, catalogue: Catalogue, neighbours: Neighbours, *, is_edited: bool
) -> Proposal:
    """Make a proposal that can become a resource at any time.

    Raises FaultsError where it cannot, or where its link is known; what the workspace has added may
    be the very one that is edited.
    """
    errors: dict[str, str] = {}
    url, title = "", _seen(entered.title)
    try:
        url = _plain_scheme(typed_link(entered.link))
        known = neighbours.known(url)
        is_another = known and not (is_edited and known.resource.is_own)
        if known and is_another and known.likeness is not Likeness.MOVED:
            errors[SuggestionField.LINK] = f"I know it already, as “{title_of(known.resource)}”."
    except ValueError as error:
        errors[SuggestionField.LINK] = str(error)
    if title is None:
        errors[SuggestionField.TITLE] = NO_TITLE
    elif len(title) > TITLE_CHARACTERS:
        errors[SuggestionField.TITLE] = f"Say it in at most {TITLE_CHARACTERS} characters."
    why = _seen(entered.why)
    if why and len(why) > SUMMARY_CHARACTERS:
        errors[SuggestionField.WHY] = f"Say it in at most {SUMMARY_CHARACTERS} characters."
    if errors or title is None:
        raise FaultsError(errors)
    topics = [id for id in dict.fromkeys(entered.topics) if id in catalogue.topics]
    question = _seen(entered.question)
    proposal = Proposal(
        url=url,
        title=title,
        topics=tuple(topics[:MOST_TOPICS]),
        why=why,
        question=clip(question, MATCHED_CHARACTERS) if question else None,
        author=_seen(entered.author),
        format=entered.format if entered.format in get_args(Format) else None,
        level=entered.level if entered.level in get_args(Level) else None,
    )
    try:
        addition_of(proposal)
    except ValidationError as error:
        raise FaultsError(_faults(error)) from None
    return proposal


def entered_of(proposal: Proposal) -> Entered:
    """Write a proposal as it stands in a form."""
    return Entered(
        link=proposal.url,
        title=proposal.title,
        topics=proposal.topics,
        why=proposal.why or "",
        author=proposal.author or "",
        format=proposal.format,
        level=proposal.level,
        question=proposal.question or "",
    )


def _seen(text: str) -> str | None:
    """Take a line of which something can be seen."""
    try:
        return SEEN.validate_python(tidy(text))
    except ValidationError:
        return None


def _plain_scheme(url: str) -> str:
    """Write the scheme as Slack wants it."""
    scheme, rest = url.split("://", 1)
    return f"{scheme.lower()}://{rest}"


def _faults(error: ValidationError) -> dict[str, str]:
    """Say at the title what is wrong with title and link together; each was looked at before."""
    fault = error.errors(include_input=False, include_url=False)[0]
    said = fault["msg"].removeprefix("title: ")
    return {SuggestionField.TITLE: f"{said[0].upper()}{said[1:]}."}
