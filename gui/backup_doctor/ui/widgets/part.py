"""The base of everything we draw ourselves: one `refresh` draws it all from the state, in the current language and colours."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QWidget

from ...core.text import Text
from ..kit import Kit
from .text import shorten

W = TypeVar("W", bound=QWidget)


class Part(QFrame):
    """A widget that redraws itself when language or colours change. Subclasses end their ``__init__`` with ``self.refresh()``."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kit = kit
        kit.theme.changed.connect(self.refresh)

    # No @Slot on what subclasses inherit: PySide 6.11 then goes on calling it after the widget has been deleted.
    def refresh(self) -> None:
        """Draw everything anew from the state."""

    def say(self, text: Text) -> str:
        """The sentence in the current language."""
        return self.kit.render(text)

    def dress(self, button: QAbstractButton, text: Text, icon: str = "", token: str = "text") -> None:
        """Give a button its words and its icon."""
        words = self.say(text)
        button.setText(words)
        button.setAccessibleName(words.replace("&", ""))
        if icon:
            side = icon_side(self)
            gap = side // 5  # Qt leaves 4 pixels between icon and words, whatever their size
            button.setIcon(self.kit.theme.icon(icon, token, gap))
            button.setIconSize(QSize(side + gap, side))

    def icon_size(self) -> QSize:
        """Icons grow with the user's text size."""
        side = icon_side(self)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)


def named(widget: W, name: str) -> W:
    """Give a widget the name the style sheet knows it by."""
    widget.setObjectName(name)
    return widget


def icon_side(widget: QWidget) -> int:
    """Side of an icon beside text of the program's size, in device-independent pixels."""
    return max(16, round(widget.fontMetrics().height() * 1.05))


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say it without moving the focus; nobody listens to a message of pages."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, shorten(words)))


def keep_place(widget: QWidget, kept: bool) -> None:
    """Whether its room stays empty while it is hidden, so that nothing around it moves."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(kept)
    widget.setSizePolicy(policy)


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property the style sheet looks at, and apply it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it is styled when it comes on screen
            widget.style().unpolish(widget)
            widget.style().polish(widget)
