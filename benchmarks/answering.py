"""A thousand people press and type at once: every request signed, over HTTP, against `crossbrew run`.

Two hundred a second for a minute, at even intervals whether or not the last was answered, as they come
from Slack. What was pressed is counted in the store afterwards. The load and the false Slack share the
machine's cores with the bot, and so take little of them: plain HTTP, over connections that are kept.

    python -m benchmarks.answering [--rate 200] [--seconds 60] [--people 2000]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
from sqlalchemy import func, select  # noqa: TID251 - counts what is in the tables

from benchmarks.wire import Answering, Client
from bot.directory.rows import FACTS
from bot.wiring import first_anchor, settle_in
from scheduler.clock import SystemClock
from scheduler.opening import open_round
from storage import people, programmes
from storage.database import Database, migrate
from storage.pairings import in_round
from storage.tables import answer as answers
from storage.tables import event
from tests.fake_slack.payloads import signature
from tests.fake_slack.workspace import APP, BOT_ID, BOT_TOKEN, BOT_USER, SIGNING_SECRET, TEAM
from tests.postgres import NoServerError, fresh_database, server
from tests.test_run import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pairing.notices import Pairing

ROOT = Path(__file__).parents[1]
SLACK_WAITS = 3.0
"""Seconds: https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response."""
READY_SECONDS = 30
PATIENCE = 30
"""Seconds that an answer is waited for."""
PRESSES = 0.8
"""The share of presses; the rest is commands."""
_NOTHING = dict.fromkeys(FACTS, "")
COMMANDS = ("status", "help", "")


@dataclass
class Load:
    """What was asked, and how it went: seconds to each answer, and those that were not 200."""

    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    late_starts: float = 0.0
    presses: set[tuple[str, str]] = field(default_factory=set)


def main() -> None:
    asked = _asked()
    print(f"{asked.rate} requests a second for {asked.seconds} s: {PRESSES:.0%} presses, the rest commands;")
    print(f"{asked.people:,} members; {os.cpu_count()} cores, shared with the load and the false Slack.\n")
    print(
        f"{'store':12} {'asked':>7} {'answered':>9} {'median':>8} {'p99':>8} {'longest':>8}"
        f" {'lost':>5} {'twice':>6}"
    )
    fine = True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fine &= _line("SQLite", f"sqlite:///{folder / 'load.db'}", asked, folder)
        try:
            address = stack.enter_context(server())
        except NoServerError as error:
            print(f"PostgreSQL was left out: {error}")
        else:
            fine &= _line("PostgreSQL", stack.enter_context(fresh_database(address)), asked, folder)
    sys.exit(not fine)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rate", type=int, default=200, help="requests a second")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--people", type=int, default=2000, help="members, half of them in each pairing")
    return parser.parse_args()


def _line(name: str, url: str, asked: argparse.Namespace, folder: Path) -> bool:
    """Measure on one store and print it; whether nothing was late, lost or counted twice."""
    database = Database(url)
    migrate(database)
    pairings = _crowd(database, asked.people)
    load = asyncio.run(_under_load(url, asked, pairings, folder))
    lost, twice = _compared(database, load)
    database.close()
    load.seconds.sort()
    middle, slow = (load.seconds[int((len(load.seconds) - 1) * share)] for share in (0.5, 0.99))
    print(
        f"{name:12} {asked.rate * asked.seconds:7,} {len(load.seconds):9,} {middle * 1000:6.0f} ms"
        f" {slow * 1000:6.0f} ms {load.seconds[-1] * 1000:6.0f} ms {lost:5} {twice:6}"
    )
    if load.late_starts > 1:
        print(f"  The load itself fell {load.late_starts:.1f} s behind: the machine is too small for it.")
    for reason in sorted(set(load.refused)):
        print(f"  {load.refused.count(reason)} times: {reason}")
    return not (load.refused or lost or twice or load.seconds[-1] > SLACK_WAITS)


def _crowd(database: Database, size: int) -> list[Pairing]:
    """So many members, introduced to each other in a round that is under way."""
    now = SystemClock().now()
    staff = {
        f"S{number}": dict.fromkeys(FACTS, "")
        | {"name": f"Person {number}", "department": f"Team {number % 25}"}
        for number in range(size)
    }
    with database.change() as connection:
        main = settle_in(connection, TEAM, "slack", now, frozenset())
        programmes.change_programme(connection, main, anchor=first_anchor(now.date(), days=28))
        people.import_staff(connection, TEAM, staff, [])
        main = programmes.programmes(connection, TEAM)[0]
        for number in range(size):
            id_ = people.person_id(TEAM, f"S{number}")
            people.change_person(connection, TEAM, id_, address=f"{TEAM}/U{number:05}")
            programmes.join(connection, main, id_, now)
    open_round(database, main, 1, now)
    with database.read() as connection:
        return list(in_round(connection, main, 1))


async def _under_load(url: str, asked: argparse.Namespace, pairings: list[Pairing], folder: Path) -> Load:
    port = free_port()
    slack = await asyncio.get_running_loop().create_server(lambda: Answering(_says_yes), "127.0.0.1", 0)
    address = f"http://127.0.0.1:{slack.sockets[0].getsockname()[1]}"
    environment = {
        "PATH": os.environ["PATH"],  # noqa: TID251 - handed on, not read
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": url,
        "SLACK_API_URL": f"{address}/api/",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "CROSSBREW_PORT": str(port),
    }
    log = (folder / "run.log").open("ab")
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment, stdout=log, stderr=log
    )
    try:
        return await _ask(port, address, asked, pairings)
    finally:
        bot.terminate()
        await bot.wait()
        log.close()
        slack.close()


_IDENTITY = {"ok": True, "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID, "app_id": APP}
_OPENED = json.dumps(_IDENTITY | {"channel": {"id": "G1"}}).encode()
_POSTED = json.dumps(_IDENTITY | {"channel": "D1", "ts": "1.1"}).encode()


def _says_yes(path: str) -> bytes:
    """What the false Slack says to everything, at once: what is measured is the bot."""
    return _OPENED if path.endswith("open") else _POSTED


async def _ask(port: int, slack: str, asked: argparse.Namespace, pairings: list[Pairing]) -> Load:
    load = Load()
    requests = _requests(slack, asked, pairings, load)
    bot = Client(port)
    await _until_ready(port)
    started = time.perf_counter()
    tasks = []
    for number, body in enumerate(requests):
        wait = started + number / asked.rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        load.late_starts = max(load.late_starts, -wait)
        tasks.append(asyncio.create_task(_one(bot, body, load)))
    await asyncio.gather(*tasks)
    await asyncio.sleep(2)  # what is remembered is answered first, and shown after
    bot.close()
    return load


async def _until_ready(port: int) -> None:
    give_up = time.monotonic() + READY_SECONDS
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as bot:
        while not await _is_ready(bot):
            if time.monotonic() > give_up:
                sys.exit("`crossbrew run` did not get ready in time.")
            await asyncio.sleep(0.1)


async def _is_ready(bot: httpx.AsyncClient) -> bool:
    try:
        return (await bot.get("/readyz")).is_success
    except httpx.TransportError:
        return False


def _requests(slack: str, asked: argparse.Namespace, pairings: list[Pairing], load: Load) -> Iterator[str]:
    """Everybody presses in turn, each time something else than before; now and then a command."""
    pairs = [(one.id, person) for one in pairings for person in one.people]
    number_of = {people.person_id(TEAM, f"S{n}"): n for n in range(asked.people)}
    for number in range(asked.rate * asked.seconds):
        pairing, person = pairs[number % len(pairs)]
        user = f"U{number_of[person]:05}"
        if number % 10 >= PRESSES * 10:
            words = COMMANDS[number % len(COMMANDS)]
            yield urlencode(_command(user, words, number, slack))
            continue
        said = "met" if (number // len(pairs)) % 2 == 0 else "booked"
        load.presses.add((f"{pairing}/{person}", str(number)))
        yield urlencode({"payload": json.dumps(_press(user, pairing, said, number, slack))})


def _command(user: str, words: str, number: int, slack: str) -> dict[str, str]:
    return {
        "command": "/coffee",
        "text": words,
        "team_id": TEAM,
        "channel_id": "C1",
        "user_id": user,
        "api_app_id": APP,
        "response_url": f"{slack}/response/{number}",
        "trigger_id": f"{number}.trigger",
    }


def _press(user: str, pairing: str, said: str, number: int, slack: str) -> dict[str, Any]:
    action = {"action_id": said, "value": json.dumps({"pairing": pairing}), "type": "button", "block_id": "b"}
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "fake"},
        "user": {"id": user, "team_id": TEAM},
        "api_app_id": APP,
        "trigger_id": f"{number}.trigger",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "G1", "is_ephemeral": False},
        "channel": {"id": "G1", "name": "mpdm"},
        "message": {"ts": "1.1", "text": "an introduction"},
        "response_url": f"{slack}/response/{number}",
        "actions": [{**action, "action_ts": f"{number}.0"}],
    }


async def _one(bot: Client, body: str, load: Load) -> None:
    headers = signature(SIGNING_SECRET, int(SystemClock().now().timestamp()), body)
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            status = await bot.post("/slack/events", body, headers)
    except (OSError, EOFError, TimeoutError) as error:
        load.refused.append(type(error).__name__)
        return
    if status != 200:
        load.refused.append(f"status {status}")
    load.seconds.append(time.perf_counter() - began)


def _compared(database: Database, load: Load) -> tuple[int, int]:
    """Presses that were answered and are not in the store, and those that are there twice."""
    with database.read() as connection:
        kept = connection.scalar(select(func.count()).select_from(answers)) or 0
        seen = connection.scalar(select(func.count()).select_from(event)) or 0
    wanted = len(load.presses)
    return max(0, wanted - min(kept, seen)), max(0, kept - wanted)


if __name__ == "__main__":
    main()
