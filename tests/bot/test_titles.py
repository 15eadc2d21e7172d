"""Titles stand in the one field that Slack parses: whatever they are, each is one link."""

import html
import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.views.blocks import tidy
from bot.views.resource import heading, title_of
from bot.workspace.blocks import block_problems
from knowledge import Resource
from knowledge.links import encoded
from tests.bot.drawing import only_titles, parsed

LOOK_ALIKES = str.maketrans("<>|", "‹›¦")
HOSTILE = st.one_of(st.sampled_from(list("<>|&*_~`:!@#;/\\ \n\u200b\u202eaZé1+-")), st.characters())
TITLES = st.text(HOSTILE, max_size=300)
URLS = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["https", "http"]),
    st.sampled_from(["x.org", "www.kubernetes.io", "é.example", "localhost:80"]),
    st.text(HOSTILE, max_size=2000),
)


def resource(title: str, url: str) -> Resource:
    """Make one that a catalogue may hold; others are not tried."""
    try:
        return Resource(id="x", title=title, url=url)
    except ValidationError:
        assume(False)
        raise


@given(TITLES, URLS, st.one_of(st.none(), st.integers(1, 8)))
@example("<!channel> @here #general", "https://x.org/<!channel>|x>", None)
@example("*bold* __init__ `code` ~gone~ :tada: :+1: &lt;", "https://x.org/?a=1&amp;b=*c*", 3)
@example("a|b>*_x_*<https://evil.example|c", "https://x.org/", 1)
def test_any_title_is_the_label_of_one_link(title: str, url: str, number: int | None) -> None:
    held = resource(title, url)

    block = heading(held, number)

    assert block_problems([block]) == []
    assert only_titles([block])
    for text in parsed(block):
        place, address, label = re.fullmatch(r"\*([\d. ]*)<([^|]*)\|(.*)>\*", text).groups()  # type: ignore[union-attr]
        assert place == (f"{number}. " if number else "")
        assert html.unescape(address) == encoded(url)
        shown = html.unescape(label.replace("\u200b", ""))
        assert shown == title_of(held).translate(LOOK_ALIKES)


@given(TITLES)
@example("*bold* _a_ __init__ `code` ~gone~ snake_case :tada: :+1: a:b")
@example("_*x*_ :-1:")
def test_nothing_in_a_title_is_formatted_or_drawn_as_an_emoji(title: str) -> None:
    block = heading(resource(title, "https://x.org/"))

    for text in parsed(block):
        label = html.unescape(text.partition("|")[2].removesuffix(">*"))
        for at, char in enumerate(label):
            before, after = label[at - 1 : at], label[at + 1 : at + 2]
            is_fenced = (before, after) == ("\u200b", "\u200b")
            if char in "*_~`":
                assert is_fenced or (before.isalnum() and after.isalnum())
            if char == ":":
                assert is_fenced or not re.match(r"[\w+-]", after)


@pytest.mark.parametrize("title", ["T", "&" * 200])
@pytest.mark.parametrize("query", ["&" * 1900, "a" * 1975])
def test_where_an_address_is_too_long_for_such_a_field_it_is_a_link_all_the_same(
    title: str, query: str
) -> None:
    held = resource(title, f"https://x.org/?{query}")

    block = heading(held, 2)

    assert block_problems([block]) == []
    if block["type"] != "section":
        place, link = block["elements"][0]["elements"]
        assert place["text"] == "2. "
        assert (link["url"], link["text"]) == (encoded(held.url), tidy(title))


def test_an_ordinary_title_stays_as_it_is() -> None:
    held = resource("Kubernetes: pods, snake_case & C++ (2nd ed.)", "https://x.org/a?b=1&c=2")

    assert parsed(heading(held)) == [
        "*<https://x.org/a?b=1&amp;c=2|Kubernetes: pods, snake_case &amp; C++ (2nd ed.)>*"
    ]
