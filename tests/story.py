"""A workspace told as a story: a cast, a clock wound by hand, and what people write and press.

Everything is real but the chat service: store, matcher, outbox, conversation and words. The chat is
the playground, which a story may make unreliable.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.message import Action, Button
from bot.platforms import DeliveryError, Profile, Receipt
from bot.playground.platform import PlaygroundPlatform
from bot.wiring import build, settle_in
from pairing.rounds import Cadence, timetable
from scheduler.clock import HandClock
from scheduler.tick import tick
from storage import outbox_books, pairings, people, programmes, workspaces
from storage.database import Database, migrate
from tests.cast import CAST, LADDER, person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.message import Message
    from bot.playground.chats import Posted
    from bot.wiring import Bot
    from pairing.notices import Pairing
    from pairing.people import Member, Person
    from pairing.rounds import Timetable

WORKSPACE = "T1"
LONDON = ZoneInfo("Europe/London")
FINN = person("Finn O'Neill", "Theatres", "Band 4")
SIX = (*CAST, FINN)
ANCHOR = date(2026, 1, 5)
"""Round 1 starts on Monday 19 January 2026 at ten."""


class KilledError(BaseException):
    """The process died here: nothing after this instant was run."""


class Chat(PlaygroundPlatform):
    """The playground with faults to order: each is used up by one message that is sent."""

    def __init__(self, workspace: str, clock: HandClock) -> None:
        super().__init__(workspace, now=clock.now)
        self.faults: list[BaseException] = []
        self.loses_replies = False
        self.has_groups = True
        self.sent: list[tuple[str, Message]] = []

    def send(self, address: str, message: Message) -> Receipt:
        """Send, unless a fault comes first; a lost reply comes after."""
        if self.faults:
            raise self.faults.pop(0)
        receipt = super().send(address, message)
        self.sent.append((address, message))
        if self.loses_replies:
            self.loses_replies = False
            raise DeliveryError("timeout", unknown=True, method="send")
        return receipt

    def open_group(self, addresses: Iterable[str]) -> str | None:
        """Open a group, where there are groups."""
        return super().open_group(list(addresses)) if self.has_groups else None

    def titles(self, address: str) -> list[str]:
        """The titles of what was sent there."""
        return [message.title for to, message in self.sent if to == address]


@dataclass
class Story:
    """One workspace from the day before the first heads-up."""

    database: Database
    cast: tuple[Person, ...] = CAST
    clock: HandClock = field(default_factory=lambda: HandClock(at(2026, 1, 14, 9)))
    is_set_up: bool = True
    chat: Chat = field(init=False)
    bot: Bot = field(init=False)

    def __post_init__(self) -> None:
        migrate(self.database)
        self.chat = Chat(WORKSPACE, self.clock)
        with self.database.change() as connection:
            people.ensure_workspace(connection, WORKSPACE, self.chat.name, self.clock.now())
            staff = {who.staff_id: facts_of(who) for who in self.cast}
            people.import_staff(connection, WORKSPACE, staff, [])
            settle_in(connection, WORKSPACE, self.chat.name, self.clock.now(), frozenset())
            main = programmes.programmes(connection, WORKSPACE)[0]
            if self.is_set_up:
                programmes.change_programme(connection, main, anchor=ANCHOR, ladder=list(LADDER.grades))
                workspaces.finish_set_up(connection, WORKSPACE, self.clock.now())
        for who in self.cast:
            self.chat.register(
                self.address(who), Profile(who.name, email_of(who), who.job_title, who.timezone)
            )
        self.restart()

    def restart(self) -> None:
        """Start the program anew on the same database."""
        self.bot = build(self.database, self.clock, {WORKSPACE: self.chat}, frozenset({"dana@example.org"}))
        self.chat.start(self.bot.conversation.handle)

    # Who and when.

    def address(self, who: Person) -> str:
        """Where somebody reads what the bot says to them alone."""
        return self.chat.address_of(who.id)

    def id_of(self, who: Person) -> str:
        """The id under which the store knows them."""
        return people.person_id(WORKSPACE, who.staff_id)

    def plan(self, number: int = 1) -> Timetable:
        """The timetable of a round."""
        return timetable(Cadence(anchor=ANCHOR), number)

    def wind(self, to: datetime, *, beats: int = 2) -> None:
        """Move on and do what is due, twice: the second time must change nothing."""
        self.clock.wind(to)
        for _ in range(beats):
            assert self.bot.beat()[0].failed == 0

    def wind_through(self, number: int = 1) -> Iterator[datetime]:
        """Stop at every instant of a round."""
        for moment in self.plan(number).instants:
            self.wind(moment)
            yield moment

    def tick(self) -> None:
        """Decide what is due without delivering it."""
        assert tick(self.database, self.clock.now()).failed == 0

    # What people do.

    def everybody_joins(self) -> None:
        """The whole cast opts in."""
        for who in self.cast:
            self.joins(who)

    def joins(self, who: Person, **typed: str) -> None:
        """Somebody opts in by the form."""
        self.says(who, "join")
        form = self.last(who)
        facts = {
            "department": who.department,
            "grade": who.grade,
            "site": who.site,
            "job_title": who.job_title,
        }
        self.chat.submit(self.address(who), self.address(who), form.id, "join.save", facts | typed)

    def says(self, who: Person, words: str) -> Message:
        """Somebody types to the bot; the last thing it said to them then."""
        self.chat.type(self.address(who), words)
        return self.last(who).message

    def presses(self, who: Person, label: str) -> Message | None:
        """Somebody presses the newest button of that label, in private or in a group."""
        me = self.address(who)
        for chat in self.chat.chats(me):
            for posted in reversed(self.chat.transcript(chat.address, me)):
                for button in posted.message.actions:
                    if isinstance(button, Button) and button.label == label:
                        self.chat.press(chat.address, me, posted.id, button.name, button.data)
                        return self.answer_to(who, chat.address, posted.id)
        raise LookupError(f"{who.name} sees no button {label!r}.")

    def does(self, who: Person, name: str, key: str = "", **data: str) -> Message | None:
        """Somebody does what the page may not offer: a forged or repeated action, an old button."""
        return self.bot.conversation.handle(Action(WORKSPACE, self.address(who), name, data, key))

    def answer_to(self, who: Person, address: str, posted_id: str) -> Message | None:
        """What a press brought: in place of the message in private, or as the newest for them alone."""
        seen = self.chat.transcript(address, self.address(who))
        alone = [one for one in seen if one.ephemeral_for == self.address(who)]
        replaced = [one for one in seen if one.id == posted_id and address == self.address(who)]
        found = alone[-1:] or replaced
        return found[0].message if found else None

    # What is so.

    def last(self, who: Person) -> Posted:
        """The newest thing in somebody's private chat."""
        return self.chat.transcript(self.address(who), self.address(who))[-1]

    def heard(self, who: Person) -> list[str]:
        """The titles of everything that was sent to somebody alone."""
        return self.chat.titles(self.address(who))

    def group_titles(self) -> list[str]:
        """The titles of everything that was sent to groups."""
        return [message.title for to, message in self.chat.sent if "/g/" in to]

    def pairings(self, number: int = 1) -> tuple[Pairing, ...]:
        """The pairings of a round."""
        with self.database.read() as connection:
            main = programmes.programmes(connection, WORKSPACE)[0]
            return pairings.in_round(connection, main, number)

    def pairing_of(self, who: Person, number: int = 1) -> Pairing:
        """The last pairing of somebody in a round."""
        return [one for one in self.pairings(number) if self.id_of(who) in one.people][-1]

    def partner_of(self, who: Person, number: int = 1) -> Person:
        """The first of the others in it."""
        others = [p for p in self.pairing_of(who, number).people if p != self.id_of(who)]
        return next(one for one in self.cast if self.id_of(one) == others[0])

    def member(self, who: Person) -> Member:
        """Somebody's membership."""
        with self.database.read() as connection:
            main = programmes.programmes(connection, WORKSPACE)[0]
            found = programmes.members(connection, main, [self.id_of(who)]).get(self.id_of(who))
        assert found is not None
        return found

    def seen_by(self, who: Person) -> str:
        """Everything that somebody can see: their chats, their home page and where they stand."""
        me = self.address(who)
        shown = [
            post.message for chat in self.chat.chats(me) for post in self.chat.transcript(chat.address, me)
        ]
        pages = [self.does(who, name) for name in ("home", "status")]
        return "\n".join(map(str, [*shown, *pages]))

    def outbox(self) -> dict[str, int]:
        """How many notices stand where."""
        with self.database.read() as connection:
            return {state.value: number for state, number in outbox_books.counts(connection).items()}


def at(*moment: int) -> datetime:
    """An instant by London's clock."""
    return datetime(*moment, tzinfo=LONDON).astimezone(UTC)  # type: ignore[arg-type,misc]  # five integers


def email_of(who: Person) -> str:
    """An address for somebody of the cast."""
    return f"{who.id}@example.org"


def facts_of(who: Person) -> dict[str, str]:
    """Somebody as a row of the staff list."""
    facts = {name: str(value) for name, value in asdict(who).items()}
    return facts | {"email": email_of(who), "profession": ""}
