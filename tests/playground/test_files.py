"""A file that somebody sends on the page: it reaches the bot, and the bot alone, and is kept no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.platforms import DeliveryError
from bot.playground.view import Seat, View
from tests.playground.actors import CHIDI
from tests.playground.forms import Page

if TYPE_CHECKING:
    import httpx

    from tests.playground.village import Village

CSV = b"name,department\nAmara,Nursing\n"


def drop(page: httpx.Client, name: str, content: bytes) -> int:
    """Send a file as Chidi does; the status of the answer."""
    mine = [
        form
        for form in Page(page.get(View((Seat(CHIDI, CHIDI),)).url).text).forms
        if form.values.get("actor") == CHIDI
    ]
    (form,) = [form for form in mine if form.action == "/drop"]
    fields = {key: value for key, value in form.values.items() if key != "file"}
    return page.post("/drop", data=fields, files={"file": (name, content, "text/csv")}).status_code


def test_a_file_reaches_the_bot_and_can_be_fetched_by_it(page: httpx.Client, village: Village) -> None:
    drop(page, "staff.csv", CSV)

    heard = village.heard[-1]
    assert (heard.name, heard.actor, heard.data["name"]) == ("file", CHIDI, "staff.csv")
    assert village.platform.fetch(CHIDI, heard.data["file"]) == CSV


def test_only_the_newest_file_of_somebody_is_kept_and_only_for_them(
    page: httpx.Client, village: Village
) -> None:
    drop(page, "staff.csv", CSV)
    first = village.heard[-1].data["file"]
    drop(page, "newer.csv", CSV * 2)
    second = village.heard[-1].data["file"]

    for address, file in ((CHIDI, first), ("playground/p/dana", second), (CHIDI, "")):
        with pytest.raises(DeliveryError):
            village.platform.fetch(address, file)
    assert village.platform.fetch(CHIDI, second) == CSV * 2


def test_sending_nothing_sends_nothing(page: httpx.Client, village: Village) -> None:
    before = len(village.heard)

    drop(page, "", b"")

    assert [action.name for action in village.heard[before:] if action.name == "file"] == []
