"""Files as the SDK brings them, and as the page shows them."""

import base64
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace import ADA, MLOPS, RANDOM, LocalSlack, Manifest, faults
from bot.workspace.world import Json
from tests.workspace.browser import Browser, browser
from tests.workspace.conftest import Clock
from tests.workspace.test_web_api import error, refusal

__all__ = ["browser"]

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SCOPES = frozenset({"files:write", "chat:write", "channels:history"})


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    """A workspace whose app may bring files."""
    with LocalSlack(Manifest(scopes=SCOPES), clock=clock, memory={}) as running:
        yield running


def share(client: WebClient, **more: Any) -> Any:
    given = {"file": PICTURE, "filename": "path.png", "title": "A path", **more}
    return client.files_upload_v2(channel=MLOPS, **given)


def announced(client: WebClient, **more: Any) -> Any:
    given = {"filename": "path.png", "length": len(PICTURE), **more}
    return client.api_call("files.getUploadURLExternal", data=given)


def send(url: str, body: bytes) -> tuple[int, str]:
    try:
        with urlopen(Request(url, body, method="POST"), timeout=10) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_a_picture_is_shared(slack: LocalSlack, client: WebClient) -> None:
    told = share(client, alt_txt="Two steps", initial_comment="Here it is")

    (message,) = slack.messages(MLOPS)
    assert (message.text, message.author, message.thread) == ("Here it is", "U0BOT", None)
    (file,) = client.conversations_history(channel=MLOPS)["messages"][0]["files"]
    assert file == told["file"]
    assert {name: file[name] for name in ("name", "title", "alt_txt", "mimetype", "size")} == {
        "name": "path.png",
        "title": "A path",
        "alt_txt": "Two steps",
        "mimetype": "image/png",
        "size": len(PICTURE),
    }
    assert slack.world.files[file["id"]].body == PICTURE
    names = [call.name for call in slack.calls]
    assert names[:2] == ["files.getUploadURLExternal", "files.completeUploadExternal"]


def test_a_picture_is_shared_in_a_thread(slack: LocalSlack, client: WebClient) -> None:
    first = slack.act.say("question", ADA, MLOPS)

    share(client, thread_ts=first.ts)

    assert slack.messages(MLOPS)[-1].thread == first.ts
    with pytest.raises(SlackApiError, match="thread_not_found"):
        share(client, thread_ts="1.2")


def test_a_picture_is_shown_with_what_it_shows(
    slack: LocalSlack, browser: Browser, client: WebClient
) -> None:
    id = share(client, alt_txt='"Two" steps')["file"]["id"]

    timeline = browser.look()["timeline"]
    assert f'<img src="/page/files/{id}" alt="&#34;Two&#34; steps">' in timeline
    assert "A path" in timeline
    assert browser.ask("GET", f"/page/files/{id}") == (200, PICTURE)
    assert browser.ask("GET", "/page/files/F0")[0] == 404


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "notes", "page.html;.png.xhtml"])
def test_what_may_hold_a_script_is_not_shown(
    slack: LocalSlack, browser: Browser, client: WebClient, name: str
) -> None:
    id = share(client, filename=name)["file"]["id"]
    connection = HTTPConnection(browser.host, timeout=10)
    connection.request("GET", f"/page/files/{id}")
    response = connection.getresponse()
    connection.close()

    assert "<img" not in browser.look()["timeline"]
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"length": 0}, "missing_argument"),
        ({"length": "x"}, "invalid_arguments"),
        ({"length": 10_000_001}, "file_upload_size_restricted"),
        ({"filename": ""}, "invalid_arguments"),
        ({"alt_txt": "x" * 1001}, "alt_txt_too_large"),
    ],
)
def test_what_cannot_be_announced_is_refused(client: WebClient, arguments: Json, said: str) -> None:
    given = {"filename": "path.png", "length": 1, **arguments}

    assert error(client, "files.getUploadURLExternal", **given) == said


def test_the_bytes_are_those_that_were_announced(slack: LocalSlack, client: WebClient) -> None:
    told, finish = announced(client), "files.completeUploadExternal"
    url, shared = told["upload_url"], {"files": [{"id": told["file_id"]}], "channel_id": MLOPS}

    assert send(url, PICTURE[1:]) == (400, f"{len(PICTURE)} bytes were announced")
    assert error(client, finish, **shared) == "file_not_found"
    assert send(f"{url}x", PICTURE)[0] == 404
    assert send(url, PICTURE) == (200, f"OK - {len(PICTURE)}")
    assert client.api_call(finish, json=shared)["files"][0]["id"] == told["file_id"]
    assert error(client, finish, **shared) == "file_not_found"  # each is shared once
    assert send(url, PICTURE)[0] == 404
    assert len(slack.messages(MLOPS)) == 1


@pytest.mark.parametrize(
    ("channel", "said"),
    [("C0NOWHERE", "channel_not_found"), (RANDOM, "not_in_channel")],
)
def test_where_it_cannot_be_shared_it_can_be_elsewhere(
    slack: LocalSlack, client: WebClient, channel: str, said: str
) -> None:
    told, finish = announced(client), "files.completeUploadExternal"
    files = [{"id": told["file_id"]}]
    send(told["upload_url"], PICTURE)

    assert error(client, finish, files=files, channel_id=channel) == said
    assert error(client, finish, files=[], channel_id=MLOPS) == "invalid_arguments"
    assert client.api_call(finish, json={"files": files, "channel_id": MLOPS})["ok"]
    assert len(slack.messages(MLOPS)) == 1


def test_without_a_channel_nobody_sees_it(slack: LocalSlack, client: WebClient) -> None:
    client.files_upload_v2(file=PICTURE, filename="path.png")

    assert slack.messages(MLOPS) == []
    assert len(slack.world.files) == 1


def test_files_need_a_scope() -> None:
    with LocalSlack(Manifest(scopes=SCOPES - {"files:write"})) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
        for method in ("files.getUploadURLExternal", "files.completeUploadExternal"):
            assert refusal(client, method)["needed"] == "files:write"


def test_bytes_can_be_lost_on_the_way(slack: LocalSlack, client: WebClient) -> None:
    slack.fail(faults.UPLOAD, faults.unavailable())

    with pytest.raises(HTTPError):
        share(client)
    assert slack.messages(MLOPS) == []


def test_a_picture_is_there_again(clock: Clock) -> None:
    memory: dict[str, Json] = {}
    with LocalSlack(Manifest(scopes=SCOPES), clock=clock, memory=memory) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
        id = share(client)["file"]["id"]

    with LocalSlack(Manifest(scopes=SCOPES), clock=clock, memory=memory) as slack:
        assert slack.world.files[id].body == PICTURE
        assert slack.messages(MLOPS)[0].files == [id]
        slack.start_over()
        assert slack.world.files == {}
