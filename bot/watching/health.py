"""Whether a replica lives, for whoever restarts it, and is ready, for whoever sends it people's clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.watching.findings import Finding, fix, ok
from bot.watching.patience import Patient
from bot.watching.signs import Loop
from storage import vitals
from storage.database import StorageError, check_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.watching.signs import Signs
    from scheduler.clock import Clock
    from storage.database import Database

DEAD_AFTER = {Loop.TICK: 3600.0, Loop.DELIVERY: 300.0}
"""Seconds. A delivery gives a sign with each batch. A tick may pair a million people, which takes minutes,
and does it again where somebody drops out meanwhile: were it ended before, their round would never open."""
UNHARMED = "Nothing was changed."
SEE_THAT_IT_RUNS = "See whether it runs, and whether this machine may reach it."
PATIENCE = 3.0
"""Seconds that a check waits for the database: less than those who ask for it commonly wait."""


class Health:
    """Answers for one replica. ``connected`` says whether what people do in the chat reaches it."""

    def __init__(self, database: Database, clock: Clock, signs: Signs, connected: Callable[[], bool]) -> None:
        self._signs = signs
        self._connected = connected
        self._store = Patient(lambda: look_at_store(database, clock), PATIENCE)

    def lives(self) -> list[Finding]:
        """Whether its loops still come round. A database that is away is no reason to restart it."""
        return [_alive(loop, self._signs.age(loop)) for loop in Loop]

    def ready(self) -> list[Finding]:
        """Whether it can do its work: read and write the store, by its schema, and hear the chat."""
        chat = ok("chat", "The chat is connected.")
        if not self._connected():
            chat = fix("chat", "The chat is not connected.", "It connects again by itself; see the log.")
        return [self._ask_store(), chat]

    def _ask_store(self) -> Finding:
        try:
            return self._store.ask()
        except TimeoutError:
            return fix(
                "database",
                f"The database did not answer within {PATIENCE:.0f} s.",
                "See whether it runs, and whether something holds it locked.",
            )


def look_at_store(database: Database, clock: Clock) -> Finding:
    """Whether the store can be read and written, and has the schema that this program knows."""
    try:
        check_schema(database)
        with database.change() as connection:
            vitals.probe(connection, clock.now())
    except StorageError as error:
        says, cure = sentence_and_cure(str(error))
        return fix("database", says, cure)
    return ok("database", "The database can be read and written, and its schema is up to date.")


def sentence_and_cure(told: str) -> tuple[str, str]:
    """What is wrong, and what to do about it, from a storage error's two sentences."""
    says, _, cure = told.partition(". ")
    return f"{says.removesuffix('.')}.", SEE_THAT_IT_RUNS if cure in ("", UNHARMED) else cure


def _alive(loop: Loop, age: float) -> Finding:
    says = f"The last {loop} ended {age:.0f} s ago."
    if age < DEAD_AFTER[loop]:
        return ok(loop.value, says)
    return fix(loop.value, says, "Restart the bot; nothing is lost by it.")
