"""A village, and its page served for real."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.playground.page import playground_app
from bot.playground.serve import address, listen, server
from tests.playground.actors import Bot, opened
from tests.playground.browsers import chromium, phone, wide
from tests.playground.village import Village

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.platform import PlaygroundPlatform

__all__ = ["chromium", "phone", "wide"]


@pytest.fixture
def bot() -> Bot:
    """Says "Heard" to everything, until it is told to say something else."""
    return Bot()


@pytest.fixture
def place(bot: Bot) -> PlaygroundPlatform:
    """A playground of three people and ``bot``."""
    return opened(bot)


@pytest.fixture
def village() -> Village:
    """Thirty people, four of them members, two days before the round."""
    return Village()


@pytest.fixture
def url(village: Village) -> Iterator[str]:
    """The address of the village's page."""
    with served(village) as where:
        yield where


@pytest.fixture
def page(url: str) -> Iterator[httpx.Client]:
    """A browser without a script: it follows redirects and says where its forms come from."""
    headers = {"origin": url.rstrip("/")}
    with httpx.Client(base_url=url, headers=headers, follow_redirects=True, timeout=30) as client:
        yield client


@contextmanager
def served(village: Village) -> Iterator[str]:
    """Serve the page in a thread until the block is left."""
    running = server(playground_app(village.platform, village))
    with listen(0) as listener:
        thread = Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        yield address(listener)
        running.should_exit = True
        thread.join(30)
