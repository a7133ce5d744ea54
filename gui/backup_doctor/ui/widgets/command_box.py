"""A line to copy: monospaced, wrapped where it must, with its Copy button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...core.text import lazy_translate as translate
from ..kit import Kit
from .copy_button import CopyButton
from .part import Part, named
from .text import Prose


class CommandBox(Part):
    """One command."""

    def __init__(self, kit: Kit, line: str, shell: str = "", parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._line = line
        self._shell = named(QLabel(shell), "quiet")
        self._shell.setTextFormat(Qt.TextFormat.PlainText)
        self._shell.setFont(kit.theme.font(0.85, bold=True))
        self._words = Prose(anywhere=True)
        self.copy = CopyButton(kit, lambda: line, translate("CommandBox", "Copy the command {line}").format(line=line[:80]))
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addStretch()
        column.addWidget(self._shell)
        column.addWidget(self._words)
        column.addStretch()
        well = named(QFrame(), "well")
        row = QHBoxLayout(well)
        row.setContentsMargins(12, 4, 4, 4)
        row.addLayout(column, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(well)
        self._shell.setVisible(bool(shell))
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self._words.setFont(self.kit.theme.monospace())
        self._words.setPlainText(self._line)
