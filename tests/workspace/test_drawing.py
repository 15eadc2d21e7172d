"""Blocks as HTML: each is drawn, its text is text, and an unknown one is shown as such."""

from html.parser import HTMLParser
from typing import Any

import htpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workspace.block_kit.blocks import MessageBlock, ViewBlock
from bot.workspace.elements import with_ids
from bot.workspace.page.blocks import BLOCKS, blocks
from bot.workspace.page.elements import ELEMENTS
from bot.workspace.page.scene import Scene
from bot.workspace.world import Json
from tests.workspace.test_blocks import AT_THE_LIMIT

SCENE = Scene(people={"U0BEN": "ben"}, channels={"C0MLOPS": "mlops"}, key="m", errors={"b": "No!"})


class Drawn(HTMLParser):
    """What a browser makes of HTML: its elements, with their attributes, and its text."""

    def __init__(self, *content: Json) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        html = str(htpy.fragment[blocks(with_ids(content), SCENE)])
        self.feed(html.encode().decode())  # a bare text, which does not escape what is added

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]

    def the(self, tag: str) -> dict[str, str | None]:
        (found,) = [attributes for name, attributes in self.elements if name == tag]
        return found


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def option(text: str) -> Json:
    return {"text": plain(text), "value": "v"}


def confirm(text: str) -> Json:
    return {name: plain(text) for name in ("title", "text", "confirm", "deny")}


def rich(kind: str, *elements: Json, **more: object) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": [*elements], **more}]}


def actions(element: Json) -> Json:
    return {"type": "actions", "block_id": "b", "elements": [{"action_id": "a", **element}]}


def section(element: Json) -> Json:
    accessory = {"action_id": "a", **element}
    return {"type": "section", "block_id": "b", "text": plain("x"), "accessory": accessory}


def field(element: Json, text: str) -> Json:
    return {
        "type": "input",
        "block_id": "b",
        "label": plain(text),
        "hint": plain(text),
        "element": {"action_id": "a", **element},
    }


def everything(text: str) -> dict[str, Json]:
    """Make one of each block and element, with a text in every place that takes plain text."""
    said = {"type": "text", "text": text, "style": {"bold": True, "code": True}}
    link = {"type": "link", "url": "https://a.b/", "text": text}
    feedback = {"text": plain(text), "value": "v"}
    image = {"type": "image", "image_url": "https://a.b/c.png", "alt_text": text or "x"}
    return {
        "header": {"type": "header", "text": plain(text)},
        "section": {
            "type": "section",
            "block_id": "b",
            "text": plain(text),
            "fields": [plain(text)],
            "accessory": image,
        },
        "context": {"type": "context", "block_id": "b", "elements": [plain(text), image]},
        "divider": {"type": "divider"},
        "image": {**image, "block_id": "b", "title": plain(text)},
        "rich section": rich("rich_text_section", said, link),
        "rich list": rich("rich_text_list", {"elements": [said]}, style="ordered", offset=2),
        "rich quote": rich("rich_text_quote", said),
        "rich code": rich("rich_text_preformatted", said),
        "button": actions({"type": "button", "text": plain(text), "confirm": confirm(text)}),
        "select": actions({"type": "static_select", "options": [option(text)]}),
        "groups": actions(
            {
                "type": "static_select",
                "placeholder": plain(text),
                "option_groups": [{"label": plain(text), "options": [option(text)]}],
            }
        ),
        "overflow": actions({"type": "overflow", "options": [option(text)]}),
        "feedback": {
            "type": "context_actions",
            "block_id": "b",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "a",
                    "positive_button": feedback,
                    "negative_button": feedback,
                }
            ],
        },
        "input": field({"type": "plain_text_input", "initial_value": text}, text),
        "long input": field(
            {"type": "plain_text_input", "multiline": True, "initial_value": text}, text
        ),
        "chosen input": field({"type": "static_select", "options": [option(text)]}, text),
        "boxes": actions({"type": "checkboxes", "options": [option(text)]}),
        "several": section(
            {
                "type": "multi_static_select",
                "placeholder": plain(text),
                "option_groups": [{"label": plain(text), "options": [option(text)]}],
            }
        ),
        "time": actions({"type": "timepicker", "placeholder": plain(text), "timezone": text}),
        "ticked input": field({"type": "checkboxes", "options": [option(text)]}, text),
        "several input": field({"type": "multi_static_select", "options": [option(text)]}, text),
        "time input": field({"type": "timepicker"}, text),
        "one searched": section({"type": "external_select", "initial_option": option(text)}),
        "several searched": field(
            {
                "type": "multi_external_select",
                "placeholder": plain(text),
                "initial_options": [option(text)],
            },
            text,
        ),
        "address": field({"type": "url_text_input", "placeholder": plain(text)}, text),
        "person": actions({"type": "users_select", "placeholder": plain(text)}),
    }


@pytest.mark.parametrize("kind", everything(""))
@given(text=st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_text_stays_a_text_wherever_it_stands(kind: str, text: str) -> None:
    bland, drawn = Drawn(everything("bland")[kind]), Drawn(everything(text)[kind])

    assert drawn.tags == bland.tags
    assert [set(attributes) for _, attributes in drawn.elements] == [
        set(attributes) for _, attributes in bland.elements
    ]


@pytest.mark.parametrize("kind", [kind for kind in everything("") if kind != "divider"])
def test_a_text_is_shown_wherever_it_stands(kind: str) -> None:
    drawn = Drawn(everything("<b>&amp;")[kind])
    attributes = [value for _, attributes in drawn.elements for value in attributes.values()]

    assert "<b>&amp;" in drawn.text or "<b>&amp;" in attributes


def test_every_kind_that_is_taken_can_be_drawn() -> None:
    def kinds(union: Any) -> set[str]:
        members = union.__args__[0].__args__  # of Annotated[A | B, …]
        return {member.model_fields["type"].annotation.__args__[0] for member in members}

    assert (kinds(MessageBlock) | kinds(ViewBlock)) - set(BLOCKS) == {"markdown"}
    drawn = {element["type"] for block in everything("x").values() for element in used(block)}
    assert drawn == set(ELEMENTS)


def used(block: Json) -> list[Json]:
    inside = block["elements"] if "actions" in block["type"] else []
    return [*inside, *filter(None, (block.get("accessory"), block.get("element")))]


@pytest.mark.parametrize("taken", [taken for taken, _ in AT_THE_LIMIT.values()], ids=AT_THE_LIMIT)
def test_what_slack_takes_at_its_limits_is_drawn(taken: Json) -> None:
    assert Drawn(taken).tags


def test_a_block_that_is_not_known_is_shown_as_such() -> None:
    drawn = Drawn({"type": "carousel", "cards": ["<b>"]})

    assert "cannot draw: carousel" in drawn.text
    assert '"<b>"' in drawn.text
    assert "b" not in drawn.tags


def test_only_pages_are_linked_to() -> None:
    bad = rich("rich_text_section", {"type": "link", "url": "javascript:alert(1)", "text": "x"})

    assert "a" not in Drawn(bad).tags
    assert Drawn(everything("x")["rich section"]).the("a")["href"] == "https://a.b/"


def test_an_input_has_its_label_its_hint_and_its_error() -> None:
    drawn = Drawn(everything("Name")["input"])
    control, label = drawn.the("input"), drawn.the("label")

    assert label["for"] == control["id"] == "m/b/a"
    assert control["aria-describedby"] == "m/b/a-about"
    assert "required" in control
    assert "No!" in drawn.text


def test_each_input_has_an_id_of_its_own() -> None:
    def ids(block_id: str, action_id: str) -> str | None:
        block = field({"type": "plain_text_input", "action_id": action_id}, "x")
        return Drawn({**block, "block_id": block_id}).the("input")["id"]

    found = [ids(*each) for each in (("a-b", "c"), ("a", "b-c"), ("a/b", "c"), ("a", "b/c"))]
    assert len(set(found)) == 4
    assert ids("with space", "é") == "m/with%20space/%C3%A9"


def test_people_and_emoji_are_named() -> None:
    elements = [
        {"type": "user", "user_id": "U0BEN"},
        {"type": "channel", "channel_id": "C0MLOPS"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "tada"},
        {"type": "emoji", "name": "ours"},
    ]

    drawn = Drawn(rich("rich_text_section", *elements))

    assert drawn.text == "@ben#mlops@here🎉:ours:"
    assert ("span", {"role": "img", "aria-label": "tada"}) in drawn.elements


def test_a_list_goes_on_from_where_it_should() -> None:
    assert Drawn(everything("x")["rich list"]).the("ol")["start"] == "3"


def test_only_pictures_of_the_web_are_asked_for() -> None:
    picture = {"type": "image", "alt_text": "x", "image_url": "slack://file"}

    assert "src" not in Drawn(picture).the("img")
