"""What keeps somebody on the page from doing something."""


class ProblemError(Exception):
    """What kept it from being done, in a sentence for the person."""
