"""Says where the curators' channel is."""

from bot.views.blocks import Message, channel, escape, message, paragraph, text

NO_CHANNEL = (
    "Curators have no channel yet: in the one where suggestions and gaps are to be told, an admin"
    " types /mlops-learn curators here"
)


def curators_message(place: str | None) -> Message:
    """Name the channel; without one, say how to choose it."""
    if place is None:
        return message([escape(NO_CHANNEL)], [paragraph(text(NO_CHANNEL))])
    before, after = "Suggestions and gaps are told in ", "; its members decide, and admins."
    return message(
        [f"{before}<#{place}>{after}"], [paragraph(text(before), channel(place), text(after))]
    )
