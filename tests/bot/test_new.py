"""`new`: the skeleton of an entry, in the chapter that fits."""

from pathlib import Path

import pytest

from tests.bot.command_line import run
from tests.knowledge.folders import change, write

CHAPTER = "kubernetes/mesh.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "catalogue")


def test_new_writes_a_skeleton_into_the_chapter_that_fits(folder: Path) -> None:
    url = "https://docs.example.org/service-mesh/istio-ambient/"
    done = run("new", url, "--title", "Istio, ambient", "--catalogue", str(folder))

    assert done.returncode == 0
    assert done.stdout.startswith(f"{folder / CHAPTER}:".encode())
    entry = (folder / CHAPTER).read_text(encoding="utf-8").rpartition("\n\n")[2]
    assert entry.splitlines() == [
        "[[resource]]",
        'id = "istio-ambient"',
        'title = "Istio, ambient"',
        f'url = "{url}"',
        'author = ""',
        'format = "docs"',
        'level = ""',
        'topics = ["istio"]',
        'summary = ""',
        "answers = []",
    ]
    line = int(done.stdout.decode().removeprefix(f"{folder / CHAPTER}:").partition(" ")[0])
    assert (folder / CHAPTER).read_text(encoding="utf-8").splitlines()[line - 1] == "[[resource]]"

    told = run("check", "--catalogue", str(folder)).stderr.decode()
    assert len(told.splitlines()) == 4
    assert "resource istio-ambient: level: '' is not one of 'beginner'" in told


@pytest.mark.parametrize(
    ("known", "given"),
    [
        ("https://www.youtube.com/watch?v=X48VuDVv0do", "https://youtu.be/X48VuDVv0do?t=10"),
        ("https://youtu.be/X48VuDVv0do", "https://m.youtube.com/watch?t=1s&v=X48VuDVv0do"),
        ("https://arxiv.org/abs/2309.06180", "https://arxiv.org/pdf/2309.06180v2.pdf"),
    ],
)
def test_new_knows_a_video_and_a_paper_by_any_address(folder: Path, known: str, given: str) -> None:
    change(folder, CHAPTER, "https://example.org/istio-lab", known)

    done = run("new", given, "--chapter", "kubernetes/mesh", "--catalogue", str(folder))

    assert b"is in the catalogue already, as istio-lab" in done.stderr


@pytest.mark.parametrize(
    ("given", "id", "url"),
    [
        ("https://x.org/guide/index.html", "guide", "https://x.org/guide/index.html"),
        (
            "https://x.org/quick-start.html?utm_source=a",
            "quick-start",
            "https://x.org/quick-start.html",
        ),
        ("https://x.org/a?page=2&gclid=1", "a", "https://x.org/a?page=2"),
    ],
)
def test_new_makes_a_plain_id_and_follows_nobody(
    folder: Path, given: str, id: str, url: str
) -> None:
    done = run("new", given, "--chapter", "kubernetes/mesh", "--catalogue", str(folder))

    entry = (folder / CHAPTER).read_text(encoding="utf-8").rpartition("\n\n")[2]
    assert done.returncode == 0
    assert f'id = "{id}"' in entry
    assert f'url = "{url}"' in entry


def test_new_goes_by_the_host_where_there_is_no_title(folder: Path) -> None:
    done = run("new", "https://istio.example/", "--catalogue", str(folder))

    assert done.returncode == 0
    assert done.stdout.startswith(f"{folder / CHAPTER}:".encode())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("javascript:alert(1)",), "a link starts with https://"),
        (("http://EXAMPLE.org/istio-lab/",), "is in the catalogue already, as istio-lab"),
        (("https://www.example.org/istio-lab/index.html?utm_source=x#top",), "as istio-lab"),
        (("https://x.org", "--chapter", "linux/none"), "linux/none is no chapter; choose one"),
        (("https://x.org", "--chapter", "topics"), "topics is no chapter; choose one"),
        (("https://x.org/zzzz",), "https://x.org/zzzz fits none surely; choose one with"),
        (("https://youtu.be/istio",), "fits none surely; choose one with --chapter: k"),
    ],
)
def test_new_says_why_it_cannot(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    before = (folder / CHAPTER).read_text(encoding="utf-8")

    done = run("new", *arguments, "--catalogue", str(folder))

    assert done.returncode == 1
    assert said in done.stderr.decode()
    assert (folder / CHAPTER).read_text(encoding="utf-8") == before
