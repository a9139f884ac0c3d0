"""What the matcher weighs before it has done anything."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import distribution
from typing import Any

from benchmarks.matching.measuring import ROOT

MATCHER = "pairing.match"
LIBRARIES = ("numpy", "scipy", "rustworkx")
TIMES = 3
_RESIDENT = """
import json, sys
def held():
    line = next(line for line in open("/proc/self/status") if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
before = held()
import {module}
print(json.dumps([held() - before, [name for name in {libraries} if name in sys.modules]]))
"""


def imports() -> dict[str, Any]:
    """Seconds and megabytes of importing the matcher, the libraries' size, what the bot loads of them."""
    seconds = min(_seconds() for _ in range(TIMES))
    megabytes, _ = _held(MATCHER)
    _, loaded = _held("bot.serving")
    return {
        "seconds": seconds,
        "megabytes": megabytes,
        "installed": {name: _installed(name) for name in LIBRARIES},
        "loaded_by_bot": loaded,
    }


def _seconds() -> float:
    """As ``python -X importtime`` tells: microseconds, whatever is imported on the way included."""
    told = _python("-X", "importtime", "-c", f"import {MATCHER}").stderr
    line = next(line for line in told.splitlines() if line.endswith(f" {MATCHER}"))
    return int(line.split("|")[1]) / 1e6


def _held(module: str) -> tuple[float, list[str]]:
    found: tuple[float, list[str]] = json.loads(
        _python("-c", _RESIDENT.format(module=module, libraries=LIBRARIES)).stdout
    )
    return found


def _python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True, cwd=ROOT)


def _installed(name: str) -> float:
    """Megabytes of its files, as they were installed."""
    files = (file.locate() for file in distribution(name).files or ())
    return sum(file.stat().st_size for file in map(ROOT.joinpath, map(str, files)) if file.exists()) / 1e6
