"""Encrypts what is secret before the database has it."""

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"mlops-learn tokens"


class Cipher:
    """Encrypts by the first of several keys, and decrypts by any of them.

    So a key is exchanged by naming the new one before the old one, until nothing of the old one is
    left. A key is any text that cannot be guessed.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        each = [_fernet(key) for key in keys]
        self._first, self._all = each[0], MultiFernet(each)
        self.is_exchanging = len(each) > 1

    def encrypt(self, text: str) -> str:
        return self._first.encrypt(text.encode()).decode()

    def decrypt(self, text: str) -> str | None:
        """Give the text; None where none of the keys fits."""
        try:
            return self._all.decrypt(text).decode()
        except InvalidToken:
            return None

    def is_by_first(self, text: str) -> bool:
        """Tell whether a text was encrypted by the first key."""
        try:
            self._first.decrypt(text)
        except InvalidToken:
            return False
        return True


def _fernet(key: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
