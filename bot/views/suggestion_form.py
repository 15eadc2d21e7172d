"""Draws the forms in which a link is suggested, and edited by curators; reads what they hold."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.names import EDIT_MODAL, SUGGEST_MODAL, Action, SuggestionField
from bot.views.answer import QUESTION_CHARACTERS
from bot.views.blocks import Block, View, clip, context, tidy
from bot.views.resource import TITLE_CHARACTERS
from bot.views.suggestion_card import CardPlace
from bot.views.suggestion_check import Check, check_blocks
from knowledge import Topic
from knowledge.markup import MATCHED_CHARACTERS
from knowledge.models import FORMAT_NAMES, SUMMARY_CHARACTERS, Level

OPTION_CHARACTERS = 75
VALUE_CHARACTERS = 150
TYPED_CHARACTERS = 3000  # what Slack takes in an input
MOST_TOPICS = 10
"""As many as a person can choose well; few resources are about more."""

Typed = Annotated[str, Field(max_length=TYPED_CHARACTERS)]


class Origin(BaseModel):
    """Where a form was opened, and for which question; a curator may fill a gap by it.

    In App Home there is no channel: the person stands in its place, to be written to. Comes back
    from Slack, and is validated like any input.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Annotated[str, Field(pattern=r"^[CDGUW][A-Z0-9]+$")]
    question: Annotated[str, Field(max_length=MATCHED_CHARACTERS)] | None = None
    fills: bool = False


class Entered(BaseModel):
    """What stands in a form, as texts; what it means is not checked yet. Topics are ids."""

    model_config = ConfigDict(frozen=True)

    link: Typed = ""
    title: Typed = ""
    topics: Annotated[tuple[str, ...], Field(max_length=100)] = ()
    why: Typed = ""
    author: Typed = ""
    format: str | None = None
    level: str | None = None
    question: Typed = ""


def suggestion_form(
    origin: Origin, entered: Entered, topics: Mapping[str, Topic], check: Check | None = None
) -> View:
    """Draw the form for everybody; the check stands below the link."""
    asked = clip(tidy(origin.question or ""), QUESTION_CHARACTERS)
    return _form(
        SUGGEST_MODAL,
        "Fill a gap" if origin.fills else "Suggest a link",
        "Accept" if origin.fills else "Suggest",
        origin.model_dump_json(exclude_defaults=True),
        [
            *([context(f"It is to answer “{asked}”.")] if asked and not origin.fills else []),
            _link(entered.link, tells=True),
            *(check_blocks(check) if check else []),
            *_about(entered, topics),
            *([_question(entered.question)] if origin.fills else []),
        ],
    )


def edit_form(place: CardPlace, entered: Entered, topics: Mapping[str, Topic]) -> View:
    """Draw the form for curators."""
    return _form(
        EDIT_MODAL,
        "Edit a suggestion",
        "Save and accept",
        place.model_dump_json(),
        [
            _link(entered.link, tells=False),
            *_about(entered, topics),
            _words(SuggestionField.AUTHOR, "Who made it", entered.author, TITLE_CHARACTERS),
            _menu(SuggestionField.FORMAT, "Format", FORMAT_NAMES, entered.format),
            _menu(
                SuggestionField.LEVEL,
                "Level",
                {level: level.capitalize() for level in get_args(Level)},
                entered.level,
            ),
            _question(entered.question),
        ],
    )


def _question(standing: str) -> Block:
    """Draw the question that an answer may quote, to whoever asks alike."""
    label = "A question that it answers, in words that all may read"
    return _words(SuggestionField.QUESTION, label, standing, MATCHED_CHARACTERS)


def read_origin(view: Mapping[str, Any]) -> Origin:
    """Read where a form was opened. Raises ValueError for one that is not ours."""
    return Origin.model_validate_json(str(view.get("private_metadata")))


def read_entered(view: Mapping[str, Any]) -> Entered:
    """Read what stands in a form. Raises ValueError for one that is not ours."""

    def value(field: SuggestionField, kind: str) -> Any:
        standing = view["state"]["values"].get(field) or {}
        return (standing.get(_action(field)) or {}).get(kind)

    def chosen(field: SuggestionField) -> Any:
        return (value(field, "selected_option") or {}).get("value")

    try:
        options = value(SuggestionField.TOPICS, "selected_options") or ()
        return Entered(
            link=value(SuggestionField.LINK, "value") or "",
            title=value(SuggestionField.TITLE, "value") or "",
            topics=tuple(option["value"] for option in options),
            why=value(SuggestionField.WHY, "value") or "",
            author=value(SuggestionField.AUTHOR, "value") or "",
            format=chosen(SuggestionField.FORMAT),
            level=chosen(SuggestionField.LEVEL),
            question=value(SuggestionField.QUESTION, "value") or "",
        )
    except (AttributeError, LookupError, TypeError, ValidationError) as error:
        raise ValueError(f"a modal that is not ours: {type(error).__name__}") from None


def topic_options(topics: Sequence[Topic]) -> list[Block]:
    """Draw what a menu of topics offers."""
    return [
        _option(tidy(topic.name), topic.id) for topic in topics if len(topic.id) <= VALUE_CHARACTERS
    ]


def _form(callback: str, title: str, submit: str, metadata: str, blocks: list[Block]) -> View:
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata,
        "title": _text(title),
        "submit": _text(submit),
        "close": _text("Cancel"),
        "blocks": blocks,
    }


def _link(link: str, *, tells: bool) -> Block:
    """Draw the input of the link; where it `tells`, we hear of it before the form is submitted."""
    is_link = link.startswith(("https://", "http://"))  # Slack takes no other for a beginning
    element: Block = {
        "type": "url_text_input",
        "placeholder": _text("https://"),
        **({"initial_value": link} if is_link else {}),
    }
    if not tells:
        return _input(SuggestionField.LINK, "Link", element)
    element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    hint = "Press Enter, and I look whether I know it. I never open it."
    drawn = _input(SuggestionField.LINK, "Link", element, hint=hint)
    return drawn | {"dispatch_action": True}


def _about(entered: Entered, topics: Mapping[str, Topic]) -> list[Block]:
    title = _words(SuggestionField.TITLE, "Title", entered.title, TITLE_CHARACTERS, optional=False)
    why = _words(SuggestionField.WHY, "What it gives, in a line", entered.why, SUMMARY_CHARACTERS)
    if not topics:
        return [title, why]
    chosen = topic_options([topics[id] for id in entered.topics if id in topics])
    menu = {
        "type": "multi_external_select",
        "placeholder": _text("Type to find some"),
        "min_query_length": 0,
        "max_selected_items": MOST_TOPICS,
        **({"initial_options": chosen} if chosen else {}),
    }
    return [title, _input(SuggestionField.TOPICS, "Topics", menu, optional=True), why]


def _words(
    field: SuggestionField, label: str, content: str, limit: int, *, optional: bool = True
) -> Block:
    element = {
        "type": "plain_text_input",
        "max_length": limit,
        **({"initial_value": content[:limit]} if content else {}),
    }
    return _input(field, label, element, optional=optional)


def _menu(
    field: SuggestionField, label: str, names: Mapping[Any, str], chosen: str | None
) -> Block:
    options = {value: _option(name, value) for value, name in names.items()}
    element = {
        "type": "static_select",
        "options": list(options.values()),
        **({"initial_option": options[chosen]} if chosen in options else {}),
    }
    return _input(field, label, element, optional=True)


def _input(
    field: SuggestionField,
    label: str,
    element: Block,
    *,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    return {
        "type": "input",
        "block_id": field,
        "label": _text(label),
        "element": {**element, "action_id": _action(field)},
        "optional": optional,
        **({"hint": _text(hint)} if hint else {}),
    }


def _action(field: SuggestionField) -> str:
    return f"{Action.SUGGEST}.{field}"


def _option(label: str, value: str) -> Block:
    return {"text": _text(clip(label, OPTION_CHARACTERS)), "value": value}


def _text(content: str) -> Block:
    return {"type": "plain_text", "text": content}
