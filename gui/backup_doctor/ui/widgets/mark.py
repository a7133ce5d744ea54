"""A small square that shows an icon, or a turning arc while something is being waited for; it keeps its size.

Where nothing may move, three dots stand in its place.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..kit import Kit
from .part import icon_side

_STEP_MS = 50
_STEP_DEGREES = 18


class Mark(QWidget):
    """Turns until it is given an icon. One widget for both, so that a row does not twitch when it settles."""

    def __init__(self, kit: Kit, scale: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._scale = scale
        self._icon, self._token = "", ""
        self._angle = 90
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._turn)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        kit.theme.motion_changed.connect(self._run)

    def show_icon(self, icon: str, token: str) -> None:
        """It has settled; an empty name waits again."""
        self._icon, self._token = icon, token
        self._run()
        self.update()

    def sizeHint(self) -> QSize:
        side = round(icon_side(self) * self._scale)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self._icon:
                painter.drawPixmap(0, 0, self._kit.theme.pixmap(self._icon, self._token, self.width(), self.devicePixelRatioF()))
            else:
                self._paint_waiting(painter)

    def showEvent(self, event: QShowEvent) -> None:
        self._run()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _paint_waiting(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._kit.theme.is_still:
            self._paint_dots(painter)
        else:
            self._paint_arc(painter)

    def _paint_dots(self, painter: QPainter) -> None:
        middle, radius = self.width() / 2, self.width() / 9
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._kit.theme.colour("accent"))
        for number in (-1, 0, 1):
            painter.drawEllipse(QPointF(middle + number * radius * 3, middle), radius, radius)

    def _paint_arc(self, painter: QPainter) -> None:
        width = self.width() / 8
        area = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.setPen(QPen(self._kit.theme.colour("line"), width))
        painter.drawEllipse(area)
        painter.setPen(QPen(self._kit.theme.colour("accent"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(area, self._angle * 16, -100 * 16)

    @Slot()
    def _run(self) -> None:
        if self._icon or self._kit.theme.is_still or not self.isVisible():
            self._timer.stop()
            self.update()
        elif not self._timer.isActive():
            self._timer.start()

    def _turn(self) -> None:
        self._angle = (self._angle - _STEP_DEGREES) % 360
        self.update()
