"""Serving the page on this machine alone."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"
"""Never any other: whoever reaches the page can be anybody on it."""

GRACE_SECONDS = 2


class PortTaken(Exception):  # noqa: N818 - it reads as what happened
    """The port cannot be listened on; the message says what to do."""


def listen(port: int) -> socket.socket:
    """Listen on ``port`` of this machine, so that its address can be told before it is served.

    Port 0 takes any that is free; ``getsockname()`` of the result tells which.

    Raises:
        PortTaken: somebody else has the port, or it may not or cannot be used.

    """
    # asyncio answers without delay only on sockets that say they are TCP: without it, 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as fault:
        listener.close()
        raise PortTaken(_why(port, fault)) from fault
    return listener


def _why(port: int, fault: OSError | OverflowError) -> str:
    cure = "choose another with --port, or --port 0 for any that is free"
    if isinstance(fault, OverflowError):
        return f"Port {port} does not exist: {cure}."
    if fault.errno == errno.EADDRINUSE:
        return f"Port {port} on {HOST} is taken by another program: {cure}."
    return f"Port {port} on {HOST} cannot be used ({fault.strerror}): {cure}."


def address(listener: socket.socket) -> str:
    """The web address of what is served on ``listener``."""
    return f"http://{HOST}:{listener.getsockname()[1]}/"


def server(app: ASGIApp) -> uvicorn.Server:
    """A server for ``app`` that keeps quiet but for faults."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return uvicorn.Server(config)


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve ``app`` in the foreground until the program is told to stop (Ctrl+C or SIGTERM)."""
    server(app).run(sockets=[listener])
