"""`emulate` as a process, and a wire to it on which every call of the bot is written down."""

from __future__ import annotations

import json
import re
import subprocess
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs

import httpx

from tests.fake_slack.workspace import CLIENT_ID, CLIENT_SECRET
from tests.replicas import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

INSTALLED = Path(__file__).parents[2] / "build" / "judge"
NODE = INSTALLED / "node_modules" / ".bin" / "node"
PROGRAM = INSTALLED / "node_modules" / "emulate" / "dist" / "index.js"
READER = "xoxp-who-looks-on"
"""Somebody's token with which the test reads what was said; the bot knows nothing of it."""
LOOKING = ("im:history", "im:read", "mpim:history", "mpim:read", "users:read")
SECONDS = 30

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """One call of the bot, and what it was answered."""

    method: str
    token: str
    asked: Json
    answer: Json


@dataclass
class Emulate:
    """The process. The bot calls `api_url`, where each call is `heard` and passed on as it is."""

    folder: Path
    people: tuple[str, ...]
    scopes: Iterable[str]
    redirect: str
    heard: list[Heard] = field(default_factory=list)
    responses: list[Json] = field(default_factory=list)
    """What was posted to a ``response_url``, which this Slack does not have."""

    def __enter__(self) -> Self:
        self.port = free_port()
        seed = self.folder / "seed.json"
        seed.write_text(json.dumps({"slack": self._seed()}))
        with (self.folder / "emulate.txt").open("wb") as output:
            self._process = subprocess.Popen(
                [NODE, PROGRAM, "start", "-s", "slack", "-p", str(self.port), "--seed", seed],
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._wire = ThreadingHTTPServer(("127.0.0.1", 0), _wire_of(self))
        threading.Thread(target=self._wire.serve_forever, daemon=True).start()
        self.eventually(self._answers, "an answer of emulate's")
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.shutdown()
        self._wire.server_close()
        self._process.terminate()
        self._process.wait()

    @property
    def behind(self) -> str:
        """Where it listens itself."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """Where the bot finds it."""
        return f"http://127.0.0.1:{self._wire.server_port}"

    def _seed(self) -> Json:
        app = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "app_id": "A000000001",
            "name": "Crossbrew",
            "bot_name": "crossbrew",
            "redirect_uris": [self.redirect],
            "scopes": sorted(self.scopes),
        }
        return {
            "team": {"name": "Coffee Trust", "domain": "coffee-trust"},
            "strict_scopes": True,
            "users": [
                {"name": name.casefold(), "real_name": name, "email": f"{name.casefold()}@trust.test"}
                for name in self.people
            ],
            "oauth_apps": [app],
            "tokens": [{"token": READER, "user": self.people[0].casefold(), "scopes": list(LOOKING)}],
        }

    def _answers(self) -> bool:
        assert self._process.poll() is None, (self.folder / "emulate.txt").read_text()
        try:
            return httpx.get(self.behind).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def call(self, method: str, token: str = READER, **arguments: Any) -> Json:
        """A call of the test's own, past the wire."""
        answer: Json = httpx.post(
            f"{self.behind}/api/{method}", json=arguments, headers={"Authorization": f"Bearer {token}"}
        ).json()
        assert answer["ok"], (method, answer)
        return answer

    def calls_of(self, method: str) -> list[Heard]:
        """What the bot called, oldest first."""
        return [one for one in self.heard if one.method == method]

    def eventually(self, look: Callable[[], Any], what: str) -> Any:
        """What ``look`` finds, as soon as it finds something."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if found := look():
                return found
            time.sleep(0.05)
        said = [(one.method, one.answer.get("error", "ok")) for one in self.heard[-10:]]
        raise AssertionError(f"{what} did not come within {SECONDS} s; the last calls were {said}")


def _wire_of(emulate: Emulate) -> type[BaseHTTPRequestHandler]:
    class Wire(BaseHTTPRequestHandler):
        """Passes on what the bot calls, and writes it down."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if self.path.startswith("/response/"):
                emulate.responses.append(json.loads(body))
                self._say(200, "text/plain", b"ok")
                return
            passed = {name: value for name, value in self.headers.items() if name.lower() in _PASSED}
            answer = httpx.post(f"{emulate.behind}{self.path}", content=body, headers=passed, timeout=SECONDS)
            if method := re.fullmatch(r"/api/([\w.]+)", self.path):
                emulate.heard.append(_heard(method[1], passed, body, answer))
            self._say(answer.status_code, answer.headers["content-type"], answer.content)

        def _say(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Wire


_PASSED = ("authorization", "content-type")


def _heard(method: str, headers: dict[str, str], body: bytes, answer: httpx.Response) -> Heard:
    """A call as it was made: with JSON, or as a form."""
    named = {name.lower(): value for name, value in headers.items()}
    is_json = named.get("content-type", "").startswith("application/json")
    asked = (
        json.loads(body or b"{}")
        if is_json
        else {name: values[0] for name, values in parse_qs(body.decode()).items()}
    )
    told = answer.json() if answer.status_code == httpx.codes.OK else {"error": f"http_{answer.status_code}"}
    return Heard(method, named.get("authorization", "").removeprefix("Bearer "), asked, told)
