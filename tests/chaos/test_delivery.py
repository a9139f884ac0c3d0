"""Real workers, killed and frozen, on either engine: the short version of `benchmarks.delivery`."""

from __future__ import annotations

import subprocess
import sys

import pytest

SHORT = ("--introductions", "40", "--poison", "3", "--kill-every", "0.8", "--freezes", "1", "--crashes", "1")


@pytest.mark.chaos
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("way", ["look", "unseen"])
def test_nothing_is_lost_or_repeated_that_need_not_be(
    request: pytest.FixtureRequest, engine: str, way: str
) -> None:
    words = [sys.executable, "-m", "benchmarks.delivery", *SHORT, "--engine", engine, "--way", way]

    ran = subprocess.run(
        words, cwd=request.config.rootpath, capture_output=True, text=True, timeout=100, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
