"""What a person types: the commands of `mlops-learn`."""

from bot.cli import asking, curating, digests, running
from bot.cli.group import cli

__all__ = ["asking", "cli", "curating", "digests", "running"]
