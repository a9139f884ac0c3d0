"""What must be in no committed file: it would tell of a machine, or tie the project to one registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LEAKS = re.compile(
    r"(?:pypi|pythonhosted|npmjs|deb\.debian)\.(?:org|com)|(?<![\w.])/(?:root|work|opt|home/\w+|Users/\w+)/"
)
"""A registry's host, or a folder of the machine on which somebody wrote the file."""


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True, encoding="utf-8"
    )
    if listed.returncode:
        pytest.skip("This is not a git checkout, so nothing says which files are committed.")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_committed_file_names_a_registry_or_somebodys_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {leak[0]}"
        for path in committed()
        if path.is_file()
        for leak in LEAKS.finditer(path.read_bytes().decode("utf-8", "ignore"))
    ]

    assert not found


@pytest.mark.parametrize(
    "leak", ["https://pypi" + ".org/simple", "see /" + "root/notes", "'/home" + "/ann/x'"]
)
def test_the_search_for_leaks_finds_them(leak: str) -> None:
    assert LEAKS.search(leak)
