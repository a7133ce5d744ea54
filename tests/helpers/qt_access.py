"""Looks at the window the way a screen reader does, and walks through it the way the Tab key does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QScrollBar, QTextBrowser, QToolButton, QWidget

from backup_doctor.ui.widgets.paper import PaperPage
from backup_doctor.ui.widgets.waiting_card import WaitingCard
from tests.helpers.qt_look import shown_widgets

_Role = QAccessible.Role
INTERACTIVE = {
    _Role.PushButton,
    _Role.CheckBox,
    _Role.RadioButton,
    _Role.EditableText,
    _Role.ComboBox,
    _Role.Link,
    _Role.Table,
    _Role.Tree,
    _Role.List,
    _Role.MenuItem,
    _Role.ButtonMenu,
    _Role.ButtonDropDown,
    _Role.ProgressBar,
    _Role.PageTabList,
}
_LISTS = {_Role.Table, _Role.Tree, _Role.List}
_READ = (PaperPage, WaitingCard, QTextBrowser)
"""These take the keyboard to be read, not to be used: a named pane, or a text."""
_SLACK = 2
"""Pixels by which what stands side by side may differ."""


def nameless(widget: QWidget) -> list[str]:
    """Visible controls below a widget that a screen reader could not name."""
    bad = [_describe(node) for node in _walk(QAccessible.queryAccessibleInterface(widget)) if _is_nameless(node)]
    # The accessible name of a combo box defaults to its current text, so a missing one has to be asked for.
    bad += [f"QComboBox {combo.objectName()}" for combo in widget.findChildren(QComboBox) if not combo.accessibleName()]
    bad += [f"{_called(control)} takes the keyboard" for control in controls(widget) if not name_of(control)]
    bad += [f"an entry of the menu of {_called(button)}" for button in _menus(widget) if _has_nameless_entry(button)]
    return bad


def misplaced(top: QWidget) -> list[str]:
    """Controls with a role that does not say how they are used, words that take the keyboard, and pictures with no words for them."""
    bad = []
    for control in controls(top):
        role = QAccessible.queryAccessibleInterface(control).role()
        if role not in INTERACTIVE and not isinstance(control, _READ):
            bad.append(f"{_called(control)} is {role.name} to a screen reader")
    for label in (widget for widget in shown_widgets(top) if isinstance(widget, QLabel)):
        if label.focusPolicy() & Qt.FocusPolicy.TabFocus:
            bad.append(f"{_called(label)} is met by Tab and does nothing")
    return bad


def controls(top: QWidget) -> list[QWidget]:
    """All on screen that Tab may lead to."""
    return [
        widget
        for widget in shown_widgets(top)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollBar)
    ]


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def name_of(widget: QWidget) -> str:
    """As a screen reader says it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def tabbed(top: QWidget) -> list[QWidget]:
    """What Tab meets, from the first control on and once round."""
    wanted = controls(top)
    focused = top.focusWidget()
    met: list[QWidget] = []
    if wanted:
        wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    while (now := top.focusWidget()) is not None and now not in met:
        met.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    if focused is not None:
        focused.setFocus()
    return [widget for widget in met if widget in wanted]


def out_of_order(top: QWidget) -> list[str]:
    """Where Tab goes back instead of on: reading goes down, and in one line to the right."""
    met = tabbed(top)
    return [f"{_called(after)} comes after {_called(before)}" for before, after in pairwise(met) if _goes_back(before, after)]


def _goes_back(before: QWidget, after: QWidget) -> bool:
    """Whether the second stands before the first: both are taken as the largest parts of the window that do not hold the other."""
    common = before.parentWidget()
    while common is not None and not common.isAncestorOf(after):
        common = common.parentWidget()
    if common is None or common is after:
        return False
    one, other = (_part_of(common, widget) for widget in (before, after))
    if other.bottom() <= one.top() + _SLACK:
        return True
    level = other.top() < one.bottom() - _SLACK and one.top() < other.bottom() - _SLACK
    return level and other.right() <= one.left() + _SLACK


def _part_of(common: QWidget, widget: QWidget) -> QRect:
    part = widget
    while (above := part.parentWidget()) is not None and above is not common:
        part = above
    return QRect(part.mapTo(common, QPoint()), part.size())


def _menus(widget: QWidget) -> list[QToolButton]:
    return [button for button in widget.findChildren(QToolButton) if button.menu() is not None]


def _has_nameless_entry(button: QToolButton) -> bool:
    return any(not action.text() for action in button.menu().actions() if not action.isSeparator())


def _is_nameless(node: QAccessibleInterface) -> bool:
    return node.role() in INTERACTIVE and not node.state().invisible and not node.text(QAccessible.Text.Name)


def _walk(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield node
    if node.role() in _LISTS:
        return
    for number in range(node.childCount()):
        child = node.child(number)
        if child is not None and child.isValid():
            yield from _walk(child)


def _describe(node: QAccessibleInterface) -> str:
    return f"{node.role().name} {node.object().metaObject().className() if node.object() else '?'}"


def _called(widget: QWidget) -> str:
    return f"{type(widget).__name__}#{widget.objectName()} “{name_of(widget)[:60]}”"
