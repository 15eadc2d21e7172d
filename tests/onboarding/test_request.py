"""What is taken for `onboard @somebody`, and what for a question."""

import pytest

from bot.onboarding.request import USAGE, Request, UnclearError, read_request


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("onboard <@U0BEN|ben>", Request("U0BEN", "")),
        ("  Onboard   <@W0BEN>  ", Request("W0BEN", "")),
        (
            "onboard <@U0BEN|ben> kubernetes networking",
            Request("U0BEN", "kubernetes networking"),
        ),
        ("onboard <@U0BEN> <https://evil.example|R&amp;D> *now*", Request("U0BEN", "R&D *now*")),
        ("onboard <@U0BEN|ben><!channel>", Request("U0BEN", "")),
    ],
)
def test_a_person_and_what_it_is_to_be_about_are_read(text: str, request_: Request) -> None:
    assert read_request(text) == request_


@pytest.mark.parametrize(
    "text",
    [
        "onboarding checklist for ml engineers?",
        "onboarding <@U0BEN|ben>",
        "how do I onboard <@U0BEN|ben>",
        "onboard new data scientists how?",
        "",
    ],
)
def test_what_is_a_question_is_left_to_be_asked(text: str) -> None:
    assert read_request(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "onboard",
        "onboard ben",
        "onboard @ben kubernetes",
        "onboard kubernetes <@U0BEN|ben>",
        "onboard <!here>",
        "onboard <#C0MLOPS|mlops>",
        "onboard <@U0BEN|b<e>n>",
    ],
)
def test_who_names_nobody_first_reads_how_to_write_it(text: str) -> None:
    with pytest.raises(UnclearError) as raised:
        read_request(text)

    assert str(raised.value) == USAGE
