"""Whatever a modal comes back with, submitting it ends in a sentence, an error or in nothing."""

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from bot.listeners.clicks import OutdatedButtonError
from bot.names import DECLINE_MODAL, DIGEST_MODAL, EDIT_MODAL, SUGGEST_MODAL, SuggestionField
from bot.workspace import ADA, CURATORS, MLOPS, LocalSlack
from bot.workspace.world import Json
from tests.bot.rig import Bot
from tests.security.markup import HOSTILE, orders
from tests.security.often import OFTEN
from tests.security.test_presses import bot, failures, slack  # noqa: F401
from tests.suggesting.acting import opened

ANY_ID = st.sampled_from(["0" * 32, "x", ""]) | HOSTILE
PLACES = st.fixed_dictionaries(
    {},
    optional={
        "channel": st.sampled_from([MLOPS, CURATORS, "C0NOWHERE", ADA, "<!here>", ""]) | HOSTILE,
        "question": HOSTILE,
        "fills": st.booleans(),
        "message": st.sampled_from(["1.1", "x"]),
        "suggestion": ANY_ID,
    },
).map(json.dumps)
METADATA = st.one_of(
    st.sampled_from([MLOPS, "C0NOWHERE", "", "{}", "[]", "null", "[" * 5000]), HOSTILE, PLACES
)
TYPED = HOSTILE | st.sampled_from(
    ["https://a.example/x", "javascript:alert(1)", "file:///etc/passwd", "Europe/Berlin", "09:00"]
)
TYPED |= st.sampled_from(["25:99", "2026-13-45", "2026-12-24", "../../etc", "x" * 3001])
STANDING: st.SearchStrategy[Json | None] = st.one_of(
    st.none(),
    st.builds(lambda value: {"type": "plain_text_input", "value": value}, st.none() | TYPED),
    st.builds(lambda value: {"selected_option": value and {"value": value}}, st.none() | TYPED),
    st.builds(lambda values: {"selected_options": values}, st.just([])),
    st.builds(
        lambda values: {"selected_options": [{"value": value} for value in values]},
        st.lists(TYPED, max_size=3),
    ),
    st.builds(lambda value: {"selected_time": value}, st.none() | TYPED),
)
CARD = json.dumps({"channel": CURATORS, "message": "1.1", "suggestion": "0" * 32})
SUGGESTED: Json = {
    "link": {"suggest.link": {"value": "https://a.example/y"}},
    "title": {"suggest.title": {"value": "A"}},
}
SOUND: dict[str, tuple[str, Json]] = {
    SUGGEST_MODAL: (json.dumps({"channel": MLOPS}), SUGGESTED),
    EDIT_MODAL: (
        json.dumps({"channel": CURATORS, "message": "1.1", "suggestion": "0" * 32}),
        SUGGESTED,
    ),
    DECLINE_MODAL: (
        json.dumps({"channel": CURATORS, "message": "1.1", "suggestion": "0" * 32}),
        {"reason": {"words": {"value": "An advertisement."}}},
    ),
    DIGEST_MODAL: (
        MLOPS,
        {
            "day": {"value": {"selected_option": {"value": "0"}}},
            "time": {"value": {"selected_time": "09:00"}},
            "zone": {"value": {"value": "Europe/Berlin"}},
        },
    ),
    "x": ("", {}),
}
"""What each modal comes back with, as we read it."""

NAMES = [
    *((field, f"suggest.{field}") for field in SuggestionField),
    *((block, "value") for block in ("day", "time", "zone", "topics", "weekends", "holidays")),
    *(("reason", "words"), ("x", "x")),
]
CHANGES = st.dictionaries(st.sampled_from(NAMES), STANDING, max_size=5).map(
    lambda found: {block: {action: standing} for (block, action), standing in found.items()}
)


@OFTEN
@given(
    callback=st.sampled_from([*SOUND]),
    metadata=st.none() | METADATA,
    changes=CHANGES,
    is_whole=st.booleans(),
)
def test_no_submission_is_a_failure_or_an_order_to_slack(
    slack: LocalSlack,  # noqa: F811
    bot: Bot,  # noqa: F811
    log: Callable[[], str],
    callback: str,
    metadata: str | None,
    changes: Json,
    is_whole: bool,
) -> None:
    sound, standing = SOUND[callback]
    submission = slack.touch.submit(opened(slack, bot, person=ADA), {})
    submission["view"] |= {
        "callback_id": callback,
        "private_metadata": sound if metadata is None else metadata,
        "state": {"values": (standing if is_whole else {}) | changes},
    }
    slack.traffic.clear()

    response = bot.get(submission)

    assert response.status == 200
    assert "request not understood" not in log()
    assert failures(bot) <= {OutdatedButtonError.__name__}, log()[-3000:]
    assert list(orders(slack)) == []
