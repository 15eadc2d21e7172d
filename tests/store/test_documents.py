"""Documents by name, in each kind of database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Store, open_store


def test_a_document_outlives_its_process(store: Store, database_url: str) -> None:
    store.documents["message/1"] = {"text": "“MetalLB” <b>"}

    later = open_store(database_url)
    assert later.documents["message/1"] == {"text": "“MetalLB” <b>"}
    later.close()


def test_the_last_of_two_documents_with_a_name_stays(store: Store) -> None:
    store.documents["clock"] = {"ahead": 1}
    store.documents["clock"] = {"ahead": 2}

    assert dict(store.documents) == {"clock": {"ahead": 2}}


def test_a_document_that_is_not_there_is_missed(store: Store) -> None:
    with pytest.raises(KeyError, match="nothing"):
        store.documents["nothing"]
    with pytest.raises(KeyError, match="nothing"):
        del store.documents["nothing"]


def test_documents_can_be_forgotten_one_by_one_and_all_at_once(store: Store) -> None:
    for name in ("a", "b", "c"):
        store.documents[name] = {}

    del store.documents["b"]
    assert sorted(store.documents) == ["a", "c"]
    assert len(store.documents) == 2

    store.documents.clear()
    assert len(store.documents) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(), st.text() | st.floats(allow_nan=False) | st.none()))
def test_any_document_comes_back_as_it_was(store: Store, document: dict[str, object]) -> None:
    store.documents["any"] = document

    assert store.documents["any"] == document
