"""A workspace installs the app from a browser, and is served; whoever cheats is not."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.scopes import OPTIONAL, SCOPES
from bot.transports.pages import DATABASE_SECONDS
from bot.workspace import ADA, MLOPS, LocalSlack, faults
from tests.bot.process import eventually
from tests.bot.rig import command, links, mention
from tests.tenants.installing import Installed, begun, get, install, installations, returned


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def bot(slack: LocalSlack, tmp_path: Path) -> Iterator[Installed]:
    with Installed(slack, tmp_path) as running:
        eventually(lambda: get(f"{running.url}/readyz").status == 200)
        yield running


def test_the_way_to_slack_names_what_the_app_wants(slack: LocalSlack, bot: Installed) -> None:
    page = begun(bot)

    parts = urlsplit(page.location)
    asked = parse_qs(parts.query)
    assert page.status == 302
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{slack.url}oauth/v2/authorize"
    assert asked["client_id"] == [slack.app.client_id]
    assert set(asked["scope"][0].split(",")) == SCOPES | OPTIONAL
    assert len(page.state) >= 43  # 32 bytes that nobody guesses
    for said in ("HttpOnly", "Secure", "Max-Age=600", page.state):
        assert said in page.cookie


def test_visitors_that_wait_for_slack_keep_no_others(slack: LocalSlack, bot: Installed) -> None:
    visitors = 10
    slack.fail("oauth.v2.access", faults.slow(DATABASE_SECONDS + 1), times=visitors)
    with ThreadPoolExecutor(visitors) as browsers:
        pages = [browsers.submit(install, bot, slack) for _ in range(visitors)]
        time.sleep(1)  # until they wait

        assert get(f"{bot.url}/readyz").text == "ready"

        assert {page.result().status for page in pages} == {200}


def test_who_has_installed_the_app_is_answered(
    slack: LocalSlack, bot: Installed, tmp_path: Path
) -> None:
    page = install(bot, slack)

    assert (page.status, "mlops-learn is in Local now" in page.text) == (200, True)
    assert "deleted" in page.cookie
    slack.deliver(command(slack, "how does MetalLB work"))
    slack.deliver(mention(slack, "how does MetalLB work"))
    eventually(lambda: slack.from_bot(MLOPS) and slack.from_bot(MLOPS, seen_by=ADA))
    for answer in (*slack.from_bot(MLOPS), *slack.from_bot(MLOPS, seen_by=ADA)):
        assert "https://metallb.io" in links(answer)

    files = [file.read_bytes() for file in tmp_path.iterdir()]  # the log is one of them
    assert any(slack.world.team.encode() in file for file in files)
    assert not any(slack.app.bot_token.encode() in file for file in files)


def test_a_process_that_starts_later_knows_it(slack: LocalSlack, tmp_path: Path) -> None:
    with Installed(slack, tmp_path) as bot:
        eventually(lambda: get(f"{bot.url}/readyz").status == 200)
        install(bot, slack)

    with Installed(slack, tmp_path):
        slack.deliver(mention(slack, "istio"))
        eventually(lambda: slack.from_bot(MLOPS))


def test_who_installs_it_anew_is_answered_with_the_new_token(
    slack: LocalSlack, bot: Installed
) -> None:
    slack.grants.rotate = True
    install(bot, slack)
    slack.deliver(mention(slack, "istio"))
    eventually(lambda: slack.from_bot(MLOPS))
    slack.world.travel(time.time() + 13 * 60 * 60)  # by Slack's clock the first has ended

    install(bot, slack)
    slack.deliver(mention(slack, "linkerd"))

    eventually(lambda: len(slack.from_bot(MLOPS)) == 2, 10)


def test_a_workspace_that_has_not_installed_it_is_acknowledged(
    slack: LocalSlack, bot: Installed
) -> None:
    assert slack.deliver(mention(slack, "istio")).error is None
    install(bot, slack)
    slack.deliver(mention(slack, "linkerd"))

    eventually(lambda: slack.from_bot(MLOPS))
    (answer,) = slack.from_bot(MLOPS)
    assert "linkerd" in answer.text


@pytest.mark.parametrize("how", ["no cookie", "another browser", "made up", "used", "no state"])
def test_a_state_of_another_browser_or_of_another_time_installs_nothing(
    slack: LocalSlack, bot: Installed, tmp_path: Path, how: str
) -> None:
    page, another = begun(bot), begun(bot)
    cookie = page.cookie.partition(";")[0]
    query = {"code": slack.grants.allow(), "state": page.state}
    before = 0
    match how:
        case "no cookie":
            found = returned(bot, None, **query)
        case "another browser":
            found = returned(bot, another.cookie.partition(";")[0], **query)
        case "made up":
            found = returned(bot, "slack-app-oauth-state=x", **(query | {"state": "x"}))
        case "used":
            returned(bot, cookie, **query)
            found, before = returned(bot, cookie, **(query | {"code": slack.grants.allow()})), 1
        case _:
            found = returned(bot, cookie, code=query["code"])

    assert found.status in (400, 401)
    assert "was not installed" in found.text
    assert installations(tmp_path) == before


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"error": "access_denied"}, "Nothing was installed, as you wished."),
        ({"error": "<script>alert(1)</script>"}, "Slack did not allow it."),
        ({"code": "made up"}, "Slack does not know this installation any more."),
        ({}, "Slack sent no code along."),
    ],
    ids=str,
)
def test_what_slack_does_not_allow_is_said(
    bot: Installed, tmp_path: Path, query: dict[str, str], said: str
) -> None:
    page = begun(bot)

    found = returned(bot, page.cookie.partition(";")[0], state=page.state, **query)

    assert said in found.text
    assert "<script" not in found.text
    assert installations(tmp_path) == 0


def test_a_slack_that_does_not_answer_is_told_of(
    slack: LocalSlack, bot: Installed, tmp_path: Path
) -> None:
    slack.fail("oauth.v2.access", faults.unavailable(), times=9)

    found = install(bot, slack)

    assert found.status in (401, 503)
    assert "was not installed" in found.text
    assert "Traceback" not in found.text
    assert installations(tmp_path) == 0
