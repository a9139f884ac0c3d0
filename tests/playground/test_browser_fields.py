"""Every kind of field in a real browser: by hand, by keyboard and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from bot.message import Action, Message, text
from tests.every_part import BEN, FILE, every_part, rows_and_a_file
from tests.playground.browsers import focused, say, shoot, tab_to
from tests.playground.test_page import AMARA

if TYPE_CHECKING:
    from tests.playground.village import Village

pytestmark = pytest.mark.browser


@pytest.fixture
def heard(village: Village) -> list[Action]:
    """What a bot hears that asks for everything, and then gives a file."""
    actions: list[Action] = []

    def handle(action: Action) -> Message:
        if action.name == "home":
            return Message("Home", rows_and_a_file().body[:-1])
        actions.append(action)
        if action.name == "command":
            return every_part()
        return rows_and_a_file()

    village.platform.start(handle)
    return actions


def asked(page: Page) -> None:
    say(page, 0, "/coffee everything")
    expect(page.locator("#seat0-list .sheet-form")).to_be_visible()


def test_every_field_is_filled_in_and_read_back(wide: Page, heard: list[Action]) -> None:
    asked(wide)
    form = wide.locator("#seat0-list .sheet-form")
    form.get_by_label("In the canteen").check()
    form.get_by_label("On a walk").uncheck()
    form.get_by_label("By video").check()
    form.get_by_label("Until").fill("2026-12-31")
    form.get_by_label("When").fill("2026-12-03T14:00")
    form.get_by_label("People").select_option([AMARA, BEN])
    form.get_by_label("Channel").select_option(label="#everybody")
    shoot(wide, "every-field")
    form.get_by_role("button", name="Save it all").click()
    expect(wide.locator("#seat0-list")).to_contain_text("My people")

    data = heard[-1].data
    assert (data["ways"], data["until"], data["where"]) == (
        "canteen\ncall",
        "2026-12-31",
        "playground/c/everybody",
    )
    assert (data["at"], data["people"]) == ("2026-12-03T14:00:00+00:00", f"{AMARA}\n{BEN}")


def test_boxes_and_buttons_in_a_row_are_reached_by_keyboard(wide: Page, heard: list[Action]) -> None:
    asked(wide)
    field = focused(wide).removesuffix("-job")
    tab_to(wide, f"{field}-ways-1")
    wide.keyboard.press("Space")
    tab_to(wide, f"{field}-part4-b0")
    wide.keyboard.press("Enter")
    expect(wide.locator("#seat0-list")).to_contain_text("My people")

    assert (heard[-1].name, heard[-1].data) == ("about", {"person": "2"})


def test_what_is_half_chosen_outlives_news(wide: Page, heard: list[Action], village: Village) -> None:
    asked(wide)
    form = wide.locator("#seat0-list .sheet-form")
    form.get_by_label("In the canteen").check()
    form.get_by_label("People").select_option([AMARA])
    form.get_by_label("When").fill("2026-12-03T14:00")
    opened = heard[0].event_key

    village.faces.pop("playground/p/v3")
    village.platform.send(AMARA, Message("News", (text("Something happened."),)))

    expect(wide.locator("#seat0-list")).to_contain_text("Something happened.")
    expect(form.get_by_label("In the canteen")).to_be_checked()
    expect(form.get_by_label("People")).to_have_values([AMARA])
    expect(form.get_by_label("When")).to_have_value("2026-12-03T14:00")
    assert [action.event_key for action in heard] == [opened]


def test_a_file_is_saved_as_it_is(wide: Page, heard: list[Action]) -> None:
    asked(wide)
    wide.locator("#seat0-list").get_by_role("button", name="Save it all").click()
    with wide.expect_download() as saved:
        wide.locator("#seat0-list").get_by_role("link", name="Your people").click()

    assert saved.value.suggested_filename == FILE.name
    assert saved.value.path().read_bytes() == FILE.content
    assert len(heard) == 2


def test_every_field_fits_a_phone_and_is_large_enough_to_tap(phone: Page, heard: list[Action]) -> None:
    asked(phone)
    shoot(phone, "phone-every-field")
    phone.locator("#seat0-list .sheet-form").get_by_label("In the canteen").tap()
    small = phone.evaluate("""
        [...document.querySelectorAll("#seat0-list :is(button, summary, select, input:not([type=hidden]))")]
            .filter((each) => each.checkVisibility())
            .map((each) => [each.outerHTML, each.getBoundingClientRect().height])
            .filter(([, height]) => height < 43.9)
    """)

    assert small == []
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    assert len(heard) == 1
