"""The last step: what was found, what to do next, and the report to take away."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...core.aftermath import changed, is_put_right, was_repaired
from ...core.diagnosis import Diagnosis
from ...core.model import Status
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..preview_errands import Report
from ..steps import Step
from ..theme import Tone
from ..ticket import confidence, headline
from ..verdict_words import about, explained, tone_of
from ..widgets.action_list import ActionList
from ..widgets.banner import Banner
from ..widgets.changes import Changes
from ..widgets.chip import Chip
from ..widgets.columns import Columns
from ..widgets.part import announce
from ..widgets.piecewise import Piecewise
from ..widgets.section import Section
from ..widgets.summary_lists import CauseList, NextSteps, NotLooked, Timeline, Why
from .page import GAP
from .reporting import DiagnosisPage


class SummaryPage(DiagnosisPage):
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
        self._announced: Diagnosis | None = None
        self.next_steps, self.causes = NextSteps(kit), CauseList(kit)
        self.not_looked, self.timeline, self.why = NotLooked(kit), Timeline(kit), Why(kit)
        self.undertaken, self.changes = ActionList(kit), Changes(kit)
        self._to_make = Piecewise(self)
        self._to_make.made.connect(self.settle)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("SummaryPage", "Summary")

    def document(self) -> Report | None:
        diagnosis = self.kit.state.diagnosis
        return None if diagnosis is None else Report(diagnosis)

    @Slot()
    def refresh(self) -> None:
        diagnosis = self.kit.state.diagnosis
        self.show_heading(None if diagnosis is None else about(diagnosis))
        self._show_verdict(diagnosis)
        self.next_steps.show_diagnosis(diagnosis)
        self.report.setEnabled(diagnosis is not None)
        cards = (self._show_changes, self._show_open_items, self._show_why, self._show_not_looked, self._show_causes, self._show_timeline)
        self._to_make.plan(cards)
        if self.isVisible():
            self._to_make.start()

    def complete(self) -> None:
        self._to_make.complete()

    def _lay_out(self) -> None:
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.outcome)
        next_card = Section(self.kit, translate("SummaryPage", "What to do next"), self.next_steps)
        report_card = Section(self.kit, translate("SummaryPage", "Report"), self.report)
        self._why_card = Section(self.kit, translate("SummaryPage", "Why this conclusion"), self.why)
        self._not_looked_card = Section(self.kit, translate("SummaryPage", "What could not be checked"), self.not_looked)
        self._causes_card = Section(self.kit, translate("SummaryPage", "All causes"), self.causes)
        self._timeline_card = Section(self.kit, translate("SummaryPage", "Timeline"), self.timeline)
        self._actions_card = Section(self.kit, translate("SummaryPage", "What was changed"), self.undertaken)
        self._changes_card = Section(self.kit, translate("SummaryPage", "Checks, before and after"), self.changes)
        said = QWidget()  # as high as the report beside it, with nothing empty
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(next_card)
        column.addWidget(self._why_card, 1)
        self.body.addWidget(Columns(said, report_card, stretch=(3, 2)))
        self.body.addWidget(self._changes_card)
        self.body.addWidget(self._actions_card)
        self.body.addWidget(self._not_looked_card)
        self.body.addWidget(Columns(self._causes_card, self._timeline_card, stretch=(3, 2)))
        self.body.addStretch()
        for later in (self._changes_card, self._actions_card, self._why_card, self._not_looked_card, self._causes_card, self._timeline_card):
            later.hide()  # until there is something in it

    def _connect(self) -> None:
        self.next_steps.jump.connect(self.jump)
        self.causes.jump.connect(self.jump)
        self.undertaken.resumed.connect(self.watch_wanted)
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

    def _show_changes(self) -> None:
        diagnosis = self.kit.state.diagnosis
        self.changes.show_diagnosis(diagnosis)
        self._changes_card.setVisible(diagnosis is not None and bool(diagnosis.before) and (was_repaired(diagnosis) or bool(changed(diagnosis))))

    def _show_why(self) -> None:
        self.why.show_diagnosis(self.kit.state.diagnosis)
        self._why_card.show()

    def _show_not_looked(self) -> None:
        diagnosis = self.kit.state.diagnosis
        self.not_looked.show_diagnosis(diagnosis)
        self._not_looked_card.setVisible(diagnosis is not None and bool(diagnosis.findings(Status.UNKNOWN)))

    def _show_causes(self) -> None:
        diagnosis = self.kit.state.diagnosis
        self.causes.show_diagnosis(diagnosis)
        self._causes_card.setVisible(diagnosis is None or bool(diagnosis.causes))

    def _show_timeline(self) -> None:
        self.timeline.show_diagnosis(self.kit.state.diagnosis)
        self._timeline_card.show()
