"""Installing the app in a browser: what is shown, what is refused, and what is never written down."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.slack.oauth import COOKIE
from bot.slack.scopes import NEEDED, OPTIONAL
from storage import installations, programmes
from tests.installing import Browser, buttons, changed, parameter
from tests.slack.office import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fake_slack import FakeSlack
    from tests.slack.conftest import Talk
    from tests.slack.office import Office

TEN = timedelta(minutes=10)


@pytest.fixture
def office(fake: FakeSlack, talk: Talk, tmp_path: Path) -> Iterator[Office]:
    with opened(fake, talk, tmp_path) as office:
        yield office


def test_the_page_says_what_the_app_may_do_and_has_one_button(office: Office) -> None:
    page = office.browser.get(f"{office.browser.bot}/slack/install")

    assert list(buttons(page)) == ["Add to Slack"]
    link = buttons(page)["Add to Slack"]
    assert link.startswith(office.fake.api_url.replace("/api/", "/oauth/v2/authorize?"))
    assert set(parameter(link, "scope").split(",")) == {*NEEDED, *OPTIONAL}
    assert parameter(link, "redirect_uri") == f"{office.browser.bot}/slack/oauth_redirect"
    for what in (*NEEDED.values(), *OPTIONAL.values()):
        assert what[1:] in html.unescape(page.text)
    assert '<html lang="en">' in page.text
    assert "script" not in page.text


def test_the_cookie_is_the_browsers_alone_and_the_page_is_kept_by_nobody(office: Office) -> None:
    page = httpx.get(f"{office.browser.bot}/slack/install")

    name, *attributes = (part.strip() for part in page.headers["set-cookie"].split(";"))
    assert name.startswith(f"{COOKIE}=")
    assert {one.casefold() for one in attributes} == {
        "secure",
        "httponly",
        "samesite=lax",
        "path=/",
        "max-age=600",
    }
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_whoever_consents_lands_on_the_way_to_the_app_and_the_workspace_is_ready(office: Office) -> None:
    page = office.browser.installs("T1")

    assert page.status_code == 200
    assert buttons(page) == {"Open it in Slack": "slack://app?team=T1&id=A0CROSSBREW"}
    assert "Trust T1" in page.text
    assert office.served() == {"T1": office.fake.workspace.token}
    with office.database.read() as connection:
        assert [one.id for one in programmes.programmes(connection, "T1")] == ["main"]
        (kept,) = installations.every(connection)
    assert (kept.bot_user, kept.bot_id, kept.app) == ("U0BOT", "B0BOT", "A0CROSSBREW")
    assert kept.scopes == {*NEEDED, *OPTIONAL}
    assert office.fake.workspace.token not in kept.sealed_token


def test_a_redirect_counts_once(office: Office) -> None:
    back = office.browser.consents(office.browser.offered(), team="T1")
    cookies = dict(office.browser.cookies)
    office.browser.get(back)

    again = httpx.get(back, cookies=cookies)

    assert again.status_code == 400
    assert "used before: start again" in again.text
    assert office.exchanges() == {"ok": 1}


def test_a_code_that_somebody_else_got_hold_of_is_no_use_to_them(office: Office) -> None:
    back = office.browser.consents(office.browser.offered(), team="T1")
    thief = Browser(office.browser.bot)

    assert thief.get(back).status_code == 400, "without any cookie"
    theirs = parameter(thief.offered(), "state")
    assert thief.get(back).status_code == 400, "with a cookie of their own"
    assert office.exchanges() == {}
    assert office.browser.get(back).status_code == 200
    assert thief.get(changed(back, state=theirs)).status_code == 400, "with a state and a cookie of their own"
    assert office.exchanges() == {"ok": 1, "code_already_used": 1}


def test_nobody_is_made_to_install_what_another_consented_to(office: Office) -> None:
    attacker, victim = Browser(office.browser.bot), office.browser
    back = attacker.consents(attacker.offered(), team="T2")
    victim.offered()

    page = victim.get(back)

    assert page.status_code == 400
    assert office.served() == {}
    assert office.exchanges() == {}


@pytest.mark.parametrize("state", ["", "forged", "gAAAAABforged", "☕"])
def test_a_forged_state_is_refused_before_slack_is_asked(office: Office, state: str) -> None:
    back = office.browser.consents(office.browser.offered(), team="T1")

    page = office.browser.get(changed(back, state=state))

    assert page.status_code == 400
    assert buttons(page) == {"Start again": "install"}
    assert office.exchanges() == {}


def test_a_state_lasts_ten_minutes(office: Office) -> None:
    late = office.browser.consents(office.browser.offered(), team="T1")
    office.clock.wind(office.clock.now() + TEN + timedelta(seconds=2))

    assert office.browser.get(late).status_code == 400

    assert office.browser.installs("T1").status_code == 200


@pytest.mark.parametrize(
    ("change", "told", "status"),
    [
        ({"code": "stolen"}, "start again, and give your consent", 400),
        ({"code": ""}, "Slack was not told to go ahead", 400),
        ({"error": "access_denied"}, "Slack was not told to go ahead", 400),
    ],
)
def test_what_does_not_come_about_is_told_in_a_sentence_with_the_cure(
    office: Office, change: dict[str, str], told: str, status: int
) -> None:
    back = office.browser.consents(office.browser.offered(), team="T1")

    page = office.browser.get(changed(back, **change))

    assert (page.status_code, told in page.text) == (status, True)
    assert buttons(page) == {"Start again": "install"}
    assert office.served() == {}


def test_somebody_who_says_no_at_slack_is_told_so(office: Office) -> None:
    page = office.browser.get(office.browser.consents(office.browser.offered()))

    assert page.status_code == 400
    assert "Slack was not told to go ahead" in page.text


def test_an_app_that_slack_does_not_know_is_told_to_whoever_runs_it(office: Office) -> None:
    back = office.browser.consents(office.browser.offered(), team="T1")
    office.fake.refuse("oauth.v2.access", "bad_client_secret")

    page = office.browser.get(back)

    assert page.status_code == 502
    assert "(bad_client_secret): whoever runs it must check SLACK_CLIENT_ID" in page.text


def test_too_few_scopes_install_nothing(office: Office) -> None:
    page = office.browser.installs("T1", without="chat:write")

    assert page.status_code == 400
    assert "Slack did not grant chat:write" in page.text
    assert office.served() == {}


def test_without_an_optional_scope_it_is_installed(office: Office) -> None:
    assert office.browser.installs("T1", without="users:read.email").status_code == 200


@pytest.mark.parametrize("fault", ["server_error", "drop_reply"])
def test_a_slack_that_does_not_answer_is_told_and_nothing_is_kept(office: Office, fault: str) -> None:
    back = office.browser.consents(office.browser.offered(), team="T1")
    getattr(office.fake, fault)("oauth.v2.access")

    page = office.browser.get(back)

    assert page.status_code == 502
    assert "Slack could not be reached" in page.text
    assert office.served() == {}


def test_neither_code_nor_state_nor_token_is_logged(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    back = office.browser.consents(office.browser.offered(), team="T1")
    office.browser.get(changed(back, code="no-such-code"))
    office.browser.installs("T1")

    logged = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith(("bot", "slack")))
    for secret in (
        parameter(back, "code"),
        "no-such-code",
        parameter(back, "state"),
        office.fake.workspace.token,
    ):
        assert secret not in logged
