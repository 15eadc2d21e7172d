"""A folder with a chapter of entries as text, for files that are wrong in some way."""

from pathlib import Path

TOPICS = """
[[topic]]
id = "istio"
name = "Istio"
aliases = ["istioctl"]
broader = "service-mesh"

[[topic]]
id = "service-mesh"
name = "Service mesh"
"""

HEAD = """
title = "Service meshes"
intro = "What they are for."
"""

ENTRY = """
[[resource]]
id = "{id}"
title = "Istio by example"
url = "{url}"
author = "Ada"
format = "docs"
level = "beginner"
topics = ["istio"]
summary = "What Istio does."
answers = ["What is Istio?"]
"""


def entry(id: str = "istio-one", url: str = "https://istio.io/one", more: str = "") -> str:
    return ENTRY.format(id=id, url=url) + more


def begun(folder: Path) -> Path:
    """Declare the topics, and make room for chapters."""
    (folder / "kubernetes").mkdir()
    (folder / "topics.toml").write_text(TOPICS, encoding="utf-8")
    return folder


def write(folder: Path, *entries: str, head: str = HEAD, name: str = "mesh.toml") -> Path:
    (folder / "kubernetes" / name).write_text(head + "".join(entries), encoding="utf-8")
    return folder
