"""The last step: what was found, what to do next, and the report to take away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ...core.aftermath import changed, is_put_right, was_repaired
from ...core.diagnosis import Diagnosis
from ...core.files import CannotWrite, write_whole
from ...core.language import language
from ...core.model import Status
from ...core.redact import redact
from ...core.report import dumps
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..preview_errands import Report
from ..steps import Step
from ..theme import Tone
from ..ticket import confidence, headline, ticket
from ..verdict_words import about, explained, tone_of
from ..widgets.action_list import ActionList
from ..widgets.banner import Banner
from ..widgets.bottom_bar import EXPORT
from ..widgets.changes import Changes
from ..widgets.chip import Chip
from ..widgets.columns import Columns
from ..widgets.part import announce
from ..widgets.report_card import ReportCard
from ..widgets.saved_banner import SavedBanner
from ..widgets.saving import ask_where
from ..widgets.section import Section
from ..widgets.summary_lists import CauseList, NextSteps, NotLooked, Timeline, Why
from .page import Page


class SummaryPage(Page):
    """The conclusion."""

    jump = Signal(Step)
    """To another page."""
    watch_wanted = Signal(object)
    """The `Undertaking` whose progress is to be shown."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.verdict = Banner(kit, copyable=False)
        self.chip = Chip(kit)
        self.verdict.add(self.chip)
        self.outcome = SavedBanner(kit)
        self._announced: Diagnosis | None = None
        self.next_steps, self.causes = NextSteps(kit), CauseList(kit)
        self.not_looked, self.timeline, self.why = NotLooked(kit), Timeline(kit), Why(kit)
        self.undertaken, self.changes = ActionList(kit), Changes(kit)
        self.report = ReportCard(kit)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("SummaryPage", "Summary")

    @property
    def primary(self) -> Text:
        return EXPORT

    @property
    def ready(self) -> bool:
        return self.kit.state.diagnosis is not None

    def submit(self) -> None:
        self._ask_pdf()

    @Slot()
    def refresh(self) -> None:
        diagnosis = self.kit.state.diagnosis
        self.show_heading(None if diagnosis is None else about(diagnosis))
        self._show_verdict(diagnosis)
        self.next_steps.show_diagnosis(diagnosis)
        self.causes.show_diagnosis(diagnosis)
        self.not_looked.show_diagnosis(diagnosis)
        self._not_looked_card.setVisible(diagnosis is not None and bool(diagnosis.findings(Status.UNKNOWN)))
        self.timeline.show_diagnosis(diagnosis)
        self._show_actions(diagnosis)
        self.why.show_diagnosis(diagnosis)
        self._causes_card.setVisible(diagnosis is None or bool(diagnosis.causes))
        self.report.setEnabled(diagnosis is not None)

    def export_pdf(self, path: Path) -> None:
        """Write the PDF in the language chosen on the page."""
        diagnosis = self._for_others()
        if diagnosis is not None:
            self.outcome.clear()
            self.kit.flow.make_pdf(path, diagnosis, language(self.report.language_code))

    def save_json(self, path: Path) -> None:
        """Write the diagnosis as JSON."""
        diagnosis = self._for_others()
        if diagnosis is None:
            return
        try:
            write_whole(path, dumps(diagnosis, language(self.report.language_code)).encode())
        except CannotWrite as error:
            self._failed(error.text)
        else:
            self._written(path)

    def _for_others(self) -> Diagnosis | None:
        """The diagnosis as it may leave the house."""
        diagnosis = self.kit.state.diagnosis
        return redact(diagnosis) if diagnosis is not None and self.report.redact.isChecked() else diagnosis

    def _lay_out(self) -> None:
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.outcome)
        next_card = Section(self.kit, translate("SummaryPage", "What to do next"), self.next_steps)
        report_card = Section(self.kit, translate("SummaryPage", "Report"), self.report)
        why_card = Section(self.kit, translate("SummaryPage", "Why this conclusion"), self.why)
        self._not_looked_card = Section(self.kit, translate("SummaryPage", "What could not be checked"), self.not_looked)
        self._causes_card = Section(self.kit, translate("SummaryPage", "All causes"), self.causes)
        timeline_card = Section(self.kit, translate("SummaryPage", "Timeline"), self.timeline)
        self._actions_card = Section(self.kit, translate("SummaryPage", "What was changed"), self.undertaken)
        self._changes_card = Section(self.kit, translate("SummaryPage", "Checks, before and after"), self.changes)
        self.body.addWidget(Columns(next_card, report_card, stretch=(3, 2)))
        self.body.addWidget(self._changes_card)
        self.body.addWidget(self._actions_card)
        self.body.addWidget(why_card)
        self.body.addWidget(self._not_looked_card)
        self.body.addWidget(Columns(self._causes_card, timeline_card, stretch=(3, 2)))
        self.body.addStretch()

    def _connect(self) -> None:
        self.next_steps.jump.connect(self.jump)
        self.causes.jump.connect(self.jump)
        self.undertaken.resumed.connect(self.watch_wanted)
        self.report.pdf.clicked.connect(self._ask_pdf)
        self.report.json.clicked.connect(self._ask_json)
        self.report.words = self._ticket
        self.report.document = self._document
        self.kit.flow.pdf_written.connect(self._written)
        self.kit.flow.pdf_failed.connect(self._failed)
        self.kit.state.run_changed.connect(self._run_changed)
        self.kit.state.ticks_changed.connect(self.refresh)
        self.kit.repairs.offers_changed.connect(self.refresh)
        self.kit.repairs.ended.connect(self._ended)
        self.kit.repairs.left.connect(self._ended)
        self.kit.repairs.open_items_changed.connect(self._show_open_items)

    def _show_verdict(self, diagnosis: Diagnosis | None) -> None:
        self.chip.setVisible(diagnosis is not None and not is_put_right(diagnosis))
        if diagnosis is None:
            self.verdict.show_text(translate("SummaryPage", "Still looking…"), Tone.QUIET)
            return
        tone = tone_of(diagnosis)
        self.verdict.show_text(explained(diagnosis), tone, headline(diagnosis))
        self.chip.show_text(confidence(diagnosis), "info", Tone.QUIET)
        if self._announced != diagnosis and self.isVisible():
            self._announced = diagnosis
            announce(self, self.say(headline(diagnosis)))

    def _document(self) -> Report | None:
        diagnosis = self.kit.state.diagnosis
        return None if diagnosis is None else Report(diagnosis)

    def _ticket(self) -> str:
        diagnosis = self._for_others()
        return "" if diagnosis is None else ticket(diagnosis, self.kit.words.language)

    @Slot()
    def _run_changed(self) -> None:
        self.outcome.clear()
        self.refresh()
        self.ready_changed.emit()

    @Slot(object)
    def _ended(self, _undertaking: object) -> None:
        self.refresh()

    @Slot()
    def _show_open_items(self) -> None:
        self.undertaken.follow()
        self._actions_card.setVisible(bool(self.undertaken.undertakings))

    def _show_actions(self, diagnosis: Diagnosis | None) -> None:
        self.undertaken.follow()
        self._actions_card.setVisible(bool(self.undertaken.undertakings))
        self.changes.show_diagnosis(diagnosis)
        self._changes_card.setVisible(diagnosis is not None and bool(diagnosis.before) and (was_repaired(diagnosis) or bool(changed(diagnosis))))

    @Slot()
    def _ask_pdf(self) -> None:
        self._ask(translate("SummaryPage", "Export PDF"), "pdf", self.export_pdf)

    @Slot()
    def _ask_json(self) -> None:
        self._ask(translate("SummaryPage", "Save JSON"), "json", self.save_json)

    def _ask(self, title: Text, suffix: str, save: Callable[[Path], None]) -> None:
        diagnosis = self._for_others()
        if diagnosis is not None:
            name = f"backup-doctor-{diagnosis.vm.id.name}-{diagnosis.finished.astimezone():%Y-%m-%d-%H%M}.{suffix}"
            ask_where(self, self.kit, title, name, save)

    @Slot(Path)
    def _written(self, path: Path) -> None:
        self.outcome.show_saved(path)
        self.to_top()

    @Slot(Text)
    def _failed(self, error: Text) -> None:
        self.outcome.show_error(error)
        self.to_top()
