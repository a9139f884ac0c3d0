"""HTTP as plain as it can be, for both ends of a load: a library's would take more of the cores than the bot.

It trusts the other end to send a Content-Length, and keeps a connection until it has rested a while.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ENDS = b"\r\n\r\n"
RESTED = 2.0
"""Seconds. Uvicorn hangs up on a connection that has rested for five, perhaps as it is used again."""


class Client:
    """Requests to one port of this machine, any number at once, each over a connection that nobody uses."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter, float]] = []

    async def post(self, path: str, body: str, headers: Mapping[str, str]) -> int:
        """Post ``body``; the status of the answer, once it was read to its end."""
        reader, writer = self._kept() or await self._opened()
        content = body.encode()
        said = {"Host": "bot", "Content-Length": str(len(content)), **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        writer.write(f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + content)
        head = await reader.readuntil(ENDS)
        await reader.readexactly(_length(head))
        self._idle.append((reader, writer, time.monotonic()))
        return int(head.split(b" ", 2)[1])

    def _kept(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """The connection that was used last, unless it has rested so long that all have."""
        if self._idle and time.monotonic() - self._idle[-1][2] < RESTED:
            return self._idle.pop()[:2]
        self.close()
        self._idle.clear()
        return None

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port)

    def close(self) -> None:
        """Hang up."""
        for _, writer, _ in self._idle:
            writer.close()


class Answering(asyncio.Protocol):
    """Answers every request with the JSON that ``says`` has for its path."""

    def __init__(self, says: Callable[[str], bytes]) -> None:
        self._says = says
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom to answer."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is here to its end."""
        self._received += data
        while ENDS in self._received:
            head, _, rest = self._received.partition(ENDS)
            length = _length(head)
            if len(rest) < length:
                return
            self._received = rest[length:]
            content = self._says(head.split(b" ", 2)[1].decode())
            assert isinstance(self._transport, asyncio.Transport)
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(content), content)
            )


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0
