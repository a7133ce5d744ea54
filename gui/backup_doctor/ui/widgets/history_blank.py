"""What stands where the list of kept diagnoses would be while there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .mark import Mark
from .part import Part, icon_side
from .text import Label, shorten


class HistoryBlank(Part):
    """Reading, empty, switched off, and nothing matches: each says what to do."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.setObjectName("card")
        self._glyph, self._spinner = QLabel(), Mark(kit)
        self._title, self._words = Label(), Label("subtitle")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self.clear, self.settings = QPushButton(), QPushButton()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.setSpacing(8)
        layout.addStretch()
        for widget in (self._glyph, self._spinner, self._title, self._words, self.clear, self.settings):
            layout.addWidget(widget, 0, Qt.AlignmentFlag(0) if isinstance(widget, Label) else Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.insertSpacing(layout.indexOf(self.clear), 8)
        layout.addStretch()

    def show_reading(self) -> None:
        """The folder is being read."""
        words = translate("HistoryPage", "The newest ones appear first.")
        self._show("", translate("HistoryPage", "Reading the kept diagnoses…"), words)

    def show_empty(self, *, keeps: bool) -> None:
        """There is none.

        Args:
            keeps: whether diagnoses are kept at all.
        """
        words = translate(
            "HistoryPage",
            "Every diagnosis is kept here as soon as it is finished, on this computer only. You can open it again, compare and print it.",
        )
        if not keeps:
            words = translate("HistoryPage", "Keeping finished diagnoses is switched off in the settings.")
        self._show("timeline", translate("HistoryPage", "No diagnosis is kept yet"), words, settings=not keeps)

    def show_nothing_matches(self, text: str) -> None:
        """The filter hides everything."""
        title = translate("HistoryPage", "No diagnosis matches “{text}”").format(text=shorten(text, 60))
        if not text.strip():
            title = translate("HistoryPage", "No diagnosis matches")
        words = translate("HistoryPage", "The VM, its resource group, the time, the error code and the cause are searched for every word.")
        self._show("search", title, words, clear=True)

    def _show(self, icon: str, title: Text, words: Text, *, clear: bool = False, settings: bool = False) -> None:
        self._spinner.setVisible(not icon)
        self._glyph.setVisible(bool(icon))
        if icon:
            self._glyph.setPixmap(self.kit.theme.pixmap(icon, "dim", icon_side(self) * 2, self.devicePixelRatioF()))
        self._title.setText(self.say(title))
        self._words.setText(self.say(words))
        self.clear.setVisible(clear)
        self.settings.setVisible(settings)
        self.dress(self.clear, translate("HistoryPage", "Show all diagnoses"))
        self.dress(self.settings, translate("HistoryPage", "Settings…"))
