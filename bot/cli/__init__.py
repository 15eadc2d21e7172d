"""What a person types: the commands of `mlops-learn`."""

from bot.cli import asking, curating, digests, gaps, running, statistics, suggestions
from bot.cli.group import cli

__all__ = ["asking", "cli", "curating", "digests", "gaps", "running", "statistics", "suggestions"]
