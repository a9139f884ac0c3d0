"""Chance that can be had again: every draw is fixed by the seed and by what it is about."""

from __future__ import annotations

from hashlib import sha256


def draw(seed: int, *about: str) -> float:
    """A number in [0, 1), the same whenever it is asked for."""
    digest = sha256("\0".join([str(seed), *about]).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48
