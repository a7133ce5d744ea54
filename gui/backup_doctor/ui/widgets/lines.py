"""Lines of a glyph and words, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...core.text import Text
from ..kit import Kit
from .part import Part, icon_side
from .text import Label, Prose, shorten

Line = tuple[str, str, Text]
"""Icon, colour token and words."""


class Lines(Part):
    """A column that is made anew whenever its lines change."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def empty(self) -> None:
        """Take all lines away."""
        while (item := self.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add(self, *widgets: QWidget, indent: int = 0) -> QWidget:
        """One line of several pieces; those with words take the room that is left."""
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(indent, 0, 0, 0)
        row.setSpacing(8)
        for widget in widgets:
            wide = widget.sizePolicy().hasHeightForWidth()
            row.addWidget(widget, 1 if wide else 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(line)
        return line

    def glyph(self, icon: str, token: str) -> QLabel:
        """A small icon."""
        label = QLabel()
        label.setPixmap(self.kit.theme.pixmap(icon, token, icon_side(self), self.devicePixelRatioF()))
        return label

    def words(self, text: Text, name: str = "", limit: int = 600) -> Prose:
        """Words that may hold a name of Azure's."""
        prose = Prose(name)
        prose.setPlainText(shorten(self.say(text), limit))
        return prose

    def label(self, text: Text, name: str = "") -> Label:
        """Our own words."""
        label = Label(name)
        label.setText(self.say(text))
        return label


class Facts(Lines):
    """Lines that somebody else chooses."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._lines: list[Line] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Draw these; the same ones again are left as they are."""
        if list(lines) != self._lines:
            self._lines = list(lines)
            self.refresh()

    def refresh(self) -> None:
        self.empty()
        for icon, token, text in self._lines:
            self.add(self.glyph(icon, token), self.words(text)).show()  # a layout would show it only in another turn

    def plain(self) -> str:
        """Everything it says."""
        return "\n".join(self.say(text) for _, _, text in self._lines)
