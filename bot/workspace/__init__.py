"""A local Slack: enough of Slack for one bot, strict where Slack is, on loopback alone."""

from bot.workspace.local_slack import ADA, BEN, GENERAL, MLOPS, RANDOM, LocalSlack

__all__ = ["ADA", "BEN", "GENERAL", "MLOPS", "RANDOM", "LocalSlack"]
