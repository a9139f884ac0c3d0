"""Rounds and the outbox together against a model of both: what is owed, and what anybody hears of it.

Everything is real but the chat. The model takes from the store who meets whom, which is the matcher's
affair, and works out for itself what is owed to them; what they hear is checked as they hear it.
"""

from __future__ import annotations

import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from bot.delivery import Delivery
from bot.platforms import DeliveryError
from pairing.notices import REMINDERS, Kind
from storage.database import Database
from storage.outbox import LEASE, NoticeState
from storage.tables import notice
from tests.cast import AMARA, BEN, CHIDI, DANA
from tests.storage.lifecycle import ROUNDS, VERDICTS, Model
from tests.story import LONDON, WORKSPACE, KilledError, Story

if TYPE_CHECKING:
    from bot.message import Message
    from bot.platforms import Receipt
    from pairing.people import Person
    from tests.storage.lifecycle import About

FOUR = (AMARA, BEN, CHIDI, DANA)
SPANS = st.sampled_from([timedelta(minutes=3), timedelta(hours=2), timedelta(hours=15)])
TROUBLES = st.sampled_from(["dies before", "dies after", "no answer", "not now", "overtaken"])
SAYINGS = st.sampled_from(["booked", "met", "not_met", "cannot", "waiting"])
PAIRED = frozenset({Kind.INTRODUCTION, Kind.NUDGE, Kind.QUESTION, Kind.REMINDER, Kind.FREED})
OF_AN_INTRODUCTION = frozenset({Kind.NUDGE, Kind.QUESTION, Kind.REMINDER})


class Lifecycle(RuleBasedStateMachine):
    """Four members, two rounds, workers in trouble, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        database = Database(f"sqlite:///{Path(self.folder.name) / 'life.db'}", durable=False)
        self.story = Story(database, FOUR)
        self.story.everybody_joins()
        self.model = Model(self.story.pairings)
        self.heard: list[About] = []
        self.complaints: list[About] = []
        self.doubted: set[About] = set()
        self.trouble = ""
        self.post = self.story.chat.send
        self.story.chat.send = self.send  # type: ignore[method-assign]  # it listens in

    def teardown(self) -> None:
        """Let everything come to its end, and leave no file behind."""
        self.trouble = ""
        self.come_to_an_end()
        self.story.database.close()
        self.folder.cleanup()

    @property
    def now(self) -> datetime:
        return self.story.clock.now()

    # What happens.

    @initialize(
        can_look=st.booleans(), instants=st.integers(0, 3), are_introduced=st.booleans(), trouble=TROUBLES
    )
    def begin(self, *, can_look: bool, instants: int, are_introduced: bool, trouble: str) -> None:
        """Begin where something is due: the introductions, the nudges, the questions or the reminders."""
        self.story.chat.can_look = can_look
        self.story.clock.wind(self.story.plan().starts_at)
        self.tick()
        for _ in range(instants):
            if are_introduced:
                self.deliver()
            self.wind_to_the_next_instant()
        self.deliver_in_trouble(trouble)

    @rule(span=SPANS)
    def wind(self, span: timedelta) -> None:
        self.story.clock.wind(min(self.now + span, self.story.plan(ROUNDS).closes_at))

    @rule()
    def wind_to_the_next_instant(self) -> None:
        instants = [at for number in range(1, ROUNDS + 1) for at in self.story.plan(number).instants]
        self.story.clock.wind(min((at for at in instants if at > self.now), default=self.now))
        self.tick()

    @rule()
    def tick(self) -> None:
        self.story.tick()
        self.model.expect(self.now)

    @rule()
    def deliver(self) -> None:
        self.story.bot.delivery.deliver()

    @rule(trouble=TROUBLES)
    def deliver_in_trouble(self, trouble: str) -> None:
        self.trouble = trouble
        try:
            self.story.bot.delivery.deliver()
        except KilledError:
            self.story.restart()
        self.trouble = ""

    @precondition(lambda self: self.model.pairs)
    @rule(who=st.sampled_from(FOUR), said=SAYINGS)
    def answer(self, who: Person, said: str) -> None:
        found = self.model.of(self.story.id_of(who))
        if found is not None:
            self.story.does(who, said, pairing=found[0])
            self.model.say(self.story.id_of(who), said)

    @precondition(lambda self: any(pair.is_freed for pair in self.model.pairs.values()))
    @rule(who=st.sampled_from(FOUR))
    def want_somebody_else(self, who: Person) -> None:
        id_ = self.story.id_of(who)
        for key, pair in self.model.pairs.items():
            if id_ in pair.people and pair.is_freed and pair.number in self.model.open:
                self.story.does(who, "fresh", pairing=key)

    # What is so.

    @invariant()
    def what_is_owed_is_what_the_model_says(self) -> None:
        wanted = select(notice.c.kind, notice.c.number, notice.c.pairing, notice.c.person)
        with self.story.database.read() as connection:
            found = [(Kind(kind), *about) for kind, *about in connection.execute(wanted)]
        kept = {one for one in found if one[0] in PAIRED and one[1] in self.model.open}
        assert kept == {one for one in self.model.owed if one[1] in self.model.open}

    # What is heard.

    def send(self, address: str, message: Message) -> Receipt:
        """What the chat does with a message, in whatever trouble was ordered for it."""
        trouble, self.trouble = self.trouble, ""
        about = self.about(message.reference)
        if trouble == "not now":
            raise DeliveryError("service_unavailable", method="send")
        if trouble:
            self.doubted.add(about)
        if trouble == "dies before":
            raise KilledError
        if trouble == "overtaken":
            self.story.clock.wind(self.now + LEASE + timedelta(seconds=1))
            Delivery(self.story.database, self.story.clock, {WORKSPACE: self.story.chat}).deliver()
        receipt = self.post(address, message)
        self.listen(about)
        if trouble == "dies after":
            raise KilledError
        if trouble == "no answer":
            raise DeliveryError("timeout", unknown=True, method="send")
        return receipt

    def about(self, reference: str) -> About:
        wanted = select(notice.c.kind, notice.c.number, notice.c.pairing, notice.c.person)
        with self.story.database.read() as connection:
            kind, *about = connection.execute(wanted.where(notice.c.key == reference)).one()
        return (Kind(kind), *about)

    def listen(self, about: About) -> None:
        """Nobody hears twice, nor after answering, nor of a coffee to which they were not introduced.

        A complaint is told afterwards: whatever is raised here is a fault of the chat's to the program.
        """
        kind, number, key, person = about
        self.heard.append(about)
        may_come_twice = about in self.doubted and kind not in REMINDERS and not self.story.chat.can_look
        wrong = self.heard.count(about) > (2 if may_come_twice else 1)
        if kind in OF_AN_INTRODUCTION:
            pair = self.model.pairs[key]
            wrong |= not self.is_introduced((Kind.INTRODUCTION, number, key, "")) or pair.is_freed
            wrong |= pair.is_arranged if kind is Kind.NUDGE else pair.said.get(person) in VERDICTS
        if wrong:
            self.complaints.append(about)

    def is_introduced(self, introduction: About) -> bool:
        """Whether it was heard, or nobody can say that it was not."""
        is_in_doubt = introduction in self.doubted and not self.story.chat.can_look
        return is_in_doubt or introduction in self.heard

    @invariant()
    def nobody_complains(self) -> None:
        assert self.complaints == []

    def come_to_an_end(self) -> None:
        """Days in which nothing goes wrong: what was owed is heard, unless it is owed no more."""
        for _ in range(2):
            morning = datetime.combine(self.now.astimezone(LONDON).date(), time(9), LONDON)
            self.story.clock.wind(morning + timedelta(days=1))
            for minutes in (0, 20, 40, 120):
                self.story.clock.wind(self.now + timedelta(minutes=minutes))
                self.story.bot.delivery.deliver()
        self.nobody_complains()
        wanted = select(notice.c.kind, notice.c.number, notice.c.pairing, notice.c.person, notice.c.state)
        with self.story.database.read() as connection:
            found = connection.execute(wanted.where(notice.c.not_before <= self.now)).all()
        for kind, number, pairing, person, state in found:
            assert state not in {NoticeState.OWED.value, NoticeState.SENDING.value}
            is_heard = (Kind(kind), number, pairing, person) in self.heard
            assert is_heard or state != NoticeState.SENT.value
            if kind == Kind.INTRODUCTION.value and self.now < self.story.plan(number).closes_at:
                assert is_heard or self.model.pairs[pairing].is_freed or not self.story.chat.can_look


Lifecycle.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestLifecycle = Lifecycle.TestCase
