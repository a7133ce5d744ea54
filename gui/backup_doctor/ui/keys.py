"""What the keys of the window do, wherever the focus is: they are the ones the help names under "Keyboard"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QApplication, QCheckBox, QPushButton, QToolButton

if TYPE_CHECKING:
    from .window import Window

_SCROLLING = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class Keys(QObject):
    """The shortcuts, and the keys that no widget wanted for itself."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        for keys, slot in (
            ("Ctrl+H", window.side_pages.show_history),
            ("Ctrl+,", window.side_pages.show_settings),
            (Qt.Key.Key_F1, window.show_help),
            (QKeySequence.StandardKey.Back, window.navigation.back),
        ):
            QShortcut(QKeySequence(keys), window, slot)

    def press(self, key: int) -> bool:
        """Do what a key is for; whether it is for anything."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self._window.kit.flow.cancel()
        elif key in _SCROLLING:
            self._window.page.scroll_by(_SCROLLING[Qt.Key(key)])
        else:
            return False
        return True

    def _enter(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton | QToolButton | QCheckBox):
            focused.click()
        else:
            self._window.submit()
