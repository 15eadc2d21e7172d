"""What keeps something from being done."""


class RefusalError(Exception):
    """The message is a sentence for the person who asked.

    `creator` is who made the channel, where that is to be named beside it.
    """

    def __init__(self, said: str, creator: str | None = None) -> None:
        super().__init__(said)
        self.creator = creator
