"""Something literal to read and copy: a request, a document, a script."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ...core.text import Text
from ..kit import Kit
from .copy_button import CopyButton
from .part import Part, named
from .text import Prose, shorten

LONGEST = 60_000
"""Characters shown; a copy has the whole."""


class Well(Part):
    """Monospaced, wrapped anywhere, as high as it needs; with a Copy button where there is something to say for it."""

    def __init__(self, kit: Kit, what: Text | None = None, parent: QWidget | None = None) -> None:
        """Make an empty one.

        Args:
            what: what is copied, for screen readers; None for no button.
        """
        super().__init__(kit, parent)
        self.words = Prose(anywhere=True)
        self._plain = ""
        well = named(QFrame(), "well")
        row = QHBoxLayout(well)
        row.setContentsMargins(12, 8, 4 if what else 12, 8)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        self.copy: CopyButton | None = None
        if what is not None:
            self.copy = CopyButton(kit, lambda: self._plain, what)
            row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(well)
        self.refresh()

    def show_text(self, plain: str) -> None:
        """What is shown."""
        self._plain = plain
        self.refresh()

    @property
    def plain(self) -> str:
        """All of it."""
        return self._plain

    def refresh(self) -> None:
        self.words.setFont(self.kit.theme.monospace())
        self.words.setPlainText(shorten(self._plain, LONGEST))
