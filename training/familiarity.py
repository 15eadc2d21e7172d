"""Learns how much each word speaks for our field: what is asked of us, beside small talk."""

from collections.abc import Sequence

import torch
from torch.nn import functional

from training.texts import Text

STEPS = 60
RATE = 0.05
STEADINESS = 2e-6  # what it costs to rate a word by itself, apart from what it means
SMOOTHNESS = 1e-4  # what it costs to rate by meaning


def learn_familiarity(
    found: Sequence[Text], bags: Sequence[Sequence[int]], words: torch.Tensor
) -> tuple[torch.Tensor, float]:
    """Rate the words, and give the bias: a logistic regression on sums over the root of lengths."""
    questions = [number for number, text in enumerate(found) if text.ours is not None]
    ours = torch.tensor([float(bool(found[number].ours)) for number in questions])
    sizes = torch.tensor([max(1, len(bags[number])) for number in questions])
    flat = torch.tensor([word for number in questions for word in bags[number]])
    starts = torch.tensor([0, *(len(bags[number]) for number in questions[:-1])]).cumsum(0)
    balance = torch.where(ours > 0, (1 - ours).sum() / ours.sum(), 1.0)
    meant = torch.nn.Parameter(torch.zeros(words.shape[1]))
    moves = torch.nn.Parameter(torch.zeros(len(words)))
    bias = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.Adam([meant, moves, bias], lr=RATE)
    for _ in range(STEPS):
        rated = words @ meant + moves
        sums = functional.embedding_bag(flat, rated[:, None], starts, mode="sum")[:, 0]
        odds = sums / sizes.sqrt() + bias
        loss = functional.binary_cross_entropy_with_logits(
            odds, ours, weight=balance, reduction="sum"
        )
        loss = loss / balance.sum() + STEADINESS * (moves**2).sum() + SMOOTHNESS * (meant**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return (words @ meant + moves).detach(), bias.item()
