"""The page in a real browser: what a person sees and does, with the script and by keyboard alone."""

from __future__ import annotations

from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.message import Message, text
from tests.playground.browsers import focused, say, shoot, tab_to
from tests.playground.conftest import served
from tests.playground.test_page import AMARA, CHIDI
from tests.playground.village import Village

pytestmark = pytest.mark.browser


def test_two_people_go_through_a_round(wide: Page, village: Village) -> None:
    shoot(wide, "start")
    wide.locator("#wind-next").click()
    expect(wide.locator("#happened")).to_contain_text("2 introductions went out.")
    expect(wide.locator("#seat0-tabs .dot")).to_have_count(1)

    wide.locator("#seat0-tabs a").nth(1).click()
    wide.locator("#seat1-tabs a").nth(1).click()
    expect(wide.locator("#seat1-list .title")).to_have_text("Amara, meet Ben")
    say(wide, 1, "Shall we say Thursday, in the canteen?")
    expect(wide.locator("#seat0-list")).to_contain_text("Shall we say Thursday")
    wide.locator("#seat0-list").get_by_role("button", name="We met").click()
    expect(wide.locator("#seat0-list")).to_contain_text("Only Amara Obi sees this")
    expect(wide.locator("#seat1-list")).not_to_contain_text("Lovely")

    shoot(wide, "round")
    assert [(action.actor, action.name) for action in village.heard] == [(AMARA, "met")]


def test_a_question_is_asked_again_before_it_is_sent(wide: Page, village: Village) -> None:
    wide.locator("#seat0-home summary").first.click()
    wide.locator("#seat0-home").get_by_text("Leave", exact=True).click()
    assert village.heard == []

    wide.get_by_role("button", name="Yes: Leave").click()
    expect(wide.locator("#seat0-list")).to_contain_text("Every fortnight")
    assert [action.name for action in village.heard] == ["leave"]


def test_somebody_joins_by_keyboard_alone(wide: Page, village: Village) -> None:
    tab_to(wide, "seat2-words")
    wide.keyboard.type("/coffee join")
    wide.keyboard.press("Enter")
    expect(wide.locator("#seat2-list .sheet-form")).to_be_visible()
    job = focused(wide)
    assert job.endswith("-job")

    wide.keyboard.press("Enter")
    expect(wide.locator("#seat2-list .error")).to_have_text("Say what you do.")
    assert focused(wide) == job
    shoot(wide, "form-with-error")
    wide.keyboard.type("Porter")
    tab_to(wide, job.replace("-job", "-department"))
    wide.keyboard.press("E")
    tab_to(wide, job.replace("-job", "-b0"))
    wide.keyboard.press("Enter")

    expect(wide.locator("#seat2-list")).to_contain_text("Your first introduction")
    assert village.heard[-1].data["department"] == "Estates"
    assert wide.evaluate("document.activeElement.closest('#seat2-list') !== null")


def test_escape_closes_what_was_opened_and_returns_to_its_button(wide: Page) -> None:
    wide.locator("#seat1-picker summary").focus()
    wide.keyboard.press("Enter")
    wide.locator("#seat1-q").focus()

    wide.keyboard.press("Escape")

    expect(wide.locator("#seat1-q")).to_be_hidden()
    assert wide.evaluate("document.activeElement.closest('#seat1-picker') !== null")


def test_one_becomes_somebody_else(wide: Page) -> None:
    wide.locator("#seat1-picker summary").click()
    shoot(wide, "picker")
    wide.locator("#seat1-q").fill("planning")
    wide.locator("#seat1-q").press("Enter")

    expect(wide.locator("#seat1-name")).to_have_text("Dana Fairclough")
    expect(wide.locator("#seat0-name")).to_have_text("Amara Obi")


def test_what_is_half_written_outlives_news(wide: Page, village: Village) -> None:
    say(wide, 2, "/coffee join")
    offer = wide.locator("#seat2-list textarea")
    offer.fill("How the ovens")
    wide.locator("#seat0-words").fill("/coffee pau")
    offer.focus()

    village.platform.send(CHIDI, Message("News", (text("Something happened."),)))
    village.platform.send(AMARA, Message("News", (text("Something happened."),)))

    expect(wide.locator("#seat0-list")).to_contain_text("Something happened.")
    expect(wide.locator("#seat2-list")).to_contain_text("Something happened.")
    expect(offer).to_have_value("How the ovens")
    expect(offer).to_be_focused()
    expect(wide.locator("#seat0-words")).to_have_value("/coffee pau")


def test_whoever_reads_back_is_left_to_it(wide: Page, village: Village) -> None:
    for number in range(40):
        village.platform.send(AMARA, Message("", (text(f"Line {number}"),)))
    expect(wide.locator("#seat0-list")).to_contain_text("Line 39")
    log = wide.locator("#seat0-log")
    log.evaluate("log => { log.scrollTop = -600; }")
    village.platform.send(AMARA, Message("", (text("The last line"),)))
    expect(wide.locator("#seat0-list")).to_contain_text("The last line")

    assert log.evaluate("log => log.scrollTop") < -500
    expect(wide.get_by_text("The last line")).not_to_be_in_viewport()


def test_whoever_presses_what_they_read_back_to_sees_the_answer(wide: Page, village: Village) -> None:
    wide.locator("#wind-next").click()
    wide.locator("#seat0-tabs a").nth(1).click()
    for number in range(40):
        village.platform.type(AMARA, f"Line {number}", village.platform.chats(AMARA)[1].address)
    expect(wide.locator("#seat0-list")).to_contain_text("Line 39")

    wide.locator("#seat0-list").get_by_role("button", name="We met").click()

    expect(wide.locator("#seat0-list")).to_contain_text("Only Amara Obi sees this")
    expect(wide.locator("#seat0-list").get_by_text("Lovely. Thank you")).to_be_in_viewport()


def test_a_long_wind_says_what_it_is_doing(wide: Page, village: Village) -> None:
    village.slow = Event()
    wide.locator("#wind-next").click()
    expect(wide.locator("#busy")).to_have_text("Pairing 30 people")
    expect(wide.locator("#wind-day")).to_be_disabled()
    shoot(wide, "winding")

    village.slow.set()

    expect(wide.locator("#busy")).to_be_empty()
    expect(wide.locator("#happened")).to_contain_text("2 introductions went out.")
    expect(wide.locator("#wind-day")).to_be_enabled()


def test_everybody_else_can_be_told_to_wait(wide: Page) -> None:
    switch = wide.get_by_role("switch")
    expect(switch).to_be_checked()

    switch.press("Space")

    expect(switch).not_to_be_checked()
    expect(switch).to_be_focused()


def test_a_phone_shows_one_person_at_a_time(phone: Page, village: Village) -> None:
    phone.locator("#wind-next").click()
    expect(phone.locator("#happened")).to_contain_text("2 introductions")
    expect(phone.locator("#seat1")).to_be_hidden()
    phone.locator("#seat0-tabs a").nth(1).click()
    expect(phone.locator("#seat0-list .title")).to_be_in_viewport()
    shoot(phone, "phone")
    phone.locator("#seat-tabs a").nth(2).click()
    expect(phone.locator("#seat0")).to_be_hidden()
    say(phone, 2, "/coffee join")
    expect(phone.locator("#seat2-list .sheet-form")).to_be_visible()
    shoot(phone, "phone-form")

    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    assert village.heard[-1].actor == CHIDI


def test_everything_on_a_phone_is_large_enough_to_tap(phone: Page, village: Village) -> None:
    for words in ("/coffee", "/coffee join"):
        village.platform.type(AMARA, words)
    phone.reload()
    phone.locator("#seat0-home summary").first.click()
    small = phone.evaluate("""
        [...document.querySelectorAll("button, summary.button, select, input:not([type=hidden]), nav a")]
            .filter((each) => each.checkVisibility())
            .map((each) => [each.outerHTML, each.getBoundingClientRect().height])
            .filter(([, height]) => height < 43.9)
    """)

    assert small == []


@pytest.mark.parametrize("path", ["report", "people", "people?q=zzz"])
def test_the_other_pages_fit_a_phone(phone: Page, url: str, path: str) -> None:
    phone.goto(url + path)

    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def test_a_playground_that_has_gone_is_told(chromium: Browser) -> None:
    page = chromium.new_page()
    with served(Village()) as url:
        page.goto(url)
    say(page, 0, "hello")

    expect(page.locator("#trouble")).to_contain_text("Is it still running in the terminal?")
    page.close()


def test_it_works_without_a_script(chromium: Browser, url: str, village: Village) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(url)
        say(page, 2, "/coffee join")
        page.locator("#seat2-list").get_by_role("button", name="Join").click()
        assert "Say what you do." in page.content()

    assert [action.name for action in village.heard] == ["command", "join_sent"]
