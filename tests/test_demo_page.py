"""The page of the real `crossbrew demo`, in a browser: two people go through a round and see it counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.demos import ADDRESS, demo, read_until
from tests.playground.browsers import chromium, phone, shoot, wide

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["chromium", "phone", "wide"]

pytestmark = pytest.mark.browser

PATIENCE = 60_000
"""Milliseconds that a wind of the clock may take on a busy machine."""


@pytest.fixture
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo of the made-up trust, its first round just begun."""
    with demo(tmp_path_factory.mktemp("demo")) as process:
        yield read_until(process, ADDRESS)


def wind(page: Page, *, to: str) -> None:
    """Wind to the next event, which the button names."""
    expect(page.locator("#wind-next")).to_contain_text(to)
    page.locator("#wind-next").click()
    expect(page.locator("#happened")).to_be_visible()
    expect(page.locator("#wind-next")).not_to_contain_text(to, timeout=PATIENCE)
    expect(page.locator("#busy")).to_be_empty(timeout=PATIENCE)


def open_chat(page: Page, seat: int, name: str) -> None:
    page.locator(f"#seat{seat}-tabs").get_by_role("link", name=name).first.click()
    expect(page.locator(f"#seat{seat}-tabs [aria-current]")).to_contain_text(name)


def press(page: Page, seat: int, label: str) -> None:
    page.locator(f"#seat{seat}-list").get_by_role("button", name=label, exact=True).last.click()


def name_of(page: Page, seat: int) -> str:
    return page.locator(f"#seat{seat}-name").inner_text()


def test_two_partners_go_through_a_round_and_the_report_counts_it(wide: Page, url: str) -> None:
    names = name_of(wide, 0), name_of(wide, 1)
    for seat in (0, 1):
        expect(wide.locator(f"#seat{seat}-tabs [aria-current]")).to_contain_text(names[1 - seat])
        expect(wide.locator(f"#seat{seat}-list .title").first).to_contain_text("time for a coffee")
        expect(wide.locator(f"#seat{seat}-list")).to_contain_text("Why you two")
    shoot(wide, "demo-start")

    press(wide, 0, "We've set a time")
    expect(wide.locator("#seat0-list")).to_contain_text(f"Only {names[0]} sees this")
    expect(wide.locator("#seat0-list .title").last).to_be_in_viewport()
    expect(wide.locator("#seat1-list")).not_to_contain_text("Good, a time with")
    press(wide, 1, "We've set a time")
    shoot(wide, "demo-booked")

    wind(wide, to="a nudge")
    wind(wide, to="everybody is asked, privately")
    for seat in (0, 1):
        open_chat(wide, seat, "Crossbrew")
        expect(wide.locator(f"#seat{seat}-list")).to_contain_text("Did you and ")
    shoot(wide, "demo-question")
    press(wide, 0, "We met")
    expect(wide.locator("#seat0-list")).to_contain_text("Lovely that you met")
    expect(wide.locator("#seat1-list")).to_contain_text("Did you and ")
    press(wide, 1, "We met")
    expect(wide.locator("#seat1-list")).to_contain_text("Lovely that you met")

    wind(wide, to="one last reminder")
    wind(wide, to="introductions go out")
    expect(wide.locator("#happened")).to_contain_text("Round 2 opened with")
    shoot(wide, "demo-next-round")
    wide.locator("#seat0-home summary").first.click()
    expect(wide.locator("#seat0-home")).to_contain_text("You have met 1 person")
    shoot(wide, "demo-home")

    wide.goto(f"{url}report")
    expect(wide.locator("main")).to_contain_text("1 round has closed.")
    expect(wide.locator("main")).to_contain_text("introductions led to a meeting")
    shoot(wide, "demo-report", whole=True)
    assert not [name for name in names if name in wide.content()], "a report names nobody"


def test_it_is_as_pleasant_in_a_hand(phone: Page, url: str) -> None:
    expect(phone.locator("#seat0-list .title").first).to_be_in_viewport()
    assert len({tab.split()[0] for tab in phone.locator("#seat-tabs a").all_inner_texts()}) == 3
    shoot(phone, "demo-phone")
    wind(phone, to="a nudge")
    shoot(phone, "demo-phone-nudge")
    phone.locator("#seat-tabs a").nth(2).click()
    phone.locator("#seat2-words").fill("/coffee join")
    phone.locator("#seat2-words").press("Enter")
    expect(phone.locator("#seat2-list .sheet-form")).to_be_visible()
    shoot(phone, "demo-phone-form")
    phone.goto(f"{url}report")
    shoot(phone, "demo-phone-report")

    assert phone.evaluate("document.documentElement.scrollWidth") == 360
