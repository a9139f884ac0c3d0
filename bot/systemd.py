"""Telling systemd how the program is, where it was started by it (`sd_notify`, without its library)."""

from __future__ import annotations

import logging
import socket

log = logging.getLogger(__name__)


class Systemd:
    """Whoever listens at ``address``; where that is empty, nobody.

    An address that begins with @ is in Linux's own space of names:
    https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html.
    """

    def __init__(self, address: str) -> None:
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def ready(self) -> None:
        """It has begun to answer."""
        self._tell("READY=1")

    def alive(self) -> None:
        """It lives: without this for a while, a watchdog starts it again."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """It was told to stop, and does."""
        self._tell("STOPPING=1")

    def _tell(self, state: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
                door.connect(self._address)
                door.sendall(state.encode())
        except OSError as error:  # nobody listens just now: no reason to stop sending people's messages
            log.warning("systemd could not be told %s: %s", state, error)
