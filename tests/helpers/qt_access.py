"""Looks at the window the way a screen reader does."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QComboBox, QWidget

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
}
_LISTS = {_Role.Table, _Role.Tree, _Role.List}


def nameless(widget: QWidget) -> list[str]:
    """Visible controls below a widget that a screen reader could not name."""
    bad = [_describe(node) for node in _walk(QAccessible.queryAccessibleInterface(widget)) if _is_nameless(node)]
    # The accessible name of a combo box defaults to its current text, so a missing one has to be asked for.
    bad += [f"QComboBox {combo.objectName()}" for combo in widget.findChildren(QComboBox) if not combo.accessibleName()]
    return bad


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
