"""However large what is shown is: a message that Slack takes, and nothing is lost."""

import json
import re

from bot.names import Action
from bot.views.blocks import BLOCK_CHARACTERS, Message
from bot.views.path import path_message
from bot.views.place import Place
from bot.views.topics import browse_message
from bot.workspace.blocks import problems
from knowledge import (
    Catalogue,
    Resource,
    Topic,
    learning_path,
)
from tests.bot.drawing import answer, drawn, parsed, strings


def test_resources_too_large_for_one_message_wait_for_the_next_page() -> None:
    resources = [
        Resource(
            id=str(n),
            title="é" * 200,
            url=f"https://x.org/{'é' * 300}{n}",
            summary="é" * 2000,
        )
        for n in range(3)
    ]

    message = drawn(answer(*resources, more=False))

    assert len(json.dumps(message["blocks"])) <= BLOCK_CHARACTERS
    (row,) = [block for block in message["blocks"] if block["type"] == "actions"]
    (more,) = [each for each in row["elements"] if each["action_id"] == Action.MORE]
    shown = len(parsed(message["blocks"]))
    assert json.loads(more["value"])["start"] == shown < 3


def largest(number: int) -> Resource:
    return Resource(
        id=str(number),
        title="é" * 200,
        url=f"https://x.org/{'x' * 1900}{number}",
        author="é" * 100,
        topics=("large",),
        note="é" * 100,
    )


def shown_links(message: Message) -> list[str]:
    return re.findall(r"https://x\.org/x+(\d+)", json.dumps(message["blocks"]))


def test_however_large_they_are_the_pages_of_a_topic_show_each_resource_once() -> None:
    resources = tuple(largest(number) for number in range(12))
    catalogue = Catalogue(resources, {"large": Topic(id="large", name="é" * 300)})

    def walk(place: Place | None, label: str) -> list[list[str]]:
        pages = []
        while place:
            message = browse_message(place, catalogue)
            assert problems(message) == []
            assert len(json.dumps(message["blocks"])) <= BLOCK_CHARACTERS
            pages.append(shown_links(message))
            buttons = message["blocks"][-1]["elements"]
            onward = [button["value"] for button in buttons if button["text"]["text"] == label]
            place = Place.model_validate_json(onward[0]) if onward else None
        return pages

    ahead = walk(Place(topic="large"), "Next")
    back = walk(Place(topic="large", until=12), "Previous")

    assert len(ahead) > 3
    assert [n for page in ahead for n in page] == [str(number) for number in range(12)]
    assert [n for page in back[::-1] for n in page] == [str(number) for number in range(12)]


def test_a_path_too_large_for_a_message_keeps_its_end() -> None:
    topics = {"0": Topic(id="0", name="T0")}
    for number in range(1, 8):
        before = (str(number - 1),)
        topics[str(number)] = Topic(id=str(number), name=f"T{number}", prerequisites=before)
    resources = tuple(
        largest(number).model_copy(update={"topics": (str(number),)}) for number in range(8)
    )
    path = learning_path(Catalogue(resources, topics), topics["7"])
    assert len(path.steps) == 8

    message = path_message(path)

    assert problems(message) == []
    assert len(json.dumps(message["blocks"])) <= BLOCK_CHARACTERS
    shown = shown_links(message)
    assert 1 < len(shown) < 8
    assert shown == [str(number) for number in range(8)][-len(shown) :]
    said = "".join(strings(message["blocks"]))
    assert f"8 steps; the first {8 - len(shown)} are too long to be shown here" in said
    assert parsed(message["blocks"])[0].startswith(f"*{9 - len(shown)}. <")
    assert f"T{8 - len(shown)}: needed for" in said
