"""Logs as they are written: by a program of its own, since logging is set up once for all of it."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from bot.masking import Mask, mask_record
from bot.platforms import DeliveryError
from bot.watching.logs import JsonLines, TextLines
from scheduler.about import about
from scheduler.tick import tick

if TYPE_CHECKING:
    from tests.story import Story

TOKEN = "xoxb-17653672481-pdFZKVeTuE8sk7oOcHrzqqgy"
KNOWN = "8f742231b10e8888abcd99yyyzzz85a5"
HOSTILE = f"""
import logging, threading, warnings
from bot.watching.logs import set_up_logs, teller
from scheduler.about import about

TOKEN, KNOWN = {TOKEN!r}, {KNOWN!r}
late = logging.getLogger("slack_sdk.own")
late.addHandler(logging.StreamHandler())
late.propagate = False
set_up_logs(FORM, verbose=VERBOSE, secrets=[KNOWN])
log = logging.getLogger("bot.hostile")
added = logging.getLogger("slack_bolt.added")
added.addHandler(logging.StreamHandler())
added.propagate = False


class Evil:
    def __str__(self):
        raise RuntimeError(TOKEN)
    __repr__ = __str__


def fail():
    try:
        raise ValueError(f"first {{TOKEN}}")
    except ValueError as error:
        error.add_note(f"noted {{KNOWN}}")
        raise RuntimeError("postgresql://u:hunter2@h/x?password=hunter2") from error


log.warning("in the message %s", TOKEN)
log.warning("in a mapping %(token)s", {{"token": {{"Authorization": f"Bearer {{KNOWN}}"}}}})
log.warning("two\\nlines %s\\n%s", TOKEN, KNOWN)
log.warning("too few %s %s", TOKEN)
log.warning("evil %s", Evil())
log.warning(Exception(f"https://hooks.slack.com/actions/T1/{{KNOWN}}"))
log.warning("the stack", stack_info=True)
try:
    fail()
except RuntimeError:
    log.exception("it failed")
for name in ("slack_bolt.App", "slack_sdk.web", "apscheduler.x", "sqlalchemy.engine", "uvicorn.error"):
    logging.getLogger(name).warning("from a library %s", TOKEN)
    logging.getLogger(name).info("never shown")
late.error("by a handler of its own %s", TOKEN)
added.error("by a handler that came later %s", TOKEN)
warnings.warn(f"a warning {{KNOWN}}")
with about(round=3, pairing="main.3.7", notice=""):
    log.info("a step")
    log.error("about a pairing")
teller(FORM)("Round 1 opened.")
thread = threading.Thread(target=fail, name="t")
thread.start()
thread.join()
fail()
"""


def run(form: str, *, verbose: bool = False) -> subprocess.CompletedProcess[str]:
    script = f"FORM, VERBOSE = {form!r}, {verbose}\n{HOSTILE}"
    return subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("verbose", [True, False])
def test_no_secret_comes_through_whoever_logs_it_and_however(form: str, *, verbose: bool) -> None:
    done = run(form, verbose=verbose)
    written = done.stdout + done.stderr

    assert done.returncode == 1, "what nobody caught still ends the program"
    for secret in ("pdFZKVeTuE8sk7oOcHrzqqgy", KNOWN, "hunter2"):
        assert secret not in written
    for told in (
        "in the message xoxb-…",
        "by a handler of its own",
        "that came later",
        "noted …",
        "a warning",
        "lines xoxb-…",
    ):
        assert told in written
    assert written.count("from a library") == 5
    assert "never shown" not in written
    assert ("a step" in written) is verbose
    assert "Logging error" not in written


def lines(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines() if not line.startswith("by a handler")]


def test_every_line_is_one_json_object_tracebacks_warnings_and_all() -> None:
    done = run("json")

    told = lines(done.stderr)
    assert done.stdout == ""
    assert all({"at", "level", "logger", "says"} <= line.keys() for line in told)
    by_words = {line["says"]: line for line in told}
    about_one = by_words["about a pairing"]
    assert (about_one["round"], about_one["pairing"]) == (3, "main.3.7")
    assert "notice" not in about_one
    assert "RuntimeError: postgresql://u:…@h/x" in by_words["it failed"]["error"]
    assert "ValueError: first xoxb-…" in by_words["it failed"]["error"]
    assert by_words["the stack"]["stack"].startswith("Stack (most recent call last)")
    assert by_words["two\nlines xoxb-…\n…"]["level"] == "WARNING"
    assert by_words["Round 1 opened."]["level"] == "INFO"
    assert {"the program failed", "a thread failed"} <= by_words.keys()


def test_a_line_for_people_ends_with_what_it_is_about() -> None:
    done = run("text")

    assert done.stdout == "Round 1 opened.\n"
    assert "ERROR bot.hostile about a pairing [round=3 pairing=main.3.7]\n" in done.stderr


def record(message: object, *args: object) -> logging.LogRecord:
    return logging.LogRecord("bot.x", logging.WARNING, __file__, 1, message, args, None)


def test_what_one_handler_masked_stays_masked_for_the_next() -> None:
    one = record("say %s", TOKEN)
    one.stack_info = f'Stack (most recent call last):\n    connect("{TOKEN}")'

    mask_record(one, Mask())

    assert (one.msg, one.args) == ("say xoxb-…", ())
    assert one.stack_info.endswith('connect("xoxb-…")')
    assert json.loads(JsonLines().format(one))["says"] == "say xoxb-…"
    assert " bot.x say xoxb-…\nStack" in TextLines().format(one)


def test_ids_nest_and_are_gone_afterwards() -> None:
    with about(round=1):
        with about(notice="n", pairing="p"):
            inner = json.loads(JsonLines().format(record("hello")))
        outer = json.loads(JsonLines().format(record("hello")))
    after = json.loads(JsonLines().format(record("hello")))

    assert (inner["round"], inner["notice"], inner["pairing"]) == (1, "n", "p")
    assert outer["round"] == 1
    assert not {"notice", "pairing"} & outer.keys()
    assert "round" not in after


def test_what_is_logged_of_a_notice_says_which_of_which_pairing_and_round(
    lite: Story, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.setFormatter(JsonLines())
    lite.clock.wind(lite.plan().starts_at)
    lite.tick()
    lite.chat.faults = [DeliveryError("timeout", unknown=True)]

    with caplog.at_level(logging.INFO, "bot.outcomes"):
        lite.bot.delivery.deliver()

    (line,) = map(json.loads, caplog.text.splitlines())
    assert (line["programme"], line["round"]) == ("main", 1)
    assert line["notice"] in line["says"]
    assert line["pairing"] in {one.id for one in lite.pairings()}


def test_what_is_logged_of_a_programme_says_which(
    lite: Story, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_: object) -> None:
        raise LookupError("the fault")

    monkeypatch.setattr("scheduler.tick.programmes.find", trip)
    caplog.handler.setFormatter(JsonLines())

    assert tick(lite.database, lite.clock.now()).failed == 1

    assert json.loads(caplog.text)["programme"] == "main"
