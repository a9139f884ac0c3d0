"""A terminal for every test that wants one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bot.shell import Shell

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """`crossbrew` in an empty folder, without any settings but its own SQLite file."""
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)
