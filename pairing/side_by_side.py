"""Work that two threads share, with results in the order of what was asked, so that chance has no part."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

THREADS = 2
AT_ONCE = 32
"""Results that wait to be read, at most: each may be as long as the pool."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """What ``work`` gives for each item, in their order; NumPy lets both threads run at once."""
    waiting = iter(items)
    with ThreadPoolExecutor(THREADS) as threads:
        while some := list(islice(waiting, AT_ONCE)):
            yield from threads.map(work, some)
