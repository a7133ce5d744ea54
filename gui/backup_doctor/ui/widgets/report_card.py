"""The report to take away: its language, and the ways to take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...core.language import LANGUAGES
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .copy_button import CopyButton
from .part import Part
from .tick import Tick

if TYPE_CHECKING:
    from ..preview_errands import Printed


class ReportCard(Part):
    """Buttons; the page does the work."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.words: Callable[[], str] = str
        """Gives the text for a ticket."""
        self.document: Callable[[], Printed | None] = lambda: None
        """Gives what the preview shows, with all its names."""
        self._label = QLabel()
        self.language = QComboBox()
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.activated.connect(self._chosen)
        self._label.setBuddy(self.language)
        self.redact = Tick()
        self.redact.toggled.connect(self._mask)
        self.preview, self.pdf, self.json = QPushButton(), QPushButton(), QPushButton()
        self.preview.clicked.connect(self._show_preview)
        self.ticket = CopyButton(kit, lambda: self.words(), translate("ReportCard", "Copy for a ticket"))
        self._ticket_label = QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self._label)
        line.addWidget(self.language, 1)
        layout.addLayout(line)
        layout.addWidget(self.redact)
        layout.addWidget(self.preview)
        layout.addWidget(self.pdf)
        layout.addWidget(self.json)
        ticket = QHBoxLayout()
        ticket.addWidget(self._ticket_label, 1)
        ticket.addWidget(self.ticket)
        layout.addLayout(ticket)
        self.refresh()

    @property
    def language_code(self) -> str:
        """The language the report is to be in."""
        return str(self.language.currentData())

    def choose(self, code: str) -> None:
        """Select the language of the report; from now on it no longer follows the window's."""
        self.kit.state.report_language = code
        self._select(code)

    @Slot()
    def _chosen(self) -> None:
        self.kit.state.report_language = self.language_code

    @Slot(bool)
    def _mask(self, chosen: bool) -> None:
        self.kit.state.masks_names = chosen

    def _select(self, code: str) -> None:
        self.language.setCurrentIndex(self.language.findData(code))

    @Slot()
    def _show_preview(self) -> None:
        from ..dialogs.preview import PreviewDialog  # not for the first picture

        document = self.document()
        if document is not None:
            dialog = PreviewDialog(self.kit, document, self)
            dialog.preview.chosen.connect(self.refresh)
            dialog.open()

    @Slot()
    def refresh(self) -> None:
        self._select(self.kit.state.report_language or self.kit.words.language.code)
        self.redact.setChecked(self.kit.state.masks_names)
        self._label.setText(self.say(translate("ReportCard", "&Language")))
        self.language.setAccessibleName(self.say(translate("ReportCard", "Language of the report")))
        self.redact.setText(self.say(translate("ReportCard", "Mask &names, ids and addresses")))
        self.dress(self.preview, translate("ReportCard", "Pre&view…"), "eye")
        self.dress(self.pdf, translate("ReportCard", "Export &PDF…"), "pdf")
        self.dress(self.json, translate("ReportCard", "Export &JSON…"), "save")
        self._ticket_label.setText(self.say(translate("ReportCard", "Text for a ticket")))
