"""Tells which links of a catalogue still lead somewhere: politely, and nowhere it should not go."""

from knowledge.curating.link_check.checker import Link, Report, check_links
from knowledge.curating.link_check.memory import Memory, MemoryFileError
from knowledge.curating.link_check.network import Network
from knowledge.curating.link_check.verdict import Verdict

__all__ = ["Link", "Memory", "MemoryFileError", "Network", "Report", "Verdict", "check_links"]
