"""Keeping secrets that must be read again: sealed with a key from the settings, and for one purpose each.

The seals are Fernet's (https://cryptography.io/en/latest/fernet/): AES-128 in CBC mode under an HMAC,
with the time at which they were made. Nothing here is ever logged, and no error quotes a secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

if TYPE_CHECKING:
    from datetime import datetime, timedelta

NO_KEY = (
    "CROSSBREW_SECRET_KEY is missing: run `crossbrew keys new` and put what it prints into .env. Without it"
    " no token of a workspace can be kept or read."
)
BAD_KEY = (
    "CROSSBREW_SECRET_KEY holds something that is no key: run `crossbrew keys new` and put what it prints"
    " into .env, before the keys in use and a comma."
)
UNREADABLE = (
    "The token of {} cannot be read with the keys in CROSSBREW_SECRET_KEY: put the key that it was sealed"
    " with back, after a comma, or install the app there again."
)


class VaultError(Exception):
    """A secret cannot be sealed or read; the message says what to do."""


def new_key() -> str:
    """A fresh key, as the settings take it."""
    return Fernet.generate_key().decode()


class Vault:
    """Seals and opens secrets.

    Args:
        keys: one or more keys, the newest first, with commas between. All open, the newest seals.

    Raises:
        VaultError: there is no key, or one that is none.

    """

    def __init__(self, keys: str) -> None:
        self._keys = _fernets(keys)
        self._all = MultiFernet(self._keys)

    def seal(self, secret: str, of: str) -> str:
        """The secret of a workspace, sealed with the newest key. It opens for that workspace alone."""
        return self._all.encrypt(_bound(secret, of)).decode()

    def open(self, sealed: str, of: str) -> str:
        """The secret of a workspace.

        Raises:
            VaultError: no key opens it, or it is another's.

        """
        try:
            return _unbound(self._all.decrypt(sealed.encode()), of)
        except InvalidToken:
            raise VaultError(UNREADABLE.format(of)) from None

    def renewed(self, sealed: str, of: str) -> str | None:
        """The same sealed with the newest key; ``None`` where it is already.

        Raises:
            VaultError: no key opens it, or it is another's.

        """
        secret = self.open(sealed, of)
        try:
            self._keys[0].decrypt(sealed.encode())
        except InvalidToken:
            return self.seal(secret, of)
        return None

    def stamp(self, words: str, purpose: str, now: datetime) -> str:
        """``words``, readable by nobody else, and by `stamped` for a while and that purpose alone."""
        return self._all.encrypt_at_time(_bound(words, purpose), int(now.timestamp())).decode()

    def stamped(self, stamp: str, purpose: str, now: datetime, lasts: timedelta) -> str | None:
        """What `stamp` was given; ``None`` where it is too old, or was never made here for that."""
        try:
            seconds = int(lasts.total_seconds())
            return _unbound(self._all.decrypt_at_time(stamp.encode(), seconds, int(now.timestamp())), purpose)
        except InvalidToken:
            return None


def _fernets(keys: str) -> list[Fernet]:
    named = [key.strip() for key in keys.split(",") if key.strip()]
    if not named:
        raise VaultError(NO_KEY)
    try:
        return [Fernet(key) for key in named]
    except ValueError:
        raise VaultError(BAD_KEY) from None


def _bound(secret: str, to: str) -> bytes:
    return f"{to}\n{secret}".encode()


def _unbound(opened: bytes, to: str) -> str:
    bound_to, _, secret = opened.decode().partition("\n")
    if bound_to != to:
        raise InvalidToken
    return secret
