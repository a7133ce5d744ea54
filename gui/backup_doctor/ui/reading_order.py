"""The way of the Tab key: as one reads. Qt leads it in the order in which widgets were made, and pages are made piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QMainWindow, QScrollArea, QSplitter, QStackedWidget, QWidget


def arrange(window: QWidget) -> None:
    """Let Tab meet what is on screen in the order of the layouts; nothing is touched where it does so already."""
    left = window.focusWidget()
    if left is not None and not (left.isVisible() and left.isEnabled()):
        return  # no key: Qt is taking apart what had the focus, and to look at its neighbours meanwhile has broken menus
    wanted = [widget for widget in reading(window) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    known, met = set(wanted), []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if widget in known:
            met.append(widget)
        widget = widget.nextInFocusChain()
    if met != wanted:
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
            yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)
