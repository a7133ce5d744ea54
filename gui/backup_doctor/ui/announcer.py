"""Says aloud what has come to its end, whichever page is on screen: whoever does not see the rail cannot glance at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from ..core.text import lazy_translate as translate
from .widgets.part import announce

if TYPE_CHECKING:
    from .kit import Kit
    from .run import Run


class Announcer(QObject):
    """Heard by screen readers only."""

    def __init__(self, kit: Kit, window: QWidget) -> None:
        super().__init__(window)
        self._kit, self._window = kit, window
        self._told: Run | None = None
        kit.state.run_changed.connect(self._look)

    @Slot()
    def _look(self) -> None:
        """Once for each run: rows that are looked at again speak for themselves."""
        run, diagnosis = self._kit.state.run, self._kit.state.diagnosis
        if run is None or run is self._told or run.finished is None or run.waiting or diagnosis is None:
            return
        from .ticket import headline  # not for the first picture

        self._told = run
        text = translate("Herald", "All checks are done. {result}").format(result=headline(diagnosis))
        announce(self._window, self._kit.render(text))
