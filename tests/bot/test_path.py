"""`path TOPIC`, here and in the terminal, and the button *Learning path*."""

from pathlib import Path

import pytest

from bot.librarian import Librarian
from bot.library import Library
from bot.metrics import Metrics
from bot.names import Action, Surface
from bot.shelf import Shelf
from bot.store import open_store
from bot.views.place import Place
from bot.workspace import ADA, MLOPS, LocalSlack
from knowledge import Catalogue, Finder, Resource, Topic
from tests.bot.command_line import run
from tests.bot.rig import Bot, buttons, click, command, links, mention


@pytest.mark.parametrize(
    "text", ["path istio", "PATH Istio", "path   istioctl", "path ISTIO gateway"]
)
def test_a_path_leads_to_a_topic_however_it_is_written(
    slack: LocalSlack, bot: Bot, text: str
) -> None:
    bot.get(command(slack, text))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert answer.text.startswith("Learning path to Istio\n1. ")
    assert 3 <= len(links(answer)) <= 8
    assert "needed for Kubernetes" in str(answer.blocks)
    assert "an introduction" in str(answer.blocks)
    assert buttons(answer) == [Action.BROWSE]


@pytest.mark.parametrize(
    "text",
    [
        "path to becoming an mlops engineer?",
        "path to becoming an mlops engineer",
        "path mtu discovery?",
        "path lightweight kubernetes cluster monitoring stack",
        "topics for a talk on kubernetes networking",
        "paths in linux",
    ],
)
def test_what_only_begins_like_a_command_is_a_question(
    slack: LocalSlack, bot: Bot, text: str
) -> None:
    bot.get(command(slack, text))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert f"“{text}”" in answer.text


@pytest.mark.parametrize(("text", "nearest"), [("path isto", "Istio"), ("path metalb", "MetalLB")])
def test_for_an_unknown_topic_the_nearest_three_are_offered(
    slack: LocalSlack, bot: Bot, text: str, nearest: str
) -> None:
    bot.get(command(slack, text))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert answer.text.startswith(f"I know no topic “{text[5:]}”. The nearest:\n{nearest}")
    assert buttons(answer) == [f"{Action.PATH}.{number}" for number in range(3)]

    bot.get(click(slack, answer, f"{Action.PATH}.0"))

    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text.startswith(f"Learning path to {nearest}")


def test_an_ambiguous_name_is_asked_back(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "path argo"))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert answer.text.startswith("“argo” may mean:\nArgo CD, Argo Workflows")


def test_the_button_under_an_answer_leads_to_what_it_is_about(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "how does MetalLB work"))
    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)

    bot.get(click(slack, answer, Action.PATH))

    path = slack.from_bot(MLOPS, seen_by=ADA)[-1]
    assert path.text.startswith("Learning path to MetalLB\n")


def test_in_a_thread_the_path_is_for_the_one_who_clicked(slack: LocalSlack, bot: Bot) -> None:
    asked = mention(slack, "istio")
    bot.get(asked)
    (public,) = slack.from_bot(MLOPS)

    bot.get(click(slack, public, Action.PATH))

    (path,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert path.thread == asked["event"]["ts"]
    assert len(slack.from_bot(MLOPS)) == 1


def test_a_direct_message_may_ask_for_a_path(slack: LocalSlack, bot: Bot) -> None:
    asked = slack.act.direct_message("path istio", ADA)
    bot.get(asked)

    (answer,) = slack.from_bot(asked["event"]["channel"])
    assert answer.text.startswith("Learning path to Istio")


def test_a_topic_that_is_no_more_leads_to_the_front(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "istio"))
    payload = click(slack, slack.from_bot(MLOPS, seen_by=ADA)[-1], Action.PATH)
    payload["actions"][0]["value"] = Place(topic="a-topic-of-yesterday").value()

    bot.get(payload)

    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text.startswith("Big Book of MLOps")


def test_the_same_click_delivered_twice_shows_one_path(slack: LocalSlack, bot: Bot) -> None:
    bot.get(command(slack, "istio"))
    payload = click(slack, slack.from_bot(MLOPS, seen_by=ADA)[-1], Action.PATH)

    bot.get(payload)
    bot.get(payload)

    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 2


def test_path_shows_steps_that_fit_a_terminal() -> None:
    done = run("path", "istio")

    shown = done.stdout.decode()
    assert done.returncode == 0
    assert shown.startswith("Learning path to Istio\n")
    assert "\n1. " in shown
    assert "needed for Kubernetes" in shown
    assert all(len(line) <= 80 for line in shown.splitlines() if "://" not in line)


def test_path_says_what_to_know_before_opening() -> None:
    assert b"   Note: TorchServe is no longer maintained" in run("path", "torchserve").stdout


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("isto", "I know no topic “isto”. The nearest: Istio, "),
        ("argo", "“argo” may mean more than one topic; name one of these: Argo CD, Argo Workflows"),
    ],
)
def test_path_says_what_it_does_not_understand(topic: str, said: str) -> None:
    done = run("path", topic)

    assert done.returncode == 1
    assert done.stderr.decode().startswith(said)


def test_a_tag_too_long_for_a_button_is_no_topic_to_go_to(tmp_path: Path) -> None:
    topic = Topic(id="x" * 600, name="Long", aliases=("short",))
    held = Resource(id="one", title="One", url="https://example.org/", topics=(topic.id,))
    finder = Finder(Catalogue((held,), {topic.id: topic}))
    shelf = Shelf(Library(finder), open_store(f"sqlite:///{tmp_path}/x"), "T1")
    librarian = Librarian(shelf, Metrics(), 90)

    message = librarian.reply("path short", Surface.COMMAND, ()).message

    assert message
    assert message["text"].startswith("I know no topic “short”")
