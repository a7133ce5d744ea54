"""Cards side by side while there is room, else one below the other."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

_COLUMN_EMS = 22


class Columns(QWidget):
    """A box that turns when it gets narrow, so that nothing is clipped at 200 % text size."""

    def __init__(self, *widgets: QWidget, stretch: tuple[int, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(16)
        for number, widget in enumerate(widgets):
            self._box.addWidget(widget, stretch[number] if stretch else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        needed = self.fontMetrics().height() * _COLUMN_EMS * self._box.count()
        wide = event.size().width() >= needed * 0.7
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)
