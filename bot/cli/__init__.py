"""What a person types: the commands of `mlops-learn`."""

from bot.cli import asking, curating, curators, digests, gaps, running, statistics
from bot.cli.group import cli

__all__ = ["asking", "cli", "curating", "curators", "digests", "gaps", "running", "statistics"]
