"""Icons in any colour and size from one set of monochrome SVG files."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ..core.resources import resource


class Icons:
    """Tints the files of ``resources/icons`` and keeps what it has made."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[str, int, float, int], QPixmap] = {}
        self._pixmaps: dict[tuple[str, str, int, float, int], QPixmap] = {}

    def icon(self, name: str, colour: str, disabled: str, size: int, ratio: float, gap: int = 0) -> QIcon:
        """An icon with its normal and its disabled look.

        Args:
            ratio: of the finest screen; coarser ones scale down.
            gap: room on its right, in device-independent pixels, for the words that follow.
        """
        icon = QIcon()
        icon.addPixmap(self.pixmap(name, colour, size, ratio, gap), QIcon.Mode.Normal)
        icon.addPixmap(self.pixmap(name, disabled, size, ratio, gap), QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, colour: str, size: int, ratio: float, gap: int = 0) -> QPixmap:
        """One picture.

        Args:
            colour: ``#rrggbb``.
            size: side in device-independent pixels.
            ratio: device pixels per device-independent pixel.
            gap: room on its right, in device-independent pixels.
        """
        key = (name, colour, size, ratio, gap)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._tinted(self._shape(name, size, ratio, gap), colour)
        return self._pixmaps[key]

    def _shape(self, name: str, size: int, ratio: float, gap: int) -> QPixmap:
        """In black. Reading and drawing a file takes many times as long as tinting what is drawn, and each is wanted in several colours."""
        key = (name, size, ratio, gap)
        if key not in self._shapes:
            side = round(size * ratio)
            pixmap = QPixmap(side + round(gap * ratio), side)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as painter:
                QSvgRenderer(str(resource("icons", f"{name}.svg"))).render(painter, QRectF(0, 0, side, side))
            pixmap.setDevicePixelRatio(ratio)
            self._shapes[key] = pixmap
        return self._shapes[key]

    def _tinted(self, shape: QPixmap, colour: str) -> QPixmap:
        pixmap = shape.copy()
        with QPainter(pixmap) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))  # fillRect would have the binding load every gradient there is
            painter.drawRect(pixmap.rect())
        return pixmap
