"""Two diagnoses of one VM side by side: what has changed, to read, to print and to copy."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ...core.comparison import Comparison, outcome
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..preview_errands import Compared
from ..verdict_words import tone_of
from ..widgets.banner import Banner
from ..widgets.columns import Columns
from ..widgets.compared import ComparedCauses, Remarks, Side
from ..widgets.text import Label
from .page import card
from .reporting import ReportPage


class ComparisonPage(ReportPage):
    """Before and now."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.result = Banner(kit)
        self.before = Side(kit, translate("ComparisonPage", "Before"))
        self.after = Side(kit, translate("ComparisonPage", "Now"))
        self.causes, self.remarks = ComparedCauses(kit), Remarks(kit)
        self.report.json.hide()  # both diagnoses are attached to the PDF
        self._changed_title, self._report_title = Label("section"), Label("section")
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("ComparisonPage", "What has changed")

    def document(self) -> Compared | None:
        return None if self._comparison is None else Compared(self._comparison)

    def appear(self) -> None:
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

    def _lay_out(self) -> None:
        self._changes_card, changes = card(spacing=8)
        for label in (self._changed_title, self._report_title):
            label.setFont(self.kit.theme.font(1.15, bold=True))
        for widget in (self._changed_title, self.causes, self.remarks):
            changes.addWidget(widget)
        changes.addStretch()
        report_card, report = card(spacing=8)
        report.addWidget(self._report_title)
        report.addWidget(self.report)
        report.addStretch()
        self.body.addWidget(self.result)
        self.body.addWidget(self.outcome)
        self.body.addWidget(Columns(_framed(self.before), _framed(self.after)))
        self.body.addWidget(Columns(self._changes_card, report_card, stretch=(3, 2)))
        self.body.addStretch()

    def _connect(self) -> None:
        self.kit.history.compared.connect(self.ready_changed)


def _framed(content: QWidget) -> QFrame:
    frame, layout = card()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(content)
    layout.addStretch()
    return frame
