"""A workspace that nobody has set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.database import Database
from tests.story import SIX, Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Story]:
    """Six people in the staff list, of whom nobody has said a word."""
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    yield Story(database, SIX, is_set_up=False)
    database.close()
