"""Failures that a user can mend: they become a sentence on the terminal instead of a traceback."""

from __future__ import annotations

from bot.platforms import DeliveryError
from bot.playground.serve import PortTaken
from bot.settings import SettingsError
from bot.vault import VaultError
from pairing.rounds import CadenceError
from storage.database import StorageError

EXPECTED = (SettingsError, StorageError, VaultError, DeliveryError, CadenceError, PortTaken)


def sentence_of(error: BaseException) -> str:
    """What to tell: all problems with the settings, or the error's own sentence."""
    if isinstance(error, SettingsError) and len(error.problems) > 1:
        return "\n".join(["These settings need a look:", *(f"  - {problem}" for problem in error.problems)])
    return str(error)
