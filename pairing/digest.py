"""A fingerprint of everything that a decision was made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from hashlib import sha256
from operator import attrgetter


def digest(*values: object) -> str:
    """SHA-256, in hex, of a form of these values in which the order of sets and mappings is lost."""
    return sha256(repr([_plain(value) for value in values]).encode("utf-8", "surrogatepass")).hexdigest()


def rows(values: Iterable[object], *names: str) -> str:
    """Many values of one class by these attributes, in no order: a short way round for long lists."""
    return "\n".join(sorted(map(repr, map(attrgetter(*names), values))))


def _plain(value: object) -> object:
    if is_dataclass(value):
        facts = ((field.name, getattr(value, field.name)) for field in fields(value) if field.init)
        return [type(value).__name__, {name: _plain(fact) for name, fact in facts}]
    if isinstance(value, Mapping):
        return sorted((str(key), repr(_plain(entry))) for key, entry in value.items())
    if isinstance(value, AbstractSet):
        return sorted(repr(_plain(entry)) for entry in value)
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return value if isinstance(value, str | int) else str(value)
