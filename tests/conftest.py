"""What holds for all tests."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a slow machine breaks nothing
settings.load_profile("untimed")
