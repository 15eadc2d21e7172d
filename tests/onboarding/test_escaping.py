"""Commands come with people, channels and links as Slack marks them: all others understand that."""

import pytest

from bot.reception import with_channel_names
from bot.workspace import ADA, MLOPS
from bot.workspace.world import Message
from tests.bot.rig import command, links
from tests.onboarding.scene import TEAM, Scene
from tests.shipped import FINDER


def asked(scene: Scene, text: str) -> Message:
    scene.bot.get(command(scene.slack, text, ADA))
    return scene.slack.from_bot(MLOPS, seen_by=ADA)[-1]


def test_a_channel_is_read_as_it_was_typed() -> None:
    assert with_channel_names("path <#C0MLOPS|mlops>") == "path #mlops"
    assert with_channel_names("<#C1|a-b> <#C2> <@U1|ben> <!here>") == "#a-b <#C2> <@U1|ben> <!here>"


def test_a_topic_that_a_channel_is_called_like_is_one_in_a_digest(scene: Scene) -> None:
    asked(scene, "digest weekly monday 09:00 topics: #mlops, k8s")

    subscription = scene.bot.store.subscriptions.find(TEAM, MLOPS)
    assert subscription
    assert subscription.topics == ("mlops", "kubernetes")


@pytest.mark.parametrize("text", ["path #mlops", "topics #mlops"])
def test_and_so_it_is_in_a_path_and_among_the_topics(scene: Scene, text: str) -> None:
    assert "MLOps" in asked(scene, text).text.splitlines()[0]


def test_a_question_is_the_same_with_people_links_and_signs(scene: Scene) -> None:
    bare = asked(scene, "how does MetalLB work")
    marked = asked(scene, "@ben how does MetalLB work <here> & https://example.org/x?a=1&b=2")

    assert links(marked)[0] == links(bare)[0]
    assert links(bare)[0] in {resource.url for resource in FINDER.catalogue.resources}
