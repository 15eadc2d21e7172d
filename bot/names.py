"""Names that Slack sends back to us: they must stay as they are once messages carry them."""

from enum import StrEnum

COMMAND = "/mlops-learn"
FIND_RESOURCES = "find_resources"  # the message shortcut's callback id
DIGEST_MODAL = "digest"  # the modal's callback id
MOST_TOPICS = 50  # of a digest
SLOT_EVENT = "mlops_learn_digest"  # the type of the metadata that digests carry


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


class Surface(StrEnum):
    """Where a question was asked."""

    COMMAND = "command"
    MENTION = "mention"
    DIRECT_MESSAGE = "direct message"
    SHORTCUT = "shortcut"
    BUTTON = "button"
