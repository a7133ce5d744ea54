"""A kept diagnosis, opened again: the summary as of then. Nothing is asked of Azure, and nothing can be changed from here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from ...core.aftermath import is_put_right
from ...core.diagnosis import Diagnosis
from ...core.files import CannotWrite, safe_name, write_whole
from ...core.history import Entry
from ...core.language import language
from ...core.model import Status
from ...core.redact import redact
from ...core.report import dumps
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import errands
from ..history import Past
from ..history_words import code_of, utc
from ..kit import Kit
from ..preview_errands import Report
from ..theme import Tone
from ..ticket import confidence, headline, ticket
from ..verdict_words import explained, tone_of
from ..widgets.banner import Banner
from ..widgets.bottom_bar import EXPORT
from ..widgets.button_row import ButtonRow
from ..widgets.changes import Changes
from ..widgets.chip import Chip
from ..widgets.columns import Columns
from ..widgets.past_actions import PastActions
from ..widgets.past_causes import PastCauses
from ..widgets.report_card import ReportCard
from ..widgets.saved_banner import SavedBanner
from ..widgets.saving import ask_where
from ..widgets.section import Section
from ..widgets.summary_lists import NotLooked, Why
from .page import Page


class PastPage(Page):
    """Read-only, and it says so."""

    diagnose_wanted = Signal(object)
    """The `Entry` whose machine is to be examined anew."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.as_of, self.verdict, self.outcome = Banner(kit, copyable=False), Banner(kit, copyable=False), SavedBanner(kit)
        self.chip = Chip(kit)
        self.verdict.add(self.chip)
        self.again, self.compare = QPushButton(), QPushButton()
        self.why, self.not_looked, self.causes = Why(kit), NotLooked(kit), PastCauses(kit)
        self.undertaken, self.changes = PastActions(kit), Changes(kit)
        self.report = ReportCard(kit)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        past = self._past
        if past is None:
            return translate("PastPage", "A kept diagnosis")
        return translate("PastPage", "Kept diagnosis of {vm}").format(vm=past.entry.vm.name)

    @property
    def primary(self) -> Text:
        return EXPORT

    @property
    def ready(self) -> bool:
        return self._past is not None

    def submit(self) -> None:
        self._ask_pdf()

    def appear(self) -> None:
        self.outcome.clear()
        self.report.refresh()  # another page may have chosen meanwhile
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

    def export_pdf(self, path: Path) -> None:
        """Write the PDF in the language chosen on the page."""
        diagnosis = self._for_others()
        if diagnosis is None:
            return
        words, chosen = translate("Flow", "Writing the PDF…"), language(self.report.language_code)
        self.outcome.clear()
        self.kit.flow.begin(words, lambda _: errands.write_pdf(path, diagnosis, chosen), self._written, self._failed, of_vm=False)

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
        if self._past is None:
            return None
        return redact(self._past.diagnosis) if self.report.redact.isChecked() else self._past.diagnosis

    def _show_as_of(self, entry: Entry, diagnosis: Diagnosis) -> None:
        title = translate("PastPage", "As of {when} ({utc})").format(when=diagnosis.finished, utc=utc(diagnosis.finished))
        text = translate(
            "PastPage", "This is what was found then, by version {version}. Nothing was asked of Azure again, and nothing can be changed here."
        )
        if entry.demo:
            text = translate("PastPage", "This is what was found then in the demo tenant, by version {version}. Nothing here was asked again.")
        self.as_of.show_text(text.format(version=diagnosis.version), Tone.INFO, title)

    def _show_buttons(self, entry: Entry) -> None:
        signed_in = self.kit.state.session is not None
        self.dress(self.again, translate("PastPage", "&Diagnose this machine again"), "again", "dim")
        self.again.setEnabled(signed_in)
        self.again.setToolTip("" if signed_in else self.say(translate("PastPage", "Sign in first.")))
        self.dress(self.compare, translate("PastPage", "&Compare with the one before"), "compare", "dim")
        before = self.kit.history.before(entry)
        self.compare.setEnabled(before is not None)
        self.compare.setToolTip("" if before is not None else self.say(translate("PastPage", "There is no earlier diagnosis of this machine.")))

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
        self.report.pdf.clicked.connect(self._ask_pdf)
        self.report.json.clicked.connect(self._ask_json)
        self.report.words = self._ticket
        self.report.document = self._document
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

    def _document(self) -> Report | None:
        return None if self._past is None else Report(self._past.diagnosis)

    def _ticket(self) -> str:
        diagnosis = self._for_others()
        return "" if diagnosis is None else ticket(diagnosis, self.kit.words.language)

    @Slot()
    def _ask_pdf(self) -> None:
        diagnosis = self._for_others()
        if diagnosis is not None:
            ask_where(self, self.kit, translate("PastPage", "Export PDF"), _file_name(diagnosis, "pdf"), self.export_pdf)

    @Slot()
    def _ask_json(self) -> None:
        diagnosis = self._for_others()
        if diagnosis is not None:
            ask_where(self, self.kit, translate("PastPage", "Save JSON"), _file_name(diagnosis, "json"), self.save_json)

    def _written(self, path: object) -> None:
        self.outcome.show_saved(Path(str(path)))
        self.to_top()

    def _failed(self, error: Text) -> None:
        self.outcome.show_error(error)
        self.to_top()


def _file_name(diagnosis: Diagnosis, suffix: str) -> str:
    return f"backup-doctor-{safe_name(diagnosis.vm.id.name)}-{diagnosis.finished.astimezone():%Y-%m-%d-%H%M}.{suffix}"
