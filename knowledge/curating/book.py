"""Writes a catalogue as a book of Markdown pages, laid out as mdBook reads them.

`book_reading` reads the same pages back, so whatever is written here stands there, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from knowledge.curating.markdown import escaped, link
from knowledge.models import FORMAT_NAMES, Catalogue, Chapter, Resource, Topic

SUMMARY_PAGE = "SUMMARY.md"
TOPICS_PAGE = "topics.md"
SEPARATOR = " · "


def pages(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Write every page: yields its path and its text, the same for the same catalogue."""
    yield "book.toml", f'[book]\ntitle = {_toml(catalogue.title)}\nlanguage = "en"\nsrc = "src"\n'
    yield f"src/{SUMMARY_PAGE}", _page(_table_of_contents(catalogue))
    yield "src/index.md", _page(["<!-- book -->", *_opening(catalogue.title, catalogue.intro)])
    places = {r.id: chapter.name for chapter in catalogue.chapters for r in chapter.resources}
    for part in catalogue.parts:
        mark = f"<!-- part: {quote(part.folder)} -->"
        contents = [_contents(chapter, part.folder) for chapter in part.chapters]
        lines = [mark, *_opening(part.title, part.intro), *contents]
        yield f"src/{_part_page(part.folder)}", _page(lines)
        for chapter in part.chapters:
            yield f"src/{chapter.name}.md", _page(_chapter(chapter, catalogue, places))
    yield f"src/{TOPICS_PAGE}", _page(_topics(catalogue, places))


def is_own_page(chapter: str) -> bool:
    """Tell whether a chapter's page would take the place of a page that every book has."""
    page = f"{chapter}.md".casefold()
    own = {SUMMARY_PAGE.casefold(), TOPICS_PAGE, _part_page(""), "index.md"}
    return page in own or page.endswith("/index.md")


def _page(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _toml(text: str) -> str:
    """Write a title for mdBook, which only shows it."""
    return '"' + " ".join(text.replace("\\", "").replace('"', "”").split()) + '"'


def _opening(title: str, intro: str) -> list[str]:
    return [f"# {escaped(title)}", *([escaped(intro)] if intro else [])]


def _part_page(folder: str) -> str:
    return f"{folder}/index.md" if folder else "chapters.md"


def _table_of_contents(catalogue: Catalogue) -> Iterator[str]:
    yield f"# {escaped(catalogue.title)}"
    yield link(catalogue.title, "index.md")
    for part in catalogue.parts:
        lines = [f"- {link(part.title, quote(_part_page(part.folder)))}"]
        lines += [f"  - {link(c.title, quote(f'{c.name}.md'))}" for c in part.chapters]
        yield "\n".join(lines)
    yield f"- {link('Topics', TOPICS_PAGE)}"


def _contents(chapter: Chapter, folder: str) -> str:
    size = f"{len(chapter.resources)} resource{'s' * (len(chapter.resources) != 1)}"
    page = quote(f"{chapter.name.removeprefix(f'{folder}/')}.md")
    return f"- {link(chapter.title, page)}, {size}"


def _chapter(chapter: Chapter, catalogue: Catalogue, places: dict[str, str]) -> Iterator[str]:
    yield f"<!-- chapter: {quote(chapter.name)} -->"
    yield from _opening(chapter.title, chapter.intro)
    section: str | None = None
    for resource in chapter.resources:
        if resource.section != section:
            section = resource.section
            yield f"## {escaped(section or '')}"
        yield from _resource(resource, _Links(chapter.name, catalogue, places))


class _Links:
    """Addresses of topics and resources, as seen from one page."""

    def __init__(self, page: str, catalogue: Catalogue, places: dict[str, str]) -> None:
        self._page = page
        self._up = "../" * page.count("/")
        self._catalogue = catalogue
        self._places = places

    def topic(self, id: str) -> str:
        page = "" if self._page == "topics" else f"{self._up}{TOPICS_PAGE}"
        return link(self._catalogue.topics[id].name, f"{page}#{quote(id, safe='')}")

    def resource(self, id: str) -> str:
        place = self._places[id]
        page = "" if place == self._page else f"{self._up}{quote(place)}.md"
        return link(self._catalogue.by_id[id].title, f"{page}#{quote(id, safe='')}")


def _anchor(id: str) -> str:
    return f'<a id="{quote(id, safe="")}"></a>'


def _resource(resource: Resource, links: _Links) -> Iterator[str]:
    yield f"- {_anchor(resource.id)}{link(resource.title, resource.url)}{_credit(resource)}"
    yield _within(SEPARATOR.join(_facts(resource)))
    if resource.summary:
        yield _within(escaped(resource.summary))
    if resource.note:
        yield _within(f"**Note:** {escaped(resource.note)}")
    for label, linked in (
        ("Topics", [links.topic(id) for id in resource.topics]),
        ("Before it", [links.resource(id) for id in resource.needs]),
        ("After it", [links.resource(id) for id in resource.next]),
    ):
        if linked:
            yield _within(f"**{label}:** {SEPARATOR.join(linked)}")
    if resource.answers or resource.covers:
        yield _within("<details><summary>Questions that it answers</summary>")
        if resource.answers:
            yield "\n".join(_within(f"- {escaped(question)}") for question in resource.answers)
        if resource.covers:
            yield _within(f"**In it:** {SEPARATOR.join(map(escaped, resource.covers))}")
        yield _within("</details>")


def _credit(resource: Resource) -> str:
    author, publisher = escaped(resource.author or ""), escaped(resource.publisher or "")
    if author == publisher:  # said once, and marked as both
        return f" by *{author}*" if author else ""
    return (f" by {author}" if author else "") + (f", *{publisher}*" if publisher else "")


def _within(line: str) -> str:
    return f"  {line}"


def _facts(resource: Resource) -> Iterator[str]:
    if resource.format:
        yield FORMAT_NAMES[resource.format]
    if resource.level:
        yield resource.level
    if resource.minutes:
        yield f"{resource.minutes} min"
    yield "free" if resource.free else "paid"


def _topics(catalogue: Catalogue, places: dict[str, str]) -> Iterator[str]:
    yield "<!-- topics -->"
    yield "# Topics"
    links = _Links("topics", catalogue, places)
    tagged: dict[str, list[str]] = {topic: [] for topic in catalogue.topics}
    for resource in catalogue.resources:
        for id in resource.topics:
            tagged[id].append(resource.id)
    for topic in catalogue.topics.values():
        yield from _topic(topic, tagged[topic.id], links)


def _topic(topic: Topic, resources: Sequence[str], links: _Links) -> Iterator[str]:
    yield f"- {_anchor(topic.id)}**{escaped(topic.name)}**"
    if topic.definition:
        yield _within(escaped(topic.definition))
    for label, said in (
        ("Also written", list(map(escaped, topic.aliases))),
        ("May mean it", list(map(escaped, topic.ambiguous))),
        ("Part of", [links.topic(topic.broader)] if topic.broader else []),
        ("Learn first", [links.topic(id) for id in topic.prerequisites]),
        ("Related", [links.topic(id) for id in topic.related]),
        ("Resources", [links.resource(id) for id in resources]),
    ):
        if said:
            yield _within(f"**{label}:** {SEPARATOR.join(said)}")


__all__ = ["SEPARATOR", "SUMMARY_PAGE", "TOPICS_PAGE", "is_own_page", "pages"]
