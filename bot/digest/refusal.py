"""What keeps something from being done."""


class RefusalError(Exception):
    """The message is a sentence for the person who asked."""
