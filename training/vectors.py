"""Learns the word vectors with which the finder compares what texts mean, and the classifier.

The vector of a word is what the sentence model all-MiniLM-L6-v2 (Apache License 2.0) makes of it
alone, turned by one matrix for all words, lengthened or shortened, and moved a little. Matrix,
lengths and moves are learned so that sums of word vectors are as near to each other as the taught
model finds the texts (a distillation); so that a question lies nearest to the resources that it
was judged, or written, to be answered by; and so that a softmax regression on the sums tells the
resource that a text is for as the model and the judgements do.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from knowledge.classifier import SHARPNESS
from knowledge.groups import Floats
from training.teacher import Teacher, wanted
from training.texts import Text

SIZE = 128  # numbers in a vector
EPOCHS = 12
BATCH = 512  # texts whose nearness is compared with the model's
PAIRS = 256  # questions beside a text of their resource, with each batch
TEMPERATURE = 0.07
STEADINESS = 1e-3  # what it costs to move a word by itself
CLASS_STEADINESS = 1e-4
JUDGED = 0.5  # what a judgement counts beside what the model makes of the same question


class Vectors(torch.nn.Module):
    """Word vectors, as far as they are learned."""

    def __init__(self, taught: torch.Tensor, frequencies: torch.Tensor, classes: int) -> None:
        super().__init__()
        self.taught = taught
        _, _, directions = torch.linalg.svd(taught[frequencies > 0], full_matrices=False)
        self.turn = torch.nn.Parameter(directions[:SIZE].T.clone())
        # Frequent words say little: smooth inverse frequency (Arora et al., 2017) to begin with.
        shares = frequencies / frequencies.sum()
        self.lengths = torch.nn.Parameter(torch.log(1e-3 / (1e-3 + shares)))
        self.moves = torch.nn.Parameter(torch.zeros(len(taught), SIZE))
        self.classes = torch.nn.Linear(SIZE, classes)
        torch.nn.init.zeros_(self.classes.weight)
        torch.nn.init.zeros_(self.classes.bias)

    def table(self) -> torch.Tensor:
        return torch.exp(self.lengths)[:, None] * (self.taught @ self.turn) + self.moves


def directions(table: torch.Tensor, bags: Sequence[Sequence[int]]) -> torch.Tensor:
    """Sum up the words of each text to a vector of length 1."""
    flat = torch.tensor([number for bag in bags for number in bag])
    starts = torch.tensor([0, *(len(bag) for bag in bags[:-1])]).cumsum(0)
    return functional.normalize(functional.embedding_bag(flat, table, starts, mode="sum"), dim=-1)


def distillation(ours: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    """Compare how near these texts are to each other for us and for the model."""
    alone = torch.eye(len(ours), dtype=torch.bool)
    near, wanted = ours @ ours.T, theirs @ theirs.T
    logs = (near / TEMPERATURE).masked_fill(alone, -1e9).log_softmax(dim=-1)
    shares = (wanted / TEMPERATURE).masked_fill(alone, -1e9).softmax(dim=-1)
    crossed: torch.Tensor = -(shares * logs.masked_fill(alone, 0)).sum(dim=-1).mean()
    return crossed + 3 * ((near - wanted) ** 2).mean()


def contrast(
    asked: torch.Tensor, said: torch.Tensor, places: Sequence[tuple[Sequence[int], int]]
) -> torch.Tensor:
    """Want each question nearer to a text of a resource of its own than to those of all others."""
    near = asked @ said.T / TEMPERATURE
    also = torch.tensor([[place in own for _, place in places] for own, _ in places])
    also &= ~torch.eye(len(places), dtype=torch.bool)
    near = near.masked_fill(also, -1e9)
    right = torch.arange(len(places))
    return (functional.cross_entropy(near, right) + functional.cross_entropy(near.T, right)) / 2


def classification(
    logits: torch.Tensor, theirs: torch.Tensor, judged: torch.Tensor
) -> torch.Tensor:
    """Compare for which resources we and the model, or the judges, find these texts to be."""
    shares = theirs.softmax(dim=-1)
    shares = torch.where(
        judged.sum(dim=-1, keepdim=True) > 0, shares + JUDGED * (judged - shares), shares
    )
    return -(shares * logits.log_softmax(dim=-1)).sum(dim=-1).mean()


@dataclass(frozen=True)
class Learned:
    """A vector a word, and the classes of a softmax regression on sums of them."""

    vectors: Floats
    classes: Floats
    bias: Floats


def learn_vectors(
    found: Sequence[Text],
    bags: Sequence[Sequence[int]],
    words: torch.Tensor,
    sentences: torch.Tensor,
    teacher: Teacher,
    epochs: int = EPOCHS,
) -> Learned:
    """Learn a vector a row for `words` from the texts, of which the teacher makes `sentences`."""
    counts = np.bincount([number for bag in bags for number in bag], minlength=len(words))
    classes = len(teacher.logits(sentences[0]))
    vectors = Vectors(words, torch.from_numpy(counts).float(), classes)
    said: dict[int, list[int]] = defaultdict(list)  # the texts of each resource
    for number, text in enumerate(found):
        if len(text.places) == 1:
            said[text.places[0]].append(number)
    asking = [number for number, text in enumerate(found) if text.ours and text.places]
    optimizer = torch.optim.Adam(
        [
            {"params": [vectors.turn], "lr": 1e-3},
            {"params": [vectors.lengths], "lr": 1e-2},
            {"params": [vectors.moves], "lr": 2e-3},
            {"params": vectors.classes.parameters(), "lr": 5e-3},
        ]
    )
    for epoch in range(epochs):
        losses = []
        for batch in torch.randperm(len(found)).split(BATCH):
            table = vectors.table()
            pairs = [
                (number, other, place)
                for number in random.sample(asking, PAIRS)
                for place in (random.choice(found[number].places),)
                if (other := random.choice(said[place] or [number])) != number
            ]
            ours = directions(table, [bags[number] for number in batch.tolist()])
            asked = directions(table, [bags[number] for number, _, _ in pairs])
            answers = directions(table, [bags[other] for _, other, _ in pairs])
            places = [(found[number].places, place) for number, _, place in pairs]
            with torch.no_grad():
                theirs = teacher.logits(sentences[batch])
            judged = wanted([found[number] for number in batch.tolist()], classes)
            loss = (
                distillation(ours, sentences[batch])
                + contrast(asked, answers, places)
                + classification(SHARPNESS * vectors.classes(ours), theirs, judged)
                + STEADINESS * (vectors.moves**2).sum()
                + CLASS_STEADINESS * (vectors.classes.weight**2).sum()
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}", flush=True)
    return Learned(
        vectors.table().detach().numpy(),
        vectors.classes.weight.detach().numpy(),
        vectors.classes.bias.detach().numpy(),
    )
