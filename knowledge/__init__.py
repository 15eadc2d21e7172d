"""Answers questions about learning resources; knows nothing of where they are asked."""

from knowledge.finder import Answer, Finder, Match, Outcome
from knowledge.loading import SHIPPED, CatalogueError, Problem, load
from knowledge.models import Catalogue, Chapter, Resource, Topic

__all__ = [
    "SHIPPED",
    "Answer",
    "Catalogue",
    "CatalogueError",
    "Chapter",
    "Finder",
    "Match",
    "Outcome",
    "Problem",
    "Resource",
    "Topic",
    "load",
]
