from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from bot.systemd import Systemd

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_systemd_is_told(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        door.bind(str(tmp_path / "notify"))
        Systemd(str(tmp_path / "notify")).alive()
        assert door.recv(100) == b"WATCHDOG=1"


def test_a_door_that_nobody_keeps_is_logged_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Systemd(str(tmp_path / "gone")).alive()

    assert "systemd could not be told WATCHDOG=1" in caplog.text


def test_who_was_not_started_by_systemd_tells_nobody(caplog: pytest.LogCaptureFixture) -> None:
    Systemd("").ready()

    assert caplog.text == ""
