"""Menus that the app fills while somebody types, inputs that tell it at once, and calm menus."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Locator, Page, expect
from slack_bolt.kwargs_injection.args import Args
from slack_sdk import WebClient

from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.world import Json
from tests.browser.conftest import opened
from tests.browser.demo import choice, field, plain
from tests.browser.test_asking import messages
from tests.workspace.bolt import app_of, connected

TOPICS = [choice(name) for name in ("Istio", "KServe", "Kubeflow", "Kueue")]
ENTER = {"trigger_actions_on": ["on_enter_pressed"]}
LETTERS = {"trigger_actions_on": ["on_character_entered"]}

SEARCH: Json = {
    "type": "multi_external_select",
    "placeholder": plain("Some topics"),
    "min_query_length": 1,
    "max_selected_items": 2,
    "initial_options": TOPICS[:1],
}
MODAL: Json = {
    "type": "modal",
    "callback_id": "entry",
    "title": plain("Entry"),
    "submit": plain("Save"),
    "blocks": [
        field("topics", SEARCH),
        field("one", {"type": "external_select", "min_query_length": 0}, optional=True),
        {
            **field("find", {"type": "plain_text_input", "dispatch_action_config": ENTER}),
            "dispatch_action": True,
            "optional": True,
        },
        field("address", {"type": "url_text_input"}, optional=True),
        field("owner", {"type": "users_select", "initial_user": BEN}),
    ],
}
SURE = {name: plain(f"{name}?") for name in ("title", "text", "confirm", "deny")}
MESSAGE: list[Json] = [
    {
        "type": "section",
        "text": plain("An entry"),
        "accessory": {
            "type": "overflow",
            "action_id": "value",
            "options": [choice("Keep"), choice("Drop")],
            "confirm": SURE,
        },
    },
    {
        "type": "section",
        "text": plain("Several"),
        "accessory": {**SEARCH, "action_id": "value"},
    },
    {
        **field("live", {"type": "plain_text_input", "dispatch_action_config": LETTERS}),
        "dispatch_action": True,
    },
    {
        **field("find", {"type": "plain_text_input", "dispatch_action_config": ENTER}),
        "dispatch_action": True,
    },
]


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A workspace whose app offers topics, and says what it hears."""
    with LocalSlack() as slack:
        app = app_of(slack)

        @app.options("value")
        def on_options(args: Args) -> None:
            typed = args.payload["value"].lower()
            if typed == "wrong":
                args.ack(options=[{"text": plain("x")}])
            elif typed == "groups":
                args.ack(option_groups=[{"label": plain("All"), "options": TOPICS}])
            else:
                args.ack(options=[each for each in TOPICS if each["value"].startswith(typed)])

        @app.action("value")
        def on_action(args: Args) -> None:
            args.ack()
            done = args.payload
            chosen = done.get("selected_options") or [done.get("selected_option") or done]
            said = f"{done['type']}: {', '.join(each['value'] for each in chosen)}"
            args.client.chat_postMessage(channel=MLOPS, text=said)

        @app.view("entry")
        def on_submit(args: Args) -> None:
            rows = args.body["view"]["state"]["values"]
            if rows["find"]["value"]["value"] == "bad":
                args.ack(response_action="errors", errors={"find": "Not that"})
                return
            args.ack()
            topics = [o["value"] for o in rows["topics"]["value"]["selected_options"]]
            one = (rows["one"]["value"]["selected_option"] or {"value": "none"})["value"]
            owner = rows["owner"]["value"]["selected_user"]
            said = f"saved {', '.join(topics)}; {one}; {rows['address']['value']['value']}; {owner}"
            args.client.chat_postMessage(channel=MLOPS, text=said)

        with connected(app, slack):
            yield slack


@pytest.fixture
def page(slack: LocalSlack, browser: Browser) -> Iterator[Page]:
    with opened(browser, slack.url) as page:
        yield page


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def dialog(page: Page, slack: LocalSlack, client: WebClient) -> Locator:
    trigger = slack.act.slash_command("", ADA, MLOPS, "/x")["trigger_id"]
    client.views_open(trigger_id=trigger, view=MODAL)
    dialog = page.get_by_role("dialog", name="Entry")
    dialog.wait_for()
    return dialog


def chosen(holder: Locator) -> Locator:
    return holder.get_by_role("list", name="Chosen").first.get_by_role("listitem")


def offered(holder: Locator) -> Locator:
    return holder.get_by_role("listbox").get_by_role("option")


def test_options_come_while_somebody_types(page: Page, dialog: Locator) -> None:
    topics = dialog.get_by_role("combobox", name="Topics")
    expect(topics).to_be_focused()
    expect(chosen(dialog)).to_have_text(["Istio✕"])

    topics.press_sequentially("ku")
    expect(offered(dialog)).to_have_text(["Kubeflow", "Kueue"])
    expect(dialog.locator(".offered [aria-selected=true]")).to_have_text("Kubeflow")
    topics.press("ArrowDown")
    topics.press("Enter")
    expect(chosen(dialog)).to_have_text(["Istio✕", "Kueue✕"])
    expect(topics).to_have_value("")
    expect(offered(dialog)).to_have_count(0)

    topics.press_sequentially("ks")
    expect(offered(dialog)).to_have_text(["KServe"])  # and no longer what came for its first letter
    dialog.get_by_role("option", name="KServe").click()
    expect(dialog.get_by_text("Choose at most 2.")).to_be_visible()
    dialog.get_by_role("button", name="Remove Istio").click()
    expect(topics).to_be_focused()
    topics.fill("groups")
    dialog.get_by_role("group", name="All").get_by_role("option", name="KServe").click()
    expect(chosen(dialog)).to_have_text(["Kueue✕", "KServe✕"])


def test_what_was_chosen_is_submitted(page: Page, dialog: Locator) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url.rpartition("/")[2]))
    topics = dialog.get_by_role("combobox", name="Topics")
    save = dialog.get_by_role("button", name="Save")
    topics.press("Backspace")
    expect(chosen(dialog)).to_have_count(0)
    save.click()
    expect(topics).to_be_focused()  # where one is needed
    topics.press_sequentially("kue")
    offered(dialog).click()
    one = dialog.get_by_role("combobox", name="One")
    one.focus()  # where nothing has to be typed
    dialog.get_by_role("option", name="KServe").click()
    one.press_sequentially("ist")
    dialog.get_by_role("option", name="Istio").click()  # in its place
    dialog.get_by_label("Owner").select_option(label="Cleo Marsh")

    dialog.get_by_label("Find").fill("bad")
    save.click()
    expect(dialog.get_by_role("alert")).to_have_text("Not that")
    expect(chosen(dialog)).to_have_text(["Kueue✕"])  # not lost by the refusal
    dialog.get_by_label("Find").fill("")
    dialog.get_by_label("Address").fill("istio.io")
    save.click()
    expect(dialog.get_by_role("alert")).to_have_text("Enter a valid URL.")
    expect(dialog.get_by_label("Address")).to_be_focused()
    dialog.get_by_label("Address").fill("https://istio.io")
    save.click()

    expect(dialog).to_have_count(0)
    said = "saved kueue; istio; https://istio.io; U0CLEO"
    expect(messages(page).last).to_contain_text(said)
    assert not {"use", "use-view"} & set(sent)  # what is chosen in inputs is told when submitted


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zzz", "Nothing fits."),
        ("wrong", "The app gave nothing that can be offered"),
    ],
)
def test_what_cannot_be_offered_is_told_calmly(dialog: Locator, typed: str, said: str) -> None:
    topics = dialog.get_by_role("combobox", name="Topics")

    topics.press_sequentially(typed)

    expect(dialog.get_by_role("status").first).to_contain_text(said)
    expect(offered(dialog)).to_have_count(0)


def test_the_escape_key_leaves_the_options_and_not_the_modal(dialog: Locator) -> None:
    topics = dialog.get_by_role("combobox", name="Topics")
    topics.press_sequentially("k")
    offered(dialog).first.wait_for()

    topics.press("Escape")

    expect(offered(dialog)).to_have_count(0)
    expect(topics).to_have_value("k")
    topics.press("Escape")
    expect(dialog).to_have_count(0)


def test_the_enter_key_tells_the_app_and_submits_nothing(page: Page, dialog: Locator) -> None:
    find = dialog.get_by_label("Find")
    expect(dialog.get_by_text("Press Enter to send it to the app")).to_have_count(1)

    find.fill("how to shard")
    find.press("Enter")

    said = "plain_text_input: how to shard"
    expect(page.locator("#timeline").get_by_text(said)).to_have_count(1)
    expect(dialog).to_be_visible()
    expect(find).to_have_value("how to shard")


@pytest.fixture
def private(page: Page, client: WebClient) -> Locator:
    """A message that Ada alone sees, with inputs in it."""
    client.chat_postEphemeral(channel=MLOPS, user=ADA, text="Inputs", blocks=MESSAGE)
    return messages(page).first


def test_inputs_of_a_message_tell_the_app(page: Page, private: Locator) -> None:
    private.get_by_role("combobox", name="Some topics").press_sequentially("kue")
    offered(private).click()
    expect(messages(page).last).to_contain_text("multi_external_select: istio, kueue")

    private.get_by_label("Live").press_sequentially("ab")
    expect(messages(page).last).to_contain_text("plain_text_input: ab")

    private.get_by_label("Find").fill("cd")
    private.get_by_label("Find").press("Enter")
    expect(messages(page).last).to_contain_text("plain_text_input: cd")
    expect(chosen(private)).to_have_text(["Istio✕", "Kueue✕"])


def test_a_small_menu_is_used_by_keyboard_and_asks_first(page: Page, private: Locator) -> None:
    asked: list[str] = []

    def drop(sure: bool) -> None:
        def answer(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.accept() if sure else dialog.dismiss()

        page.once("dialog", answer)
        private.get_by_label("More choices").press("Enter")
        expect(private.get_by_role("button", name="Drop")).to_be_visible()
        for key in ("Tab", "Tab", "Enter"):
            page.keyboard.press(key)
        expect(private.get_by_role("button", name="Drop")).to_be_hidden()
        expect(private.get_by_label("More choices")).to_be_focused()

    drop(sure=False)
    drop(sure=True)

    expect(messages(page).last).to_contain_text("overflow: drop")
    expect(messages(page)).to_have_count(2)
    assert asked == ["title?\n\ntext?"] * 2


def test_nothing_keeps_people_from_using_them(page: Page, dialog: Locator) -> None:
    dialog.get_by_role("combobox", name="Topics").press_sequentially("k")
    offered(dialog).first.wait_for()

    found = Axe().run(page).response["violations"]

    assert [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ] == []
