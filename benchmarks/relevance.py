"""How good are the first answers, beside other ways to match the same questions?

    python -m benchmarks.relevance [--questions FILE.jsonl] [--catalogue PATH]

Questions whose best resources are not in the catalogue are left out; off-topic ones should get
nothing, and are counted apart.
"""

import dataclasses
import random
import statistics
import string
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from benchmarks.judged import DEPTH, Figures, Judged, Search, measure, read_questions
from benchmarks.peers import peers
from benchmarks.sweep import SIZES, sweep
from benchmarks.typos import with_slips
from knowledge import SHIPPED, Finder, Outcome, load

OURS = Path(__file__).parent.parent / "tests" / "relevance" / "questions.jsonl"
ROUNDS = 3  # times that the slips are made anew


@click.command()
@click.option("--questions", default=OURS, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--judgements",
    type=click.Path(path_type=Path, exists=True),
    is_flag=False,
    flag_value=None,
    help="A file with the judgements by id, where the questions' file has none.",
)
@click.option("--catalogue", default=SHIPPED, type=click.Path(path_type=Path, exists=True))
@click.option("--misses", is_flag=True, help="List the questions without a best in three.")
@click.option("--sizes", is_flag=True, help="Measure made-up catalogues of growing size, too.")
def main(
    questions: Path, judgements: Path | None, catalogue: Path, misses: bool, sizes: bool
) -> None:
    """Compare this bot's matching with others, on the same questions in one run.

    A line of the questions' file is a JSON object with the question and the ids of the resources
    that a person judged best and helpful. Off-topic ones have the area "off". The judgements may
    stand in a file of their own, with the same "id".

    \b
    {"question": "metalb vs kube-vip", "best": ["kube-vip-architecture"], "helpful": []}
    {"question": "who ate my lunch", "area": "off", "best": [], "helpful": []}
    """
    shelf = load(catalogue)
    finder = Finder(shelf)
    judged = read_questions(questions, judgements)
    answerable = [q for q in judged if q.best & shelf.by_id.keys()]
    off_topic = [q for q in judged if q.off_topic]
    print(f"{len(answerable)} answerable and {len(off_topic)} off-topic questions,")
    print(f"{len(shelf.resources)} resources\n")
    print(f"{'system':48}  S@1   S@3 MRR@5 nDCG@5     ms")
    clean = measure(ours(finder), answerable)
    _print_figures("this bot", clean)
    _print_figures("this bot, with a slip in each long word", _with_slips(finder, answerable))
    for name, search in peers(shelf):
        _print_figures(name, measure(search, answerable))
    inside = statistics.median(finder.ask(judged.question).milliseconds for judged in answerable)
    print(f"\nInside Finder.ask: {inside:.2f} ms (median)")
    _print_worst(finder, answerable)
    _print_outcomes(finder, answerable, off_topic)
    if misses:
        _print_misses(finder, answerable, off_topic)
    if sizes:
        _print_sizes()


def ours(finder: Finder) -> Search:
    def search(question: str) -> list[str]:
        return [match.resource.id for match in finder.ask(question, limit=DEPTH).matches]

    return search


def _with_slips(finder: Finder, questions: Sequence[Judged]) -> Figures:
    return measure(
        ours(finder),
        [
            dataclasses.replace(judged, question=with_slips(judged.question, seed))
            for seed in range(ROUNDS)
            for judged in questions
        ],
    )


def _print_figures(name: str, figures: Figures) -> None:
    print(
        f"{name:48} {figures.success_at_1:.2f}  {figures.success_at_3:.2f}  "
        f"{figures.reciprocal_rank:.2f}   {figures.gain:.2f} {figures.milliseconds:8.2f}",
        flush=True,
    )


def _print_worst(finder: Finder, questions: Sequence[Judged]) -> None:
    """Ask what is as long and as odd as can be: the worst of medians, each of five tries."""
    long = " ".join(judged.question for judged in questions)
    chance = random.Random(0)
    oddities = [
        long,
        with_slips(long, 1),
        " ".join("".join(chance.choices(string.ascii_lowercase, k=9)) for _ in range(40)),
        " ".join(sorted(set(long.split()), key=len, reverse=True)),
        "-".join(long.split()),
        "".join(long.split()),
        "e\u0301" * 10_000,
        "\u202e" + long,
        "\ud800" * 300,
        "k8s svc lb " * 30,
        "&& " * 100,
    ]
    medians = [
        statistics.median(finder.ask(oddity).milliseconds for _ in range(5)) for oddity in oddities
    ]
    print(f"The worst of {len(oddities)} oddities of 300 characters: {max(medians):.2f} ms")


def _print_outcomes(finder: Finder, answerable: list[Judged], off_topic: list[Judged]) -> None:
    print(f"\n{'outcome':12} answerable  with a best in three  off-topic")
    answers = [(judged, finder.ask(judged.question)) for judged in answerable]
    silences = [finder.ask(judged.question) for judged in off_topic]
    for outcome in Outcome:
        right = [
            bool(judged.best & {match.resource.id for match in answer.matches})
            for judged, answer in answers
            if answer.outcome is outcome
        ]
        print(
            f"{outcome:12} {len(right) / max(1, len(answers)):10.3f} "
            f"{sum(right) / max(1, len(right)):20.3f} "
            f"{_share(answer.outcome is outcome for answer in silences):10.3f}"
        )


def _share(truths: Iterable[bool]) -> float:
    counted = list(truths)
    return sum(counted) / max(1, len(counted))


def _print_misses(finder: Finder, answerable: list[Judged], off_topic: list[Judged]) -> None:
    print()
    for judged in answerable + off_topic:
        answer = finder.ask(judged.question)
        found = [match.resource.id for match in answer.matches]
        wrong = bool(found) if judged.off_topic else not judged.best & set(found)
        if wrong:
            print(f"{answer.outcome:10} {judged.question[:90]!r}\n{'':10} got {found}")
            print(f"{'':10} best {sorted(judged.best)}")


def _print_sizes() -> None:
    print(f"\n{'resources':>10} {'build s':>8} {'MB':>6} {'median ms':>10} {'worst ms':>9}")
    print(f"measuring {', '.join(map(str, SIZES))} …", file=sys.stderr, flush=True)
    for cost in sweep():
        print(
            f"{cost.resources:10} {cost.seconds:8.1f} {cost.megabytes:6.0f} "
            f"{cost.median:10.2f} {cost.worst:9.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
