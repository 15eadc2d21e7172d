"""How the bot serves beside its floor: a Bolt app that answers one fixed section."""
