"""What the mini Slack and its apps call themselves, and by what they know each other."""

TEAM, APP, BOT_USER = "T0BENCH", "A0BENCH", "U0BOT"

SECRET = "the-signing-secret-of-benchmarks"  # noqa: S105 - opens nothing, like the next two
BOT_TOKEN, APP_TOKEN = "xoxb-bench", f"xapp-1-{APP}-1-bench"
