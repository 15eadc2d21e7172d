"""What was learned beforehand: that it fits the catalogue, and is read as it was written."""

from pathlib import Path

import numpy as np
import pytest

from knowledge import Catalogue, Finder, Outcome, Resource
from knowledge.classifier import Classifier, shipped_classifier
from knowledge.index import Index
from knowledge.meaning import ROUGH, WordVectors, rough, shipped_vectors
from knowledge.precedents import Precedents, shipped_precedents
from knowledge.ranking import rank
from knowledge.reader import Reader
from knowledge.words import words
from tests.knowledge.shelves import TOPICS, resource
from tests.shipped import CATALOGUE


def test_word_vectors_are_read_as_they_were_written(tmp_path: Path) -> None:
    matrix = np.array([[1.0, -0.5], [0.0, 0.0], [20.0, 10.0]], dtype=np.float32)
    familiarities = np.array([1.5, 0.0, -2.0], dtype=np.float32)
    vectors = WordVectors.of(["pod", "the", "lunch"], matrix, familiarities, 0.25)

    vectors.save(tmp_path / "vectors.npz")
    read = WordVectors.read(tmp_path / "vectors.npz")

    found = read.numbers(words("the pod unheard-of lunch"))
    assert found == [1, 0, 2]
    assert read.vectors(np.arange(3)) == pytest.approx(matrix, abs=20 / 127)
    assert read.familiarity(found) == vectors.familiarity(found)
    assert read.familiarity([]) == 0.25
    assert not read.meaning([]).any()


def test_precedents_are_read_as_they_were_written(tmp_path: Path) -> None:
    ours = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]], dtype=np.float32)
    others = np.array([[-1.0, 0.0]], dtype=np.float32)
    precedents = Precedents(rough(ours), rough(others), {"one": [0, 2], "two": [1]})

    precedents.save(tmp_path / "precedents.npz")
    read = Precedents.read(tmp_path / "precedents.npz")

    assert read.best == precedents.best
    assert read.ours / ROUGH == pytest.approx(ours, abs=1 / ROUGH)
    assert read.others / ROUGH == pytest.approx(others, abs=1 / ROUGH)


def test_a_classifier_is_read_as_it_was_written(tmp_path: Path) -> None:
    east, north = np.eye(2, dtype=np.float32)
    none = np.zeros(3, dtype=np.float32)
    classifier = Classifier(["one", "two"], np.stack([east, north, -east]), none)

    classifier.save(tmp_path / "classifier.npz")
    read = Classifier.read(tmp_path / "classifier.npz")

    assert read.resources == classifier.resources
    for meaning in (east, north, -east):
        probable = read.log_probabilities(meaning)
        assert probable == pytest.approx(classifier.log_probabilities(meaning), abs=0.01)
        assert np.exp(probable).sum() == pytest.approx(1)
    assert read.log_probabilities(north).argmax() == 1


def test_what_was_learned_fits_the_catalogue() -> None:
    vectors, precedents = shipped_vectors(), shipped_precedents()

    size = vectors.size
    assert precedents.ours.shape[1] == precedents.others.shape[1] == size
    assert shipped_classifier().matrix.shape == (len(shipped_classifier().resources) + 1, size)
    assert set(shipped_classifier().resources) <= set(CATALOGUE.by_id)
    assert set(precedents.best) <= set(CATALOGUE.by_id)
    rows = [row for of_one in precedents.best.values() for row in of_one]
    assert set(rows) == set(range(len(precedents.ours)))
    assert np.linalg.norm(precedents.ours / ROUGH, axis=1) == pytest.approx(1, abs=0.02)


def test_nearly_all_words_of_the_catalogue_have_a_meaning() -> None:
    vectors = shipped_vectors()
    said = [
        word
        for resource in CATALOGUE.resources
        for text in (resource.title, resource.summary or "", *resource.answers)
        for word in words(text)
    ]

    without = {word.text for word in said if not vectors.numbers([word])}

    assert len(without) / len(said) < 0.002, sorted(without)


COLD, BOIL = np.eye(2, dtype=np.float32)
NOTHING = rough(np.zeros((0, 2), dtype=np.float32))


@pytest.mark.parametrize(
    ("precedents", "classifier"),
    [
        (
            Precedents(rough(np.stack([COLD, BOIL])), NOTHING, {"kettle-3": [0], "kettle-1": [1]}),
            Classifier([], np.zeros((1, 2), dtype=np.float32), np.zeros(1, dtype=np.float32)),
        ),
        (
            Precedents(NOTHING, NOTHING, {}),
            Classifier(
                [f"kettle-{n}" for n in range(5)],
                np.stack([-COLD, BOIL, -COLD, COLD, -COLD, -COLD]),
                np.zeros(6, dtype=np.float32),
            ),
        ),
    ],
    ids=["a former question", "a class"],
)
def test_what_was_learned_speaks_for_a_resource(
    precedents: Precedents, classifier: Classifier
) -> None:
    none = np.zeros(2, dtype=np.float32)
    vectors = WordVectors.of(["cold", "boil"], np.stack([COLD, BOIL]), none, 0.0)
    alike = tuple(resource(f"kettle-{n}", f"Kettle cold boil {n}") for n in range(5))
    index = Index(Catalogue(resources=alike, topics=TOPICS), vectors, precedents, classifier)
    reader = Reader(index)

    def first(question: str) -> str:
        best_place: int = rank(reader.read(question), index).places[0]
        return alike[best_place].id

    assert first("cold kettle") == "kettle-3"
    assert first("boil kettle") == "kettle-1"


@pytest.mark.parametrize(
    "question",
    ["how do I enlarge a zfs pool", "zfs pool is degraded", "zfs snapshots of datasets"],
)
def test_a_resource_that_nobody_could_choose_yet_is_found(question: str) -> None:
    added = Resource(
        id="zfs-in-depth",
        title="ZFS in depth: pools, datasets and snapshots",
        url="https://example.org/zfs",
        author="Ada Lovelace",
        format="article",
        level="intermediate",
        topics=("filesystems",),
        summary="Pools, datasets and snapshots of ZFS, from creation to repair.",
        answers=(
            "How do I add a disk to a pool?",
            "What does it mean that a pool is degraded?",
            "How do I take a snapshot of a dataset?",
        ),
    )
    catalogue = Catalogue(resources=(*CATALOGUE.resources, added), topics=CATALOGUE.topics)

    assert Finder(catalogue).ask(question).matches[0].resource == added


def test_a_resource_that_nobody_could_choose_yet_stands_beside_those_that_many_chose() -> None:
    known = CATALOGUE.by_id["linux-journey"]
    new = known.model_copy(update={"id": "new-here"})
    resources = tuple(new if one is known else one for one in CATALOGUE.resources)
    finder = Finder(Catalogue(resources=resources, topics=CATALOGUE.topics))

    explanation = finder.explain(
        "zero Linux, only Windows so far: small lesons on users, packages, processes?", 20
    )

    assert new in [match.resource for match in explanation.matches]


def test_a_title_finds_its_resource_among_many_that_say_more_of_it() -> None:
    louder = tuple(
        resource(f"louder-{n}", f"Docker {n}", answers=("What is Docker?",)) for n in range(40)
    )
    titled = Resource(id="titled", title="Docker", url="https://example.org/titled")
    finder = Finder(Catalogue(resources=(*louder, titled), topics=TOPICS))

    assert finder.ask("docker").matches[0].resource == titled


def test_a_term_is_found_in_every_field_of_every_place_that_holds_it() -> None:
    first = resource("first", "Zeta", answers=("Zeta, and zeta?",))
    last = resource("last", "Omega", answers=("Where is zeta?",))
    middle = tuple(resource(f"middle-{n}", "Kappa") for n in range(3))
    catalogue = Catalogue(resources=(first, *middle, last), topics=TOPICS)

    index = Index(catalogue, shipped_vectors(), shipped_precedents(), shipped_classifier())

    zeta = index.postings["zeta"]
    assert zeta.places.tolist() == [0, 4]
    assert [bin(bits).count("1") for bits in zeta.fields.tolist()] == [3, 1]  # title, summary
    assert zeta.strengths[0] > zeta.strengths[1] > 0
    assert index.postings.holders("zeta") == 2
    assert index.postings.holders("unheard") == 0
    assert "unheard" not in index.postings


def test_an_empty_catalogue_has_nothing() -> None:
    answer = Finder(Catalogue(resources=(), topics={})).ask("what is a pod")

    assert answer.outcome is Outcome.NOTHING
    assert answer.topics == ()
