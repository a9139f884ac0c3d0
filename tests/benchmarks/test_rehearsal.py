"""A small rehearsal: a stranger's way from the first look to the report, with nothing missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.rehearsal import played
from tests.rehearsal import Rehearsal
from tests.replicas import TEAMS, Site

if TYPE_CHECKING:
    from pathlib import Path

SMALL = 40


@pytest.mark.timeout(300)  # the introductions alone take half a minute at Slack's pace
def test_a_stranger_gets_from_the_first_look_to_the_report_without_a_shell(tmp_path: Path) -> None:
    rows = [
        f"{count},Person Number{count},n{count}@trust.test,{TEAMS[count % len(TEAMS)]},Band {2 + count % 7}"
        for count in range(3 * SMALL)
    ]
    staff = "\n".join(["staff_id,name,email,department,grade", *rows]).encode()

    with Site(f"sqlite:///{tmp_path / 'crossbrew.db'}", tmp_path) as site:
        assert played(Rehearsal(site, staff, SMALL))
