"""The catalogue as it is shipped, read and indexed once for all tests of a process."""

from knowledge import Finder, load

CATALOGUE = load()
FINDER = Finder(CATALOGUE)
