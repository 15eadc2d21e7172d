"""How many examples to try: as many as elsewhere, or eight times as many of what costs little."""

from hypothesis import HealthCheck, settings

SELDOM = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
OFTEN = settings(SELDOM, max_examples=3 * settings().max_examples)
