"""A workspace's own resources, which are answered beside those of the catalogue."""

import hashlib
import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from knowledge.links import same_address
from knowledge.models import Catalogue, Chapter, Part, Resource, Topic
from knowledge.names import Names
from knowledge.words import EMPTY, SOFT, words

FOLDER = "workspace"
TITLE = "Added by this workspace"
INTRO = "What people of this workspace found worth opening, and the catalogue does not have."

ID_CHARACTERS = 60
_DIGEST_CHARACTERS = 10


class Addition(Resource):
    """A resource that a workspace added for itself."""

    is_own: ClassVar[bool] = True


def addition_id(url: str) -> str:
    """Derive an id from a link: the same one each time, and another one for another address."""
    address = same_address(url)
    digest = hashlib.sha256(address.encode(errors="surrogatepass")).hexdigest()
    place, _, _ = address.lower().partition("?")
    spoken = "-".join(re.findall(r"[a-z0-9]+(?:\.[a-z0-9]+)*", place.removeprefix("www.")))
    spoken = spoken[: ID_CHARACTERS - _DIGEST_CHARACTERS - 1].strip(".-") or "link"
    return f"{spoken}-{digest[:_DIGEST_CHARACTERS]}"


def not_merged(catalogue: Catalogue, additions: Iterable[Addition]) -> tuple[Addition, ...]:
    """Leave out what the catalogue has by now, by its id or its link; and what is there twice."""
    merged = [resource for resource in catalogue.resources if not resource.is_own]
    ids = {resource.id for resource in merged}
    links = {same_address(resource.url) for resource in merged}
    left = []
    for addition in additions:
        link = same_address(addition.url)
        if addition.id not in ids and link not in links:
            left.append(addition)
            ids.add(addition.id)
            links.add(link)
    return tuple(left)


def with_additions(catalogue: Catalogue, additions: Sequence[Addition]) -> Catalogue:
    """Put a workspace's own resources behind those of the catalogue, in a part of their own.

    What the catalogue has by now drops out. A topic that it does not have becomes a plain tag,
    unless it is another way to write one that it has, which would then mean two; or says nothing,
    as `tutorial` does, and would speak for its resource in every question.
    """
    topics = dict(catalogue.topics)
    names = Names(catalogue.topics)
    tags: dict[tuple[str, ...], str] = {}
    own = []
    for addition in not_merged(catalogue, additions):
        tagged: dict[str, None] = {}
        for tag in addition.topics:
            known = topics_for(tag, catalogue.topics, names)
            tagged |= dict.fromkeys(known or _plain(tag, tags))
        own.append(addition.model_copy(update={"topics": tuple(tagged)}))
        topics |= {tag: Topic.from_tag(tag) for tag in tagged if tag not in topics}
    if not own:
        return catalogue
    chapter = Chapter(f"{FOLDER}/additions", TITLE, INTRO, tuple(own))
    return replace(
        catalogue,
        resources=(*catalogue.resources, *own),
        topics=topics,
        parts=(*catalogue.parts, Part(FOLDER, TITLE, INTRO, (chapter,))),
    )


def topics_for(tag: str, topics: Container[str], names: Names) -> tuple[str, ...]:
    """Give the topics that a tag is the id of, or another way to write; none if it is neither."""
    return (tag,) if tag in topics else tuple(topic.id for topic in names.meant(tag))


def _plain(tag: str, tags: dict[tuple[str, ...], str]) -> tuple[str, ...]:
    """Take a tag as it was first written; none if it has no words, or asks for learning alone.

    Empty words name nothing within a question, so a language may be called by one of them.
    """
    terms = tuple(word.term for word in words(tag))
    is_soft = (EMPTY | SOFT).issuperset(terms) and not SOFT.isdisjoint(terms)
    return () if is_soft or not terms else (tags.setdefault(terms, tag),)
