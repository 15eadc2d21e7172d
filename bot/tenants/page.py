"""The pages that who installs the app sees at the end."""

from htpy import Node, a, body, h1, head, html, meta, p, style, title

from bot.names import COMMAND

LOOK = """
body { font: 18px/1.5 system-ui, sans-serif; max-width: 34em; margin: 15vh auto; padding: 0 1em;
       color: #1d1c1d; background: #fff }
a { color: #1264a3 }
@media (prefers-color-scheme: dark) { body { color: #d1d2d3; background: #1a1d21 }
       a { color: #4aa8e8 } }
"""


def installed_page(workspace: str) -> str:
    """Say that it worked, and what to do first."""
    return _page(
        f"mlops-learn is in {workspace} now",
        p[f"In Slack, type {COMMAND} and a question: {COMMAND} how does MetalLB work"],
        p[f"In a channel that wants a resource each week, an admin types {COMMAND} digest."],
        p[f"Where suggestions are to be decided, an admin types {COMMAND} curators here."],
    )


def failed_page(said: str) -> str:
    """Say that it did not work, and why."""
    return _page(
        "mlops-learn was not installed", p[said], p[a(href="/slack/install")["Begin anew"]]
    )


def _page(heading: str, *content: Node) -> str:
    return str(
        html(lang="en")[
            head[
                meta(charset="utf-8"),
                meta(name="viewport", content="width=device-width, initial-scale=1"),
                title[heading],
                style[LOOK],
            ],
            body[h1[heading], *content],
        ]
    )
