"""What the app asks Slack for; manifest.yaml says the same."""

SCOPES = frozenset(
    {"app_mentions:read", "channels:read", "chat:write", "commands", "im:history", "users:read"}
)
"""To answer where it is asked, and to know who may set a channel's digest, and in which zone."""

OPTIONAL = frozenset({"channels:history", "groups:history", "groups:read"})
"""To look whether a digest that Slack did not confirm stands there, and for private channels."""
