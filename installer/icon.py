"""Draws the program's icon from its SVG: ``icon.py FILE.ico`` or ``icon.py FILE.png [SIZE]``.

``icon.py FILE.bmp`` draws the picture beside a page of the setup program.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parents[1] / "resources" / "icons" / "app.svg"
TILE, MARK = "#0f5fc2", "#ffffff"
"""The window's accent with its mark in white: both can be told from a light and from a dark task bar."""

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def png(size: int) -> bytes:
    """The icon as a square picture."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    mark = SOURCE.read_text("utf-8").replace("<svg ", f'<svg fill="{MARK}" ', 1)
    edge = size / 10
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(TILE))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size / 5, size / 5)
    QSvgRenderer(QByteArray(mark.encode())).render(painter, QRectF(edge, edge, size - 2 * edge, size - 2 * edge))
    painter.end()
    return file(image, "PNG")


def side() -> bytes:
    """The picture at the left of the first and the last page of a setup program of NSIS, in the size that it has there."""
    image = QImage(164, 314, QImage.Format.Format_RGB32)
    image.fill(QColor(TILE))
    tile = QImage.fromData(png(128))
    painter = QPainter(image)
    painter.drawImage((image.width() - tile.width()) // 2, 48, tile)
    painter.end()
    return file(image, "BMP")


def file(image: QImage, form: str) -> bytes:
    """A picture as it lies on a disk."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form)  # type: ignore[call-overload]  # the stubs of Qt want a str here and Qt takes bytes only
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """One Windows icon of several sizes; each is a PNG, which Windows takes since Vista."""
    head = struct.pack("<3H", 0, 1, len(pictures))
    entries, offset = b"", len(head) + 16 * len(pictures)
    for size, picture in pictures.items():
        entries += struct.pack("<4B2H2I", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + entries + b"".join(pictures.values())


def main() -> None:
    """Write the file that the command line names."""
    application = QGuiApplication(sys.argv[:1])
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    match target.suffix:
        case ".ico":
            target.write_bytes(ico({size: png(size) for size in SIZES}))
        case ".bmp":
            target.write_bytes(side())
        case _:
            target.write_bytes(png(int(sys.argv[2]) if len(sys.argv) > 2 else 256))
    del application


if __name__ == "__main__":
    main()
