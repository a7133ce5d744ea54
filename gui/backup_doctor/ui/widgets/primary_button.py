"""The button that leads on."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton

KIND = "primary"
_INSET = 4.0
"""From the edge to the middle of the ring."""


class PrimaryButton(QPushButton):
    """Filled, so its focus ring lies inside, in the colour of its words: around it no single colour would stand out from the fill
    as well as from what the button stands on, and style sheets know no ring with a gap."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", KIND)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus() or self.property("kind") != KIND:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.HighlightedText), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET), 3, 3)
