"""Buttons side by side while there is room, else one below the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget


class ButtonRow(QWidget):
    """As wide as their words, from the left; it turns where they would not fit, as at 200 % text size."""

    def __init__(self, *buttons: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = buttons
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        for button in buttons:
            self._box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # a button came or went, or has other words
            self._turn()
        return super().event(event)

    def sizeHint(self) -> QSize:
        # Side by side: a hint of the stacked buttons would keep them stacked beside something that takes all the room.
        return QSize(self._side_by_side(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        # The same in both directions, see `Columns`.
        widest = max((button.minimumSizeHint().width() for button in self._buttons if not button.isHidden()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def _turn(self) -> None:
        fits = self._side_by_side() <= self.width()
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)

    def _side_by_side(self) -> int:
        shown = [button.sizeHint().width() for button in self._buttons if not button.isHidden()]
        return sum(shown) + self._box.spacing() * len(shown)
