"""Single sentences that people read when something did not go as they wished."""

from bot.views.blocks import Message, escape, message, paragraph, person, text

FAILED = "Something broke on my side, and I could not do that. It is logged; please try again."
LOCKED = "I cannot read my token for this workspace, so I can do nothing here. It is logged."
UNCONFIRMED = "Slack did not confirm my answer. If you do not see it here, please ask again."
NOT_DRAWN = "That is done. Slack did not let me draw App Home anew: open it again to see it."
OUTDATED = "That button is from an older message that I no longer understand. Please ask again."
NOT_A_MEMBER = "I am not in this channel yet. Type /invite @mlops-learn, then try again."
NO_WORDS = "That message has no words that I could look up."
IN_A_CHANNEL = (
    "The digest is set by the command: write /mlops-learn digest in the channel that it is for."
)
FOR_YOU_ALONE = "That is for you alone: write /mlops-learn saved, or look at my App Home."
FOR_CURATORS_ALONE = "That is for curators alone: write /mlops-learn gaps."
SUGGESTED_ALREADY = "Somebody suggested it already: the curators have yet to decide."
NO_REASON = "Say why, for the one who suggested it."
CANNOT_POST = "Slack does not let me post here, so nobody but you has seen this answer."


def sentence(content: str) -> Message:
    """Make a message of one sentence of ours."""
    return message([escape(content)], [paragraph(text(content))])


def refused(content: str, creator: str | None) -> Message:
    """Make the same of a refusal, and name the person who made the channel, if there is one."""
    if creator is None:
        return sentence(content)
    lines = [f"{escape(content)} It was made by <@{creator}>."]
    return message(
        lines, [paragraph(text(f"{content} It was made by "), person(creator), text("."))]
    )
