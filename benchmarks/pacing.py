"""How long Slack's own limits make a round take, and how near to them the bot sends.

python -m benchmarks.pacing
"""

from __future__ import annotations

import tempfile

from numpy.random import default_rng

from bot.pacing import time_to_make
from bot.platforms import Call
from bot.slack.limits import LIMITS
from storage.database import Database, migrate
from tests.bot.slack_by_the_minute import introduce

PEOPLE = (1_000, 10_000, 100_000, 1_500_000)
SIMULATED = 10_000
WORKERS, LATENCY = 8, 0.3


def main() -> None:
    print("Slack allows 50 conversations.open a minute and a workspace; the rest is arithmetic.\n")
    print(f"{'people':>10}  {'introductions take':>20}  {'at the very limit':>18}  {'a question to all':>18}")
    for people in PEOPLE:
        groups = people // 2
        ours = time_to_make({Call.OPEN_GROUP: groups, Call.POST: groups}, LIMITS)
        limit = groups / LIMITS[Call.OPEN_GROUP].per_minute
        asked = time_to_make({Call.POST: people}, LIMITS)
        print(f"{people:>10,}  {said(ours.total_seconds()):>20}  {said(limit * 60):>18}", end="")
        print(f"  {said(asked.total_seconds()):>18}")
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/pace.db", durable=False)
        migrate(database)
        hour = introduce(database, SIMULATED // 2, WORKERS, LATENCY, default_rng(1))
        database.close()
    share = hour.share_of_allowed(SIMULATED // 2)
    print(f"\nSimulated for {SIMULATED:,} people, {WORKERS} senders, against a sliding minute: ", end="")
    print(f"{said(hour.seconds)}, {hour.refused} calls refused, {share:.1%} of what is allowed.")


def said(seconds: float) -> str:
    """Such as ``1 h 44 min``."""
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


if __name__ == "__main__":
    main()
