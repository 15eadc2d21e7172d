"""What the app asks Slack for; manifest.yaml says the same."""

SCOPES = frozenset(
    {"app_mentions:read", "channels:read", "chat:write", "commands", "im:history", "users:read"}
)
"""To answer where it is asked, and to know who may set a channel's digest, and in which zone."""

OPTIONAL = frozenset({"channels:history", "files:write", "groups:history", "groups:read"})
"""To look whether a digest that Slack did not confirm stands there, for private channels, and for
the picture of the figures that curators see."""
