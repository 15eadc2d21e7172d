"""The workspaces that the bot serves: one by its token, or all that have installed the app."""
