from __future__ import annotations

import signal
import socket
import subprocess
import sys

import httpx
import pytest

from bot.playground.serve import PortTaken, address, listen

PROGRAM = """
import signal

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job begins deaf to it
from bot.playground.page import playground_app
from bot.playground.serve import address, listen, serve
from tests.playground.village import Village

village = Village()
with listen(0) as listener:
    print(address(listener), flush=True)
    try:
        serve(playground_app(village.platform, village), listener)
    except KeyboardInterrupt:
        print("told to stop")
"""


def test_a_free_port_is_found_and_told() -> None:
    with listen(0) as listener:
        port = listener.getsockname()[1]

        assert address(listener) == f"http://127.0.0.1:{port}/"


def test_it_listens_on_this_machine_alone() -> None:
    with listen(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_told_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(PortTaken, match=rf"Port {port} on 127\.0\.0\.1 is taken .*: choose another"):
            listen(port)


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_does_not_exist_is_told(port: int) -> None:
    with pytest.raises(PortTaken, match=f"Port {port} does not exist: choose another"):
        listen(port)


def test_a_port_that_may_not_be_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)

    with pytest.raises(PortTaken, match=r"Port 80 on 127\.0\.0\.1 cannot be used \(Permission denied\)"):
        listen(80)


def test_it_serves_in_the_foreground_until_it_is_told_to_stop() -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        answer = httpx.get(url, follow_redirects=True)
        program.send_signal(signal.SIGINT)
        rest, _ = program.communicate(timeout=30)

    assert "Amara Obi" in answer.text
    assert rest == "told to stop\n"
