"""Puts words on the clipboard and says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .part import Part, announce, set_property

_SAID_MS = 1500

COPY = translate("CopyButton", "Copy")
_COPIED = translate("CopyButton", "Copied")


class CopyButton(Part):
    """A quiet button that copies what its owner gives it."""

    def __init__(self, kit: Kit, words: Callable[[], str], what: Text, parent: QWidget | None = None, *, label: Text | None = COPY) -> None:
        """Make one.

        Args:
            words: asked for when the button is pressed.
            what: what is copied, for screen readers and the tool tip.
            label: what stands on it; None for the icon alone, where many stand below each other.
        """
        super().__init__(kit, parent)
        self._words = words
        self._what = what
        self._label = label
        self._said = False
        self.button = QPushButton()
        set_property(self.button, "kind", "quiet")
        self.button.clicked.connect(self.copy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        self._back: QTimer | None = None
        self.refresh()

    @Slot()
    def copy(self) -> None:
        """Copy, and say so for a moment."""
        QGuiApplication.clipboard().setText(self._words())
        self._said = True
        if self._back is None:  # there are many buttons, and hardly any is pressed
            self._back = QTimer(self)
            self._back.setSingleShot(True)
            self._back.setInterval(_SAID_MS)
            self._back.timeout.connect(self._unsay)
        self._back.start()
        self.refresh()
        announce(self.button, self.say(_COPIED))

    @Slot()
    def refresh(self) -> None:
        icon, token = ("copied", "ok") if self._said else ("copy", "dim")
        if self._label is None:
            self.button.setIcon(self.kit.theme.icon(icon, token))
            self.button.setIconSize(self.icon_size())
        else:
            self.dress(self.button, _COPIED if self._said else self._label, icon, token)
        self.button.setAccessibleName(self.say(self._what))
        self.button.setToolTip(self.say(self._what))

    @Slot()
    def _unsay(self) -> None:
        self._said = False
        self.refresh()
