"""Names that Slack sends back to us: they must stay as they are once messages carry them."""

from enum import StrEnum

COMMAND = "/mlops-learn"
SUGGEST = "suggest"  # after the command: opens the form in which a link is suggested
FIND_RESOURCES = "find_resources"  # the message shortcut's callback id
SUGGEST_LINK = "suggest_link"  # that of another one
DIGEST_MODAL = "digest"  # the modal's callback id
MOST_TOPICS = 50  # of a digest
SLOT_EVENT = "mlops_learn_digest"  # the type of the metadata that digests carry
SUGGEST_MODAL = "suggest"
EDIT_MODAL = "suggestion.edit"
DECLINE_MODAL = "suggestion.decline"
SUGGESTION_EVENT = "mlops_learn_suggestion"  # what digests have, for cards to curators


class Action(StrEnum):
    """Action ids of buttons. Those that a message has several of are numbered: browse.0."""

    SHARE = "share"
    POST_IN_THREAD = "post_in_thread"
    MORE = "more"
    PATH = "path"
    BROWSE = "browse"
    SAVE = "save"
    DONE = "done"
    NOT_USEFUL = "not_useful"
    DIGEST = "digest"  # what is to be done with it follows: digest.skip
    MARK = "mark"  # the menu of a resource
    UNMARK = "unmark"
    AGAIN = "again"  # the same question in another way, which follows: again.easier
    FEEDBACK = "feedback"
    WHY = "why"
    SAVED = "saved"  # another page of what was saved
    HOME = "home"  # what is to be done in App Home follows: home.delete
    SUGGEST = "suggest"
    SUGGESTION = "suggestion"  # what is to be done with one follows: suggestion.accept
    GAP = "gap"  # what is to be done with one follows: gap.fill
    PLAN = "plan"  # what is to be done with one follows: plan.accept
    CHART = "chart"


class DigestAct(StrEnum):
    """What buttons do with a channel's digest."""

    CHANGE = "change"
    PREVIEW = "preview"
    SKIP = "skip"
    UNSKIP = "unskip"
    PAUSE = "pause"
    RESUME = "resume"
    OFF = "off"
    KEEP = "keep"


class Marked(StrEnum):
    """What people do with a resource; the store calls it the same."""

    SAVED = "saved"
    DONE = "done"
    NOT_FOR_ME = "not_useful"


class GapAct(StrEnum):
    """What curators do with what was asked in vain; to fill one, they suggest a link."""

    ASIDE = "aside"
    LIST = "list"


class PlanAct(StrEnum):
    """What people do with a plan that was proposed to them."""

    ACCEPT = "accept"
    DECLINE = "decline"
    PACE = "pace"
    NEXT = "next"
    SLOWER = "slower"
    FASTER = "faster"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class HomeAct(StrEnum):
    """What the buttons of App Home do."""

    HEAR = "hear"
    HEAR_NOT = "hear_not"
    DELETE = "delete"


class SuggestionAct(StrEnum):
    """What curators do with a suggestion."""

    ACCEPT = "accept"
    EDIT = "edit"
    DECLINE = "decline"


class SuggestionField(StrEnum):
    """The inputs of the forms for suggestions; their action ids follow: suggest.link."""

    LINK = "link"
    TITLE = "title"
    TOPICS = "topics"
    WHY = "why"
    AUTHOR = "author"
    FORMAT = "format"
    LEVEL = "level"
    QUESTION = "question"


class Surface(StrEnum):
    """Where a question was asked."""

    COMMAND = "command"
    MENTION = "mention"
    DIRECT_MESSAGE = "direct message"
    SHORTCUT = "shortcut"
    BUTTON = "button"
