"""Makes what is dear to make one piece at a time, and the window turns to its events in between."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot


class Piecewise(QObject):
    """The pieces of a page, or of a part of one, that are still to be made: one in each turn of the event loop."""

    made = Signal()
    """Another piece stands where it belongs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pieces: deque[Callable[[], object]] = deque()
        self._turns = QTimer(self)
        self._turns.setInterval(0)
        self._turns.timeout.connect(self._turn)

    @property
    def left(self) -> int:
        """How many are still to be made."""
        return len(self._pieces)

    @property
    def is_under_way(self) -> bool:
        """Whether the turns to come make more."""
        return self._turns.isActive()

    def plan(self, pieces: Iterable[Callable[[], object]]) -> None:
        """What is to be made, in this order, instead of what has not been made yet; from `start` on."""
        self._pieces = deque(pieces)

    def add(self, pieces: Iterable[Callable[[], object]]) -> None:
        """These too, after all others."""
        self._pieces.extend(pieces)
        self.start()

    def start(self) -> None:
        """Begin; the first piece comes in the next turn."""
        if self._pieces:
            self._turns.start()

    def complete(self) -> None:
        """Make now all that is left."""
        while self._pieces:
            self._next()

    @Slot()
    def _turn(self) -> None:
        if self._pieces:
            self._next()
            self.made.emit()

    def _next(self) -> None:
        self._pieces.popleft()()
        if not self._pieces:
            self._turns.stop()
