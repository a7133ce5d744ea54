"""A kept diagnosis, opened again: the summary as of then. Nothing is asked of Azure, and nothing can be changed from here."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from ...core.aftermath import is_put_right
from ...core.diagnosis import Diagnosis
from ...core.history import HistoryEntry
from ...core.model import Status
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..history_state import Past
from ..history_words import code_of, utc
from ..kit import Kit
from ..preview_errands import Report
from ..theme import Tone
from ..ticket import confidence, headline
from ..verdict_words import explained, tone_of
from ..widgets.banner import Banner
from ..widgets.button_row import ButtonRow
from ..widgets.changes import Changes
from ..widgets.chip import Chip
from ..widgets.columns import Columns
from ..widgets.past_actions import PastActions
from ..widgets.past_causes import PastCauses
from ..widgets.section import Section
from ..widgets.summary_lists import NotLooked, Why
from .reporting import DiagnosisPage


class PastPage(DiagnosisPage):
    """Read-only, and it says so."""

    diagnose_wanted = Signal(object)
    """The `HistoryEntry` whose VM is to be examined anew."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.as_of, self.verdict = Banner(kit, copyable=False), Banner(kit, copyable=False)
        self.chip = Chip(kit)
        self.verdict.add(self.chip)
        self.again, self.compare = QPushButton(), QPushButton()
        self.why, self.not_looked, self.causes = Why(kit), NotLooked(kit), PastCauses(kit)
        self.undertaken, self.changes = PastActions(kit), Changes(kit)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        past = self._past
        if past is None:
            return translate("PastPage", "A kept diagnosis")
        return translate("PastPage", "Kept diagnosis of {vm}").format(vm=past.entry.vm.name)

    def document(self) -> Report | None:
        return None if self._past is None else Report(self._past.diagnosis)

    def appear(self) -> None:
        super().appear()
        self.to_top()

    @property
    def _past(self) -> Past | None:
        return self.kit.history.past

    @Slot()
    def refresh(self) -> None:
        past = self._past
        if past is None:
            return
        entry, diagnosis = past.entry, past.diagnosis
        about = translate("PastPage", "{code}. Resource group {group}, subscription {subscription}")
        self.show_heading(about.format(code=code_of(entry), group=entry.vm.resource_group, subscription=entry.vm.subscription))
        self._show_as_of(entry, diagnosis)
        self.verdict.show_text(explained(diagnosis), tone_of(diagnosis), headline(diagnosis))
        self.chip.setVisible(not is_put_right(diagnosis))
        self.chip.show_text(confidence(diagnosis), "info", Tone.QUIET)
        for part in (self.why, self.not_looked, self.causes, self.undertaken, self.changes):
            part.show_diagnosis(diagnosis)
        self._not_looked_card.setVisible(bool(diagnosis.findings(Status.UNKNOWN)))
        self._causes_card.setVisible(bool(diagnosis.causes))
        self._actions_card.setVisible(bool(diagnosis.actions))
        self._changes_card.setVisible(bool(diagnosis.before))
        self._show_buttons(entry)

    def _show_as_of(self, entry: HistoryEntry, diagnosis: Diagnosis) -> None:
        title = translate("PastPage", "As of {when} ({utc})").format(when=diagnosis.finished, utc=utc(diagnosis.finished))
        text = translate(
            "PastPage", "This is what was found then, by version {version}. Nothing was asked of Azure again, and nothing can be changed here."
        )
        if entry.demo:
            text = translate("PastPage", "This is what was found then in the demo tenant, by version {version}. Nothing here was asked again.")
        self.as_of.show_text(text.format(version=diagnosis.version), Tone.INFO, title)

    def _show_buttons(self, entry: HistoryEntry) -> None:
        signed_in = self.kit.state.session is not None
        self.dress(self.again, translate("PastPage", "&Diagnose this VM again"), "again", "dim")
        self.again.setEnabled(signed_in)
        self.again.setToolTip("" if signed_in else self.say(translate("PastPage", "Sign in first.")))
        self.dress(self.compare, translate("PastPage", "&Compare with the one before"), "compare", "dim")
        before = self.kit.history.before(entry)
        self.compare.setEnabled(before is not None)
        self.compare.setToolTip("" if before is not None else self.say(translate("PastPage", "There is no earlier diagnosis of this VM.")))

    def _lay_out(self) -> None:
        self.body.addWidget(self.as_of)
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.outcome)
        self.body.addWidget(ButtonRow(self.again, self.compare))
        why_card = Section(self.kit, translate("PastPage", "Why this conclusion"), self.why)
        report_card = Section(self.kit, translate("PastPage", "Report"), self.report)
        self._changes_card = Section(self.kit, translate("PastPage", "Checks, before and after the repairs"), self.changes)
        self._actions_card = Section(self.kit, translate("PastPage", "What had been changed"), self.undertaken)
        self._not_looked_card = Section(self.kit, translate("PastPage", "What could not be checked"), self.not_looked)
        self._causes_card = Section(self.kit, translate("PastPage", "All causes and checks"), self.causes)
        self.body.addWidget(Columns(why_card, report_card, stretch=(3, 2), ems=26))
        for frame in (self._changes_card, self._actions_card, self._not_looked_card, self._causes_card):
            self.body.addWidget(frame)
        self.body.addStretch()

    def _connect(self) -> None:
        self.again.clicked.connect(self._diagnose)
        self.compare.clicked.connect(self._compare)
        self.kit.state.session_changed.connect(self._session_changed)
        self.kit.history.opened.connect(self.ready_changed)

    @Slot()
    def _session_changed(self) -> None:
        if self._past is not None:
            self._show_buttons(self._past.entry)

    @Slot()
    def _diagnose(self) -> None:
        if self._past is not None:
            self.diagnose_wanted.emit(self._past.entry)

    @Slot()
    def _compare(self) -> None:
        past = self._past
        before = None if past is None else self.kit.history.before(past.entry)
        if past is not None and before is not None:
            self.kit.history.compare(past.entry, before)
