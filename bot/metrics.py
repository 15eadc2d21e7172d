"""What the operator can see in numbers, at `/metrics`."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

ACK_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3)
"""Slack gives up after three."""


class Metrics:
    """The bot's own registry: two bots in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.questions = self._counter(
            "questions",
            "Questions answered, by where they were asked and how sure the answer was.",
            ("surface", "outcome"),
        )
        self.matching = Histogram(
            "mlops_learn_matching_seconds",
            "Time to match one question.",
            buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5),
            registry=self.registry,
        )
        self.acks = Histogram(
            "mlops_learn_ack_seconds",
            "Time from a request of Slack to its acknowledgement, by kind of request.",
            ("kind",),
            buckets=ACK_SECONDS,
            registry=self.registry,
        )
        self.waiting = self._gauge(
            "waiting_jobs", "Acknowledged requests whose work has not begun: the queue."
        )
        self.posts = self._counter(
            "posts",
            "Messages to Slack, by way and by what became of them: sent, or the reason why not.",
            ("way", "outcome"),
        )
        self.digests = self._counter(
            "digests",
            "Weekly digests, by what became of them or why they wait.",
            ("outcome",),
        )
        self.failures = self._counter(
            "failures",
            "What went wrong, by kind of error.",
            ("error",),
        )
        self.store_errors = self._counter(
            "store_errors",
            "Statements that the database refused or did not answer, by kind of error.",
            ("error",),
        )
        self.refused = self._counter(
            "refused_requests",
            "Requests over HTTP that were not Slack's or not readable, by reason.",
            ("reason",),
        )
        self.reloads = self._counter(
            "catalogue_reloads",
            "Changed catalogues that were taken up, or refused as broken.",
            ("outcome",),
        )
        self.catalogue = Info(
            "mlops_learn_catalogue", "The catalogue in use.", registry=self.registry
        )

    def watch(self, name: str, description: str, look: Callable[[], float]) -> None:
        """Tell a number that is looked up when the page is asked for."""
        self._gauge(name, description).set_function(look)

    def page(self) -> bytes:
        """Render the Prometheus text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, description: str, labels: tuple[str, ...]) -> Counter:
        return Counter(f"mlops_learn_{name}", description, labels, registry=self.registry)

    def _gauge(self, name: str, description: str) -> Gauge:
        return Gauge(f"mlops_learn_{name}", description, registry=self.registry)
