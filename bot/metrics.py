"""What the operator can see in numbers, at `/metrics`."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest


class Metrics:
    """The bot's own registry: two bots in one process do not mix."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.questions = Counter(
            "mlops_learn_questions",
            "Questions answered, by where they were asked and how sure the answer was.",
            ("surface", "outcome"),
            registry=self._registry,
        )
        self.matching = Histogram(
            "mlops_learn_matching_seconds",
            "Time to match one question.",
            buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5),
            registry=self._registry,
        )
        self.failures = Counter(
            "mlops_learn_failures",
            "What went wrong, by kind of error.",
            ("error",),
            registry=self._registry,
        )
        self.digests = Counter(
            "mlops_learn_digests",
            "Weekly digests, by what became of them or why they wait.",
            ("outcome",),
            registry=self._registry,
        )
        self.refused = Counter(
            "mlops_learn_refused_requests",
            "Requests over HTTP that were not Slack's or not readable, by reason.",
            ("reason",),
            registry=self._registry,
        )

    def page(self) -> bytes:
        """Render the Prometheus text format."""
        return generate_latest(self._registry)
