"""The window as the demo drives it: waits for it, and takes its picture."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from ..core.text import Text
from ..core.text import lazy_translate as translate
from .app import Parts
from .dialogs.dialog import Dialog

_PATIENCE = 60.0
"""Seconds one step may take."""
_SETTLE = 0.05
"""Seconds a page is given before its picture is taken."""
_TURNS = 20


class DemoFailed(Exception):
    """The window did not do what it should. Carries the sentence for the user."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class Stage:
    """A window, and the folder its pictures go to."""

    def __init__(self, parts: Parts, name: str, out: Path) -> None:
        self.window, self.kit = parts.window, parts.kit
        self.out = out
        self._name, self._number = name, 0

    def top(self) -> Dialog:
        """The dialog above everything."""
        found = QApplication.activeModalWidget()
        assert isinstance(found, Dialog)
        return found

    def shoot(self, page: str, widget: QWidget | None = None) -> None:
        """Take a picture of the window, or of one of its dialogs."""
        self._number += 1
        shown = self.window.page
        shown.complete()
        self.turn(_SETTLE)
        shown.settle()
        self._lay_out()
        path = self.out / f"{self._name}-{self._number:02d}-{page}.png"
        if not (widget or self.window).grab().save(str(path)):
            raise DemoFailed(translate("Demo", "The picture {path} could not be written.").format(path=str(path)))

    def expect(self, error: Text | None) -> None:
        """End the demo where something went wrong."""
        if error is not None:
            raise DemoFailed(error)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Until it holds."""
        deadline = time.monotonic() + _PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                words = translate("Demo", "The page “{page}” did not finish within {time}.")
                raise DemoFailed(words.format(page=self.window.page.title, time=timedelta(seconds=_PATIENCE)))
            self.turn(0.01)

    def _lay_out(self) -> None:
        """Words that wrap, in columns that turn, take some turns; on a busy computer a moment was not enough for all of them."""
        for _ in range(_TURNS):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def turn(self, seconds: float) -> None:
        """Let the event loop run."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.002)
