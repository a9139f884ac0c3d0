"""A terminal for every test that wants one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bot.clinic import Clinic
from tests.bot.shell import Shell
from tests.fake_slack import FakeSlack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """`crossbrew` in an empty folder, without any settings but its own SQLite file."""
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)


@pytest.fixture
def clinic(shell: Shell) -> Iterator[Clinic]:
    """Somewhere to ask the doctor, with a Slack of its own."""
    with FakeSlack() as slack:
        yield Clinic(shell, slack)
