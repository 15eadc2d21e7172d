"""What curators type: `check`, `book` and `import`."""

import json
from pathlib import Path

import pytest

from tests.bot.command_line import run, run_afresh
from tests.knowledge.disks import full_disk
from tests.knowledge.folders import change, write

CHAPTER = "kubernetes/mesh.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "catalogue")


def test_check_is_content_with_a_sound_folder(folder: Path) -> None:
    done = run("check", "--catalogue", str(folder))

    assert done.returncode == 0
    assert done.stdout == b"3 resources on 2 topics in 1 chapters, all in order.\n"


def test_check_lists_broken_rules(folder: Path) -> None:
    change(folder, CHAPTER, "Istio by hand", "ISTIO BY HAND")
    change(folder, CHAPTER, "What Istio is about.", "What Istio is")

    done = run("check", "--catalogue", str(folder))

    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        f"{CHAPTER}: resource istio-docs: summary: does not end with a full stop",
        f"{CHAPTER}: resource istio-lab: title: is all in capitals; write it as a sentence or a"
        " name",
    ]


def test_check_fix_writes_files_in_their_canonical_form(folder: Path) -> None:
    sound = (folder / CHAPTER).read_text(encoding="utf-8")
    change(folder, CHAPTER, '"Istio by hand"', "'Istio by hand'")

    told = run("check", "--catalogue", str(folder))
    fixed = run("check", "--fix", "--catalogue", str(folder))

    assert told.returncode == 1
    assert b"is not in canonical form; run mlops-learn check --fix" in told.stderr
    assert fixed.returncode == 0
    assert fixed.stdout.startswith(f"{CHAPTER} written anew\n".encode())
    assert (folder / CHAPTER).read_text(encoding="utf-8") == sound


def test_check_fix_loses_no_comment(folder: Path) -> None:
    change(folder, CHAPTER, 'id = "istio-lab"', 'id = "istio-lab" # checked by Ada')

    done = run("check", "--fix", "--catalogue", str(folder))

    assert done.returncode == 1
    assert b"holds comments, which would be lost" in done.stderr
    assert "checked by Ada" in (folder / CHAPTER).read_text(encoding="utf-8")


def test_others_lists_need_not_keep_our_rules(tmp_path: Path) -> None:
    file = tmp_path / "shelf.jsonl"
    file.write_text('{"id": "1", "title": "SHOUTING ALL DAY", "url": "http://x.org/?utm_id=1"}')

    assert run("check", "--catalogue", str(file)).returncode == 0


def test_check_links_goes_nowhere_within(tmp_path: Path) -> None:
    file, state = tmp_path / "shelf.jsonl", tmp_path / "state.json"
    file.write_text('{"id": "1", "title": "One", "url": "http://127.0.0.1:9/"}')

    done = run("check", "--links", "--state", str(state), "--catalogue", str(file))

    assert done.returncode == 1
    assert (
        b"shelf: resource 1: refused (127.0.0.1 is no public address): http://127.0.0.1:9/\n"
        in done.stdout
    )
    assert b"1 of 1 links\n1 refused\n" in done.stderr
    assert json.loads(state.read_text()) == {}


def test_a_damaged_state_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    file, state = tmp_path / "shelf.jsonl", tmp_path / "state.json"
    file.write_text('{"id": "1", "title": "One", "url": "http://127.0.0.1:9/"}')
    state.write_text("{")

    done = run("check", "--links", "--state", str(state), "--catalogue", str(file))

    assert done.returncode == 1
    assert b"delete it to begin anew" in done.stderr
    assert state.read_text() == "{"


def test_a_state_that_cannot_be_kept_hides_no_reports(tmp_path: Path) -> None:
    file = tmp_path / "shelf.jsonl"
    url = f"http://no..host/{'x' * 100}"  # which no name server is asked for
    file.write_text(json.dumps({"id": "1", "title": "One", "url": url}))

    good = run("check", "--links", "--state", str(tmp_path / "s.json"), "--catalogue", str(file))
    with full_disk():
        done = run_afresh(
            "check", "--links", "--state", str(tmp_path / "t.json"), "--catalogue", str(file)
        )

    assert (good.returncode, done.returncode) == (0, 1)
    assert b"shelf: resource 1: unreachable" in done.stderr
    assert b"t.json cannot be written (File too large): what was seen today is" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_state_is_for_links(tmp_path: Path) -> None:
    done = run("check", "--state", str(tmp_path / "state.json"))

    assert done.returncode == 2
    assert b"--state is for --links: give both, or neither." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "https://istio.example/ambient", "--chapter", "kubernetes/mesh"), "written to"),
        (("check", "--fix"), "mesh.toml cannot be written: File too large"),
    ],
)
def test_a_full_disk_costs_no_chapter(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    change(folder, CHAPTER, '"Istio by hand"', "'Istio by hand'")
    before = (folder / CHAPTER).read_text(encoding="utf-8")

    with full_disk():
        done = run_afresh(*arguments, "--catalogue", str(folder))

    assert done.returncode == 1
    assert said in done.stderr.decode()
    assert (folder / CHAPTER).read_text(encoding="utf-8") == before
    assert [file.name for file in (folder / "kubernetes").iterdir()] == ["mesh.toml"]


def test_a_chapter_keeps_its_permissions(folder: Path) -> None:
    change(folder, CHAPTER, '"Istio by hand"', "'Istio by hand'")
    (folder / CHAPTER).chmod(0o640)

    assert run("check", "--fix", "--catalogue", str(folder)).returncode == 0
    assert (folder / CHAPTER).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["SUMMARY", "index", "topics", "chapters"])
def test_a_book_overwrites_none_of_its_pages(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.jsonl"
    file.write_text('{"id": "1", "title": "One", "url": "https://example.org/"}')

    done = run("book", "--out", str(tmp_path / "book"), "--catalogue", str(file))

    assert done.returncode == 1
    assert f"{name}: the book has a page of its own by this name".encode() in done.stderr


def test_a_book_comes_back_as_it_was(folder: Path, tmp_path: Path) -> None:
    book, back = tmp_path / "book", tmp_path / "back"

    written = run("book", "--out", str(book), "--catalogue", str(folder))
    read = run("import", str(book), "--out", str(back), "--catalogue", str(folder))

    assert written.returncode == read.returncode == 0
    assert (book / "src" / "SUMMARY.md").exists()
    names = [file.relative_to(folder) for file in folder.rglob("*.toml")]
    assert len(names) == 3
    assert all((back / name).read_bytes() == (folder / name).read_bytes() for name in names)


def test_a_book_can_be_written_again_but_not_over_other_things(
    folder: Path, tmp_path: Path
) -> None:
    book, home = tmp_path / "book", tmp_path / "home"
    home.mkdir()
    (home / "letter.txt").write_text("dear")

    for _ in range(2):
        assert run("book", "--out", str(book), "--catalogue", str(folder)).returncode == 0
    refused = run("book", "--out", str(home), "--catalogue", str(folder))

    assert refused.returncode == 1
    assert b"name a new folder" in refused.stderr
    assert [file.name for file in home.iterdir()] == ["letter.txt"]


def test_import_prints_chapters_and_lists_what_it_could_not_place(tmp_path: Path) -> None:
    page = tmp_path / "list.md"
    page.write_text("# Tools\n- [KServe](https://kserve.github.io) by KServe\n- a remark\n")

    done = run("import", str(page))

    assert done.returncode == 0
    assert done.stdout.startswith(b'# tools.toml\ntitle = "Tools"\n')
    assert b'topics = ["kserve"]' in done.stdout
    assert done.stderr.decode().splitlines() == [
        "list.md: line 3: has no place: a remark",
        "1 resources in 1 chapters, 1 not placed",
    ]


def test_import_overwrites_nothing(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "list.md"
    page.write_text("# Tools\n- [KServe](https://kserve.github.io)\n")

    done = run("import", str(page), "--out", str(folder))

    assert done.returncode == 1
    assert b"is not empty" in done.stderr


def test_import_says_that_it_found_nothing(tmp_path: Path) -> None:
    page = tmp_path / "list.md"
    page.write_text("just prose")

    done = run("import", str(page))

    assert done.returncode == 1
    first, last = done.stderr.decode().splitlines()
    assert first == "list.md: line 1: has no link below it: just prose"
    assert "holds no links that could be placed" in last
