"""What a member would like, as JSON: only what was said, so that a default may change."""

from __future__ import annotations

from dataclasses import fields
from datetime import time
from typing import TYPE_CHECKING, Any

from pairing.people import Curious, Pace, PartOfDay, Preferences, Season, Way

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NOTHING = Preferences()
_READ: Mapping[str, Callable[[Any], object]] = {
    "pace": Pace,
    "minutes": int,
    "ways": lambda ways: frozenset(map(Way, ways)),
    "parts": lambda parts: frozenset(map(PartOfDay, parts)),
    "offers": tuple,
    "asks": tuple,
    "curiosity": str,
    "curious_about": Curious,
    "season": Season,
    "quiet_from": time.fromisoformat,
    "quiet_until": time.fromisoformat,
}


def to_stored(preferences: Preferences) -> dict[str, object]:
    """What was said, by the name of its field."""
    said = {field.name: getattr(preferences, field.name) for field in fields(Preferences)}
    return {name: _plain(value) for name, value in said.items() if value != getattr(_NOTHING, name)}


def from_stored(stored: Mapping[str, Any]) -> Preferences:
    """The preferences that `to_stored` wrote."""
    read: dict[str, Any] = {name: _READ[name](value) for name, value in stored.items()}
    return Preferences(**read) if read else _NOTHING


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat("minutes") if isinstance(value, time) else value
