"""The README's section, from what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.matching.figures import goals, growths, years
from benchmarks.matching.table import bound_of, markdown, percent, seconds, share
from benchmarks.matching.ways import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 1_000
"""People of the trust for which each way is told in full: where all rivals still finish."""


def section(saved: dict[str, Any]) -> str:
    """All of it, in Markdown."""
    machine = saved["machine"]
    return "\n\n".join(
        (
            "## How good the matching is",
            (
                f"Measured in one run on {machine['cores']} cores with Python {machine['python']}; "
                "`make bench-matching` measures it again. Each of our rounds below was checked by "
                "[a few lines that know nothing of the solver](benchmarks/matching/certificate.py). "
                "The time is that of the whole call on members with a year of rounds behind them; for a "
                "million people, of the pairing alone, on arrays with two rounds behind them."
            ),
            "![Seconds against people for Crossbrew and seven other ways](docs/gallery/matching.svg)",
            *_table(goals(saved["rounds"])),
            *_everybody(saved["rounds"]),
            *_table(years(saved["years"])),
            f"Seconds grow with {'; '.join(growths(saved['rounds']))}.",
            " ".join(weight(saved)),
        )
    )


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows, unless there is a head alone."""
    return [markdown(rows)] if len(rows) > 1 else []


def weight(saved: dict[str, Any]) -> list[str]:
    """What the matcher weighs on a machine, in sentences."""
    found = saved["imports"]
    sizes = ", ".join(f"{name} {size:.0f} MB" for name, size in found["installed"].items())
    loaded = " and ".join(found["loaded_by_bot"]) or "none"
    return [
        f"Importing the matcher takes {found['seconds']:.2f} s and {found['megabytes']:.0f} MB.",
        f"Its libraries are {sizes} on the disk.",
        f"Of these the running bot loads {loaded} until a round is paired.",
    ]


def _everybody(rounds: Sequence[dict[str, Any]]) -> list[str]:
    """Each way on the same people: a drawn trust, and the staff lists."""
    shown = [each for each in rounds if each["people"] == SHOWN or each["file"]]
    if not shown:
        return []
    head = (
        *("people", "way", "seconds", "MB more", "share of the bound", "departments spread"),
        *("repeats", "departments", "grades"),
    )
    rows = [_row(each, bound_of(rounds, each["instance"])) for each in shown]
    return ["Each way on the same people, after a year of rounds:", markdown([head, *rows])]


def _row(found: dict[str, Any], bound: int | None) -> Sequence[str]:
    name = f" ({found['instance']})" if found["file"] else ""
    return (
        f"{found['people']:,}{name}",
        BY_NAME[found["way"]].label,
        seconds(found["seconds"]),
        f"{found['added']:,.0f}",
        percent(share(found, bound), 1),
        percent(found["true"] / bound if bound else None, 1),
        str(found["repeats"]),
        percent(found["cross_department"]),
        percent(found["cross_grade"]),
    )
