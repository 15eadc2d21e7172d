"""The pages that who installs the app sees at the end."""

from htpy import Node, a, body, code, h1, head, html, meta, p, style, title

from bot.names import COMMAND

LOOK = """
:root { color-scheme: light dark }
body { font: 18px/1.5 system-ui, sans-serif; max-width: 34em; margin: min(15vh, 4em) auto;
       padding: 0 1em; color: #1d1c1d; background: #fff }
h1 { font-size: 1.6em; line-height: 1.25; overflow-wrap: anywhere }
p { margin: 1.5em 0 }
code { display: block; margin-top: .4em; padding: .4em .7em; font-size: .95em; border-radius: 6px;
       background: #f3f3f4 }
a { color: #1264a3 }
@media (prefers-color-scheme: dark) { body { color: #d1d2d3; background: #1a1d21 }
       code { background: #2a2d31 } a { color: #4aa8e8 } }
"""


def installed_page(workspace: str) -> str:
    """Say that it worked, and what to do first."""
    return _page(
        f"mlops-learn is in {workspace} now",
        p["Ask it something in Slack:", code[f"{COMMAND} how does MetalLB work"]],
        p[
            "In a channel that wants a resource each week, an admin types:",
            code[f"{COMMAND} digest"],
        ],
        p[
            "Where curators decide on suggestions, an admin types:",
            code[f"{COMMAND} curators here"],
        ],
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
