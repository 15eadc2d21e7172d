"""Inputs as HTML: how they are named, what they begin with, and when the app hears of them."""

import pytest

from tests.workspace.test_drawing import Drawn, actions, everything, field, plain, section


def test_a_searched_menu_begins_with_what_was_chosen() -> None:
    drawn = Drawn(everything("Name")["several searched"])
    box, label = drawn.the("input"), drawn.the("label")

    assert label["for"] == box["id"] == "m/b/a"
    assert (box["role"], box["aria-controls"]) == ("combobox", "m/b/a/offered")
    assert box["aria-describedby"] == "m/b/a-about"
    assert drawn.the("li")["data-value"] == "v"
    assert drawn.the("button")["aria-label"] == "Remove Name"
    (holder,) = [a for _, a in drawn.elements if a.get("class") == "external"]
    assert holder["data-least"] == "3"
    assert {"data-several", "data-required"} <= set(holder)


@pytest.mark.parametrize(
    ("config", "triggers", "says_so"),
    [
        (None, "on_enter_pressed", True),
        (["on_character_entered"], "on_character_entered", False),
        (
            ["on_character_entered", "on_enter_pressed"],
            "on_character_entered on_enter_pressed",
            True,
        ),
    ],
)
def test_an_input_says_when_the_app_hears_of_it(
    config: list[str] | None, triggers: str, says_so: bool
) -> None:
    told = {"dispatch_action_config": {"trigger_actions_on": config}} if config else {}
    block = field({"type": "plain_text_input", **told}, "x")
    heard = Drawn({**block, "dispatch_action": True})

    assert heard.the("input")["data-dispatch"] == triggers
    assert ("Press Enter" in heard.text) is says_so
    assert "data-dispatch" not in Drawn(block).the("input")
    assert "Press Enter" not in Drawn(block).text


@pytest.mark.parametrize("kind", ["ticked input", "several input"])
def test_what_is_ticked_has_a_label_for_all_and_one_for_each(kind: str) -> None:
    drawn = Drawn(everything("Name")[kind])
    (group,) = [attributes for _, attributes in drawn.elements if attributes.get("role") == "group"]
    box = drawn.the("input")

    assert ("div", {"class": "label", "id": "m/b/a-label"}) in drawn.elements
    assert (group["role"], group["aria-labelledby"]) == ("group", "m/b/a-label")
    assert group["aria-describedby"] == "m/b/a-about"
    assert "data-required" in group
    assert (box["id"], box["value"]) == ("m/b/a/0", "v")
    assert [tag for tag, _ in drawn.elements].count("label") == 1


def test_each_group_of_choices_is_named() -> None:
    drawn = Drawn(everything("Name")["several"])

    groups = [a["aria-label"] for _, a in drawn.elements if a.get("role") == "group"]
    assert groups == ["Name", "Name"]


def test_an_input_begins_and_ends_as_the_app_says() -> None:
    options = [{"text": plain(name), "value": name} for name in ("one", "two")]
    chosen = {"type": "static_select", "options": options, "initial_option": options[1]}
    limited = {"type": "plain_text_input", "min_length": 2, "max_length": 9}

    selected = [a["value"] for tag, a in Drawn(actions(chosen)).elements if "selected" in a]
    ticked = {"type": "checkboxes", "options": options, "initial_options": options[1:]}
    few = {**ticked, "type": "multi_static_select", "max_selected_items": 2}
    checked = [
        [a["value"] for tag, a in Drawn(block).elements if "checked" in a]
        for block in (actions(ticked), section(few))
    ]
    time = {"type": "timepicker", "initial_time": "09:30"}

    control = Drawn(field(limited, "x")).the("input")
    assert checked == [["two"], ["two"]]
    assert [a["data-most"] for _, a in Drawn(section(few)).elements if "data-most" in a] == ["2"]
    assert Drawn(actions(time)).the("input")["value"] == "09:30"
    assert selected == ["two"]
    assert (control["minlength"], control["maxlength"]) == ("2", "9")
    assert Drawn(field({"type": "plain_text_input"}, "x")).the("input")["maxlength"] == "3000"
