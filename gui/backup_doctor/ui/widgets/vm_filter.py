"""The field above the table of machines: type ahead, or paste an id."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton


class VmFilter(QLineEdit):
    """Arrow down goes into the table."""

    down = Signal()

    def name_buttons(self, search: str, clear: str) -> None:
        """Give the buttons inside the field their names; Qt makes the clearing one itself and leaves it without."""
        for button in self.findChildren(QToolButton):
            action = button.defaultAction()
            is_clear = action is not None and action.objectName() == "_q_qlineeditclearaction"
            button.setAccessibleName(clear if is_clear else search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)
