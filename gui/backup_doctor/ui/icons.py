"""Icons in any colour and size from one set of monochrome SVG files."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ..core.resources import resource


class Icons:
    """Tints the files of ``resources/icons`` and keeps what it has made."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
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
            self._pixmaps[key] = self._draw(name, colour, size, ratio, gap)
        return self._pixmaps[key]

    def _draw(self, name: str, colour: str, size: int, ratio: float, gap: int) -> QPixmap:
        # The files carry no fill of their own, so one on the root element colours them whole.
        svg = self._source(name).replace("<svg ", f'<svg fill="{colour}" ', 1)
        side = round(size * ratio)
        pixmap = QPixmap(side + round(gap * ratio), side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = resource("icons", f"{name}.svg").read_text("utf-8")
        return self._sources[name]
