"""The Slack bot: connects people's questions to `knowledge`."""
