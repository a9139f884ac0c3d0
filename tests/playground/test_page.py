from __future__ import annotations

from threading import Event
from time import sleep
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from bot.playground.page import LISTED
from bot.playground.stage import Face
from bot.playground.view import Seat, View, read_view
from tests.playground.forms import Page
from tests.playground.village import STARTS

if TYPE_CHECKING:
    import httpx

    from tests.playground.village import Village

AMARA, BEN, CHIDI = (f"playground/p/{name}" for name in ("amara", "ben", "chidi"))
THREE = View((Seat(AMARA, AMARA), Seat(BEN, BEN), Seat(CHIDI, CHIDI)))
SWITCH = "Everybody else answers by themselvesOthers answer"
"""What a wide and a narrow screen show of the switch, one after the other."""
HOSTILE = ("<!channel>", "<script>alert(1)</script>", "=HYPERLINK(1)", "\u202edrawkcab\u202c", "n" * 10_000)


def see(page: httpx.Client, view: View = THREE) -> Page:
    answer = page.get(view.url)
    assert answer.status_code == 200
    return Page(answer.text)


def press(page: httpx.Client, seen: Page, label: str, actor: str = "", **values: str) -> Page:
    action, data = seen.press(label, actor, **values)
    answer = page.post(action, data=data)
    assert answer.status_code == 200
    return Page(answer.text)


def say(page: httpx.Client, seen: Page, actor: str, words: str) -> Page:
    action, data = seen.press("Send", actor)
    return Page(page.post(action, data=data | {"words": words}).text)


def wind(page: httpx.Client, to: str = "next", view: View = THREE) -> httpx.Response:
    return page.post("/wind", data={"view": view.query, "to": to})


def test_one_arrives_as_two_members_and_somebody_who_has_yet_to_join(page: httpx.Client) -> None:
    answer = page.get("/")

    assert read_view(urlsplit(str(answer.url)).query) == THREE
    for name in ("Amara Obi", "Ben Whittaker", "Chidi Eze"):
        assert name in answer.text


def test_once_a_round_is_under_way_one_arrives_as_a_pair(page: httpx.Client, village: Village) -> None:
    village.platform.open_group([AMARA, "playground/p/dana"])

    view = read_view(urlsplit(str(page.get("/").url)).query)

    assert view is not None
    assert [seat.person for seat in view.seats] == [AMARA, "playground/p/dana", CHIDI]


def test_an_empty_village_has_a_page_too(page: httpx.Client, village: Village) -> None:
    village.faces.clear()

    answer = page.get("/")

    assert answer.status_code == 404
    assert "Nobody is here yet" in answer.text


def test_somebody_joins_without_a_script(page: httpx.Client, village: Village) -> None:
    seen = say(page, see(page), CHIDI, "/coffee join")
    seen = press(page, seen, "Join", CHIDI)
    assert "Say what you do." in seen.words
    seen = press(page, seen, "Join", CHIDI, job="Porter", department="Estates")

    assert "Your first introduction is on Tuesday 8 September at 10:00." in seen.words
    assert village.faces[CHIDI].is_member
    assert village.heard[-1].data == {"from": "form", "job": "Porter", "department": "Estates", "offer": ""}


def test_a_form_is_closed_without_a_script(page: httpx.Client, village: Village) -> None:
    seen = say(page, see(page), CHIDI, "/coffee join")

    seen = press(page, seen, "Close", CHIDI)

    assert "What do you do?" not in seen.words
    assert len(village.heard) == 1


def test_a_round_goes_out_and_is_answered_without_a_script(page: httpx.Client, village: Village) -> None:
    answer = wind(page)
    assert "2 introductions went out." in answer.text
    assert "Tuesday 8 September" in answer.text
    group = village.platform.chats(AMARA)[1].address

    seen = see(page, THREE.seated(0, AMARA, group))
    assert "Amara, meet Ben" in seen.words
    seen = press(page, seen, "We met", AMARA)

    assert "Lovely. Thank you" in seen.words
    assert "Only Amara Obi sees this" in seen.words
    assert (village.heard[-1].actor, village.heard[-1].data) == (AMARA, {"pairing": "1"})
    assert "Lovely" not in see(page, View((Seat(BEN, group),))).words


def test_a_question_asked_twice_is_sent_from_its_second_button(page: httpx.Client, village: Village) -> None:
    seen = press(page, see(page), "Yes: Leave", BEN)

    assert village.heard[-1].name == "leave"
    assert village.heard[-1].actor == BEN
    assert "Every fortnight" in seen.words


def test_one_is_told_who_the_partner_is_and_can_be_them(page: httpx.Client, village: Village) -> None:
    village.platform.open_group([AMARA, "playground/p/dana"])

    answer = page.get(THREE.url)

    assert "Be Dana Fairclough beside them" in answer.text


def test_what_is_new_is_marked_until_it_is_looked_at(page: httpx.Client, village: Village) -> None:
    group = village.platform.open_group([AMARA, BEN])
    village.platform.type(BEN, "Thursday?", group or "")

    assert page.get(THREE.url).text.count("(new)") == 1
    page.get(THREE.seated(0, AMARA, group or "").url)
    assert page.get(THREE.url).text.count("(new)") == 0


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_and_names_are_only_ever_words(
    page: httpx.Client, village: Village, words: str
) -> None:
    village.faces[CHIDI] = Face(CHIDI, words, words, words, words, words)

    seen = say(page, see(page), CHIDI, words)

    assert seen.words.count(words) >= 3
    assert village.heard[-1].data["text"] == words
    for path in ("/people", f"/people?q={words[:20]}"):
        assert page.get(path).status_code == 200


def test_saying_nothing_says_nothing(page: httpx.Client, village: Village) -> None:
    say(page, see(page), AMARA, "   ")

    assert village.heard == []


@pytest.mark.parametrize(("to", "hour"), [("1", 10), ("7", 10)])
def test_a_day_later_is_the_same_hour_though_the_clocks_change(
    page: httpx.Client, village: Village, to: str, hour: int
) -> None:
    village.clock = village.clock.replace(month=10, day=24)

    wind(page, to)

    wound, being, others = village.winds[0]
    assert (wound.month, wound.hour) == (10, hour)
    assert being == {AMARA, BEN, CHIDI}
    assert others


def test_others_answer_by_themselves_unless_they_are_told_not_to(
    page: httpx.Client, village: Village
) -> None:
    press(page, see(page), SWITCH)
    wind(page)
    press(page, see(page), SWITCH)
    wind(page, "1")

    assert [others for _, _, others in village.winds] == [False, True]


def test_without_a_next_event_there_is_nothing_to_wind_to(page: httpx.Client, village: Village) -> None:
    village.clock = STARTS

    assert wind(page).status_code == 200
    assert village.winds == []
    assert "Next:" not in page.get(THREE.url).text


def test_a_long_wind_leaves_the_page_alive_and_says_what_it_does(
    page: httpx.Client, village: Village
) -> None:
    village.slow = Event()

    busy = wind(page).text
    again = wind(page).text
    state = page.get("/state").json()
    village.slow.set()
    while page.get("/state").json()["busy"]:
        sleep(0.01)

    assert "Pairing 30 people" in busy
    assert '<meta http-equiv="refresh"' in busy
    assert "Pairing 30 people" in again
    assert state["busy"] == "Pairing 30 people"
    assert len(village.winds) == 1
    assert "2 introductions went out." in page.get(THREE.url).text


def test_a_wind_that_fails_says_so_and_the_page_goes_on(
    page: httpx.Client, village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    village.fault = "no coffee"

    answer = wind(page)

    assert "Winding stopped at a fault" in answer.text
    assert "no coffee" in caplog.text
    village.fault = ""
    assert "2 introductions went out." in wind(page).text


def test_the_state_changes_when_anything_does(page: httpx.Client, village: Village) -> None:
    before = page.get("/state").json()
    village.platform.type(AMARA, "hello")
    after = page.get("/state").json()

    assert before["version"] != after["version"]
    assert before["busy"] == after["busy"] == ""
    assert f'data-version="{after["version"]}"' in page.get(THREE.url).text


def test_the_report_is_a_page_and_a_file(page: httpx.Client) -> None:
    seen = page.get("/report")
    file = page.get("/report.csv")

    assert '<th scope="row" dir="auto">Nursing</th>' in seen.text
    assert "<caption" in seen.text
    assert file.content == b"figure,value\r\nCoffees held,35\r\n"
    assert "attachment" in file.headers["content-disposition"]


def test_people_are_found_by_any_of_their_facts(page: httpx.Client) -> None:
    assert "30 people." in page.get("/people").text
    answer = page.get("/people", params={"q": "NURSING staff"})
    assert "Amara Obi" in answer.text
    assert "Nobody matches" in page.get("/people", params={"q": "zzz"}).text


def test_a_search_for_one_person_seats_them_at_once(page: httpx.Client) -> None:
    pairs = [("s", "1"), *((key, seat.person) for seat in THREE.seats for key in ("p", "c"))]

    answer = page.get("/people", params=[*pairs, ("q", "Dana Fairclough · Finance · Band 8a")])

    view = read_view(urlsplit(str(answer.url)).query)
    assert view == THREE.seated(1, "playground/p/dana")


def test_two_people_of_one_name_are_told_apart_by_the_rest(page: httpx.Client, village: Village) -> None:
    for grade in ("Band 5", "Band 5a"):
        address = f"playground/p/{grade}"
        village.faces[address] = Face(address, "Ann Lee", "Nurse", "Nursing", grade)

    assert "2 people." in page.get("/people", params={"q": "ann lee"}).text
    one = page.get("/people", params={"q": "Ann Lee · Nursing · Band 5"}, follow_redirects=False)
    assert "Band+5&" in one.headers["location"]


def test_a_large_organisation_is_searched_rather_than_listed(page: httpx.Client, village: Village) -> None:
    for number in range(LISTED):
        address = f"playground/p/x{number}"
        village.faces[address] = Face(address, f"Person {number}", department="Wards")

    assert "The first 400 of 530 people" in page.get("/people").text
    assert '<datalist id="faces">' not in page.get(THREE.url).text
