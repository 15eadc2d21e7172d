"""People suggest links, and curators decide what becomes of each."""
