"""Makes what is dear to make one piece at a time, and the window turns to its events in between."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from shiboken6 import isValid

_REST_MS = 10
"""Between two pieces: what has been made is drawn, and whoever else waits for the interpreter gets it."""


class Piecewise(QObject):
    """The pieces of a page, or of a part of one, that are still to be made: one in each turn of the event loop."""

    made = Signal()
    """Another piece stands where it belongs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pieces: deque[Callable[[], object]] = deque()

    @property
    def left(self) -> int:
        """How many are still to be made."""
        return len(self._pieces)

    @property
    def is_under_way(self) -> bool:
        """Whether the turns to come make more."""
        return bool(self._pieces) and self in _turns().waiting

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
            _turns().join(self)

    def complete(self) -> None:
        """Make now all that is left."""
        while self._pieces:
            self._pieces.popleft()()

    def turn(self) -> None:
        """Make one piece."""
        self._pieces.popleft()()
        self.made.emit()


class _Turns(QObject):
    """Lets the parts of the window make their pieces one after another. Qt runs all timers that are due before it draws: with a timer for each
    part, five opened rows would make five pieces at once."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self.waiting: list[Piecewise] = []
        """Who came last has its turns first: that is what the user looks at."""
        self._timer = QTimer(self)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._turn)

    def join(self, part: Piecewise) -> None:
        """Wait for turns, before all others."""
        if part in self.waiting:
            self.waiting.remove(part)
        self.waiting.append(part)
        if not self._timer.isActive():  # begun anew with everybody who joins, its rest would have no end in a crowd
            self._timer.start()

    @Slot()
    def _turn(self) -> None:
        self.waiting = [part for part in self.waiting if isValid(part) and part.left]  # a page that has gone takes its parts along
        if self.waiting:
            self.waiting[-1].turn()
        else:
            self._timer.stop()


def _turns() -> _Turns:
    """Of this application."""
    application = QCoreApplication.instance()
    found = None if application is None else application.findChild(_Turns)
    return found if isinstance(found, _Turns) else _Turns(application)
