"""What the program is busy with just now, for the log: ids of rounds, pairings and notices, never a name."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_IDS: ContextVar[Mapping[str, str | int]] = ContextVar("ids", default=MappingProxyType({}))


@contextmanager
def about(**ids: str | int) -> Iterator[None]:
    """Let every line that is logged inside carry these ids; empty ones are left out."""
    token = _IDS.set({**_IDS.get(), **{name: id_ for name, id_ in ids.items() if id_ != ""}})
    try:
        yield
    finally:
        _IDS.reset(token)


def current_ids() -> Mapping[str, str | int]:
    """The ids of what this thread is busy with."""
    return _IDS.get()
