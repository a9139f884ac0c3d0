"""A simulation that somebody stops: what was played is summed up, and nothing ends without a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pairing.simulate import CROSSBREW, WAYS
from tests.bot.test_cli_simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pairing.plain_ways import Seated
    from tests.bot.shell import Shell


def interrupted_after(rounds: int) -> Callable[..., Seated]:
    """Crossbrew's way, and somebody who presses Ctrl-C once it has played so many rounds."""
    left = iter(range(rounds))
    best = WAYS[CROSSBREW]

    def way(*inputs: Any) -> Seated:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return best(*inputs)

    return way


def test_ctrl_c_sums_up_what_was_played(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WAYS, CROSSBREW, interrupted_after(2))
    result = simulate(shell, "--compare", "shuffle", "--csv", "year.csv", rounds=5)

    assert result.exit_code == 130
    assert "Stopped in round 3 of 5 of crossbrew. What was played until then:" in result.output
    assert re.search(r"\n +crossbrew\nrounds played +2\n", result.output)
    assert len((shell.folder / "year.csv").read_text().splitlines()) == 3


def test_ctrl_c_in_the_first_round_leaves_nothing_to_sum_up(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WAYS, CROSSBREW, interrupted_after(0))
    result = simulate(shell, "--csv", "year.csv")

    assert result.exit_code == 130
    assert result.output.endswith("Stopped in round 1 of 3 of crossbrew, before a round was over.\n")
    assert not (shell.folder / "year.csv").exists()


@pytest.mark.parametrize("during", ["bot.cli.year.setting_of", "bot.cli.year.csv_of"])
def test_ctrl_c_before_and_after_the_rounds_is_a_sentence(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, during: str
) -> None:
    def pressed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(during, pressed)
    result = simulate(shell, "--csv", "year.csv")

    assert result.exit_code == 130
    assert result.output.endswith("\nStopped before it was done.\n")
    assert "Aborted" not in result.output
