import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from bot.store import open_store

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("postgres://bot:hunter2@db:5432/bot", "postgresql+psycopg://bot:***@db:5432/bot"),
        ("postgresql://bot@db/bot", "postgresql+psycopg://bot@db/bot"),
        ("postgresql+psycopg://db", "postgresql+psycopg://db"),
        ("postgresql://bot:hunter%402@[::1]/bot", "postgresql+psycopg://bot:***@[::1]/bot"),
        ("postgresql:///bot?password=hunter2&host=db", "postgresql+psycopg:///bot?host=db"),
        ("sqlite:////data/bot.sqlite", "sqlite:////data/bot.sqlite"),
        ("sqlite:///bot@my@home.sqlite", "sqlite:///bot%40my%40home.sqlite"),
    ],
)
def test_the_location_tells_where_but_not_the_password(url: str, location: str) -> None:
    store = open_store(url)
    assert store.location == location
    store.close()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "cannot be read"),
        ("hunter2", "cannot be read"),
        ("postgres:/bot:hunter2@db/bot", "cannot be read"),
        ("postgres://bot:hunter2", "cannot be read"),
        ("postgres://bot@db:hunter2/bot", "cannot be read"),
        ("postgres://bot:p@hunter2@db/bot", "more than one @"),
        ("postgres://bot:@hunter2/@db/bot", "more than one @"),
        ("mysql://bot:hunter2@db/bot", "mysql is not a supported database"),
        ("postgresql+asyncpg://bot:hunter2@db/bot", "postgresql+asyncpg is not a supported"),
        ("sqlite://", "needs a file"),
        ("sqlite:///", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite://bot.sqlite", "needs a file"),
        ("sqlite://bot:hunter2@/bot.sqlite", "needs a file"),
    ],
)
def test_a_url_that_cannot_work_is_refused_in_one_sentence(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+\.$") as refusal:
        open_store(url)
    assert reason in str(refusal.value)
    assert SECRET not in "".join(traceback.format_exception(refusal.value))


@given(before=st.text(max_size=4), after=st.text(max_size=4))
def test_no_password_however_odd_is_ever_shown(before: str, after: str) -> None:
    try:
        store = open_store(f"postgresql://bot:{before}{SECRET}{after}@127.0.0.1/bot")
    except ValueError as refusal:
        shown = "".join(traceback.format_exception(refusal, limit=0))
    else:
        shown = store.location
        store.close()
    assert SECRET not in shown


def test_an_error_of_the_database_does_not_show_the_password() -> None:
    store = open_store(f"postgresql://bot:{SECRET}@127.0.0.1:1/bot")
    with pytest.raises(OperationalError) as failure:
        store.ping()
    assert SECRET not in "".join(traceback.format_exception(failure.value))
    store.close()
