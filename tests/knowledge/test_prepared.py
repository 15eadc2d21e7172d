"""The cache of prepared catalogues: quick, never stale, and of no harm."""

import hashlib
import os
import pickle
from pathlib import Path

import pytest

from knowledge import CatalogueError, prepared
from tests.knowledge.disks import full_disk
from tests.knowledge.folders import change, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "catalogue")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def held(file: Path) -> Path:
    """Give the file another name, by which to tell whether it is written anew."""
    other = file.parent.parent / "held"
    other.hardlink_to(file)
    return other


class Trap:
    """What runs if it is read where it must not be."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, ("raise SystemExit('read a pickle of someone else')",))


def trap() -> bytes:
    """Write it as the cache is written, which whoever can write there can do as well."""
    pickled = pickle.dumps(Trap())
    return hashlib.sha256(pickled).digest() + pickled


def test_the_second_time_it_comes_from_the_cache(folder: Path, cache: Path) -> None:
    first = prepared(folder, cache)
    (file,) = cache.glob("*.pickle")
    written = held(file)

    second = prepared(folder, cache)

    assert file.samefile(written)
    assert second.catalogue == first.catalogue
    asked, again = first.ask("istio by hand"), second.ask("istio by hand")
    assert [match.score for match in asked.matches] == [match.score for match in again.matches]


def test_one_changed_byte_and_it_is_prepared_anew(folder: Path, cache: Path) -> None:
    prepared(folder, cache)
    change(folder, "kubernetes/mesh.toml", "Istio by hand", "Istio by head")

    finder = prepared(folder, cache)

    assert finder.catalogue.by_id["istio-lab"].title == "Istio by head"


def test_a_file_more_or_less_is_a_change(folder: Path, cache: Path) -> None:
    prepared(folder, cache)
    chapter = folder / "kubernetes" / "mesh.toml"
    text = chapter.read_text(encoding="utf-8").replace("istio-", "other-")
    (folder / "kubernetes" / "other.toml").write_text(text, encoding="utf-8")

    assert len(prepared(folder, cache).catalogue.resources) == 6


def test_a_broken_catalogue_is_told_each_time(folder: Path, cache: Path) -> None:
    prepared(folder, cache)
    change(folder, "kubernetes/mesh.toml", 'level = "beginner"', 'level = "expert"')

    for _ in range(2):
        with pytest.raises(CatalogueError, match="level"):
            prepared(folder, cache)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x80\x05", pickle.dumps("a text")])
def test_a_damaged_cache_does_no_harm(folder: Path, cache: Path, content: bytes) -> None:
    prepared(folder, cache)
    (file,) = cache.glob("*.pickle")
    file.write_bytes(content)

    assert prepared(folder, cache).ask("istio").matches


@pytest.mark.parametrize("mode", [0o622, 0o602])
def test_what_others_may_have_written_is_not_read(folder: Path, cache: Path, mode: int) -> None:
    prepared(folder, cache)
    (file,) = cache.glob("*.pickle")
    file.write_bytes(trap())
    file.chmod(mode)

    assert prepared(folder, cache).ask("istio").matches


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")
def test_what_belongs_to_somebody_else_is_not_read(folder: Path, cache: Path) -> None:
    prepared(folder, cache)
    (file,) = cache.glob("*.pickle")
    file.write_bytes(trap())
    os.chown(file, 12345, -1)

    assert prepared(folder, cache).ask("istio").matches


def test_a_folder_where_others_may_write_is_not_read(folder: Path, cache: Path) -> None:
    prepared(folder, cache)
    (file,) = cache.glob("*.pickle")
    file.write_bytes(trap())
    cache.chmod(0o777)

    assert prepared(folder, cache).ask("istio").matches


def test_a_cache_that_cannot_be_written_does_no_harm(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")

    assert prepared(folder, tmp_path / "cache").ask("istio").matches


@pytest.mark.parametrize("place", [0, 40, 0.5, -1])
def test_one_lost_bit_and_the_cache_is_not_read(folder: Path, cache: Path, place: float) -> None:
    prepared(folder, cache)
    (file,) = cache.glob("*.pickle")
    whole = file.read_bytes()
    content = bytearray(whole)
    content[int(place * len(content)) if isinstance(place, float) else place] ^= 1
    file.write_bytes(content)

    assert prepared(folder, cache).ask("istio").matches
    assert len(file.read_bytes()) == len(whole)
    assert file.read_bytes() != content


def test_a_full_disk_leaves_nothing_behind(folder: Path, cache: Path) -> None:
    with full_disk():
        finder = prepared(folder, cache)

    assert finder.ask("istio").matches
    assert list(cache.iterdir()) == []


def test_what_is_used_is_kept(folder: Path, cache: Path) -> None:
    prepared(folder, cache)
    (file,) = cache.glob("*.pickle")
    written = held(file)
    for number in range(6):
        change(folder, "book.toml", "A small book", f"A small book {number}")
        prepared(folder, cache)
        change(folder, "book.toml", f"A small book {number}", "A small book")
        prepared(folder, cache)

    assert file.samefile(written)


def test_only_the_latest_are_kept(folder: Path, cache: Path) -> None:
    for number in range(6):
        change(folder, "book.toml", "A small book", f"A small book {number}")
        prepared(folder, cache)
        change(folder, "book.toml", f"A small book {number}", "A small book")

    assert len(list(cache.iterdir())) == 4
