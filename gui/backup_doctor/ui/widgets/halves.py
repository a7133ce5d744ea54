"""A list and what it chooses: side by side with a bar to drag, or one above the other where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_NARROW = 27
"""Lines of text in the width below which they turn, as at 200 % text size."""


class Halves(QSplitter):
    """The second half gets the room that is left over."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._halves = (first, second)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(8)
        for number, widget in enumerate(self._halves):
            self.addWidget(widget)
            self.setStretchFactor(number, number)
        self.setSizes([320, 520])

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < self.fontMetrics().height() * _NARROW
        turned = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if turned is not self.orientation():
            self.setOrientation(turned)
            self.setSizes([self.height() // 3, self.height()] if narrow else [self.width() * 3 // 8, self.width() * 5 // 8])
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        # The same in both directions, see `Columns`.
        return QSize(max(half.minimumSizeHint().width() for half in self._halves), super().minimumSizeHint().height())
