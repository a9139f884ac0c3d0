"""Settings, their file, and what this machine brings with it."""

from __future__ import annotations

import os
import stat
from importlib.metadata import version
from platform import platform, python_version
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.watching.findings import fix, note, ok

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.settings import Settings
    from bot.watching.findings import Finding

SOME_ZONE = "Europe/London"
OTHERS = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH


def of_settings(settings: Settings, problems: Sequence[str], env_file: Path) -> Iterator[Finding]:
    """Whether the settings let the bot start, and who else can read them."""
    for problem in problems:
        yield fix("settings", *_told(problem))
    if not problems:
        yield ok("settings", f"Everything that Slack needs is set, {_where(env_file)}.")
    if env_file.exists() and os.name == "posix" and env_file.stat().st_mode & OTHERS:
        says = f"Others on this machine can read {env_file} and its tokens."
        yield note("settings", says, f"Run `chmod 600 {env_file}`.")
    if settings.owners:
        yield ok("owners", f"{len(settings.owners)} named in CROSSBREW_OWNERS.")
    else:
        yield ok("owners", "The admins of the workspace, since CROSSBREW_OWNERS names nobody.")


def of_program() -> Finding:
    """What runs here: the first thing that whoever is asked for help wants to know."""
    return ok("program", f"crossbrew {version('crossbrew')}, Python {python_version()}, {platform()}.")


def of_time_zones() -> Finding:
    """Whether local times can be worked out."""
    try:
        ZoneInfo(SOME_ZONE)
    except ZoneInfoNotFoundError:
        return fix("time zones", "The time zones of the world are missing.", "Run `pip install tzdata`.")
    return ok("time zones", f"{len(available_timezones())} are known (tzdata {version('tzdata')}).")


def _where(env_file: Path) -> str:
    return f"in {env_file} and the environment" if env_file.exists() else "in the environment"


def _told(problem: str) -> tuple[str, str]:
    """What is wrong and what to do about it, where the sentence has both."""
    for mark in (": ", "; "):
        says, found, cure = problem.partition(mark)
        if found:
            return f"{says}.", cure[:1].upper() + cure[1:]
    return problem, ""
