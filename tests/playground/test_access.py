"""Whether anybody is kept out: the rules of WCAG 2.2 AA that a machine can check, by axe-core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.message import Message
from bot.playground.view import Seat, View
from tests.every_part import every_field, every_part, rows_and_a_file
from tests.playground.browsers import BUILD, shoot
from tests.playground.test_page import AMARA, BEN, CHIDI

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.playground.village import Village

pytestmark = pytest.mark.browser

AXE = BUILD / "axe" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_nothing_stands_in_anybody_s_way(
    chromium: Browser, url: str, village: Village, scheme: str, width: int
) -> None:
    group = village.platform.open_group([AMARA, BEN]) or ""
    village.platform.type(AMARA, "Thursday?", group)
    village.platform.type(BEN, "/coffee", group)
    village.platform.type(CHIDI, "/coffee join")
    form = village.platform.transcript(CHIDI, CHIDI)[-1]
    village.platform.submit(CHIDI, CHIDI, form.id, "join_sent", {"job": "", "department": ""})
    view = View((Seat(CHIDI, CHIDI), Seat(AMARA, group), Seat(BEN, group)))
    paths = {"chats": view.url, "report": "/report", "people": "/people", "fault": "/nowhere"}

    assert faults(chromium, url, paths, scheme, width) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_no_field_stands_in_anybody_s_way(
    chromium: Browser, url: str, village: Village, scheme: str, width: int
) -> None:
    again = Message("Again", every_field(error="Choose another."), every_part().actions)
    answers = {AMARA: every_part(), BEN: again, CHIDI: rows_and_a_file()}
    village.platform.start(lambda action: answers[action.actor] if action.name == "command" else None)
    for person in answers:
        village.platform.type(person, "/coffee")
    seats = tuple(Seat(person, person) for person in answers)
    paths = {f"fields-{number}": View(seats, number).url for number in range(3)}

    assert faults(chromium, url, paths, scheme, width) == []


def faults(
    chromium: Browser, url: str, paths: dict[str, str], scheme: str, width: int
) -> list[tuple[str, str, str]]:
    """What axe-core finds on each page: its name, the rule, and the first element that breaks it."""
    if not AXE.exists():
        pytest.skip("axe-core is not there: `npm install --prefix build/axe axe-core` fetches it.")
    found = []
    # The checker is put into the page from here, which the page's own rules would refuse.
    with chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    ) as context:
        page = context.new_page()
        for name, path in paths.items():
            page.goto(url.rstrip("/") + path)
            shoot(page, f"{name}-{scheme}-{width}", whole=name == "report")
            page.add_script_tag(path=AXE)
            result = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)
            found += [(name, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
    return found
