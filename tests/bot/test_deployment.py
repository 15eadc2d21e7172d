"""The files to deploy by, where no linter looks: that they agree with each other and the bot."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import yaml

from bot.settings import Settings
from bot.workspace import LocalSlack
from tests.bot.process import Process, eventually
from tests.operations.test_pages import page

ROOT = Path(__file__).parent.parent.parent
STOPPING = 30
"""Seconds that the bot may take to end after SIGTERM (`bot.transports.dispatch`)."""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


DEPLOYMENT, SERVICE, BUDGET = yaml.safe_load_all(read("deploy/kubernetes.yaml"))
POD: dict[str, Any] = DEPLOYMENT["spec"]["template"]["spec"]
CONTAINER: dict[str, Any] = POD["containers"][0]
PROBES = {
    name: CONTAINER[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")
}
COMPOSE: dict[str, Any] = yaml.safe_load(read("compose.yaml"))


def test_the_pod_serves_its_probes_whatever_else_the_secret_holds(
    slack: LocalSlack, tmp_path: Path
) -> None:
    secret = {"SLACK_APP_TOKEN": slack.app.app_token}
    environment = secret | {each["name"]: each["value"] for each in CONTAINER["env"]}
    port = environment.pop("PORT")
    assert environment.pop("LOG_FORMAT") == "json"

    with Process(slack, tmp_path, http=True, environment=environment) as bot:
        eventually(lambda: page(bot, "readyz") == (200, "ready"))  # as soon as the tables are there
        said = {name: urlopen(bot.url + get["path"]).read() for name, get in PROBES.items()}

    assert said == {"startup": b"ok", "liveness": b"ok", "readiness": b"ready"}
    assert CONTAINER["ports"] == [{"name": "http", "containerPort": int(port)}]
    assert {get["port"] for get in PROBES.values()} == {"http"}
    assert [ports["targetPort"] for ports in SERVICE["spec"]["ports"]] == ["http"]


def test_a_container_knows_that_it_is_one() -> None:
    assert re.search(r"^ENV .*\bcontainer=\w", read("Dockerfile"), re.MULTILINE)


def test_the_parts_of_the_manifest_find_each_other() -> None:
    labels = DEPLOYMENT["spec"]["template"]["metadata"]["labels"]

    assert DEPLOYMENT["spec"]["selector"] == BUDGET["spec"]["selector"] == {"matchLabels": labels}
    assert SERVICE["spec"]["selector"] == labels


def test_there_is_time_to_end_what_was_begun() -> None:
    before = CONTAINER["lifecycle"]["preStop"]["sleep"]["seconds"]

    assert POD["terminationGracePeriodSeconds"] >= before + STOPPING
    assert COMPOSE["services"]["bot"]["stop_grace_period"] == f"{STOPPING}s"


def test_nothing_runs_with_more_rights_than_it_needs() -> None:
    assert POD["securityContext"]["runAsNonRoot"]
    assert re.findall(r"^USER (.*)", read("Dockerfile"), re.MULTILINE) == ["10001"]
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert COMPOSE["services"]["bot"]["read_only"]
    assert COMPOSE["services"]["bot"]["cap_drop"] == ["ALL"]


def test_what_compose_names_is_there() -> None:
    services = COMPOSE["services"]
    bot, database = services["bot"], services["database"]
    volumes = {volume.partition(":")[0] for volume in database["volumes"]}

    assert set(bot["depends_on"]) == services.keys() - {"bot"}
    assert "@database/" in bot["environment"]["DATABASE_URL"]
    assert volumes == COMPOSE["volumes"].keys()
    assert {name.lower() for name in bot["environment"]} <= Settings.model_fields.keys()


def test_compose_asks_the_bot_whether_it_is_ready(slack: LocalSlack, tmp_path: Path) -> None:
    bot = COMPOSE["services"]["bot"]
    _, python, *arguments = bot["healthcheck"]["test"]
    assert python == "python"

    def asked(port: str) -> int:
        ask = [each.replace(f":{bot['environment']['PORT']}/", f":{port}/") for each in arguments]
        return subprocess.run([sys.executable, *ask], capture_output=True).returncode

    with Process(slack, tmp_path, http=True) as process:
        port = process.url.rpartition(":")[2]
        eventually(lambda: asked(port) == 0)
    assert asked(port) != 0


def test_one_python_runs_everywhere() -> None:
    wanted = read(".python-version").strip()
    named = re.findall(r"\bpython:([\d.]+)", read("Dockerfile") + read(".github/workflows/ci.yml"))

    assert named == [wanted] * 3
