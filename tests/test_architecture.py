"""What keeps the house in order: who may import whom, what lives where, how long a file may be."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PACKAGES = ("pairing", "reports", "storage", "scheduler", "bot")
"""Each may import those before it, and none after."""

PURE = ("pairing", "reports")
HARMLESS = frozenset(
    (
        "__future__",
        "bisect",
        "collections",
        "concurrent",
        "csv",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "io",
        "itertools",
        "json",
        "math",
        "operator",
        "random",
        "re",
        "statistics",
        "string",
        "textwrap",
        "typing",
        "unicodedata",
        "warnings",
        "zoneinfo",
        "numpy",
        "scipy",
        "holidays",
    )
)
"""All that a pure package may import: nothing that reads a file, a clock, a network or the environment.
Threads are let in, since what they give is read in the order of what was asked."""

INSIDE_BOT = {
    "message": "",
    "calendars": "directory",
    "cards": "directory",
    "platforms": "message",
    "masking": "",
    "slack": "message platforms masking",
    "teams": "message platforms",
    "playground": "message platforms",
    "settings": "",
    "vault": "",
    "systemd": "",
    "directory": "",
    "wording": "message calendars directory",
    "conversation": "message platforms pacing wording directory importing calendars cards",
    "importing": "directory",
    "refreshing": "platforms pacing wording directory",
    "letters": "message wording calendars",
    "pacing": "platforms",
    "outcomes": "platforms letters pacing",
    "sending": "message platforms wording letters pacing outcomes",
    "delivery": "platforms pacing outcomes sending",
    "watching": "masking",
    "web": "message wording watching",
}
"""What each part of the bot may import of the others. Parts that are not named here are on top."""

ON_TOP = {"__init__", "__main__", "cli", "commands", "demo", "pulse", "serving", "underway"}
ON_TOP |= {"wiring", "workspaces"}
PLATFORM_SIDE = ("message", "platforms", "slack", "teams", "playground", "settings")
"""These know nothing of pairing, storage or reports."""

HOMES = {
    "slack_bolt": "bot/slack/",
    "slack_sdk": "bot/slack/",
    "sqlalchemy": "storage/",
    "alembic": "storage/",
    "apscheduler": "scheduler/",
    "os.environ": "bot/settings.py",
    "os.getenv": "bot/settings.py",
    "datetime.now": "scheduler/clock.py",
    "datetime.utcnow": "scheduler/clock.py",
    "datetime.today": "scheduler/clock.py",
    "date.today": "scheduler/clock.py",
    "time.time": "scheduler/clock.py",
}
GENERATED = "storage/migrations/versions/"
"""Each step of the schema is written once, by Alembic, and never changed."""

LONGEST_FILE = 300
MEDIAN_FUNCTION = 8


class Source(NamedTuple):
    path: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """The part of the bot it belongs to: the name below ``bot/``."""
        return Path(self.path).parts[1].removesuffix(".py")


@cache
def sources() -> tuple[Source, ...]:
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return tuple(Source(path.relative_to(ROOT).as_posix(), ast.parse(path.read_bytes())) for path in paths)


def of(*packages: str) -> list[Source]:
    return [source for source in sources() if source.path.split("/")[0] in packages]


def imports(source: Source) -> Iterator[str]:
    """Every module named in an import, wherever in the file, with what is taken out of it."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source.path} imports relatively: write the package's name"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def uses(source: Source) -> Iterator[str]:
    """Every dotted name of two words, such as `os.environ`, and every import."""
    yield from imports(source)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            yield f"{owner}.{node.attr}"


def test_packages_import_one_way() -> None:
    wrong = [
        f"{source.path} imports {name}"
        for source in sources()
        for name in imports(source)
        for package in PACKAGES[PACKAGES.index(source.path.split("/")[0]) + 1 :]
        if name.split(".")[0] == package
    ]

    assert not wrong


def test_nothing_imports_the_tests() -> None:
    assert not [source.path for source in sources() if any(n.startswith("tests") for n in imports(source))]


def test_every_part_of_the_bot_has_a_place_in_the_order() -> None:
    parts = {source.part for source in of("bot")}

    assert parts <= INSIDE_BOT.keys() | ON_TOP


def test_parts_of_the_bot_import_one_way() -> None:
    wrong = [
        f"{source.path} imports {name}"
        for source in of("bot")
        for name in imports(source)
        if name.startswith("bot.") and not may_import(source, name.split(".")[1])
    ]

    assert not wrong


def may_import(source: Source, part: str) -> bool:
    """Whether a file of the bot may import that part of it."""
    if source.part in ON_TOP or part == source.part:
        return True
    if source.path.startswith("bot/playground/trust"):  # makes up a staff list as the directory reads it
        return part == "directory"
    return part in INSIDE_BOT[source.part].split()


def test_platforms_know_nothing_of_pairing() -> None:
    wrong = [
        f"{source.path} imports {name}"
        for source in of("bot")
        for name in imports(source)
        if source.part in PLATFORM_SIDE and name.split(".")[0] in PACKAGES[:-1]
    ]

    assert not wrong


def test_the_pure_core_imports_nothing_that_touches_the_world() -> None:
    wrong = [
        f"{source.path} imports {name}"
        for source in of(*PURE)
        for name in imports(source)
        if name.split(".")[0] not in HARMLESS.union(PURE)
    ]

    assert not wrong


def test_the_pure_core_opens_no_file_and_draws_no_luck_without_a_seed() -> None:
    wrong = [
        f"{source.path}:{node.lineno}"
        for source in of(*PURE)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and touches_the_world(node)
    ]

    assert not wrong


def touches_the_world(call: ast.Call) -> bool:
    """Whether it is `open`, `print` or `input`, or chance that no argument seeds."""
    match call.func:
        case ast.Name(id=name):
            return name in ("open", "print", "input", "breakpoint") or (
                name in ("Random", "default_rng") and not call.args
            )
        case ast.Attribute(attr="Random" | "default_rng"):
            return not call.args
        case ast.Attribute(value=ast.Name(id="random") | ast.Attribute(attr="random")):
            return True
        case _:
            return False


@pytest.mark.parametrize("thing", HOMES)
def test_a_thing_with_a_home_is_used_nowhere_else(thing: str) -> None:
    away = [source for source in sources() if not source.path.startswith(HOMES[thing])]

    assert not [
        source.path
        for source in away
        for name in uses(source)
        if name == thing or name.startswith(f"{thing}.")
    ]


@pytest.mark.parametrize("wrong", ["random.random()", "np.random.default_rng()", "Random()", "open('x')"])
def test_the_search_for_the_world_finds_it(wrong: str) -> None:
    [statement] = ast.parse(wrong).body

    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    assert touches_the_world(statement.value)


def test_the_search_for_imports_finds_those_inside_functions_and_blocks() -> None:
    text = "if True:\n  def f():\n    from storage import tables\n    import os.path\n    os.environ['X']"

    assert {"storage.tables", "os.path", "os.environ"} <= set(uses(Source("bot/x.py", ast.parse(text))))


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    files = [path for top in (*PACKAGES, "tests", "benchmarks") for path in (ROOT / top).rglob("*.py")]
    lengths = {path.relative_to(ROOT).as_posix(): path.read_bytes().count(b"\n") for path in files}
    read = {path: length for path, length in lengths.items() if not path.startswith(GENERATED)}

    assert not {path: length for path, length in read.items() if length > LONGEST_FILE}


def test_half_of_all_functions_are_at_most_eight_lines() -> None:
    functions = [
        node
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert median(lines(function) for function in functions) <= MEDIAN_FUNCTION


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of its body, docstring not counted."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
