"""An app of every block, element and view that the page draws, over the bot's own transport."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.kwargs_injection.args import Args
from slack_sdk import WebClient

from bot.metrics import Metrics
from bot.transports.dispatch import Dispatch
from bot.transports.socket_mode import SocketModeTransport
from bot.turns import Turns
from bot.workspace import LocalSlack, Manifest
from bot.workspace.world import Command, Json, Shortcut

MANIFEST = Manifest(
    name="demo",
    events=frozenset({"app_home_opened", "app_mention", "message.im"}),
    commands=(Command("/demo", "blocks · modal · plan", "Show what there is"),),
    shortcuts=(Shortcut("Look at it", "look"),),
)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def choice(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


DAYS = [choice("Monday"), choice("Friday")]
TOPICS = [choice("Kubernetes"), choice("Networking"), choice("Serving")]

BLOCKS: list[Json] = [
    {"type": "header", "text": plain("Every block :tada:")},
    {
        "type": "section",
        "text": mrkdwn(
            "*bold* _italic_ ~gone~ `code` <https://metallb.io|MetalLB> <@U0BEN>\n&gt; said"
        ),
        "fields": [mrkdwn("*Left*\none"), plain("Right\ntwo")],
        "accessory": {
            "type": "overflow",
            "action_id": "overflow",
            "options": [choice("Archive"), choice("Delete")],
        },
    },
    {"type": "divider"},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]}
                ],
            }
        ],
    },
    {"type": "context", "elements": [mrkdwn("small <!here>"), plain("print")]},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "press",
                "text": plain("Press"),
                "style": "primary",
                "value": "pressed",
            },
            {
                "type": "button",
                "action_id": "remove",
                "text": plain("Remove"),
                "value": "removed",
                "confirm": {
                    "title": plain("Sure?"),
                    "text": plain("It is gone then."),
                    "confirm": plain("Yes"),
                    "deny": plain("No"),
                },
            },
            {
                "type": "static_select",
                "action_id": "day",
                "placeholder": plain("A day"),
                "options": DAYS,
            },
            {"type": "timepicker", "action_id": "time", "placeholder": plain("An hour")},
            {"type": "checkboxes", "action_id": "extras", "options": [choice("Books")]},
        ],
    },
    {
        "type": "section",
        "text": plain("Several"),
        "accessory": {
            "type": "multi_static_select",
            "action_id": "topics",
            "placeholder": plain("Some topics"),
            "max_selected_items": 2,
            "options": TOPICS,
        },
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": plain("Useful"), "value": "useful"},
                "negative_button": {"text": plain("Useless"), "value": "useless"},
            }
        ],
    },
    {"type": "markdown", "text": "A block that the page does **not** draw"},
]

MODAL: Json = {
    "type": "modal",
    "callback_id": "settings",
    "title": plain("Settings"),
    "submit": plain("Save"),
    "close": plain("Cancel"),
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": plain("Name"),
            "hint": plain("As others call it"),
            "element": {"type": "plain_text_input", "action_id": "value"},
        },
        {
            "type": "input",
            "block_id": "day",
            "label": plain("Day"),
            "optional": True,
            "element": {"type": "static_select", "action_id": "value", "options": DAYS},
        },
    ],
}


def field(name: str, element: Json, *, optional: bool = False) -> Json:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(name.title()),
        "optional": optional,
        "element": {"action_id": "value", **element},
    }


PLAN: Json = {
    "type": "modal",
    "callback_id": "plan",
    "title": plain("Plan"),
    "submit": plain("Save"),
    "blocks": [
        field(
            "hour",
            {"type": "timepicker", "initial_time": "08:00", "timezone": "Europe/Amsterdam"},
        ),
        field("topics", {"type": "checkboxes", "options": TOPICS}),
        field(
            "levels",
            {
                "type": "multi_static_select",
                "max_selected_items": 2,
                "initial_options": [choice("Advanced")],
                "option_groups": [
                    {"label": plain("Easy"), "options": [choice("Beginner"), choice("Newcomer")]},
                    {"label": plain("Hard"), "options": [choice("Advanced")]},
                ],
            },
            optional=True,
        ),
    ],
}
"""A modal of which several can be chosen."""


def several(done: Json) -> str:
    return ", ".join(option["value"] for option in done["selected_options"]) or "nothing"


def build(client: WebClient, slack: LocalSlack) -> App:
    result = AuthorizeResult(
        enterprise_id=None, team_id=slack.world.team, bot_user_id="U0BOT", bot_token=client.token
    )
    app = App(client=client, authorize=lambda: result, request_verification_enabled=False)

    @app.command("/demo")
    def on_command(args: Args) -> None:
        args.ack()
        modal = {"modal": MODAL, "plan": PLAN}.get(args.body["text"])
        if modal:
            args.client.views_open(trigger_id=args.body["trigger_id"], view=modal)
        else:
            where = args.body["channel_id"]
            args.client.chat_postMessage(channel=where, text="Every block", blocks=BLOCKS)

    for action in ("press", "remove", "day", "time", "extras", "topics", "overflow", "feedback"):

        @app.action(action)
        def on_action(args: Args) -> None:
            args.ack()
            done = args.payload
            chosen = done.get("selected_option") or done
            value = chosen.get("value") or done.get("selected_time") or several(done)
            days = [
                str(row["day"]) for row in args.body["state"]["values"].values() if "day" in row
            ]
            friday = " on a friday" if "friday" in "".join(days) else ""
            said = f"{done['action_id']}: {value}{friday}"
            args.respond(said, replace_original=False)

    @app.view("settings")
    def on_submit(args: Args) -> None:
        values: dict[str, Any] = args.body["view"]["state"]["values"]
        name = values["name"]["value"]["value"]
        if name == "wrong":
            args.ack(response_action="errors", errors={"name": "Not that name"})
            return
        if name == "late":
            args.ack(response_action="errors", errors={"day": "Not that day"})
            return
        args.ack()
        day = (values["day"]["value"]["selected_option"] or {"value": "no day"})["value"]
        args.client.chat_postMessage(channel="C0MLOPS", text=f"saved {name}, {day}")

    @app.view("plan")
    def on_plan(args: Args) -> None:
        stands = {name: row["value"] for name, row in args.body["view"]["state"]["values"].items()}
        if stands["hour"]["selected_time"] == "00:00":
            args.ack(response_action="errors", errors={"topics": "Not at night"})
            return
        args.ack()
        chosen = f"{several(stands['topics'])}; {several(stands['levels'])}"
        said = f"planned {stands['hour']['selected_time']}; {chosen}"
        args.client.chat_postMessage(channel="C0MLOPS", text=said)

    @app.view_closed("settings")
    def on_close(args: Args) -> None:
        args.ack()
        args.client.chat_postMessage(channel="C0MLOPS", text="closed")

    @app.event("app_home_opened")
    def on_home(args: Args) -> None:
        view = {"type": "home", "blocks": [{"type": "header", "text": plain("Welcome home")}]}
        args.client.views_publish(user_id=args.body["event"]["user"], view=view)

    return app


@contextmanager
def serve_demo() -> Iterator[LocalSlack]:
    """Serve a workspace with this app in it."""
    with LocalSlack(MANIFEST) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.api_url)
        dispatch = Dispatch(build(client, slack).dispatch, Turns(), Metrics())
        transport = SocketModeTransport(dispatch, slack.app.app_token, slack.api_url)
        stop, loops = asyncio.Event(), []

        async def serve() -> None:
            loops.append(asyncio.get_running_loop())
            await transport.serve(stop)
            await dispatch.drain()

        thread = threading.Thread(target=lambda: asyncio.run(serve()))
        thread.start()
        while not slack.connections:
            time.sleep(0.01)
        try:
            yield slack
        finally:
            loops[0].call_soon_threadsafe(stop.set)
            thread.join()
