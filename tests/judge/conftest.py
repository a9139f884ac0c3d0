"""The judge takes its time and its Node, so it is asked for: `make judge`."""

from __future__ import annotations

import pytest

from tests.judge.emulate import NODE, PROGRAM

REASON = "The judge is another's Slack, from npm: on Linux on x86-64, `make judge` installs and asks it."


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave it out unless it was asked for by its mark."""
    if "judge" in config.option.markexpr and NODE.exists() and PROGRAM.exists():
        return
    for item in items:
        if "judge" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=REASON))
