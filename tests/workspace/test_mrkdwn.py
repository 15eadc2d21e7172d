"""Slack's markup as HTML: what it means is drawn, and all else is text."""

import html
import re

import htpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workspace.page.mrkdwn import mrkdwn
from bot.workspace.page.scene import Scene

SCENE = Scene(people={"U0BEN": "ben"}, channels={"C0MLOPS": "mlops"})


def drawn(text: str) -> str:
    return str(htpy.fragment[mrkdwn(text, SCENE)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*bold* _italic_ ~gone~", "<strong>bold</strong> <em>italic</em> <s>gone</s>"),
        ("*bold _and italic_*", "<strong>bold <em>and italic</em></strong>"),
        ("`a *b* &lt;c&gt;`", "<code>a *b* &lt;c&gt;</code>"),
        ("```a\n*b*```", "<pre>a\n*b*</pre>"),
        ("snake_case_name 2*3*4", "snake_case_name 2*3*4"),
        ("a * b * c", "a * b * c"),
        ("*open and _half", "*open and _half"),
        ("*a _b* c_", "<strong>a _b</strong> c_"),
        ("**", "**"),
        ("&gt; said\n&gt; twice\nthen", "<blockquote>said\ntwice</blockquote>then"),
        ("one\ntwo", "one\ntwo"),
        ("a &amp; b &lt;!channel&gt;", "a &amp; b &lt;!channel&gt;"),
        ("&amp;lt;", "&amp;lt;"),
        ("<!date^1^{date}|today>", "today"),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
    ],
)
def test_markup_is_drawn(text: str, expected: str) -> None:
    assert drawn(text) == expected


def test_what_is_pointed_at_is_named() -> None:
    assert "@ben<" in drawn("<@U0BEN>")
    assert "@U0ELSE<" in drawn("<@U0ELSE>")
    assert "#mlops<" in drawn("<#C0MLOPS|old-name>")
    assert "@here<" in drawn("<!here>")
    assert "🎉" in drawn(":tada:")
    assert drawn(":nosuch:") == ":nosuch:"


def test_links_lead_where_they_say() -> None:
    assert 'href="https://a.b/c?d=1&amp;e"' in drawn("<https://a.b/c?d=1&amp;e|label>")
    assert ">label</a>" in drawn("<https://a.b|label>")
    assert ">https://a.b</a>." in drawn("see https://a.b.")
    assert 'rel="noopener noreferrer"' in drawn("<https://a.b>")


ALLOWED = re.compile(r"<(/?)(strong|em|s|code|pre|blockquote|a|span)\b[^>]*>")


@given(st.text(st.sampled_from("<>&;|*_~`!@#:\n \"'=/aU0") | st.characters(codec="utf-8")))
def test_no_text_becomes_html(text: str) -> None:
    rest = ALLOWED.sub("", drawn(text))

    assert "<" not in rest
    assert ">" not in rest


@given(st.text(st.sampled_from("*_~ ab\n"), max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    shown = html.unescape(re.sub(r"<[^>]*>", "", drawn(text)))

    assert [c for c in shown if c in "ab"] == [c for c in text if c in "ab"]
