"""How Slack reaches the bot: two thin ways, both into the same `app.dispatch`."""
