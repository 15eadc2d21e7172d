"""What holds for all tests."""

import gc

import pytest
from hypothesis import settings

gc.disable()  # until all is collected, which stays

# A slow machine breaks nothing.
settings.register_profile("short", deadline=None, max_examples=10)
settings.register_profile("full", deadline=None)

FIRST = ("faults", "tenants", "store", "security", "operations", "bot")
"""Folders of tests that wait for processes: what computes does so meanwhile."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        folder = item.nodeid.split("/")[1]
        return FIRST.index(folder) if folder in FIRST else len(FIRST)

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    gc.freeze()  # or much of the time goes into looking for garbage in it
    gc.set_threshold(20_000)
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full",
        action="store_true",
        help="take the time that faults take in earnest, and more examples",
    )


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether to take the time that it takes in earnest."""
    return bool(request.config.getoption("--full"))


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("full" if config.getoption("--full") else "short")
