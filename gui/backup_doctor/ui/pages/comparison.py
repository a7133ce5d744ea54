"""Two diagnoses of one machine side by side: what has changed, to read, to print and to copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ...core.comparison import Comparison, outcome, redacted
from ...core.comparison_text import as_text
from ...core.files import safe_name
from ...core.language import language
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..folders import open_folder
from ..history_errands import write_comparison
from ..kit import Kit
from ..theme import Tone
from ..verdict_words import tone_of
from ..widgets.banner import Banner
from ..widgets.bottom_bar import EXPORT
from ..widgets.columns import Columns
from ..widgets.compared import ComparedCauses, Remarks, Side
from ..widgets.report_card import ReportCard
from ..widgets.saving import ask_where
from ..widgets.text import Label
from .page import Page, card


class ComparisonPage(Page):
    """Before and now."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.result, self.outcome = Banner(kit), Banner(kit)
        self.open_folder = QPushButton()
        self.outcome.add(self.open_folder)
        self.before = Side(kit, translate("ComparisonPage", "Before"))
        self.after = Side(kit, translate("ComparisonPage", "Now"))
        self.causes, self.remarks = ComparedCauses(kit), Remarks(kit)
        self.report = ReportCard(kit)
        for button in (self.report.preview, self.report.json):
            button.hide()  # this page shows what is printed, and the two documents are attached to the PDF
        self._saved: Path | None = None
        self._changed_title, self._report_title = Label("section"), Label("section")
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("ComparisonPage", "What has changed")

    @property
    def primary(self) -> Text:
        return EXPORT

    @property
    def ready(self) -> bool:
        return self._comparison is not None

    def submit(self) -> None:
        self._ask_pdf()

    def appear(self) -> None:
        self.outcome.clear()
        self.report.refresh()  # another page may have chosen meanwhile
        super().appear()
        self.to_top()

    @property
    def _comparison(self) -> Comparison | None:
        return self.kit.history.comparison

    @Slot()
    def refresh(self) -> None:
        comparison = self._comparison
        if comparison is None:
            return
        vm = comparison.after.vm.id
        self.show_heading(translate("ComparisonPage", "{vm}, resource group {group}").format(vm=vm.name, group=vm.resource_group))
        self.result.show_text(outcome(comparison), tone_of(comparison.after))
        self.before.show_diagnosis(comparison.before)
        self.after.show_diagnosis(comparison.after)
        self.causes.show_comparison(comparison)
        self.remarks.show_comparison(comparison)
        self._changes_card.setVisible(bool(comparison.changed) or bool(self.remarks.lines))
        self._changed_title.setText(self.say(translate("ComparisonPage", "Causes and checks")))
        self._report_title.setText(self.say(translate("ComparisonPage", "Report")))
        self.dress(self.open_folder, translate("ComparisonPage", "Open folder"), "folder")

    def export_pdf(self, path: Path) -> None:
        """Write the PDF in the language chosen on the page."""
        comparison, chosen = self._for_others(), language(self.report.language_code)
        if comparison is None:
            return
        self.outcome.clear()
        words = translate("Flow", "Writing the PDF…")
        self.kit.flow.begin(words, lambda _: write_comparison(path, comparison, chosen), self._written, self._failed, of_vm=False)

    def _for_others(self) -> Comparison | None:
        """The comparison as it may leave the house."""
        comparison = self._comparison
        return redacted(comparison) if comparison is not None and self.report.redact.isChecked() else comparison

    def _lay_out(self) -> None:
        self._changes_card, changes = card(spacing=8)
        for label in (self._changed_title, self._report_title):
            label.setFont(self.kit.theme.font(1.15, bold=True))
        for widget in (self._changed_title, self.causes, self.remarks):
            changes.addWidget(widget)
        report_card, report = card(spacing=8)
        report.addWidget(self._report_title)
        report.addWidget(self.report)
        self.body.addWidget(self.result)
        self.body.addWidget(self.outcome)
        self.body.addWidget(Columns(_framed(self.before), _framed(self.after)))
        self.body.addWidget(self._changes_card)
        self.body.addWidget(report_card)
        self.body.addStretch()

    def _connect(self) -> None:
        self.report.pdf.clicked.connect(self._ask_pdf)
        self.report.words = self._words
        self.open_folder.clicked.connect(self._open_folder)
        self.kit.history.compared.connect(self.ready_changed)

    def _words(self) -> str:
        comparison = self._for_others()
        return "" if comparison is None else as_text(comparison, self.kit.words.language)

    @Slot()
    def _ask_pdf(self) -> None:
        comparison = self._for_others()
        if comparison is None:
            return
        after = comparison.after
        name = f"backup-doctor-{safe_name(after.vm.id.name)}-{after.finished.astimezone():%Y-%m-%d-%H%M}-compared.pdf"
        ask_where(self, self.kit, translate("ComparisonPage", "Export PDF"), name, self.export_pdf)

    def _written(self, path: object) -> None:
        self._saved = Path(str(path))
        self.open_folder.show()
        self.outcome.show_text(translate("ComparisonPage", "Saved: {path}").format(path=str(path)), Tone.OK)
        self.to_top()

    def _failed(self, error: Text) -> None:
        self.open_folder.hide()
        self.outcome.show_text(error, Tone.ERROR)
        self.to_top()

    @Slot()
    def _open_folder(self) -> None:
        if self._saved is not None:
            open_folder(self._saved.parent)


def _framed(content: QWidget) -> QFrame:
    frame, layout = card()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(content)
    layout.addStretch()
    return frame
