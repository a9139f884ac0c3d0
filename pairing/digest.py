"""A fingerprint of everything that a decision was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from hashlib import sha256


def digest(*values: object) -> str:
    """SHA-256, in hex, of a form of these values in which the order of sets and mappings is lost."""
    return sha256(_text([_plain(value) for value in values]).encode()).hexdigest()


def _plain(value: object) -> object:
    if is_dataclass(value):
        facts = ((field.name, getattr(value, field.name)) for field in fields(value) if field.init)
        return [type(value).__name__, {name: _plain(fact) for name, fact in facts}]
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((_plain(entry) for entry in value), key=_text)
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, str | int) else str(value)


def _text(plain: object) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))
