"""The page on which people try the app: drawn on the server, one pure function a block."""

from bot.workspace.page.page import Page
from bot.workspace.page.strangers import is_loopback, refuse_strangers

__all__ = ["Page", "is_loopback", "refuse_strangers"]
