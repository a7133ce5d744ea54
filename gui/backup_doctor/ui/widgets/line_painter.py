"""Draws words on one line, cut where there is no room; for delegates, which draw the same words again and again."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QStaticText
from PySide6.QtWidgets import QWidget

_KEPT = 4000
"""Texts that are kept ready to be drawn: some screens full."""


class LinePainter:
    """Keeps what it has drawn laid out: the style takes three times as long for a cell."""

    def __init__(self, widget: QWidget) -> None:
        """Make one.

        Args:
            widget: whose font the words have.
        """
        self._widget = widget
        self._ready: dict[tuple[str, int], QStaticText] = {}

    def forget(self) -> None:
        """The font has changed."""
        self._ready.clear()

    def draw(self, painter: QPainter, area: QRect, words: str) -> None:
        """Draw them in the painter's colour, from the left, half way up."""
        height = self._widget.fontMetrics().height()
        painter.drawStaticText(QPoint(area.left(), area.top() + (area.height() - height) // 2), self._text(words, area.width()))

    def _text(self, words: str, width: int) -> QStaticText:
        ready = self._ready.get((words, width))
        if ready is None:
            if len(self._ready) >= _KEPT:
                self._ready.clear()
            ready = QStaticText(self._widget.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(0, width)))
            ready.setTextFormat(Qt.TextFormat.PlainText)
            self._ready[words, width] = ready
        return ready
