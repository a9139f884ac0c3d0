"""`crossbrew demo` started as a process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


def environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}


@contextmanager
def demo(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """The demo with its page, as a process."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "demo", "--port", "0", *words],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], wanted: re.Pattern[str]) -> str:
    """Read what it says until a line holds ``wanted``, which is returned."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if found := wanted.search(line):
            return found[0]
    raise AssertionError(f"It never said {wanted.pattern!r}:\n{said}")
