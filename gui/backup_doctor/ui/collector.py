"""Python's search for garbage, kept away from tens of thousands of rows.

It stops every thread while it walks through all there is: with 50,000 rows the window stands still for 60 ms, again and again while
they arrive. Rows hold no cycles; they go when the last reference goes.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

INTERVAL = 100
"""Milliseconds between two looks whether there is enough to search."""

MIDDLE = 3
"""Searches of what is new, until what outlived them is searched too; with Python's ten that takes so long that one sees it."""

OLD, AT_LAST = 10, 100
"""Searches of the middle, until everything is searched, which one sees: while the user is in another program, and at last in any case."""


class Collector(QObject):
    """Searches between two events of the GUI thread, instead of wherever Python happens to make something.

    Python's own search begins in the middle of anything and in any thread. A widget that it finds is deleted at once: while Qt walks through all
    widgets, as it does for other colours, or beside the GUI thread. Both end in a crash.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_automatic = gc.isenabled()
        gc.disable()
        self._looks = QTimer(self)
        self._looks.setInterval(INTERVAL)
        self._looks.timeout.connect(self._look)
        self._looks.start()

    def stop(self) -> None:
        """Leave it to Python again, if it was."""
        self._looks.stop()
        if self._was_automatic:
            gc.enable()

    @Slot()
    def _look(self) -> None:
        new, middle, old = gc.get_count()
        away = QApplication.activeWindow() is None
        if old > (OLD if away else AT_LAST):
            gc.collect()
        elif middle > MIDDLE:
            gc.collect(1)
        elif new > gc.get_threshold()[0]:
            gc.collect(0)


def spare() -> None:
    """Leave out of every search what has been made until now. Young garbage goes first, or it would stay until `reclaim`."""
    gc.collect(1)
    gc.freeze()


def reclaim() -> None:
    """Search everything again: what was spared may have become garbage."""
    gc.unfreeze()
