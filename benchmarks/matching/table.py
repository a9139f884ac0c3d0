"""What was measured as lines to read while it runs, and as tables in text or in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.matching.ways import BY_NAME, OURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Row = Sequence[str]

HEAD = (
    "people",
    "way",
    "seconds",
    "MB more",
    "MB in all",
    "share",
    "spread",
    "repeats",
    "left out",
    "forbidden",
    "departments",
    "grades",
    "known by",
)
WIDTHS = (9, 23, 9, 8, 9, 8, 8, 7, 8, 9, 11, 7, 0)
KEY = """\
seconds      beyond imports and the making of the people, on the clock; the least of three short runs
MB more      at the peak, beyond what imports and the people hold; MB in all: the whole process, both included
share        the points, of the proven bound, each meeting of two departments counted as the only one
spread       the same with the second meeting of two departments in a round counted less than the first
repeats      couples who had met in the last rounds; forbidden: couples that break a hard rule
departments  couples from two departments; grades: of couples with known grades, those 1 to 3 steps apart
known by     what an independent check of the result found: prices that hold for all pairs, or for a sample"""


def bound_of(rounds: Iterable[dict[str, Any]], instance: str) -> int | None:
    """The bound of our result for these people."""
    ours = (each for each in rounds if each["way"] == OURS and each["instance"] == instance)
    return next((each["bound"] for each in ours), None)


def share(found: dict[str, Any], bound: int | None) -> float | None:
    """The share of the bound that a way got, in the first step."""
    return found.get("linear", found["points"]) / bound if bound else None


def line(found: dict[str, Any], bound: int | None) -> str:
    """One measurement, as it is printed when it is ready."""
    return aligned(
        (
            f"{found['people']:,}",
            BY_NAME[found["way"]].label,
            seconds(found["seconds"]),
            f"{found['added']:,.0f}",
            f"{found['process']:,.0f}",
            percent(share(found, bound), 2),
            percent(found["true"] / bound if bound else None, 2),
            str(found["repeats"]),
            str(found["left_out"]),
            str(found["refused"]),
            percent(found["cross_department"]),
            percent(found["cross_grade"]),
            f"{found['proof']}: {found['certificate']}" if "proof" in found else "",
        )
    )


def aligned(row: Row) -> str:
    """A row of the table that grows while it runs."""
    cells = zip(row, WIDTHS, strict=True)
    return "  ".join(
        f"{cell:<{width}}" if at == 1 else f"{cell:>{width}}" for at, (cell, width) in enumerate(cells)
    )


def seconds(value: float) -> str:
    """Seconds, as exactly as they are known."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2g}"


def percent(value: float | None, digits: int = 0) -> str:
    """A share; rounded down, so that only what is the whole reads as 100."""
    if value is None:
        return "-"
    scale = 10**digits
    return f"{int(value * 100 * scale + 1e-9) / scale:.{digits}f} %"


def text(rows: Sequence[Row]) -> str:
    """A table in columns; the first row is its head."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def markdown(rows: Sequence[Row]) -> str:
    """The same table for the README."""
    head, *rest = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rest))
