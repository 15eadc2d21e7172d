"""The one way to write catalogue files: what was written loads as what it was."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import Catalogue, load
from knowledge.curating.canonical import document, has_comments, strays
from tests.knowledge.folders import TEXT, catalogues, write


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]+", fullmatch=True),
        st.one_of(TEXT, st.lists(TEXT), st.booleans(), st.integers(-(2**60), 2**60)),
    )
)
def test_whatever_is_written_is_read_as_the_same(table: dict[str, object]) -> None:
    assert tomllib.loads(document(table, "entry", [table, table])) == (
        table | {"entry": [table, table]}
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(catalogues())
def test_a_written_catalogue_loads_as_what_it_was(
    tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue
) -> None:
    folder = write(tmp_path_factory.mktemp("catalogue"), catalogue)

    assert load(folder) == catalogue
    assert list(strays(folder, catalogue)) == []


def test_long_texts_and_lists_are_broken_into_lines_that_fit() -> None:
    sentence = "A sentence of  several words. " * 20
    text = document({"intro": sentence, "aliases": ["an alias of some length"] * 20}, "x", [])

    assert max(map(len, text.splitlines())) <= 120
    assert tomllib.loads(text)["intro"] == sentence


@given(st.lists(st.sampled_from(["word", " ", "  "]), min_size=60, max_size=200).map("".join))
def test_no_space_is_lost_where_a_long_text_is_broken(spaced: str) -> None:
    assert tomllib.loads(document({"intro": spaced}, "x", []))["intro"] == spaced


def test_a_file_that_is_written_otherwise_is_found(tmp_path: Path) -> None:
    write(tmp_path)
    file = tmp_path / "topics.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"istioctl"', "'istioctl'"))

    ((name, text),) = strays(tmp_path, load(tmp_path))

    assert name == "topics.toml"
    assert '"istioctl"' in text


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ('a = "# none"', False),
        ("a = '# none'", False),
        ('a = """\n# none "" \\" """', False),
        ("a = '''# none\n'''", False),
        ('a = "\\"# none"', False),
        ('a = "x" # one', True),
        ("# one\na = 1", True),
    ],
)
def test_comments_are_told_from_text(text: str, has: bool) -> None:
    assert has_comments(text) is has
