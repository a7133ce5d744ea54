"""What stands where the table of machines would be while there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .mark import Mark
from .part import Part, icon_side
from .text import Label, shorten


class Blank(Part):
    """Loading, empty, failed, and nothing matches: each says what to do."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.setObjectName("card")
        self._spinner = Mark(kit)
        self._glyph = QLabel()
        self._title, self._words = Label(), Label("subtitle")
        self._title.setFont(kit.theme.font(1.15, bold=True))
        self.clear, self.again = QPushButton(), QPushButton()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.setSpacing(8)
        layout.addStretch()
        for widget in (self._glyph, self._spinner, self._title, self._words, self.clear, self.again):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter if not isinstance(widget, Label) else Qt.AlignmentFlag(0))
        for label in (self._title, self._words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def show_loading(self) -> None:
        """Rows are on their way."""
        words = translate("VmPage", "The first machines appear as soon as Azure answers.")
        self._show("", translate("VmPage", "Reading the virtual machines…"), words)

    def show_empty(self) -> None:
        """Azure listed none."""
        words = translate("VmPage", "The account may lack the Reader role. You can also paste the resource id of a machine above.")
        self._show("vm", translate("VmPage", "This account sees no virtual machines"), words, again=True)

    def show_failed(self) -> None:
        """The list could not be read at all."""
        words = translate("VmPage", "The message above says why. You can also paste the resource id of a machine above.")
        self._show("warning", translate("VmPage", "There is no list"), words, again=True)

    def show_nothing_matches(self, text: str) -> None:
        """The filter hides everything."""
        title = translate("VmPage", "No machine matches “{text}”").format(text=shorten(text, 60))
        self._show("search", title, translate("VmPage", "The filter looks into every column."), clear=True)

    def _show(self, icon: str, title: Text, words: Text, *, clear: bool = False, again: bool = False) -> None:
        self._spinner.setVisible(not icon)
        self._glyph.setVisible(bool(icon))
        if icon:
            self._glyph.setPixmap(self.kit.theme.pixmap(icon, "dim", icon_side(self) * 2, self.devicePixelRatioF()))
        self._title.setText(self.say(title))
        self._words.setText(self.say(words))
        self.clear.setVisible(clear)
        self.again.setVisible(again)
        self.dress(self.clear, translate("VmPage", "Clear the filter"))
        self.dress(self.again, translate("VmPage", "Read again"))
