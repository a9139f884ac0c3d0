"""Smaller things of a workspace: channels, files, and the fields of a profile."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Channel:
    """A place where many read. ``has_bot`` is whether the bot was invited."""

    id: str
    name: str
    is_private: bool = False
    has_bot: bool = False
    is_archived: bool = False


@dataclass(slots=True)
class StoredFile:
    """A file on its way: asked for, then uploaded, then shared in ``channel`` for its people to see.

    ``user`` is who put it there, the bot where nobody is named; ``is_external`` ones are kept elsewhere.
    """

    id: str
    name: str
    length: int
    content: bytes = b""
    title: str = ""
    channel: str = ""
    user: str = ""
    kind: str = "csv"
    mime: str = "text/csv"
    is_external: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class ProfileField:
    """A custom field that the workspace's owners added to everybody's profile."""

    id: str
    label: str
    kind: str = "text"
    possible_values: tuple[str, ...] = ()
    is_hidden: bool = False
