"""Golden files: what a message or a page looked like when somebody last looked and agreed."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "golden"


@dataclass(frozen=True, slots=True)
class Golden:
    """Compares text with a file under ``tests/golden/``; ``--update-golden`` writes the file instead."""

    update: bool
    folder: Path = FOLDER

    def __call__(self, path: str, text: str) -> None:
        """Fail with a diff unless ``text`` is what the file at ``path`` holds."""
        file = self.folder / path
        if self.update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_ended(text), encoding="utf-8")
            return
        if not file.exists():
            pytest.fail(f"There is no golden file {path}: read this, then run --update-golden.\n{text}")
        if difference := _difference(path, file.read_text(encoding="utf-8"), _ended(text)):
            pytest.fail(f"{difference}\nIf this is how it should read, run the test with --update-golden.")


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def _difference(path: str, agreed: str, now: str) -> str:
    lines = unified_diff(agreed.splitlines(), now.splitlines(), f"golden/{path}", "now", lineterm="")
    return "\n".join(lines)
