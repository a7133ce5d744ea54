"""A card with a heading of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...core.text import Text
from ..kit import Kit
from .part import Part
from .text import Label


class Section(Part):
    """One matter of a page."""

    def __init__(self, kit: Kit, title: Text, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.setObjectName("card")
        self._text, self._title = title, Label("section")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 20)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(content)
        layout.addStretch()
        self.refresh()

    def refresh(self) -> None:
        self._title.setText(self.say(self._text))
