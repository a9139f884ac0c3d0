"""The page in Debian's Chromium: on a desk, in a hand, and looked at."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, ViewportSize, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = Path("/usr/bin/chromium")
BUILD = Path(__file__).parents[2] / "build"
SHOTS = BUILD / "screenshots"
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def without_browser() -> NoReturn:
    """Leave out what needs a browser; fail where `REQUIRE_BROWSER` says that nothing may be left out."""
    missing = f"There is no Chromium at {CHROMIUM}: `make browser` installs it."
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for the file."""
    if not CHROMIUM.exists():
        without_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def wide(chromium: Browser, url: str) -> Iterator[Page]:
    """The page on a desk. What the browser complains of fails the test."""
    with chromium.new_context(viewport={"width": 1440, "height": 900}) as context:
        yield from watched(context.new_page(), url)


@pytest.fixture
def phone(chromium: Browser, url: str) -> Iterator[Page]:
    """The page in a hand."""
    size: ViewportSize = {"width": 360, "height": 740}
    with chromium.new_context(
        viewport=size, has_touch=True, is_mobile=True, device_scale_factor=2
    ) as context:
        yield from watched(context.new_page(), url)


def watched(page: Page, url: str) -> Iterator[Page]:
    complaints: list[str] = []

    def listen(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            complaints.append(said.text)

    def fault(error: Error) -> None:
        complaints.append(str(error))

    page.on("console", listen)
    page.on("pageerror", fault)
    page.goto(url)
    yield page
    assert complaints == []


def shoot(page: Page, name: str, *, whole: bool = False) -> None:
    page.wait_for_timeout(200)  # let colours settle
    page.screenshot(path=SHOTS / f"{name}.png", full_page=whole)


def say(page: Page, seat: int, words: str) -> None:
    page.locator(f"#seat{seat}-words").fill(words)
    page.locator(f"#seat{seat}-words").press("Enter")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def tab_to(page: Page, element: str) -> None:
    for _ in range(80):
        if focused(page) == element:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{element} cannot be reached with the Tab key.")
