"""`crossbrew doctor` on settings, tokens, scopes and clocks, and on having no way to Slack."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.history import HISTORY_SCOPES
from tests.bot.clinic import furnish
from tests.fake_slack.workspace import SCOPES, SIGNING_SECRET

if TYPE_CHECKING:
    from tests.bot.clinic import Clinic

SECRET = "hunter2hunter2"


def test_before_anything_is_configured_it_says_what_to_do_and_leaves_nothing_behind(clinic: Clinic) -> None:
    seen = clinic.ask_as_process()

    assert seen.code == 1
    first, second = seen.lines("FIX")
    assert first.startswith("settings SLACK_BOT_TOKEN is missing. Copy the Bot User OAuth Token (xoxb-…)")
    assert second.startswith("settings SLACK_APP_TOKEN is missing. Make an app-level token (xapp-…)")
    assert f"There is no {clinic.folder / 'crossbrew.db'} yet. `crossbrew run` makes it" in seen.output
    assert "2 things need fixing" in seen.output
    assert list(clinic.folder.iterdir()) == []


def test_where_all_is_well_it_says_so_in_lines_that_need_no_colour(clinic: Clinic) -> None:
    furnish(clinic.url).close()

    seen = clinic.ask_as_process(**clinic.settings)

    assert (seen.code, seen.errors) == (0, "")
    assert seen.lines("FIX") == []
    assert seen.output.endswith("\nNothing needs fixing.\n")
    well = "\n".join(seen.lines("ok"))
    for told in (
        "program crossbrew 0.1.0, Python 3.",
        "The bot token is of the workspace Fake Trust (T1).",
        "All 7 that the bot needs are granted.",
        "The optional users:read.email is granted",
        "Slack would open a socket",
        "This machine's clock and Slack's agree.",
        "The database can be read and written, and its schema is up to date.",
        "MB are free beside crossbrew.db.",
        "last tick",
        "0 notices owed.",
    ):
        assert told in well
    assert "with 0 members in. Nobody is introduced before two are" in "\n".join(seen.lines("note"))
    assert not [
        line for line in seen.output.splitlines() if line and line[:4] not in ("ok  ", "note", "Noth")
    ]


def test_it_speaks_json_to_programs(clinic: Clinic) -> None:
    furnish(clinic.url).close()
    clinic.slack.workspace.scopes = SCOPES - {"chat:write"}

    seen = clinic.ask("--json")
    told: dict[str, Any] = json.loads(seen.output)

    assert (seen.code, told["ok"]) == (1, False)
    assert [one for one in told["findings"] if one["mark"] == "FIX"] == [
        {
            "what": "scopes",
            "mark": "FIX",
            "says": "The token lacks chat:write (introductions, questions, thanks).",
            "cure": "Paste manifest.yml anew at api.slack.com/apps, App Manifest, and reinstall the app; the"
            " token stays the same.",
        }
    ]


def test_scopes_are_held_against_the_manifest(clinic: Clinic) -> None:
    more = {"im:history", "channels:read"}
    clinic.slack.workspace.scopes = (SCOPES - {"commands", "users:read.email"}) | more

    seen = clinic.ask()
    notes = "\n".join(seen.lines("note"))

    (missing,) = seen.lines("FIX")
    assert missing.startswith("scopes The token lacks commands (/coffee).")
    assert "The optional users:read.email is not granted" in notes
    assert "Only im:history is granted. Grant both im:history and mpim:history, or neither." in notes
    assert "More than the bot uses: channels:read." in notes


def test_it_says_whether_what_may_have_arrived_can_be_looked_for(clinic: Clinic) -> None:
    before = clinic.ask().lines("ok")
    clinic.slack.workspace.scopes = SCOPES | HISTORY_SCOPES
    after = clinic.ask().lines("ok")

    assert [line[:20] for line in before if line.startswith("history")] == ["history Not granted,"]
    assert [line for line in after if line.startswith("history")] == [
        "history Granted: what may have arrived is looked for, and never sent twice."
    ]


@pytest.mark.parametrize("setting", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_token_that_slack_refuses_is_named_and_not_printed(clinic: Clinic, setting: str) -> None:
    prefix = "xoxb" if "BOT" in setting else "xapp"

    seen = clinic.ask(**{setting: f"{prefix}-{SECRET}"})

    assert seen.code == 1
    (line,) = seen.lines("FIX")
    assert line.startswith(f"Slack Slack refused {setting} (invalid_auth). Copy the token again from")
    assert SECRET not in seen.output + seen.errors


def test_no_secret_is_printed_wherever_somebody_put_it(clinic: Clinic) -> None:
    seen = clinic.ask_as_process(
        DATABASE_URL=f"postgresql://brew:{SECRET}@127.0.0.1:9/brew?sslpassword={SECRET}",
        SLACK_API_URL=f"http://brew:{SECRET}@127.0.0.1:9/api/",
        SLACK_BOT_TOKEN=f"xoxb-{SECRET}",
        SLACK_SIGNING_SECRET=SECRET,
        CROSSBREW_PUBLIC_URL=f"https://{SECRET}.example.org",
        CROSSBREW_SECRET_KEY=SECRET,
    )

    assert seen.code == 1
    assert SECRET not in seen.output + seen.errors


def test_without_a_way_to_slack_it_says_so_and_goes_on(clinic: Clinic) -> None:
    furnish(clinic.url).close()

    seen = clinic.ask(SLACK_API_URL="http://127.0.0.1:9/api/")

    assert (seen.code, seen.errors) == (1, "")
    (line,) = seen.lines("FIX")
    assert line.startswith(
        "Slack There is no way to http://127.0.0.1:9/api/ (Connection refused). Check this"
    )
    assert "0 notices owed." in seen.output


def test_a_slack_that_never_answers_and_a_proxy_in_its_place_are_told(clinic: Clinic) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        seen = clinic.ask(SLACK_API_URL=f"http://127.0.0.1:{silent.getsockname()[1]}/api/")
    assert "There is no way to" in seen.lines("FIX")[0]
    assert "(timed out)" in seen.lines("FIX")[0]

    clinic.slack.server_error("auth.test")
    assert "(http 500)" in clinic.ask().lines("FIX")[0]


def test_over_http_it_says_what_it_cannot_see(clinic: Clinic) -> None:
    seen = clinic.ask(
        SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET=SIGNING_SECRET, CROSSBREW_PUBLIC_URL="https://c.example.org/"
    )

    assert seen.code == 0
    assert "Slack calls https://c.example.org/slack/events; only a click shows" in "\n".join(
        seen.lines("note")
    )


@pytest.mark.parametrize(
    ("ahead", "mark", "told"),
    [
        (30, "note", "behind Slack's. Turn on time synchronisation"),
        (-1200, "FIX", "20 minutes ahead of Slack's. Turn on time synchronisation"),
    ],
)
def test_a_clock_that_is_wrong_is_told(clinic: Clinic, ahead: int, mark: str, told: str) -> None:
    clinic.slack.advance(ahead)

    assert [line for line in clinic.ask().lines(mark) if line.startswith("clock") and told in line]


def test_what_is_wrong_with_the_settings_comes_all_at_once_and_the_rest_is_looked_at(clinic: Clinic) -> None:
    (clinic.folder / ".env").write_text("CROSSBREW_LOG=yaml\nCROSSBREW_PORT=none\n")
    (clinic.folder / ".env").chmod(0o644)

    seen = clinic.ask()

    assert len([line for line in seen.lines("FIX") if line.startswith("settings")]) == 2
    assert (
        "settings Others on this machine can read .env and its tokens. Run `chmod 600 .env`."
        in seen.lines("note")
    )
    assert "All 7 that the bot needs are granted." in seen.output


def test_on_a_terminal_lines_are_wrapped_below_their_beginning(clinic: Clinic) -> None:
    lines = clinic.ask_on_a_terminal(columns=80).splitlines()

    assert all(len(line) <= 80 for line in lines)
    (at,) = [number for number, line in enumerate(lines) if "SLACK_APP_TOKEN is missing." in line]
    assert lines[at].startswith("FIX   settings    SLACK_APP_TOKEN is missing.")
    assert lines[at + 1].startswith(" " * 18 + "with the scope")


def test_time_zones_that_are_missing_are_told(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.checkup.setup.SOME_ZONE", "Mars/Base")

    assert clinic.ask().lines("FIX") == [
        "time zones The time zones of the world are missing. Run `pip install tzdata`."
    ]


def test_an_owner_whom_the_workspace_does_not_know_is_told(clinic: Clinic) -> None:
    owner = clinic.slack.user("Dana Owner")

    seen = clinic.ask(CROSSBREW_OWNERS=f"{owner.id}, U404, nobody.yet@example.org")

    (line,) = (line for line in seen.lines("FIX") if line.startswith("owners"))
    assert line == (
        "owners Nobody in this workspace has the id U404, which CROSSBREW_OWNERS names. Copy it anew from "
        "their profile in Slack (More, Copy member ID), or write their e-mail address."
    )
