"""Takes the pictures beside this file from a running `crossbrew demo`: see `make gallery`."""  # noqa: INP001 - a script

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LARGEST = 250_000
"""Bytes: a picture that is larger makes every clone of the project slower."""

PATIENCE = 60_000


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo whose first round has just begun."""
    command = [sys.executable, "-u", "-m", "bot", "demo", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parents[1])  # noqa: S603 - ourselves
    try:
        yield next(found[0] for line in process.stdout or () if (found := re.search(r"http://\S+/", line)))
    finally:
        process.terminate()
        process.communicate()


def wind(page: Page) -> None:
    """Wind to the next event."""
    button = page.locator("#wind-next")
    before = button.inner_text()
    button.click()
    expect(button).not_to_have_text(before, timeout=PATIENCE)
    expect(page.locator("#busy")).to_be_empty(timeout=PATIENCE)


def say(page: Page, seat: int, words: str) -> None:
    """Write in the chat that is open in a seat."""
    page.locator(f"#seat{seat}-words").fill(words)
    page.locator(f"#seat{seat}-words").press("Enter")
    expect(page.locator(f"#seat{seat}-words")).to_have_value("")


def read_from(page: Page, seat: int, words: str) -> None:
    """Scroll a chat so that the message with this title stands at its top."""
    title = page.locator(f"#seat{seat}-list li").filter(has_text=words).first
    title.evaluate("post => post.scrollIntoView({ block: 'start' })")


def take(page: Page, name: str) -> None:
    """Keep a picture, refusing one that is too large."""
    page.wait_for_timeout(300)  # let colours settle
    file = HERE / f"{name}.png"
    page.screenshot(path=file)
    size = file.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{file.name} has {size:,} bytes, above {LARGEST:,}: take a smaller one.")
    print(f"{file.name}: {size:,} bytes")  # noqa: T201 - a script tells what it did


def chats(page: Page) -> None:
    """An introduction, a private question, and the form by which one joins."""
    press = page.locator("#seat0-list").get_by_role("button", name="We've set a time")
    press.click()
    expect(page.locator("#seat0-list")).to_contain_text("Only ")
    wind(page)
    wind(page)
    page.locator("#seat1-tabs a").first.click()
    expect(page.locator("#seat1-list")).to_contain_text("Did you and ")
    say(page, 2, "/coffee join")
    expect(page.locator("#seat2-list .sheet-form")).to_be_visible()
    read_from(page, 0, "Why you two")
    read_from(page, 1, "Did you and ")
    page.locator(":focus").blur()
    take(page, "playground")


def main() -> None:
    """Take them all."""
    with demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        hand = browser.new_page(
            viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2
        )
        hand.goto(url)
        take(hand, "playground-phone")
        desk = browser.new_page(viewport={"width": 1440, "height": 960})
        desk.goto(url)
        chats(desk)
        for _ in range(2 + 4 * 5):
            wind(desk)
        desk.goto(f"{url}report")
        take(desk, "report")
        browser.close()


if __name__ == "__main__":
    main()
