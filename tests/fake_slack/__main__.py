"""Run the fake by hand: ``python -m tests.fake_slack --port 8900``."""

from __future__ import annotations

import argparse
import contextlib
import logging
import sys
import threading

from tests.fake_slack.control import HELP
from tests.fake_slack.driver import FakeSlack
from tests.fake_slack.hostility import PUBLISHED, Hostility, SlidingMinute
from tests.fake_slack.workspace import APP_TOKEN, BOT_TOKEN, SCOPES, SIGNING_SECRET

HISTORY = frozenset({"im:history", "mpim:history"})
CAST = (
    ("Amara", "Staff nurse", True),
    ("Ben", "Pharmacist", False),
    ("Chidi", "Electrician", False),
    ("Dana", "Finance partner", False),
    ("Efua", "Radiographer", False),
)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.fake_slack", description=__doc__)
    parser.add_argument("--port", type=int, default=8900, help="0 takes a free one")
    parser.add_argument("--deliver-to", default="", help="the bot's /slack/events address, for HTTP mode")
    parser.add_argument("--hostile", metavar="SEED", type=int, help="let calls fail, the same for a seed")
    parser.add_argument("--late", type=float, default=12, help="seconds until a slow call is accepted")
    parser.add_argument("--limits", action="store_true", help="answer 429 beyond the published limits")
    parser.add_argument("--history", action="store_true", help="grant the optional history scopes")
    options = parser.parse_args()
    # A caller that is killed in the middle of a word is no news here.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    fake = FakeSlack(SCOPES | HISTORY if options.history else SCOPES).start(options.port)
    if options.hostile is not None:
        fake.workspace.fates = Hostility(options.hostile, late=options.late)
    if options.limits:
        fake.workspace.limiter = SlidingMinute(PUBLISHED)
    fake.deliver_to(options.deliver_to)
    for name, title, is_admin in CAST:
        fake.user(name, title=title, email=f"{name.casefold()}@trust.test", is_admin=is_admin)
    sys.stdout.write(greeting(fake.api_url))
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    fake.stop()


def greeting(api_url: str) -> str:
    """How to point the bot here, and what to ask of the fake."""
    return f"""\
A fake Slack is listening. Start the bot with

  SLACK_API_URL={api_url}
  SLACK_BOT_TOKEN={BOT_TOKEN}
  # for Socket Mode:
  SLACK_APP_TOKEN={APP_TOKEN}
  # or for HTTP mode, with --deliver-to:
  SLACK_SIGNING_SECRET={SIGNING_SECRET}

and be any of {", ".join(name for name, _, _ in CAST)}:

{HELP}"""


if __name__ == "__main__":
    main()
