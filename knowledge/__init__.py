"""Answers questions about learning resources; knows nothing of where they are asked."""

from knowledge.confidence import Outcome
from knowledge.explanation import Explanation
from knowledge.finder import Answer, Finder, Match
from knowledge.loading import SHIPPED, load
from knowledge.models import Catalogue, Chapter, Part, Resource, Topic
from knowledge.path import LearningPath, learning_path
from knowledge.preferences import NO_PREFERENCES, FollowUp, Length, Preferences
from knowledge.prepared import prepared
from knowledge.problems import CatalogueError, Problem

__all__ = [
    "NO_PREFERENCES",
    "SHIPPED",
    "Answer",
    "Catalogue",
    "CatalogueError",
    "Chapter",
    "Explanation",
    "Finder",
    "FollowUp",
    "LearningPath",
    "Length",
    "Match",
    "Outcome",
    "Part",
    "Preferences",
    "Problem",
    "Resource",
    "Topic",
    "learning_path",
    "load",
    "prepared",
]
