"""Whether words on screen stay words: nothing is interpreted, turned round, endless, or wider than its page."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as GuiQt  # where the stub has it not, the binding does
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from backup_doctor.ui.widgets.text import Prose
from tests.helpers.hostile import MARK

LONGEST = 4_001
"""Characters of one text on screen, and of what is told of it."""
READ_WHOLE = 20_001
"""Characters of a request or a command, which is no use in part."""

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MNEMONIC = re.compile(r"(?<!&)(?:&&)*&(?!&)")
_ROLES = {
    Qt.ItemDataRole.DisplayRole: "cell",
    Qt.ItemDataRole.ToolTipRole: "tip of a cell",
    Qt.ItemDataRole.AccessibleTextRole: "name of a cell",
    Qt.ItemDataRole.AccessibleDescriptionRole: "description of a cell",
}


def faults() -> list[str]:
    """What is wrong with what any widget shows or tells now, in words."""
    return sorted(set(_all_faults()))


def word_faults(where: str, words: str, *, longest: int = LONGEST) -> Iterator[str]:
    """What is wrong with words, wherever they stand."""
    if _TURNING.search(words):
        yield f"{where} is turned round: {words[:80]!r}"
    if MARK in words and _CONTROL.search(words):
        yield f"{where} holds control characters: {words[:80]!r}"
    if len(words) > longest:
        yield f"{where} has {len(words)} characters: {words[:80]!r}"


def every_widget() -> list[QWidget]:
    """All there are. Garbage collected while Qt's list is being handed over would leave holes in it, and the process would crash."""
    gc.disable()
    try:
        return QApplication.allWidgets()
    finally:
        gc.enable()


def _all_faults() -> Iterator[str]:
    for widget in every_widget():
        where = _name(widget)
        yield from _told(where, widget)
        yield from _shown(where, widget)
        if widget.isVisible():
            yield from _placed(where, widget)


def _told(where: str, widget: QWidget) -> Iterator[str]:
    """Tool tips, and what screen readers are told."""
    for kind, words in (("tip", widget.toolTip()), ("help", widget.whatsThis()), ("status tip", widget.statusTip())):
        yield from word_faults(f"{kind} of {where}", words)
        if GuiQt.mightBeRichText(words):
            yield f"{kind} of {where} is markup: {words[:80]!r}"
    for kind, words in (("name", widget.accessibleName()), ("description", widget.accessibleDescription()), ("title", widget.windowTitle())):
        yield from word_faults(f"{kind} of {where}", words)
    for action in widget.actions():
        yield from _action(where, action)


def _action(where: str, action: QAction) -> Iterator[str]:
    yield from word_faults(f"entry of {where}", action.text(), longest=300)
    menu = action.parent()
    shows_tip = not isinstance(menu, QMenu) or menu.toolTipsVisible()
    if shows_tip and GuiQt.mightBeRichText(action.toolTip()):
        yield f"tip of an entry of {where} is markup: {action.toolTip()[:80]!r}"
    if MARK in action.text() and _MNEMONIC.search(action.text()):
        yield f"entry of {where} takes a name for a mnemonic: {action.text()[:80]!r}"


def _shown(where: str, widget: QWidget) -> Iterator[str]:
    match widget:
        case Prose():
            yield from word_faults(where, widget.toPlainText(), longest=READ_WHOLE)
        case QLabel():
            words = widget.text()
            plain = widget.textFormat() is Qt.TextFormat.PlainText
            if not plain and (MARK in words or GuiQt.mightBeRichText(words)):
                yield f"{where} would take markup: {words[:80]!r}"
            if widget.buddy() is not None and MARK in words and _MNEMONIC.search(words):
                yield f"{where} takes a name for a mnemonic"
            yield from word_faults(where, words)
        case QAbstractButton() | QGroupBox():
            words = widget.text() if isinstance(widget, QAbstractButton) else widget.title()
            yield from word_faults(where, words, longest=300)
            if MARK in words and _MNEMONIC.search(words):
                yield f"{where} takes a name for a mnemonic: {words[:80]!r}"
        case QTextEdit():
            yield f"{where} takes markup"
        case QPlainTextEdit() if widget.isReadOnly():  # else it is the user who writes
            yield from word_faults(where, widget.toPlainText(), longest=READ_WHOLE)
        case QLineEdit():
            yield from word_faults(where, widget.placeholderText())  # what stands there is the user's own
        case QTabBar():
            for number in range(widget.count()):
                yield from word_faults(where, widget.tabText(number), longest=300)
        case QComboBox():
            for number in range(widget.count()):
                yield from word_faults(where, widget.itemText(number), longest=300)
        case QAbstractItemView() if widget.model() is not None:
            yield from _cells(where, widget.model(), QModelIndex())


def _cells(where: str, model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), 200)):
        for column in range(20):
            index = model.index(row, column, parent)  # the columns of a list cannot be counted from here
            if not index.isValid():
                break
            for role, kind in _ROLES.items():
                words = index.data(role)
                if isinstance(words, str):
                    yield from word_faults(f"{kind} of {where}", words)
                    if role == Qt.ItemDataRole.ToolTipRole and GuiQt.mightBeRichText(words):
                        yield f"{kind} of {where} is markup: {words[:80]!r}"
        if not isinstance(model, QAbstractTableModel | QAbstractListModel):
            yield from _cells(where, model, model.index(row, 0, parent))


def _placed(where: str, widget: QWidget) -> Iterator[str]:
    """Nothing reaches beyond what holds it, and no page has to be moved sideways."""
    parent = widget.parentWidget()
    stands = parent is not None and not widget.isWindow() and not isinstance(parent, QAbstractScrollArea) and not _is_moved(parent)
    if stands and parent is not None and widget.x() + widget.width() > parent.width() + 1:
        yield f"{where} is wider than what holds it: {widget.x()} + {widget.width()} > {parent.width()}"
    if isinstance(widget, QAbstractScrollArea) and widget.objectName() == "scroll" and widget.horizontalScrollBar().maximum() > 0:
        yield f"{where} has to be moved sideways by {widget.horizontalScrollBar().maximum()}"


def _is_moved(parent: QWidget) -> bool:
    """Whether it is the viewport of something that scrolls both ways."""
    area = parent.parentWidget()
    return isinstance(area, QAbstractItemView | QTabBar) or isinstance(parent, QTabBar)


def _name(widget: QWidget) -> str:
    names: list[str] = []
    here: QWidget | None = widget
    while here is not None and len(names) < 4:
        names.append(here.objectName() or type(here).__name__)
        here = here.parentWidget()
    return " < ".join(names)
