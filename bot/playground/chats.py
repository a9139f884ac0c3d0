"""What has been said in the playground, and who may see it.

Kept in memory, behind one lock, so that a page and a bot that sends from several threads agree.
Nothing here calls out, so the lock is never held while anybody else's code runs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import count
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.message import Message


@dataclass(frozen=True, slots=True)
class Posted:
    """One message in one chat.

    ``author`` is the address of the person who said it, and empty for the bot. ``ephemeral_for`` is the
    one reader of a message that nobody else in the chat sees.
    """

    id: str
    message: Message
    at: datetime
    address: str
    ephemeral_for: str = ""
    author: str = ""

    def is_seen_by(self, reader: str) -> bool:
        """Whether ``reader``, who is in the chat, sees it."""
        return self.ephemeral_for in ("", reader)

    def is_form_of(self, reader: str) -> bool:
        """Whether it is a form that ``reader`` has open."""
        return self.message.is_form and self.ephemeral_for == reader


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat of one person with the bot, a group of people and the bot, or a channel.

    A channel has a name, and no members: everybody is in it.
    """

    address: str
    members: tuple[str, ...]
    name: str = ""

    @property
    def is_group(self) -> bool:
        """Whether others read it too; a private chat's address is its one member's."""
        return self.members != (self.address,)

    def holds(self, person: str) -> bool:
        """Whether ``person`` is in it."""
        return bool(self.name) or person in self.members


class Chats:
    """Every chat of one workspace, each with its last ``keep`` messages."""

    def __init__(self, workspace: str, keep: int) -> None:
        self._workspace = workspace
        self._keep = keep
        self._lock = RLock()
        self._ids = count(1)
        self._chats: dict[str, Chat] = {}
        self._channels: dict[str, Chat] = {}
        self._groups: dict[frozenset[str], Chat] = {}
        self._groups_of: defaultdict[str, list[Chat]] = defaultdict(list)
        self._posts: defaultdict[str, dict[str, Posted]] = defaultdict(dict)
        self._read: dict[tuple[str, str], int] = {}
        self.version = 0
        """Grows with every change, so that a page can tell whether it is out of date."""

    def add_person(self, address: str) -> None:
        """Open the private chat of the person at ``address``; a second time changes nothing."""
        with self._lock:
            self._chats.setdefault(address, Chat(address, (address,)))

    def add_channel(self, name: str) -> Chat:
        """A channel that everybody reads, called ``name``."""
        with self._lock:
            chat = Chat(f"{self._workspace}/c/{name}", (), f"#{name}")
            self._chats[chat.address] = self._channels[chat.address] = chat
            return chat

    def channels(self) -> Sequence[Chat]:
        """Every channel."""
        return tuple(self._channels.values())

    def add_group(self, members: Iterable[str]) -> Chat:
        """The group of exactly these members, made if there is none."""
        with self._lock:
            everybody = frozenset(members)
            if everybody not in self._groups:
                self._groups[everybody] = self._new_group(tuple(sorted(everybody)))
            return self._groups[everybody]

    def _new_group(self, members: tuple[str, ...]) -> Chat:
        chat = Chat(f"{self._workspace}/g/{len(self._groups) + 1}", members)
        self._chats[chat.address] = chat
        for member in members:
            self._groups_of[member].append(chat)
        self.version += 1
        return chat

    def find(self, address: str) -> Chat | None:
        """The chat at ``address``."""
        with self._lock:
            return self._chats.get(address)

    def of(self, person: str) -> Sequence[Chat]:
        """The person's chats: the private one, their groups, the liveliest first, channels in use."""
        with self._lock:
            groups = sorted(self._groups_of[person], key=self._last_id, reverse=True)
            channels = [chat for chat in self._channels.values() if self._posts[chat.address]]
            return (self._chats[person], *groups, *channels)

    def _last_id(self, chat: Chat) -> int:
        return int(next(reversed(self._posts[chat.address]), "0"))

    def post(
        self, address: str, message: Message, at: datetime, *, ephemeral_for: str = "", author: str = ""
    ) -> Posted:
        """Add a message to the end of a chat, and let go of the oldest beyond ``keep``."""
        with self._lock:
            said = Posted(str(next(self._ids)), message, at, address, ephemeral_for, author)
            posts = self._posts[address]
            posts[said.id] = said
            if len(posts) > self._keep:
                del posts[next(iter(posts))]
            self.version += 1
            return said

    def replace(self, address: str, post_id: str, message: Message) -> bool:
        """Put ``message`` in a message's place; false where it is no longer kept."""
        with self._lock:
            before = self._posts[address].get(post_id)
            if before is None:
                return False
            self._posts[address][post_id] = replace(before, message=message)
            self.version += 1
            return True

    def remove(self, address: str, post_id: str) -> None:
        """Take a message out of a chat, if it is there."""
        with self._lock:
            self._posts[address].pop(post_id, None)
            self.version += 1

    def get(self, address: str, post_id: str) -> Posted | None:
        """One message of a chat."""
        with self._lock:
            return self._posts[address].get(post_id)

    def with_reference(self, address: str, reference: str) -> Posted | None:
        """The message of a chat that carries a reference."""
        with self._lock:
            said = self._posts[address].values() if address in self._chats else ()
            return next((each for each in said if each.message.reference == reference), None)

    def seen_by(self, reader: str, address: str) -> Sequence[Posted]:
        """What ``reader`` sees in a chat, oldest first."""
        with self._lock:
            return tuple(said for said in self._posts[address].values() if said.is_seen_by(reader))

    def mark_read(self, reader: str, address: str) -> None:
        """Remember that ``reader`` has seen all there is in a chat."""
        with self._lock:
            self._read[reader, address] = max(map(int, self._posts[address]), default=0)

    def has_unread(self, reader: str, address: str) -> bool:
        """Whether somebody else has said something in a chat since ``reader`` looked."""
        last = self._read.get((reader, address), 0)
        return any(int(said.id) > last and said.author != reader for said in self.seen_by(reader, address))
