"""Everything that an owner and hundreds of members do in Slack from the first look to the report.

After `crossbrew run` nothing is done in a shell. Whatever does not come, or comes otherwise, ends it with
an `AssertionError`. Only what is not measured is hurried: between joins, which people do over days, the
fake's minutes go by at once; and `Rehearsal.a_fortnight_later` moves the round into the past, since nobody
waits two weeks for a rehearsal.
"""

from __future__ import annotations

import csv
import io
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from bot.pacing import time_to_make
from bot.platforms import Call
from bot.slack.limits import LIMITS
from scheduler.clock import SystemClock
from storage.tables import programme, round_
from tests.fake_slack.hostility import PUBLISHED, SlidingMinute
from tests.replicas import HTTP, Site, noon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.fake_slack.server import Ack
    from tests.fake_slack.workspace import Message, User, View

OWNER = "Dana Levy"
FORMS = ("Rhythm", "Quiet days", "Department and grade", "Grades in order", "Who may join")
AT_ONCE = 40
"""So many people join in a minute of the fake's: Slack lets an app open a hundred windows."""
PATIENCE, LOOK_EVERY = 60, 1
WEEK = timedelta(weeks=1)
OUT_OF_TEN = 7
"""So many of ten who were introduced say that they met."""


@dataclass
class Rehearsal:
    """A workspace of those on a staff list, of whom ``joining`` will join."""

    site: Site
    staff: bytes
    joining: int
    owner: User = field(init=False)
    people: list[User] = field(init=False)
    departments: dict[str, str] = field(init=False)
    """Of each who will join, by the id in Slack."""
    post: Message = field(init=False)
    """The announcement."""

    def __post_init__(self) -> None:
        slack = self.site.slack
        slack.workspace.limiter = SlidingMinute(PUBLISHED)
        self.rows = list(csv.DictReader(io.StringIO(self.staff.decode("utf-8-sig"))))
        step = max(1, len(self.rows) // self.joining)
        chosen = self.rows[::step][: self.joining]
        assert len(chosen) == self.joining, f"the list has only {len(self.rows)} people"
        self.owner = slack.user(OWNER, email="dana@trust.test", tz=noon(), is_admin=True)
        self.people = [slack.user(row["name"], email=row["email"], tz=noon()) for row in chosen]
        self.departments = {user.id: row["department"] for user, row in zip(self.people, chosen, strict=True)}

    def steps(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """All of it in order: what happens, and how to make it happen and say what was seen."""
        yield "crossbrew run", self.starts
        yield "the owner opens Home", self.opens_home
        yield "sets it up", self.sets_up
        yield "drops the staff list", self.drops_the_list
        yield "tells a channel", self.announces
        yield f"{self.joining:,} people join", self.everybody_joins
        yield "the owner looks at the round", self.previews
        yield "opens it", self.opens_the_round
        yield "introductions go out", self.is_introduced
        yield "answers come in", self.answers
        yield "a fortnight later", self.a_fortnight_later
        yield "the owner reads the report", self.reads_the_report

    def starts(self) -> str:
        """The program, which is told nothing more from then on."""
        replica = self.site.started()
        if self.site.wire == HTTP:
            self.site.slack.deliver_to(f"http://127.0.0.1:{replica.port}/slack/events")
        return f"ready ({self.site.wire})"

    def opens_home(self) -> str:
        """The owner looks at the app for the first time."""
        slack = self.site.slack
        _taken(slack.open_home(self.owner))
        home = slack.wait_for_home(self.owner, "Set up Crossbrew")
        return f"{len(home.content['blocks'])} blocks, with a button to set it up"

    def sets_up(self) -> str:
        """Five forms, one after another, left as they are but for the grades."""
        slack = self.site.slack
        slack.press_in(self.owner, slack.wait_for_home(self.owner), "setup")
        for title in FORMS:
            view = self._window(title)
            typed = {"ladder": "\n".join(self._grades())} if title == "Grades in order" else {}
            assert "errors" not in slack.submit(self.owner, view, typed).body, view.errors
        slack.wait_for_message(self.owner, "Crossbrew is set up")
        return f"{len(FORMS)} forms, {len(self._grades())} grades"

    def _window(self, title: str) -> View:
        def look() -> View | None:
            view = self.site.slack.modal_of(self.owner)
            return view if view is not None and view.content["title"]["text"] == title else None

        return self.site.slack.eventually(look, PATIENCE)

    def _grades(self) -> list[str]:
        return sorted({row["grade"] for row in self.rows if row.get("grade")})

    def drops_the_list(self) -> str:
        """A file into the chat with the bot, looked into first."""
        slack = self.site.slack
        _taken(slack.drop_file(self.owner, "staff.csv", self.staff))
        found = self._news("Your staff list")
        self._press(found, "staff_list.import")
        return _words(self._news("The staff list is imported"))

    def announces(self) -> str:
        """A post in a channel."""
        slack = self.site.slack
        channel = slack.channel("coffee", has_bot=True)
        self._press(self._admin(), "announce")
        slack.submit(self.owner, self._window("Tell a channel"), {"channel": channel.id})
        self.post = slack.eventually(
            lambda: next((one for one in slack.messages_for(self.owner) if one.channel == channel.id), None),
            PATIENCE,
        )
        return _words(self.post)

    def everybody_joins(self) -> str:
        """Each presses the button below the post, and sends the form."""
        slack, prefilled = self.site.slack, 0
        for count, user in enumerate(self.people):
            if count % AT_ONCE == 0:
                slack.advance(60)
            _taken(slack.press(user, self.post, "join"))
            form = slack.wait_for_modal(user)
            is_known = "initial" in str(_field(form, "department"))
            typed = {} if is_known else {"department": self.departments[user.id]}
            assert slack.submit(user, form, typed).body == {}, form.errors
            prefilled += is_known
        for user in self.people:
            slack.wait_for_message(user, "You're in")
        slack.advance(60)
        return f"{len(self.people):,} are in, {prefilled:,} found their department filled in"

    def previews(self) -> str:
        """The coming round in figures, without a name."""
        self._press(self._admin(), "admin.preview")
        seen = _words(self._news("as it would be now"))
        assert not [user.name for user in self.people if user.name in seen]
        return seen

    def opens_the_round(self) -> str:
        """Now, rather than on its day."""
        self._press(self._admin(), "admin.run")
        return _words(self._news("The round is open"))

    def is_introduced(self) -> str:
        """Everybody once, at the pace that Slack allows."""
        slack, began = self.site.slack, time.monotonic()
        pairings = self.joining // 2
        least = time_to_make({Call.OPEN_GROUP: pairings}, LIMITS)
        slack.eventually(lambda: len(self.site.introductions()) >= self.joining, least.total_seconds() + 120)
        took, seen = time.monotonic() - began, self.site.introductions()
        assert {user.id for user in self.people} == set(seen), "somebody was not introduced"
        assert set(seen.values()) == {1}, "somebody was introduced twice"
        assert not [call for call in slack.calls if call.status == 429], "Slack was called too fast"
        alone = least.total_seconds()
        return f"{pairings:,} introductions in {took:.0f} s; the pace that is kept takes {alone:.0f} s"

    def answers(self) -> str:
        """Most met; the others say nothing."""
        slack, met = self.site.slack, 0
        for count, user in enumerate(self.people):
            if count % 10 >= OUT_OF_TEN:
                continue
            shown = next(one for one in slack.messages_for(user) if ":intro:" in str(one.metadata))
            _taken(slack.press(user, shown, "met"))
            met += 1
        last = [user for count, user in enumerate(self.people) if count % 10 < OUT_OF_TEN][-1]
        slack.wait_for_message(last, "you met")
        return f"{met:,} say that they met"

    def a_fortnight_later(self) -> str:
        """The round is moved back by weeks until its end is over; closing it is the program's own work."""
        with self.site.database.change() as connection:
            times = round_.c.starts_at, round_.c.closes_at, round_.c.done_at
            began, closes, done = connection.execute(select(*times)).one()
            past = WEEK * ((closes - SystemClock().now()) // WEEK + 1)
            moved = {"starts_at": began - past, "closes_at": closes - past, "done_at": done - past}
            connection.execute(update(round_).values(moved))
            anchor = connection.scalars(select(programme.c.anchor)).one()
            connection.execute(update(programme).values(anchor=anchor - past))
        return f"the round is {past.days // WEEK.days} weeks older, and over"

    def reads_the_report(self) -> str:
        """What came of it, in totals."""
        slack, deadline = self.site.slack, time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            slack.command(self.owner, "report")
            said = _words(slack.wait_for_message(self.owner, "How the coffees are going"))
            if "1 round" in said:
                return said
            time.sleep(LOOK_EVERY)
        raise AssertionError(f"after {PATIENCE} s the report says: {said}")

    def _admin(self) -> Message:
        self.site.slack.command(self.owner, "admin")
        return self._news("Looking after the coffees")

    def _press(self, message: Message, action: str) -> None:
        _taken(self.site.slack.press(self.owner, message, action))

    def _news(self, words: str) -> Message:
        """What the owner is told, once it is there."""
        slack = self.site.slack

        def look() -> Message | None:
            return next((one for one in reversed(slack.messages_for(self.owner)) if words in str(one)), None)

        try:
            return slack.eventually(look, PATIENCE)
        except AssertionError as missing:
            last = slack.messages_for(self.owner)[-1]
            raise AssertionError(f'"{words}" {missing}; last they read: {_words(last)}') from None

    def refused(self) -> list[str]:
        """What Slack refused."""
        return [
            f"{call.method}: {call.answer}" for call in self.site.slack.calls if not call.answer.get("ok")
        ]


def _taken(ack: Ack) -> None:
    assert ack.status == 200, f"the bot answered {ack.status}: {ack.body}"


def _field(form: View, name: str) -> Any:
    return next(block for block in form.content["blocks"] if block.get("block_id") == name)


def _words(message: Message) -> str:
    """What stands in a message, in one line."""
    return " ".join(_texts(message.blocks))


def _texts(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        if isinstance(thing.get("text"), str) and thing.get("type") != "button":
            yield thing["text"]
        for key, inner in thing.items():
            if key != "text" or not isinstance(inner, str):
                yield from _texts(inner)
    elif isinstance(thing, list):
        for inner in thing:
            yield from _texts(inner)
