"""`mlops-learn suggestions`: what was accepted, ready for a pull request."""

import tomllib
from pathlib import Path

from bot.store import Fate, Proposal, Store, open_store
from tests.bot.command_line import run
from tests.digest.asking import SUNDAY
from tests.suggesting.acting import KNOWN, TITLE, URL


def stored(folder: Path) -> tuple[Store, str]:
    url = f"sqlite:///{folder / 'bot.sqlite3'}"
    store = open_store(url)
    store.migrate()
    return store, url


def add(store: Store, fate: Fate, team: str = "T1", **proposal: object) -> None:
    filled = Proposal.model_validate({"url": URL, "title": TITLE, **proposal})
    made = store.suggestions.add(team, "U1", filled, SUNDAY)
    if fate is not Fate.OPEN:
        store.suggestions.decide(team, made.id, fate, SUNDAY, "Too old.")


def test_accepted_ones_are_printed_in_toml(tmp_path: Path) -> None:
    store, url = stored(tmp_path)
    add(store, Fate.ACCEPTED, topics=("metallb",), question="how do zebrafish sleep?")
    add(store, Fate.OPEN, url="https://open.example.org/")
    add(store, Fate.DECLINED, url="https://declined.example.org/")

    done = run("suggestions", DATABASE_URL=url)

    assert done.returncode == 0, done.stderr
    (entry,) = tomllib.loads(done.stdout.decode())["resource"]
    assert (entry["url"], entry["title"], entry["topics"]) == (URL, TITLE, ["metallb"])
    assert entry["answers"] == ["how do zebrafish sleep?"]
    assert b'example.org/"' not in done.stdout.replace(URL.encode(), b"")


def test_all_of_them_are_listed_as_comments_on_one_line_each(tmp_path: Path) -> None:
    store, url = stored(tmp_path)
    add(store, Fate.ACCEPTED)
    add(store, Fate.OPEN, url="https://open.example.org/", title='New\n[[resource]]\x7f"')
    add(store, Fate.DECLINED, url="https://declined.example.org/", why="why\rnot")

    done = run("suggestions", "--all", DATABASE_URL=url)

    printed = done.stdout.decode()
    assert len(tomllib.loads(printed)["resource"]) == 1
    assert printed.splitlines()[:2] == [
        '# open 2026-11-29, by U1, https://open.example.org/ “New [[resource]] "”',
        f"# declined 2026-11-29, by U1, https://declined.example.org/ “{TITLE}”: why not"
        " (Too old.)",
    ]


def test_those_of_several_workspaces_are_told_apart(tmp_path: Path) -> None:
    store, url = stored(tmp_path)
    add(store, Fate.ACCEPTED)
    add(store, Fate.ACCEPTED, "T2", url="https://two.example.org/")

    done = run("suggestions", DATABASE_URL=url)

    printed = done.stdout.decode()
    assert len(tomllib.loads(printed)["resource"]) == 2
    assert printed.index("# Workspace T1") < printed.index(URL) < printed.index("# Workspace T2")


def test_with_nothing_to_add_it_says_so(tmp_path: Path) -> None:
    store, url = stored(tmp_path)
    add(store, Fate.ACCEPTED, url=KNOWN.url)

    done = run("suggestions", DATABASE_URL=url)

    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode() == "Nothing was accepted that the catalogue does not have.\n"


def test_a_database_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    wrong = run("suggestions", DATABASE_URL="nonsense")
    away = run("suggestions", DATABASE_URL=f"sqlite:///{tmp_path}")

    assert wrong.returncode == 78
    assert away.returncode == 1
    assert b"does not answer" in away.stderr
    assert b"Traceback" not in wrong.stderr + away.stderr
