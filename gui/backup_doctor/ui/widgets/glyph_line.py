"""Lets the glyphs inside a line of text grow with its letters."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLineEdit, QProxyStyle, QStyle, QStyleOption, QWidget

from .part import icon_side


class _Glyphs(QProxyStyle):
    """Qt draws them with 16 pixels, whatever the size of the text, and no style sheet can tell it otherwise."""

    def pixelMetric(self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None) -> int:
        if metric is QStyle.PixelMetric.PM_LineEditIconSize and widget is not None:
            return icon_side(widget)
        return super().pixelMetric(metric, option, widget)


def let_glyphs_grow(line: QLineEdit) -> None:
    """For a line that has any: magnifier, cross, eye. One style serves all of them."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    style = application.findChild(_Glyphs)
    if style is None:
        style = _Glyphs("Fusion")
        style.setParent(application)
    line.setStyle(style)
