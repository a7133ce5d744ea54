"""Looks at the window the way a picky eye does: what is cut off, and what was never given to a translator."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QFontInfo
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)

from backup_doctor.ui.pages.page import MARGIN, SCROLL_BAR, Scrolling
from backup_doctor.ui.widgets.paper import PaperPage
from backup_doctor.ui.widgets.text import Elided, Prose
from backup_doctor.ui.widgets.tick import Tick

_SLACK = 1
"""Pixels a layout may round away."""


def shown_widgets(top: QWidget) -> Iterator[QWidget]:
    """Everything below a window that is on screen, or would be after scrolling; windows above it are their own."""
    for widget in top.findChildren(QWidget):
        if widget.isVisible() and widget.window() is top and not isinstance(widget, QMenu):
            yield widget


def clipped(top: QWidget) -> list[str]:
    """What has less room than its words need, or sticks out of what it stands in."""
    found = []
    for widget in shown_widgets(top):
        lacks = _lacks(widget) or _sticks_out(widget)
        if lacks:
            found.append(f"{_describe(widget)}: {lacks}")
    return found


def _lacks(widget: QWidget) -> str:
    size = widget.size()
    match widget:
        case Elided():
            return ""  # it says the whole in its tool tip
        case Scrolling():
            over = widget.horizontalScrollBar().maximum()
            return f"{over} px to scroll sideways, for {_too_broad(widget)}" if over > 0 else ""
        case Prose() if widget.toPlainText():
            return _short(size.height(), widget.heightForWidth(size.width()))
        case QLabel() if widget.text():
            needs = widget.heightForWidth(size.width()) if widget.wordWrap() else widget.sizeHint().height()
            broad = _widest_word(widget) if widget.wordWrap() else widget.sizeHint().width()
            return _short(size.width(), broad) or _short(size.height(), needs)
        case Tick() if widget.text():
            return _short(size.height(), widget.heightForWidth(size.width()))
        case QToolButton() if widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
            return ""
        case QPushButton() | QToolButton() if widget.text():
            return _short(size.width(), widget.sizeHint().width()) or _short(size.height(), widget.sizeHint().height())
        case QAbstractButton() if widget.text():
            return _short(size.width(), widget.sizeHint().width())
        case QTabBar():
            return _short(size.width(), sum(widget.tabRect(number).width() for number in range(widget.count())))
        case QHeaderView():
            return ""  # columns are the user's to widen, and the table scrolls
    return ""


def _too_broad(area: QScrollArea) -> str:
    """The innermost widgets that want more than there is from where they begin."""
    inner, room = area.widget(), area.viewport().width()
    broad: list[QWidget] = []
    if inner is None:
        return ""
    for widget in inner.findChildren(QWidget):
        left = widget.mapTo(inner, QPoint()).x()
        if widget.isVisible() and left + widget.minimumSizeHint().width() + MARGIN - SCROLL_BAR > room:
            broad.append(widget)
    innermost = [widget for widget in broad if not any(widget.isAncestorOf(other) for other in broad)]
    return ", ".join(f"{_describe(widget)} ({widget.minimumSizeHint().width()} px)" for widget in innermost[:4])


def _short(has: int, needs: int) -> str:
    return f"has {has} px and needs {needs}" if needs > has + _SLACK else ""


def _widest_word(label: QLabel) -> int:
    margins = label.contentsMargins()
    widest = max((label.fontMetrics().horizontalAdvance(word) for word in label.text().split()), default=0)
    return widest + margins.left() + margins.right()


def _sticks_out(widget: QWidget) -> str:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or _scrolls(parent):
        return ""
    room = QRect(-_SLACK, -_SLACK, parent.width() + 2 * _SLACK, parent.height() + 2 * _SLACK)
    return "" if room.contains(widget.geometry()) else f"{widget.geometry().getRect()} in {parent.size().toTuple()}"


def _scrolls(parent: QWidget) -> bool:
    """Whether what stands in it may be larger than it is."""
    area = parent.parentWidget()
    return isinstance(area, QScrollArea | QAbstractScrollArea) and area.viewport() is parent


def _describe(widget: QWidget) -> str:
    owner: QWidget | None = widget
    names: list[str] = []
    while owner is not None and len(names) < 3:
        names.append(type(owner).__name__ + (f"#{owner.objectName()}" if owner.objectName() else ""))
        owner = owner.parentWidget()
    return f"{' < '.join(names)} {_words_of(widget)[:60]!r}"


def _words_of(widget: QWidget) -> str:
    for name in ("text", "toPlainText", "currentText"):
        words = getattr(widget, name, None)
        if callable(words):
            return str(words())
    return ""


def spoken(top: QWidget) -> Iterator[tuple[str, str]]:
    """Every word that is drawn, shown above the mouse or said by a screen reader, with where it stands.

    What is literal is left out: requests, commands, scripts, documents.
    """
    yield "title", top.windowTitle()
    for widget in shown_widgets(top):
        if _is_literal(widget):
            continue
        where = _describe(widget)
        for words in (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), *_drawn(widget)):
            yield where, words
        for action in widget.actions():
            yield where, _of_action(action)


def _is_literal(widget: QWidget) -> bool:
    if isinstance(widget, PaperPage):
        return True  # the report has a language of its own
    if isinstance(widget, Prose | QPlainTextEdit) and QFontInfo(widget.font()).fixedPitch():
        return True
    parent = widget.parentWidget()
    return widget.objectName() == "literal" or (isinstance(widget, QLabel) and parent is not None and parent.objectName() == "well")


def _drawn(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
            if isinstance(widget, QToolButton) and widget.menu() is not None:
                yield from (_of_action(action) for action in widget.menu().actions())
        case QLineEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(number) for number in range(widget.count()))
        case QPlainTextEdit():
            yield widget.placeholderText()
            yield widget.toPlainText()
        case QTabBar():
            yield from (widget.tabText(number) for number in range(widget.count()))
        case QHeaderView() if widget.model() is not None:
            yield from (str(widget.model().headerData(number, widget.orientation()) or "") for number in range(widget.count()))


def _of_action(action: QAction) -> str:
    return action.text().partition("\t")[0]  # a shortcut follows, which is the same everywhere
