"""The outbox against a model of it that fits on a page: whatever is done in whatever order, they agree."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random  # noqa: TC003 - hypothesis reads the signatures

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select

from storage import outbox, tables
from storage.database import Database
from storage.outbox import LEASE, Claimed, NoticeState
from storage.people import ensure_workspace
from tests.storage.shelf import NOW, notice

WORKSPACES = ("T1", "T2")
KEYS = st.sampled_from([(workspace, key) for workspace in WORKSPACES for key in "abcd"])
TOKENS = st.sampled_from(["worker 1", "worker 2"])
MINUTES = st.integers(0, 6).map(lambda minutes: timedelta(minutes=minutes))
ENDS = st.sampled_from([NoticeState.SENT, NoticeState.DEAD, NoticeState.DROPPED])


@dataclass
class Modelled:
    """A notice as it should stand."""

    not_before: datetime
    state: NoticeState = NoticeState.OWED
    attempts: int = 0
    unknowns: int = 0
    claim: str | None = None
    lease_until: datetime = field(default=NOW)

    def is_due(self, now: datetime) -> bool:
        """Whether a worker may take it."""
        if self.state is NoticeState.OWED:
            return self.not_before <= now
        return self.state is NoticeState.SENDING and self.lease_until <= now

    def is_held(self, held: Claimed) -> bool:
        """Whether a worker still has it."""
        return self.state is NoticeState.SENDING and self.claim == held.claim


class Outbox(RuleBasedStateMachine):
    """Two workers, two workspaces, a clock, and a service that may ask to be left alone."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(f"sqlite:///{Path(self.folder.name) / 'outbox.db'}")
        with self.database.change() as connection:
            tables.metadata.create_all(connection)
            for workspace in WORKSPACES:
                ensure_workspace(connection, workspace, "playground", NOW)
        self.now = NOW
        self.model: dict[tuple[str, str], Modelled] = {}
        self.hands: list[Claimed] = []

    def teardown(self) -> None:
        """Leave no file behind."""
        self.database.close()
        self.folder.cleanup()

    @rule(wait=MINUTES)
    def wind(self, wait: timedelta) -> None:
        self.now += wait

    @rule(which=KEYS, wait=MINUTES)
    def owe(self, which: tuple[str, str], wait: timedelta) -> None:
        workspace, key = which
        with self.database.change() as connection:
            new = outbox.write(connection, workspace, [replace(notice(key), not_before=self.now + wait)])
        assert new == (which not in self.model)
        self.model.setdefault(which, Modelled(self.now + wait))

    @rule(token=TOKENS, most=st.integers(1, 5), served=st.sets(st.sampled_from(WORKSPACES)))
    def take(self, token: str, most: int, served: set[str]) -> None:
        with self.database.change() as connection:
            taken = outbox.claim(connection, self.now, token, most, served)
        due = [
            (one.not_before, key, workspace)
            for (workspace, key), one in self.model.items()
            if one.is_due(self.now) and workspace in served
        ]
        assert len(taken) == min(most, len(due))
        assert [one.notice.not_before for one in taken] == [at for at, *_ in sorted(due)[:most]]
        for one in taken:
            modelled = self.model[one.workspace, one.notice.key]
            assert modelled.is_due(self.now)
            assert (one.attempts, one.unknowns) == (modelled.attempts, modelled.unknowns)
            modelled.state, modelled.claim = NoticeState.SENDING, token
            modelled.lease_until = self.now + LEASE
        self.hands += taken

    @rule(pick=st.randoms())
    def begin(self, pick: Random) -> None:
        for held in self._one_of_the_hands(pick):
            modelled = self.model[held.workspace, held.notice.key]
            with self.database.change() as connection:
                may = outbox.begin(connection, held, self.now)
            assert may == (modelled.is_held(held) and modelled.lease_until > self.now)
            if may:
                modelled.attempts, modelled.unknowns = held.attempts + 1, held.unknowns + 1

    @rule(pick=st.randoms(), end=ENDS)
    def finish(self, pick: Random, end: NoticeState) -> None:
        for held in self._one_of_the_hands(pick):
            modelled = self.model[held.workspace, held.notice.key]
            with self.database.change() as connection:
                done = outbox.finish(connection, held, end, self.now)
            assert done == modelled.is_held(held)
            if done:
                modelled.state = end

    @rule(pick=st.randoms(), wait=MINUTES, attempts=st.integers(0, 1), unknowns=st.integers(0, 1))
    def put_back(self, pick: Random, wait: timedelta, attempts: int, unknowns: int) -> None:
        for held in self._one_of_the_hands(pick):
            modelled = self.model[held.workspace, held.notice.key]
            with self.database.change() as connection:
                done = outbox.put_back(
                    connection, held, self.now + wait, attempts=attempts, unknowns=unknowns
                )
            assert done == modelled.is_held(held)
            if done:
                modelled.state, modelled.not_before = NoticeState.OWED, self.now + wait
                modelled.attempts, modelled.unknowns = held.attempts + attempts, held.unknowns + unknowns

    def _one_of_the_hands(self, pick: Random) -> list[Claimed]:
        """One notice that some worker believes to hold, if there is any."""
        return [pick.choice(self.hands)] if self.hands else []

    @invariant()
    def they_agree(self) -> None:
        table = tables.notice.c
        wanted = select(table.workspace, table.key, table.state, table.attempts, table.unknowns)
        with self.database.read() as connection:
            kept = {(row[0], row[1]): tuple(row[2:]) for row in connection.execute(wanted)}
        assert kept == {
            which: (one.state.value, one.attempts, one.unknowns) for which, one in self.model.items()
        }


Outbox.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestOutbox = Outbox.TestCase
