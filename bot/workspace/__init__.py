"""A local Slack: enough of Slack for one bot, strict where Slack is, on loopback alone."""

from bot.workspace.local_slack import LocalSlack
from bot.workspace.workspace import ADA, BEN, CLEO, CURATORS, MLOPS, RANDOM, Manifest

__all__ = ["ADA", "BEN", "CLEO", "CURATORS", "MLOPS", "RANDOM", "LocalSlack", "Manifest"]
