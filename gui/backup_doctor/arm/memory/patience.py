"""Calls to a password store that may hang: it may wait for its own password in a window that nobody sees, or not answer at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds for one call: long enough to type the store's own password."""


class DoesNotAnswer(Exception):
    """The store has not answered in time."""


class Patience:
    """Waits so long and no longer. While an earlier call still hangs, none is made: each would hang like it."""

    def __init__(self) -> None:
        self._hanging: threading.Thread | None = None

    def call(self, work: Callable[[], T]) -> T:
        """Do something in a thread of its own, which does not hold up the end of the program.

        Raises:
            DoesNotAnswer: it hangs, or an earlier one does.
        """
        if self._hanging is not None and self._hanging.is_alive():
            raise DoesNotAnswer
        results: list[T] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                results.append(work())
            # Whatever it is, it belongs to whoever waits.
            except BaseException as error:
                errors.append(error)

        thread = threading.Thread(target=run, name="password-store", daemon=True)
        thread.start()
        thread.join(PATIENCE)
        if thread.is_alive():
            self._hanging = thread
            raise DoesNotAnswer
        if errors:
            raise errors[0]
        return results[0]
