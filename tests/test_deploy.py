"""What is shipped for administrators names only what there is: settings, commands, files."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import COMMANDS
from bot.serving import DRAIN_SECONDS, WATCHDOG_SECONDS
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
UNIT = ROOT / "deploy" / "crossbrew.service"
DOCKERFILE = ROOT / "Dockerfile"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yml").read_text())
GUIDE = ROOT / "docs" / "running-it.md"
SETTINGS = {name.upper() for name in Settings.model_fields}
PROGRAM = "/usr/local/lib/crossbrew/bin/crossbrew"
MOST_EXPOSED = 20
"""Of a hundred, as systemd counts; the unit is at 13."""


def unit() -> dict[str, list[str]]:
    """Every directive of the unit, with its values in order."""
    lines = [line for line in UNIT.read_text().splitlines() if line and line[0] not in "#["]
    pairs = [line.partition("=")[::2] for line in lines]
    return {name: [value for other, value in pairs if other == name] for name, _ in pairs}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions and what each is given, lines joined."""
    joined = DOCKERFILE.read_text().replace("\\\n", "")
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


def bots() -> dict[str, dict[str, Any]]:
    """The services of the Compose file that are Crossbrew."""
    return {name: one for name, one in COMPOSE["services"].items() if one["image"] == "crossbrew"}


def test_the_unit_runs_commands_that_there_are() -> None:
    started = unit()["ExecStartPre"] + unit()["ExecStart"]

    assert [line.split() for line in started] == [[PROGRAM, "migrate"], [PROGRAM, "run"]]
    assert {"migrate", "run"} <= COMMANDS.keys()


def test_the_units_times_leave_the_program_its_own() -> None:
    assert int(unit()["TimeoutStopSec"][0]) > DRAIN_SECONDS
    assert int(unit()["WatchdogSec"][0]) > 3 * WATCHDOG_SECONDS
    assert unit()["Type"] == ["notify"]


@pytest.fixture
def checked(tmp_path: Path) -> Path:
    """The unit with a program that is on every machine, since its own is not installed here."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("There is no systemd-analyze on this machine.")
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text().replace(PROGRAM, "/bin/true"))
    return copy


def test_systemd_understands_the_unit_and_finds_it_hardened(checked: Path) -> None:
    for words in (["verify"], ["security", "--offline=yes", f"--threshold={MOST_EXPOSED}"]):
        done = subprocess.run(
            ["systemd-analyze", *words, str(checked)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert not done.stderr, "it warns of nothing"


def test_the_image_is_made_of_files_that_there_are_and_let_in() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [rest.split()[:-1] for name, rest in instructions() if name == "COPY" and "--from" not in rest]

    named = {source for sources in copied for source in sources}
    assert named == let_in
    assert all((ROOT / source).exists() for source in named)


def test_the_image_starts_the_program_as_nobody_in_particular_and_sets_what_there_is() -> None:
    given = dict(instructions())
    runtime = [rest for name, rest in instructions() if name == "ENV"]
    names = {word.partition("=")[0] for rest in runtime for word in shlex.split(rest)}

    assert (given["ENTRYPOINT"], given["CMD"]) == ('["crossbrew"]', '["run"]')
    assert given["USER"] not in ("root", "0")
    assert {name for name in names if not name.startswith(("PYTHON", "PATH"))} <= SETTINGS


def test_the_compose_file_names_settings_and_commands_that_there_are() -> None:
    assert set(bots()) == {"migrate", "bot"}
    for one in bots().values():
        assert one["environment"].keys() <= SETTINGS
        assert one["command"][0] in COMMANDS
        assert one["read_only"] is True


def test_the_compose_file_migrates_before_two_replicas_start_on_one_postgresql() -> None:
    bot = bots()["bot"]

    assert bot["deploy"]["replicas"] == 2
    assert bot["environment"]["DATABASE_URL"].startswith("postgresql://")
    assert bot["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert bots()["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert int(bot["stop_grace_period"].removesuffix("s")) > DRAIN_SECONDS


def test_the_guide_names_settings_commands_and_files_that_there_are() -> None:
    text = GUIDE.read_text()
    commands = set(re.findall(r"`crossbrew ([a-z]+)", text))
    settings = set(re.findall(r"\b((?:DATABASE|SLACK|CROSSBREW)_[A-Z_]+)\b", text))
    links = set(re.findall(r"\]\(([^)#]+)\)", text))

    assert commands
    assert commands <= COMMANDS.keys()
    assert settings
    assert settings <= SETTINGS
    assert all((GUIDE.parent / link).exists() for link in links)
    assert {"deploy/crossbrew.service", "requirements.lock"} <= set(re.findall(r"[\w/.-]+", text))


def test_the_guide_names_metrics_that_there_are() -> None:
    told = (ROOT / "bot" / "watching" / "metrics.py").read_text()
    named = set(re.findall(r"crossbrew_([a-z_]+)", GUIDE.read_text()))

    assert named
    assert all(f'{name.removesuffix("_total")}"' in told for name in named)
