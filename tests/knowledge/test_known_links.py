"""Which links the catalogue knows, however they are written; and links as people type them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge import Catalogue, Resource
from knowledge.known_links import KnownLinks, Likeness
from knowledge.links import typed_link, web_address
from tests.knowledge.folders import URLS
from tests.knowledge.shelves import ANY_TEXT
from tests.shipped import FINDER as SHIPPED_FINDER

SHIPPED = SHIPPED_FINDER.catalogue.resources


def knowing(*urls: str) -> KnownLinks:
    resources = [Resource(id=f"r{n}", title="Thing", url=url) for n, url in enumerate(urls)]
    return KnownLinks(Catalogue(tuple(resources), {}))


def likeness(known: str, url: str) -> Likeness | None:
    found = knowing(known).find(url)
    return found.likeness if found else None


PAGE = "https://docs.example.org/guides/dual-stack"
VIDEO = "https://www.youtube.com/watch?v=3c-iBn73dDE"


@pytest.mark.parametrize("url", [PAGE, f"{PAGE}/", PAGE.replace("https", "http"), PAGE.upper()])
def test_the_same_address_is_known_however_servers_take_it(url: str) -> None:
    host, _, path = url.partition(".ORG")
    url = f"{host.lower()}.ORG{path.lower()}" if path else url

    assert likeness(PAGE, url) is Likeness.SAME


@pytest.mark.parametrize(
    ("known", "url"),
    [
        (PAGE, f"{PAGE}?utm_source=x"),
        (PAGE, f"{PAGE}?lang=en&tab=2#install"),
        (f"{PAGE}?view=2", f"{PAGE}?view=3"),
        (PAGE, f"{PAGE}/index.html"),
        (PAGE, PAGE.replace("https://", "http://www.")),
        ("https://podman.io", "http://www.podman.io/index.html#x"),
        (VIDEO, "https://youtu.be/3c-iBn73dDE?si=abc"),
        (VIDEO, f"{VIDEO}&list=PL1&t=30"),
        ("https://arxiv.org/abs/2205.02302", "https://arxiv.org/pdf/2205.02302v3"),
    ],
)
def test_the_same_page_is_known_whatever_else_its_link_says(known: str, url: str) -> None:
    assert likeness(known, url) is Likeness.PARAMETERS
    assert likeness(url, known) is Likeness.PARAMETERS


@pytest.mark.parametrize(
    ("known", "url"),
    [
        (
            "https://istio.io/latest/docs/concepts/security/",
            "https://istio.io/v1.20/docs/concepts/security",
        ),
        (
            "https://docs.python.org/3/library/pdb.html",
            "https://docs.python.org/3.12/library/pdb.html",
        ),
        ("https://docs.python.org/3/library/pdb.html", "https://docs.python.org/de/3/library/pdb"),
        ("https://x.readthedocs.io/en/stable/", "https://x.readthedocs.io/en/7.x/"),
        ("https://x.org/latest/metrics/index.html", "https://x.org/v2/Metrics/"),
        ("https://www.redhat.com/en/blog/five", "https://redhat.com/blog/five"),
        ("https://learn.example.org/en-us/pods", "https://learn.example.org/pods"),
        (
            "https://mlflow.org/docs/latest/model-registry.html",
            "https://mlflow.com/docs/model-registry/",
        ),
        ("https://kserve.github.io/website/modelserving", "https://kserve.io/website/modelserving"),
        (
            "https://docs.microsoft.com/azure/concept-model-management-and-deployment",
            "https://learn.microsoft.com/en-us/azure/concept-model-management-and-deployment",
        ),
        (
            "https://a.example/2016/03/16/engineers-write-etl",
            "https://other.org/2016/03/16/engineers-write-etl/",
        ),
        ("https://github.com/anordal/shellharden", "https://gitlab.com/anordal/shellharden/"),
    ],
)
def test_what_moved_or_is_of_another_version_is_probably_known(known: str, url: str) -> None:
    assert likeness(known, url) is Likeness.MOVED
    assert likeness(url, known) is Likeness.MOVED


@pytest.mark.parametrize(
    ("known", "url"),
    [
        ("https://a.example/docs", "https://b.org/docs"),
        ("https://a.example/", "https://b.org/index.html"),
        ("https://a.example/README.md", "https://b.org/README.md"),
        (
            "https://a.example/en/latest/getting-started/installation",
            "https://b.org/getting-started/installation",
        ),
        ("https://a.example/blog/what-is-kubernetes", "https://b.org/blog/what-is-kubernetes"),
        ("https://one.github.io/docs/pods", "https://two.github.io/docs/pods"),
        (
            "https://one.readthedocs.io/en/latest/models",
            "https://two.readthedocs.io/en/latest/models",
        ),
        ("https://github.com/a/docs", "https://github.com/b/docs"),
        ("https://a.example/docs/setup-usage-faq-api", "https://b.org/docs/setup-usage-faq-api"),
        ("https://thebakery.dev/51/", "https://thebakery.dev/52/"),
        ("https://lwn.net/Articles/317814/", "https://lwn.net/Articles/531114/"),
        ("https://arxiv.org/abs/2205.02302", "https://arxiv.org/abs/2205.02303"),
        (VIDEO, "https://www.youtube.com/watch?v=zzzzzzzzzzz"),
        ("https://youtube.com/playlist?list=A", "https://youtube.com/playlist?list=B"),
        ("https://news.example/item?id=1", "https://news.example/item?id=2"),
        ("https://app.example/#/one", "https://app.example/#/two"),
    ],
)
def test_what_many_sites_have_is_no_sign_of_the_same_page(known: str, url: str) -> None:
    assert likeness(known, url) is None
    assert likeness(url, known) is None


def test_what_leads_elsewhere_than_to_the_web_is_not_known() -> None:
    assert likeness(PAGE, PAGE.replace("https", "ftp")) is None


def test_what_is_most_like_it_is_found() -> None:
    moved, same, page = PAGE.replace(".org", ".com"), f"{PAGE}?b=1", PAGE
    known = knowing(moved, page, same)

    for url, found, likeness in (
        (same, "r2", Likeness.SAME),
        (f"{PAGE}?c=1", "r1", Likeness.PARAMETERS),
        (PAGE.replace("docs.", "help."), "r0", Likeness.MOVED),
    ):
        link = known.find(url)
        assert link
        assert (link.resource.id, link.likeness) == (found, likeness)


def test_no_two_resources_of_the_catalogue_are_taken_for_one() -> None:
    for bit in range(len(SHIPPED).bit_length()):  # any two differ in one of the bits
        halves = [[r for n, r in enumerate(SHIPPED) if n >> bit & 1 == side] for side in (0, 1)]
        for known, asked in (halves, halves[::-1]):
            links = KnownLinks(Catalogue(tuple(known), {}))
            assert [r.id for r in asked if links.find(r.url)] == []


def test_each_resource_is_known_by_its_link() -> None:
    links = KnownLinks(SHIPPED_FINDER.catalogue)

    for resource in SHIPPED:
        found = links.find(resource.url)
        assert found
        assert (found.resource, found.likeness) == (resource, Likeness.SAME)


PIECES = [
    *("https://", "http://", "//", "[", "]", "@", ":", "?", "#", "%", "&amp;", "<", ">", "|"),
    *("example.org", "www.", "/v1.2", "/en", "/index.html", "v=", "\ud800", "utm_source=x"),
]
NEARLY = ANY_TEXT | st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
LINKS = knowing(PAGE, VIDEO)


@given(NEARLY | NEARLY.map("https://{}".format))
def test_any_text_may_be_asked_for(text: str) -> None:
    found = LINKS.find(text)

    assert found is None or found.resource.url in (PAGE, VIDEO)


@given(URLS)
def test_a_link_is_known_as_itself_and_with_what_follows_people(url: str) -> None:
    known = knowing(url)
    tracked = f"{url}&utm_source=x" if "?" in url else f"{url}?utm_source=x"

    assert likeness(url, url) is Likeness.SAME
    assert known.find(url) == knowing(url).find(f"http{url.removeprefix('https')}")
    assert "#" in url or known.find(tracked)


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        (f"  {PAGE}\n", PAGE),
        (f"<{PAGE}>", PAGE),
        (f"<{PAGE}|docs.example.org/guides>", PAGE),
        (f"<{PAGE}?a=1&amp;b=2|docs>", f"{PAGE}?a=1&b=2"),
        (f"{PAGE}?a=1&utm_source=chat", f"{PAGE}?a=1"),
        (f"<{PAGE}?a=1&amp;utm_source=chat>", f"{PAGE}?a=1"),
    ],
)
def test_a_link_is_taken_out_of_chat_markup_and_followed_by_nobody(typed: str, link: str) -> None:
    assert typed_link(typed) == link


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "A link starts with https:// or http:// and names a host."),
        ("docs.example.org", "A link starts with https:// or http:// and names a host."),
        ("javascript:alert(1)", "A link starts with https:// or http:// and names a host."),
        ("https://./", "A link starts with https:// or http:// and names a host."),
        ("https://[x", "A link starts with https:// or http:// and names a host."),
        ("https://u:p@example.org", "A link carries no user name or password."),
        (f"{PAGE} and more", "A link holds no spaces or control characters."),
        (f"<{PAGE}|a> <{PAGE}|b>", "A link holds no spaces or control characters."),
        (
            f"{PAGE}/{'a' * 2000}",
            "A link has at most 2000 characters, with others than ASCII percent-encoded.",
        ),
    ],
)
def test_what_is_wrong_with_a_link_is_said_in_a_sentence(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        typed_link(typed)


@given(NEARLY | NEARLY.map("https://{}".format) | URLS)
@example(f"https://example.org/?{'%C3%A4=&' * 300}")
def test_a_typed_link_is_a_web_address_or_refused_and_stays_as_it_is(text: str) -> None:
    try:
        link = typed_link(text)
    except ValueError:
        return
    assert web_address(link) == link
    assert typed_link(link) == link
