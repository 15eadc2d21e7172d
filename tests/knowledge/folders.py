"""Folders of chapters for tests: one that keeps every rule, to be changed, and made-up ones."""

from pathlib import Path

from hypothesis import strategies as st

from knowledge import Catalogue, Chapter, Part, Topic
from knowledge.curating.book import is_own_page
from knowledge.curating.book_reading import RESERVED
from knowledge.curating.canonical import files
from knowledge.models import BLANKS, CuratedResource, Resource

RESOURCES = [
    ("istio-docs", "Istio", "docs", "beginner", ["istio", "mesh"]),
    ("istio-lab", "Istio by hand", "tutorial", "beginner", ["istio", "mesh"]),
    ("istio-deep", "How Istio routes", "article", "advanced", ["istio", "mesh"]),
]


def curated(id: str, title: str, format: str, level: str, topics: list[str]) -> Resource:
    return CuratedResource.model_validate(
        {
            "id": id,
            "title": title,
            "url": f"https://example.org/{id}",
            "author": "Ada Lovelace",
            "format": format,
            "level": level,
            "topics": topics,
            "summary": f"What {title} is about.",
            "answers": [f"What does {title} say?", f"Why {title}?", f"When is {title} enough?"],
        }
    )


SOUND = Catalogue(
    resources=tuple(curated(*row) for row in RESOURCES),
    topics={
        "mesh": Topic(id="mesh", name="Service mesh", definition="Proxies beside each service."),
        "istio": Topic(
            id="istio",
            name="Istio",
            definition="A service mesh for Kubernetes.",
            aliases=("istioctl",),
            broader="mesh",
            prerequisites=("mesh",),
        ),
    },
    parts=(
        Part(
            "kubernetes",
            "Kubernetes",
            "Where it runs.",
            (
                Chapter(
                    "kubernetes/mesh",
                    "Service meshes",
                    "What they are for.",
                    tuple(curated(*row) for row in RESOURCES),
                ),
            ),
        ),
    ),
    title="A small book",
    intro="Of one chapter.",
)


def write(folder: Path, catalogue: Catalogue = SOUND) -> Path:
    for name, text in files(catalogue):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def change(folder: Path, file: str, old: str, new: str) -> Path:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


TEXT = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("*_[]()<>&\\`#-·.!|~\n\t \"'"),
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: any(char.isalnum() and char not in BLANKS for char in text))
NAMES = st.from_regex(r"[a-z][a-z0-9.-]{0,8}", fullmatch=True)
URLS = st.text(
    st.characters(codec="ascii", exclude_categories=("C", "Z"), exclude_characters="@"), max_size=20
).map(lambda tail: f"https://example.org/{tail}")


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Make up catalogues that can be loaded, with any text wherever text may stand."""
    texts = TEXT.map(str.strip)
    ids = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    tags = draw(st.lists(NAMES | TEXT, min_size=1, max_size=3, unique=True))
    topics = {
        tag: Topic(
            id=tag,
            name=draw(texts),
            definition=draw(st.none() | texts),
            aliases=tuple(draw(st.lists(texts, max_size=2))),
            ambiguous=tuple(draw(st.lists(texts, max_size=2))),
            broader=draw(st.none() | st.sampled_from(tags)),
            related=tuple(draw(st.lists(st.sampled_from(tags), max_size=2))),
            prerequisites=tuple(draw(st.lists(st.sampled_from(tags), max_size=2))),
        )
        for tag in tags
    }
    resources = [
        CuratedResource(
            id=id,
            title=draw(texts.filter(lambda text: "www" not in text and "http" not in text)),
            url=f"{draw(URLS)}#{number}",
            author=draw(texts),
            publisher=draw(st.none() | texts),
            format=draw(st.sampled_from(["docs", "video", "interactive"])),
            level=draw(st.sampled_from(["beginner", "intermediate", "advanced"])),
            minutes=draw(st.none() | st.integers(1, 9999)),
            free=draw(st.booleans()),
            section=draw(st.none() | texts),
            topics=tuple(draw(st.lists(st.sampled_from(tags), min_size=1, max_size=2))),
            summary=draw(texts),
            answers=tuple(draw(st.lists(texts, min_size=1, max_size=3))),
            covers=tuple(draw(st.lists(texts, max_size=3))),
            note=draw(st.none() | texts),
            needs=tuple(draw(st.lists(st.sampled_from(ids), max_size=2))),
            next=tuple(draw(st.lists(st.sampled_from(ids), max_size=2))),
        )
        for number, id in enumerate(ids)
    ]
    resources.sort(key=lambda resource: resource.section or "")  # sections are stretches
    cut = draw(st.integers(0, len(resources)))
    names = draw(
        st.lists(
            NAMES.filter(lambda n: not (is_own_page(n) or n in RESERVED)),
            min_size=2,
            max_size=2,
            unique=True,
        )
    )
    in_folder = draw(st.booleans())
    chapters = tuple(
        Chapter(f"part/{name}" if in_folder else name, draw(texts), draw(texts), tuple(held))
        for name, held in zip(
            names if in_folder else sorted(names), (resources[:cut], resources[cut:]), strict=True
        )
    )
    part = (
        Part("part", draw(texts), draw(texts), chapters)
        if in_folder
        else Part("", "Chapters", "", chapters)
    )
    held = tuple(r for chapter in chapters for r in chapter.resources)
    return Catalogue(held, topics, (part,), draw(texts), draw(texts))
