"""Every helper of the store, asked by one workspace for what is another's: it sees and changes nothing.

The helpers are found by themselves, and called with the ids of the other workspace wherever they take
any. What they give must hold no word of its, and not one of its rows may differ afterwards.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

import storage
from pairing.answers import Answer, Certainty, Outcome, Said, Settled
from pairing.notices import Kind
from pairing.people import Preferences, Status
from storage import gates, installations, programmes
from storage.installations import Installed
from storage.outbox import Claimed, NoticeState
from storage.rounds import RoundState
from storage.tables import metadata
from tests.cast import CADENCE, person
from tests.storage.life import live
from tests.storage.shelf import NOW, join_all, later, notice, open_round, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from storage.database import Database

HERE, THERE = "T1", "T2"
PAIR = "main.2.1"
"""A pairing of the one that the other has not."""
ZED, YAN = person("Zed Quist", "Finance", "Band 5"), person("Yan Li", "Estates", "Band 4")
MARKS = (
    "Okafor",
    "Hughes",
    "Eze",
    "chidi",
    "dana",
    "efua",
    "ben@example.org",
    "sourdough",
    "starter",
    "G-together",
)
"""Words that are in the one alone, and that nobody gives who asks."""

EVERYWHERE = frozenset(
    {
        "dead_letters.listed",
        "directory.due",
        "forgetting.gone_before",
        "gates.closed",
        "installations.every",
        "installations.served",
        "once.add_once",
        "outbox_books.next_due",
        "people.workspaces",
        "programmes.keys",
    }
)
"""What is about all workspaces by its nature, for the program itself: ids and instants, and no person."""
BY_A_THING = frozenset({"directory.keep_typed", "installations.keep", "programmes.add_programme"})
"""What is told the workspace by a thing that is of it."""
OF_ONE = {"workspace", "workspace_name", "name", "of", "held", "workspaces", "names"}
BORROWED = Claimed(THERE, notice("r1:intro", pairing=PAIR), 0, 0, "token", NOW)

ARGUMENTS: dict[str, Any] = {
    **dict.fromkeys(("workspace", "workspace_name", "name"), THERE),
    "workspaces": [THERE],
    "names": [THERE],
    **dict.fromkeys(("id_", "person_id", "person", "one", "by", "actor", "set_by", "added_by"), "amara"),
    **{name: ["amara", "ben"] for name in ("ids", "people", "others", "waiting", "left")},
    **dict.fromkeys(("now", "at", "until", "told_at", "before", "not_before", "due_by"), later(days=30)),
    **dict.fromkeys(("since", "after"), NOW - timedelta(days=30)),
    **dict.fromkeys(("address", "who", "channel"), "T1/amara"),
    **dict.fromkeys(("key", "token", "method", "action", "wanted", "reason", "receipt"), "r1:person:amara"),
    **dict.fromkeys(("was", "sealed", "platform"), "sealed"),
    **dict.fromkeys(("number", "attempts", "unknowns"), 2),
    **dict.fromkeys(("wants", "knew_before", "directory_wins"), True),
    "other": "ben",
    "about": "ben",
    "pairing": PAIR,
    "addresses": ["T1/amara", "T1/ben"],
    "named": {"amara", "t1/amara"},
    "keys": ["r1:person:amara"],
    "without_groups": [],
    "most": 100,
    "interval": timedelta(seconds=1),
    "patience": timedelta(seconds=1),
    "kind": Kind.QUESTION,
    "status": Status.LEFT,
    "paused_until": None,
    "preferences": Preferences(),
    "helped": "yes",
    "held": BORROWED,
    "notices": [notice("r1:person:amara", pairing=PAIR)],
    "settled": {PAIR: Settled(Outcome.MET, Certainty.CONFIRMED)},
    "changes": {"amara": {"silent_rounds": 9}},
    "facts": {"name": "Zed", "email": "amara@example.org"},
    "column": "name",
    "staff": {"S-amara": {"name": "Zed"}},
    "day": CADENCE.anchor,
    "parts": ["all"],
    "sources": {},
}
"""What each parameter of that name is given."""
SPECIAL: dict[str, dict[str, Any]] = {
    "outbox.finish": {"state": NoticeState.DEAD},
    "pairings.write_answer": {"new": Answer("amara", Said.MET, NOW)},
    "people.change_person": {"values": {"name": "Zed"}},
    "programmes.change_member": {"values": {"silent_rounds": 9}},
    "programmes.change_programme": {"values": {"days": 28}},
    "rounds.write_round": {"state": RoundState.OPEN},
    "situation.situation": {"about": notice("r1:intro", pairing=PAIR, person="")},
}


def helpers() -> dict[str, Callable[..., Any]]:
    """Every public function of the store that works on a connection."""
    found = {}
    for module in pkgutil.iter_modules(storage.__path__):
        if module.name not in ("migrations", "tables", "backup", "copying"):
            loaded = importlib.import_module(f"storage.{module.name}")
            for name, value in vars(loaded).items():
                is_ours = inspect.isfunction(value) and value.__module__ == loaded.__name__
                if (
                    is_ours
                    and not name.startswith("_")
                    and "connection" in inspect.signature(value).parameters
                ):
                    found[f"{module.name}.{name}"] = value
    return found


HELPERS = helpers()


def of_one_workspace() -> list[str]:
    """Those that are told whose rows they are to work on."""
    told = {name for name, one in HELPERS.items() if OF_ONE & inspect.signature(one).parameters.keys()}
    return sorted(told - EVERYWHERE)


def arguments(name: str, connection: Connection) -> dict[str, Any] | None:
    """What a helper is called with; nothing where it takes something that is not made up here."""
    given: dict[str, Any] = {}
    known = ARGUMENTS | {"of": programmes.programmes(connection, THERE)[0]} | SPECIAL.get(name, {})
    for parameter in list(inspect.signature(HELPERS[name]).parameters.values())[1:]:
        if parameter.name not in known:
            return None
        is_open = parameter.kind is inspect.Parameter.VAR_KEYWORD
        given |= known[parameter.name] if is_open else {parameter.name: known[parameter.name]}
    return given


def rows_here(connection: Connection) -> dict[str, list[str]]:
    """Every row of the one workspace, in every table."""
    wanted = {table.name: select(table).where(table.c.workspace == HERE) for table in metadata.sorted_tables}
    return {name: sorted(map(str, connection.execute(rows))) for name, rows in wanted.items()}


@pytest.fixture
def two(database: Database) -> Iterator[Connection]:
    """A life in one workspace, and two strangers in another."""
    with database.change() as connection:
        live(connection)
        gates.close_gate(connection, HERE, "chat.postMessage", later(days=40))
        mine = Installed(HERE, "", "sealed-here", "U0BOT", "B0BOT", "A1", frozenset(), NOW)
        installations.keep(connection, "slack", mine)
        of = settle(connection, ZED, YAN, workspace=THERE)
        join_all(connection, of, ZED, YAN)
        open_round(connection, of, 1, (ZED, YAN))
        yield connection


def test_no_helper_shows_or_changes_what_is_another_workspaces(two: Connection) -> None:
    before = rows_here(two)
    tried, refused = [], []
    for name in of_one_workspace():
        given = arguments(name, two)
        if given is None:
            continue
        with two.begin_nested() as attempt:
            try:
                answer = HELPERS[name](two, **given)
                seen = repr(list(answer) if inspect.isgenerator(answer) else answer)
            except Exception as error:  # noqa: BLE001 - a refusal is as good as an empty answer
                seen = ""
                refused.append(f"{name}: {type(error).__name__}")
                attempt.rollback()
                continue
            assert not [mark for mark in MARKS if mark in seen], name
            assert rows_here(two) == before, name
            tried.append(name)
            attempt.rollback()
    assert len(tried) + len(refused) >= len(of_one_workspace()) * 9 // 10, "give new parameters an argument"
    assert len(tried) >= len(of_one_workspace()) * 7 // 10, refused


def test_the_words_that_are_looked_for_are_there_to_be_found(two: Connection) -> None:
    everything = str(rows_here(two))

    assert [mark for mark in MARKS if mark not in everything] == []


def test_a_helper_is_told_whose_rows_it_works_on_or_named_as_of_all() -> None:
    about_the_store = ("vitals.", "planner.", "connecting.")
    of_all = {name for name in HELPERS.keys() - of_one_workspace() if not name.startswith(about_the_store)}

    assert of_all <= EVERYWHERE | BY_A_THING, "tell it the workspace, or say here why it needs none"
