"""A village of thirty to play in: a stage and a bot just large enough to show every kind of message."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.message import Action, Button, Choose, Facts, Input, Link, Message, Moment, Table, quiet, text
from bot.platforms import Profile
from bot.playground.platform import PlaygroundPlatform
from bot.playground.stage import Face

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

STARTS = datetime(2026, 9, 8, 9, 0, tzinfo=UTC)
DEPARTMENTS = ("Estates", "Finance", "Nursing", "Pharmacy", "Radiology")
CAST = (
    ("amara", "Amara Obi", "Staff nurse", "Nursing", "Band 5"),
    ("ben", "Ben Whittaker", "Pharmacist", "Pharmacy", "Band 7"),
    ("chidi", "Chidi Eze", "Porter", "Estates", "Band 3"),
    ("dana", "Dana Fairclough", "Head of planning", "Finance", "Band 8a"),
    ("efua", "Efua Mensah", "Radiographer", "Radiology", "Band 6"),
)
OTHERS = (
    *("Farah Iqbal", "George Lunt", "Hana Novak", "Idris Bevan", "Jo Kershaw", "Kofi Asante", "Lena Fischer"),
    *("Mina Rahimi", "Noel Byrne", "Olu Adeyemi", "Priya Nair", "Quentin Ward", "Rosa Delgado", "Sam Holt"),
    *("Tariq Aziz", "Uma Patel", "Viktor Kos", "Wen Li", "Ximena Cruz", "Yusuf Demir", "Zoe Marsh"),
    *("Aled Pryce", "Bryony Cole", "Cara Doyle", "Dev Shah"),
)


def villagers() -> Sequence[Face]:
    """The cast, and twenty-five others."""
    cast = [
        Face(f"playground/p/{key}", name, job, department, grade, "North")
        for key, name, job, department, grade in CAST
    ]
    others = [
        Face(
            f"playground/p/v{number}",
            name,
            "Practitioner",
            DEPARTMENTS[number % 5],
            f"Band {number % 7 + 2}",
            "South",
        )
        for number, name in enumerate(OTHERS)
    ]
    return [*cast, *others]


@dataclass
class Village:
    """A stage of its own time. Four members are introduced by the first wind to the start."""

    faces: dict[str, Face] = field(default_factory=lambda: {face.address: face for face in villagers()})
    clock: datetime = STARTS - timedelta(days=2)
    timezone: str = "Europe/London"
    slow: Event | None = None
    fault: str = ""
    winds: list[tuple[datetime, frozenset[str], bool]] = field(default_factory=list)
    heard: list[Action] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.platform = PlaygroundPlatform(now=self.now)
        for face in self.faces.values():
            profile = Profile(face.name, job_title=face.job_title, timezone=self.timezone)
            self.platform.register(face.address, profile)
        for name in ("amara", "ben", "dana", "efua"):
            self._join(f"playground/p/{name}")
        self.platform.start(self.handle)

    def _join(self, address: str) -> None:
        self.faces[address] = replace(self.faces[address], is_member=True)

    def people(self) -> Sequence[Face]:
        return list(self.faces.values())

    def commands(self) -> Sequence[str]:
        return ["/coffee", "/coffee join", "/coffee pause", "/coffee status", "/coffee help"]

    def now(self) -> datetime:
        return self.clock

    def round_line(self) -> str:
        members = sum(face.is_member for face in self.faces.values())
        return f"Round 1 · {members} people are in"

    def next_event(self) -> tuple[datetime, str] | None:
        return (STARTS, "introductions go out") if self.clock < STARTS else None

    def wind(self, to: datetime, *, being: frozenset[str], others_answer: bool) -> Sequence[str]:
        self.winds.append((to, being, others_answer))
        if self.slow:
            self.slow.wait(30)
        if self.fault:
            raise RuntimeError(self.fault)
        before, self.clock = self.clock, max(self.clock, to)
        if not before < STARTS <= to:
            return ["A quiet stretch: nothing fell due."]
        members = [face for face in self.faces.values() if face.is_member]
        pairs = list(pairwise(members))[::2]
        for one, other in pairs:
            self._introduce(one, other)
        return ["Round 1 opened.", f"{len(pairs)} introductions went out."]

    def _introduce(self, one: Face, other: Face) -> None:
        group = self.platform.open_group([one.address, other.address])
        assert group is not None
        self.platform.send(group, introduction(one, other))

    def doing(self) -> str:
        return "Pairing 30 people" if self.slow and not self.slow.is_set() else ""

    def report(self) -> Message:
        names = DEPARTMENTS
        cells = [[HIDDEN if (a + b) % 4 == 3 else str(5 * (a + b)) for b in range(5)] for a in range(5)]
        rows = tuple((name, *row) for name, row in zip(names, cells, strict=True))
        matrix = Table("Coffees held, department by department", ("", *names), rows)
        rounds = Table("Rounds", ("Round", "Introduced", "Met"), (("1", "20", "15"), ("2", "25", "20")))
        facts = Facts((("Coffees held", "35"), ("Reached", "25 of 30"), ("Across teams", "96 %")))
        return Message("Six weeks of coffee", (text("So far, in figures."), facts, rounds, matrix))

    def report_csv(self) -> bytes:
        return b"figure,value\r\nCoffees held,35\r\n"

    def handle(self, action: Action) -> Message | None:
        """The tiny bot: each action has one answer."""
        if action.name != "home":
            self.heard.append(action)
        said = action.data.get("text", "")
        match action.name, said:
            case "home", _:
                return self._home(action.actor)
            case ("command", "join") | ("join", _):
                return join_form()
            case "join_sent", _:
                return self._joined(action)
            case "boom", _:
                raise RuntimeError("the bot broke")
            case "met", _:
                return Message("", (text("Lovely. Thank you for saying so."),))
            case "nothing", _:
                return None
            case _:
                return welcome(said)

    def _home(self, actor: str) -> Message:
        if self.faces[actor].is_member:
            leave = Button("leave", "Leave", confirm="You will not be introduced to anybody any more.")
            return Message("You are in", (text("The next round starts soon."),), (leave,))
        return Message("Coffee with somebody new", (text("Meet a colleague every fortnight."),), (JOIN,))

    def _joined(self, action: Action) -> Message:
        job = action.data["job"]
        wrong = "Say what you do." if not job else "Use 80 characters or fewer." if len(job) > 80 else ""
        if wrong:
            return join_form(job=job, department=action.data["department"], error=wrong)
        self._join(action.actor)
        return Message(
            "You're in", (text("Your first introduction is on ", Moment(STARTS, "Europe/London"), "."),)
        )


HIDDEN = "1 to 7"
JOIN = Button("join", "Join", primary=True)


def welcome(said: str) -> Message:
    """What the bot answers to anything it does not know."""
    body = (
        text("Every fortnight you are introduced to somebody you would not otherwise meet."),
        *((quiet(f"You wrote: {said}"),) if said else ()),
    )
    return Message("Coffee with somebody new", body, (JOIN, Button("nothing", "Not now")))


def join_form(job: str = "", department: str = "", error: str = "") -> Message:
    """The form by which one joins."""
    options = tuple((name, name) for name in DEPARTMENTS)
    fields = (
        text("A few words, so that we can introduce you well."),
        Input(
            "job", "What do you do?", job, "Your job in plain words", required=True, longest=80, error=error
        ),
        Choose("department", "Where do you work?", options, department),
        Input("offer", "What could you tell somebody about?", hint="One line is plenty", longest=500),
    )
    return Message("Join in", fields, (Button("join_sent", "Join", {"from": "form"}, primary=True),))


def introduction(one: Face, other: Face) -> Message:
    """An introduction of two people, with every part that one has."""
    first, second = one.name.split()[0], other.name.split()[0]
    facts = (
        (first, f"{one.job_title}, {one.department}"),
        (second, f"{other.job_title}, {other.department}"),
        ("Why you two", "You work two floors apart and have never met."),
        ("First move", f"{second}, suggest a time."),
    )
    times = text(
        "Both of you are free on ", Moment(STARTS + timedelta(days=2, hours=2), "Europe/London"), "."
    )
    questions = Facts((("", "What does a good day look like for you?"), ("", "What would you change?")))
    pair = {"pairing": "1"}
    actions = (
        Button("booked", "We've set a time", pair, primary=True),
        Button("met", "We met", pair),
        Button("cannot", "Can't make it", pair, confirm="They will be offered somebody else."),
        Link("Ideas for a first coffee", "https://example.org/coffee"),
    )
    return Message(
        f"{first}, meet {second}",
        (Facts(facts), text("Two questions to ask"), questions, times, quiet("Nobody sees your answers.")),
        actions,
    )
