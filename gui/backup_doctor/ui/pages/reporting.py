"""What those pages share that have a document to take away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ...core.files import CannotWrite, write_whole
from ...core.language import language
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..preview_errands import Printed, Report
from ..widgets.bottom_bar import EXPORT
from ..widgets.report_card import ReportCard
from ..widgets.saved_banner import SavedBanner
from ..widgets.saving import ask_where
from .page import Page


class ReportPage(Page):
    """The primary button saves the document. Its language, and whether names are masked, hold for every way to take it."""

    pdf_written = Signal(Path)
    pdf_failed = Signal(Text)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.outcome = SavedBanner(kit)
        self.report = ReportCard(kit)
        self.report.words = self._ticket
        self.report.document = self.document
        self.report.pdf.clicked.connect(self._ask_pdf)
        self.pdf_written.connect(self._written)
        self.pdf_failed.connect(self._failed)

    def document(self) -> Printed | None:
        """What the page shows, with all its names; None while there is nothing to show."""
        raise NotImplementedError

    @property
    def primary(self) -> Text:
        return EXPORT

    @property
    def ready(self) -> bool:
        return self.document() is not None

    def submit(self) -> None:
        self._ask_pdf()

    def appear(self) -> None:
        self.outcome.clear()
        self.report.refresh()  # another page may have chosen meanwhile
        super().appear()

    def export_pdf(self, file: Path) -> None:
        """Write the PDF in the language chosen on the page."""
        document, chosen = self._for_others(), language(self.report.language_code)
        if document is None:
            return
        self.outcome.clear()
        what = translate("Flow", "Writing the PDF…")
        self.kit.flow.begin(what, lambda _: document.write(file, chosen), self.pdf_written.emit, self.pdf_failed.emit, of_vm=False)

    def _for_others(self) -> Printed | None:
        """The document as it may leave the house."""
        document = self.document()
        return document.masked() if document is not None and self.report.redact.isChecked() else document

    def _ticket(self) -> str:
        document = self._for_others()
        return "" if document is None else document.ticket(self.kit.words.language)

    @Slot()
    def _ask_pdf(self) -> None:
        document = self._for_others()
        if document is not None:
            ask_where(self, self.kit, translate("ReportPage", "Export PDF"), document.file_name, self.export_pdf)

    @Slot(Path)
    def _written(self, file: Path) -> None:
        self.outcome.show_saved(file)
        self.to_top()

    @Slot(Text)
    def _failed(self, error: Text) -> None:
        self.outcome.show_error(error)
        self.to_top()


class DiagnosisPage(ReportPage):
    """The document is one diagnosis: as JSON it can be read back."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.report.json.clicked.connect(self._ask_json)

    def document(self) -> Report | None:
        raise NotImplementedError

    def save_json(self, file: Path) -> None:
        """Write the diagnosis as JSON."""
        report = self._report()
        if report is None:
            return
        try:
            write_whole(file, report.json(language(self.report.language_code)).encode())
        except CannotWrite as error:
            self._failed(error.text)
        else:
            self._written(file)

    def _report(self) -> Report | None:
        report = self.document()
        return report.masked() if report is not None and self.report.redact.isChecked() else report

    @Slot()
    def _ask_json(self) -> None:
        report = self._report()
        if report is not None:
            name = str(Path(report.file_name).with_suffix(".json"))
            ask_where(self, self.kit, translate("ReportPage", "Export JSON"), name, self.save_json)
