"""What a chat message says, once its markup is taken away."""

import pytest
from hypothesis import given

from knowledge.markup import MATCHED_CHARACTERS, plain
from tests.knowledge.shelves import ANY_TEXT


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("<@U0BOT> how does MetalLB work", "how does MetalLB work"),
        ("ask <@U1|ada> in <#C1|mlops> or <!channel> <!subteam^S1|@team>", "ask in or"),
        ("see <https://kubernetes.io/docs|the docs> on ingress", "see the docs on ingress"),
        ("see <https://kubernetes.io/docs> on ingress", "see on ingress"),
        ("see https://kubernetes.io/docs on ingress", "see on ingress"),
        (
            "ｈｔｔｐｓ：／／evil.example h\u200bttps://evil.example istio",
            "istio",
        ),
        ("<!channel> &lt; <https://evil.example|https://kubernetes.io>", "<"),
        ("why is `kube-proxy` slow", "why is kube-proxy slow"),
        ("```\nkubectl get svc\n```", "kubectl get svc"),
        (":wave: :skin-tone-2: hello :tada:", "hello"),
        ("nginx:latest on localhost:8080:80", "nginx:latest on localhost:8080:80"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("1 < 2 > 1", "1 < 2 > 1"),
        ("met\u200ball\u00adb \u202eneve", "metallb neve"),
        ("ＭｅｔａｌＬＢ", "MetalLB"),
        ("two\nlines\tand\x00more", "two lines and more"),
        ("", ""),
    ],
)
def test_markup_is_understood(typed: str, meant: str) -> None:
    assert plain(typed) == meant


def test_only_the_beginning_of_a_long_question_counts() -> None:
    kept = plain("ingress " * 5000)

    assert 290 < len(kept) <= MATCHED_CHARACTERS == 300
    assert set(kept.split()) == {"ingress"}  # no half word at the end


def test_one_endless_word_is_cut() -> None:
    assert plain("x" * 40_000) == "x" * MATCHED_CHARACTERS


@pytest.mark.parametrize("piece", ["`", "\u0301", "<@U1>", "\x00", "https://a.b "])
def test_what_comes_after_much_that_says_nothing_is_not_read(piece: str) -> None:
    beginning = piece * 3000

    assert plain(beginning + "istio " * 20_000) == plain(beginning)


@given(ANY_TEXT)
def test_any_text_becomes_one_short_visible_line(typed: str) -> None:
    kept = plain(typed)

    assert len(kept) <= MATCHED_CHARACTERS
    assert kept == " ".join(kept.split())
    assert all(char.isprintable() or char == " " for char in kept if char.isascii())
