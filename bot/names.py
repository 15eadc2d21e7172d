"""Names that Slack sends back to us: they must stay as they are once messages carry them."""

from enum import StrEnum

COMMAND = "/mlops-learn"
FIND_RESOURCES = "find_resources"  # the message shortcut's callback id


class Action(StrEnum):
    """Action ids of buttons. Those that a message has several of are numbered: browse.0."""

    SHARE = "share"
    POST_IN_THREAD = "post_in_thread"
    MORE = "more"
    PATH = "path"
    BROWSE = "browse"


class Surface(StrEnum):
    """Where a question was asked."""

    COMMAND = "command"
    MENTION = "mention"
    DIRECT_MESSAGE = "direct message"
    SHORTCUT = "shortcut"
    BUTTON = "button"
