"""Mends what Qt does wrong before assistive technology."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QScrollArea


@cache
def install() -> None:
    """Have scroll areas described by the general class of Qt.

    Their own one (`QAccessibleAbstractScrollArea` of 6.11) takes the number of a child unchecked. A screen reader on Linux asks how many
    children there are, and then for each of them; if a page is left in between, its scroll bars no longer count, and the program crashes.
    """
    QAccessible.installFactory(_described)


def _described(name: str, described: QObject) -> QAccessibleInterface | None:
    return QAccessibleWidget(described, QAccessible.Role.Client, "") if name == "QScrollArea" and isinstance(described, QScrollArea) else None
