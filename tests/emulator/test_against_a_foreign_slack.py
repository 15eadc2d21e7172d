"""The same scenarios as in the browser, against a Slack that knows nothing of this bot.

It has no message shortcuts and no `block_suggestion`, and wrongly tells of a click on a private
message as of one on a public message; so it vouches for the calls, not for every payload.
"""

from tests.bot.drawing import strings
from tests.bot.process import Running, eventually
from tests.emulator.foreign import BOT, PERSON, TOKENS, ForeignSlack, buttons

QUESTION = "how does MetalLB work"


def test_a_command_is_answered_for_its_asker_alone(slack: ForeignSlack) -> None:
    slack.command(QUESTION)

    answer = slack.answer()
    assert answer["ephemeral_to"] == PERSON
    assert answer["text"].startswith(f"Worth opening on “{QUESTION}”")
    assert "https://metallb.io" in answer["text"]
    assert list(buttons(answer))[:3] == ["Share in channel", "More", "Learning path"]


def test_a_mention_is_answered_in_its_thread(slack: ForeignSlack) -> None:
    asked = slack.write(f"<@{BOT}> {QUESTION}")

    answer = slack.answer()
    assert answer["thread_ts"] == asked["ts"]
    assert "ephemeral_to" not in answer
    assert answer["text"].startswith(f"Worth opening on “{QUESTION}”")


def test_a_mention_within_a_thread_is_answered_there(slack: ForeignSlack) -> None:
    root = slack.write("our load balancers have no address")
    slack.write(f"<@{BOT}> {QUESTION}", thread=root["ts"])

    assert slack.answer()["thread_ts"] == root["ts"]


def test_a_direct_message_is_answered_right_below_it(slack: ForeignSlack) -> None:
    asked = slack.write(QUESTION, channel=PERSON)

    answer = slack.answer(asked["channel"])
    assert "thread_ts" not in answer
    assert "ephemeral_to" not in answer
    assert answer["text"].startswith(f"Worth opening on “{QUESTION}”")
    assert list(buttons(answer))[:2] == ["More", "Learning path"]


def test_what_is_not_for_the_bot_is_not_answered(slack: ForeignSlack) -> None:
    slack.write(QUESTION)
    slack.command(QUESTION)  # whose answer comes after that to the message would

    assert slack.answer()["ephemeral_to"] == PERSON


def test_a_private_answer_can_be_shared(slack: ForeignSlack) -> None:
    slack.command(QUESTION)
    private = slack.answer()

    slack.click(private, "Share in channel")

    eventually(lambda: private not in slack.from_bot())
    public = slack.answer()
    assert "ephemeral_to" not in public
    assert public["text"] == f"<@{PERSON}> shared: {private['text']}"
    said = public["blocks"][0]["elements"][0]["elements"]
    assert said[0] == {"type": "user", "user_id": PERSON}


def test_more_brings_the_next_page(slack: ForeignSlack) -> None:
    slack.command(QUESTION)
    first = slack.answer()

    slack.click(first, "More")

    eventually(lambda: len(slack.from_bot()) == 2)
    second = slack.from_bot()[-1]
    assert second["ephemeral_to"] == PERSON
    assert second["text"].startswith(f"More on “{QUESTION}”")
    assert links(first).isdisjoint(links(second))


def test_what_one_finds_in_a_thread_can_be_posted_there(slack: ForeignSlack) -> None:
    asked = slack.write(f"<@{BOT}> {QUESTION}")
    slack.click(slack.answer(), "More")
    eventually(lambda: len(slack.from_bot()) == 2)
    private = slack.from_bot()[-1]
    assert private["ephemeral_to"] == PERSON

    slack.click(private, "Post in thread")

    eventually(lambda: private not in slack.from_bot())
    posted = slack.from_bot()[-1]
    assert posted["thread_ts"] == asked["ts"]
    assert "ephemeral_to" not in posted
    assert posted["text"].startswith(f"<@{PERSON}> shared: ")
    assert links(posted) == links(private)


def test_more_in_a_direct_message_is_there_to_stay(slack: ForeignSlack) -> None:
    channel = slack.write(QUESTION, channel=PERSON)["channel"]

    slack.click(slack.answer(channel), "More")

    eventually(lambda: len(slack.from_bot(channel)) == 2)
    assert "ephemeral_to" not in slack.from_bot(channel)[-1]


def test_a_learning_path_leads_to_the_topic_of_an_answer(slack: ForeignSlack) -> None:
    slack.command(QUESTION)

    slack.click(slack.answer(), "Learning path")

    eventually(lambda: len(slack.from_bot()) == 2)
    path = slack.from_bot()[-1]
    assert path["ephemeral_to"] == PERSON
    assert path["text"].startswith("Learning path to MetalLB\n1. ")


def test_browsing_turns_the_pages_of_one_message(slack: ForeignSlack) -> None:
    slack.command("topics")
    front = slack.answer()

    slack.click(front, "Kubernetes")

    eventually(lambda: slack.from_bot() != [front])
    part = slack.answer()
    assert part["ts"] == front["ts"]
    assert part["text"].startswith("Kubernetes\n")

    slack.click(part, "← All parts")

    eventually(lambda: slack.from_bot() == [front])


def test_app_home_says_what_the_bot_can_do(slack: ForeignSlack) -> None:
    slack.open_home()

    eventually(lambda: slack.calls("views.publish"))
    (published,) = slack.calls("views.publish")
    assert published["user_id"] == PERSON
    assert published["view"]["type"] == "home"
    assert "/mlops-learn path istio" in strings(published["view"])


def test_no_secret_stands_in_the_log(slack: ForeignSlack, bot: Running) -> None:
    slack.command("istio")
    slack.answer()

    eventually(lambda: "handled" in bot.log)
    assert not any(token in bot.log for token in TOKENS.values())


def links(message: dict[str, object]) -> set[str]:
    return {text for text in strings(message["blocks"]) if text.startswith("https://")}
