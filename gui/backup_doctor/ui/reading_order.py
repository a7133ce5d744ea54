"""The way of the Tab key: as one reads. Qt leads it in the order in which widgets were made, and pages are made piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QMainWindow, QScrollArea, QSplitter, QStackedWidget, QWidget


def arrange(window: QWidget) -> None:
    """Let Tab meet what is on screen in the order of the layouts.

    Whether it does so already is not asked: to walk along ``nextInFocusChain`` is to have PySide make something of each of Qt's own
    widgets in it, and menus that Qt put in their place later were then taken for those, and gone (PySide 6.11.3).
    """
    wanted = [widget for widget in reading(window) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for before, after in pairwise(wanted):
        QWidget.setTabOrder(before, after)


def reading(widget: QWidget) -> Iterator[QWidget]:
    """What is on screen below a widget, each thing after what is read before it."""
    for part in _parts(widget):
        if part is not None and part.isVisible():
            yield part
            yield from reading(part)


def _parts(widget: QWidget) -> Iterator[QWidget | None]:
    match widget:
        case QMainWindow():
            yield widget.centralWidget()
        case QStackedWidget():
            yield widget.currentWidget()
        case QScrollArea():
            yield widget.widget()
        case QSplitter():
            yield from (widget.widget(number) for number in range(widget.count()))
        case _ if (layout := widget.layout()) is not None:
            yield from _laid_out(layout, widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly))


def _laid_out(layout: QLayout, widgets: list[QWidget]) -> Iterator[QWidget]:
    """In the order of the layout's items. The items themselves are not looked at: what PySide makes of one outlives it, and is then taken
    for whatever Qt puts in its place, which deletes that."""
    parts: list[QWidget | QLayout] = [*widgets, *(inner for inner in layout.children() if isinstance(inner, QLayout))]
    places = [(layout.indexOf(part), number) for number, part in enumerate(parts)]
    for place, number in sorted(places):
        part = parts[number]
        if place < 0:
            continue
        if isinstance(part, QWidget):
            yield part
        else:
            yield from _laid_out(part, widgets)
