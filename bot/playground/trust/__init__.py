"""A made-up hospital trust, so that the playground is full of people from its first second.

Everybody in it is invented. The same seed makes the same trust, with the same voices, on every machine.
"""

from __future__ import annotations

from bot.playground.trust.people import LADDER, SITES, made_up_trust
from bot.playground.trust.voices import Voice, voices

__all__ = ["LADDER", "SITES", "Voice", "made_up_trust", "voices"]
