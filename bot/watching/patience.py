"""Waiting for what may hang, and no longer than one is willing to."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")


class Patient(Generic[Found]):
    """Asks ``question`` in a thread of its own, and waits for the answer so many ``seconds``.

    While one asking hangs no second one is begun, so that whoever asks every few seconds piles up no
    threads and no connections. The thread keeps no program from ending.
    """

    def __init__(self, question: Callable[[], Found], seconds: float) -> None:
        self._question = question
        self._seconds = seconds
        self._lock = threading.Lock()
        self._asked: Future[Found] | None = None

    def ask(self) -> Found:
        """The answer, or what the question raised.

        Raises:
            TimeoutError: where there was none in time.

        """
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked = Future()
                threading.Thread(target=self._answer, args=(self._asked,), daemon=True).start()
            asked = self._asked
        return asked.result(self._seconds)

    def _answer(self, asked: Future[Found]) -> None:
        try:
            asked.set_result(self._question())
        except BaseException as error:  # noqa: BLE001 - raised again where it was asked
            asked.set_exception(error)
