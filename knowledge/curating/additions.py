"""A workspace's own resources as text for the catalogue's files: ready for a pull request."""

from collections.abc import Iterable, Iterator

from knowledge.additions import Addition, not_merged, topics_for
from knowledge.curating.canonical import document, fields, quoted
from knowledge.curating.draft import BLANK, draft, fitting, words_of
from knowledge.finder import Finder
from knowledge.models import Catalogue
from knowledge.names import Names

ANYWHERE = "no chapter fits surely: choose one"


def export(additions: Iterable[Addition], finder: Finder) -> str:
    """Write additions as entries, those for one chapter below the name of its file.

    Blanks stand for what is missing, as in a draft, and a comment names the topics that are not
    declared. What the curators have by now is left out. The finder is one of their catalogue
    alone: to one with the additions, each would be its own best answer.
    """
    catalogue = finder.catalogue
    groups: dict[str, list[Addition]] = {chapter.name: [] for chapter in catalogue.chapters}
    for addition in not_merged(catalogue, additions):
        groups.setdefault(_chapter(addition, finder), []).append(addition)
    return "\n".join(
        "\n".join([f"# {f'{name}.toml' if name else ANYWHERE}", *_entries(group, catalogue)])
        for name, group in groups.items()
        if group
    )


def _chapter(addition: Addition, finder: Finder) -> str:
    """Choose by the title, else by a question that it answers, else by the words of the link."""
    said = (addition.title, *addition.answers, words_of(addition.url))
    return next(filter(None, (fitting(text, finder) for text in said)), BLANK)


def _entries(group: Iterable[Addition], catalogue: Catalogue) -> Iterator[str]:
    names = Names(catalogue.topics)
    tables = []
    for addition in group:
        topics = {tag: topics_for(tag, catalogue.topics, names) for tag in addition.topics}
        if undeclared := [tag for tag, found in topics.items() if not found]:
            yield f"# {addition.id} is also on {', '.join(map(quoted, undeclared))}: not declared"
        known = fields(addition)
        known["topics"] = list(dict.fromkeys(id for found in topics.values() for id in found))
        told = {field: value for field, value in known.items() if value != []}
        tables.append(draft(names=names, **told))
    yield document({}, "resource", tables)
