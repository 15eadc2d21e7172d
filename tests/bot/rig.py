"""The bot in this process, on a local Slack: payloads in, recorded calls out."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from slack_bolt import App, BoltRequest, BoltResponse

from bot.app import build_app, web_client
from bot.claims import Claims
from bot.identity import identify
from bot.librarian import Librarian
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.store import Store, open_store
from bot.workspace import LocalSlack
from knowledge import Finder, load

P = ParamSpec("P")
T = TypeVar("T")

FINDER = Finder(load())


class AtOnce(Executor):
    """Runs a listener before the dispatch of its request returns."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as every executor does
            future.set_exception(error)
        return future


@dataclass
class Bot:
    """One running bot; several may share a store, as processes do."""

    app: App
    store: Store
    outbox: Outbox
    metrics: Metrics

    def send(self, payload: dict[str, Any], **headers: str) -> BoltResponse:
        return self.app.dispatch(
            BoltRequest(mode="socket_mode", body=payload, headers=dict(headers))
        )

    def close(self) -> None:
        self.outbox.close()
        self.store.close()


def start_bot(slack: LocalSlack, database: Path | str) -> Bot:
    store = open_store(database if isinstance(database, str) else f"sqlite:///{database}")
    client = web_client(slack.app.bot_token, slack.api_url)
    metrics = Metrics()
    outbox = Outbox(metrics)
    app = build_app(
        client=client,
        identity=identify(client, slack.app.app_token),
        librarian=Librarian(FINDER, metrics),
        claims=Claims(store),
        outbox=outbox,
        metrics=metrics,
        executor=AtOnce(),
    )
    return Bot(app, store, outbox, metrics)
