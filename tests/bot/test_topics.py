"""`topics`: the catalogue to look around in, by buttons that keep one message."""

import json
from pathlib import Path

import pytest

from bot.names import Action
from bot.views.place import Place
from bot.views.sentences import OUTDATED
from bot.views.topics import browse_message
from bot.workspace import ADA, MLOPS, LocalSlack
from bot.workspace.blocks import problems
from bot.workspace.world import Message
from knowledge import Catalogue, Chapter, Part, load
from tests.bot.rig import Bot, buttons, click, command, links
from tests.shipped import FINDER


def labels(message: Message) -> list[str]:
    return [
        element["text"]["text"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


class Browsing:
    """A person who clicks through one message."""

    def __init__(self, slack: LocalSlack, bot: Bot, text: str = "topics") -> None:
        self._slack, self._bot = slack, bot
        bot.get(command(slack, text))

    @property
    def page(self) -> Message:
        (page,) = self._slack.from_bot(MLOPS, seen_by=ADA)
        return page

    def press(self, label: str) -> None:
        number = labels(self.page).index(label)
        action = buttons(self.page)[number]
        self._bot.get(click(self._slack, self.page, action))


def test_from_parts_to_resources_in_one_message(slack: LocalSlack, bot: Bot) -> None:
    person = Browsing(slack, bot)
    assert labels(person.page)[:2] == ["Kubernetes", "Linux"]

    person.press("Kubernetes")
    assert "Service meshes" in labels(person.page)

    person.press("Service meshes")
    assert person.page.text.startswith("Service meshes\n")
    assert "Istio" in labels(person.page)

    person.press("Istio")
    assert person.page.text.startswith("Istio")
    assert any("istio.io" in link for link in links(person.page))

    person.press("← Service meshes")
    person.press("← The chapters")
    person.press("← All parts")
    assert person.page.text.startswith("Big Book of MLOps\n")


def test_every_resource_of_a_topic_is_on_one_of_its_pages(slack: LocalSlack, bot: Bot) -> None:
    person = Browsing(slack, bot, "topics kubernetes")
    seen = links(person.page)
    while "Next" in labels(person.page):
        person.press("Next")
        seen += links(person.page)

    tagged = {r.url for r in FINDER.catalogue.resources if "kubernetes" in r.topics}
    assert len(seen) == len(tagged)
    assert set(seen) == tagged

    person.press("Previous")
    assert len(links(person.page)) == 5


def test_a_topic_leads_up_and_to_its_path(slack: LocalSlack, bot: Bot) -> None:
    person = Browsing(slack, bot, "topics istio")
    person.press("↑ Service mesh")
    assert person.page.text.startswith("Service mesh")

    number = labels(person.page).index("Learning path")
    bot.get(click(slack, person.page, buttons(person.page)[number]))

    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text.startswith("Learning path to Service mesh")


@pytest.mark.parametrize("text", ["topics", "TOPICS", "path"])
def test_without_a_topic_it_begins_at_the_front(slack: LocalSlack, bot: Bot, text: str) -> None:
    assert Browsing(slack, bot, text).page.text.startswith("Big Book of MLOps\n")


def test_for_an_unknown_topic_the_nearest_are_offered(slack: LocalSlack, bot: Bot) -> None:
    person = Browsing(slack, bot, "topics isto")
    person.press("Istio")

    assert person.page.text.startswith("Istio")


@pytest.mark.parametrize("value", ["", "{}x", '{"page": -1}', '{"colour": "red"}', '{"topic": 1}'])
def test_a_value_that_is_not_ours_is_told_to_be_outdated(
    slack: LocalSlack, bot: Bot, value: str
) -> None:
    bot.get(command(slack, "topics"))
    payload = click(slack, slack.from_bot(MLOPS, seen_by=ADA)[-1], f"{Action.BROWSE}.0")
    payload["actions"][0]["value"] = value

    bot.get(payload)

    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text == OUTDATED


def test_every_place_of_the_catalogue_fits_into_a_message() -> None:
    catalogue = FINDER.catalogue
    places = [Place(), *(Place(part=part.folder) for part in catalogue.parts)]
    places += [Place(part="kubernetes", chapter=chapter.name) for chapter in catalogue.chapters]
    places += [Place(topic=topic) for topic in catalogue.topics]

    for place in places:
        drawn = browse_message(place, catalogue)
        assert len(json.dumps(drawn["blocks"])) < 12_000
        assert len(drawn["blocks"]) <= 50


def test_a_catalogue_without_chapters_shows_its_resources(tmp_path: Path) -> None:
    file = tmp_path / "shelf.jsonl"
    entry = {"id": "one", "title": "One <!channel>", "url": "https://example.org/one"}
    file.write_text(json.dumps(entry), encoding="utf-8")

    drawn = browse_message(Place(), load(file))

    assert "https://example.org/one" in str(drawn["blocks"])
    assert "<!channel>" not in drawn["text"]


@pytest.mark.parametrize(
    "beyond", [Place(topic="istio", start=9999), Place(topic="istio", until=9999)]
)
def test_a_page_beyond_the_last_is_the_last(beyond: Place) -> None:
    last = [r for r in FINDER.catalogue.resources if "istio" in r.topics][-1]

    drawn = browse_message(beyond, FINDER.catalogue)

    assert last.url in str(drawn["blocks"])
    assert "Next" not in str(drawn["blocks"])


def test_of_many_chapters_forty_are_offered_at_once() -> None:
    chapters = tuple(Chapter(f"p/{number}", f"Chapter {number}", "", ()) for number in range(90))
    catalogue = Catalogue((), {}, (Part("p", "P", "", chapters), Part("q", "Q", "", ())))
    seen: list[str] = []
    place: Place | None = Place(part="p")
    while place:
        message = browse_message(place, catalogue)
        assert problems(message) == []
        drawn = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
        seen += [e["text"]["text"] for e in drawn if e["text"]["text"].startswith("Chapter")]
        onward = [e["value"] for e in drawn if e["text"]["text"] == "Next"]
        place = Place.model_validate_json(onward[0]) if onward else None

    assert seen == [f"Chapter {number}" for number in range(90)]
