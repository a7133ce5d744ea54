"""The last step: what was found, what to do next, and the report to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton, QWidget

from ...core.aftermath import BackedUp, backed_up, changed, is_put_right, was_repaired
from ...core.diagnosis import Diagnosis
from ...core.files import CannotWrite, write_whole
from ...core.language import language
from ...core.model import Status, Verdict
from ...core.redact import redact
from ...core.report import dumps
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..steps import Step
from ..theme import Tone
from ..ticket import confidence, headline, ticket
from ..widgets.action_list import ActionList
from ..widgets.banner import Banner
from ..widgets.bottom_bar import EXPORT
from ..widgets.changes import Changes
from ..widgets.chip import Chip
from ..widgets.columns import Columns
from ..widgets.part import announce
from ..widgets.report_card import ReportCard
from ..widgets.summary_lists import CauseList, NextSteps, NotLooked, Timeline, Why
from ..widgets.text import Label
from .page import Page, card


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
        self.outcome = Banner(kit)
        self.open_file, self.open_folder = QPushButton(), QPushButton()
        for button in (self.open_file, self.open_folder):
            self.outcome.add(button)
        self._saved: Path | None = None
        self._announced: Diagnosis | None = None
        self.next_steps, self.causes = NextSteps(kit), CauseList(kit)
        self.not_looked, self.timeline, self.why = NotLooked(kit), Timeline(kit), Why(kit)
        self.undertaken, self.changes = ActionList(kit), Changes(kit)
        self.report = ReportCard(kit)
        self._sections: list[tuple[Label, Text]] = []
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
        self.show_heading(None if diagnosis is None else _about(diagnosis))
        for label, text in self._sections:
            label.setText(self.say(text))
        self._show_verdict(diagnosis)
        self.dress(self.open_file, translate("SummaryPage", "Open"))
        self.dress(self.open_folder, translate("SummaryPage", "Open folder"), "folder")
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
        next_card = self._section(translate("SummaryPage", "What to do next"), self.next_steps)
        report_card = self._section(translate("SummaryPage", "Report"), self.report)
        why_card = self._section(translate("SummaryPage", "Why this conclusion"), self.why)
        self._not_looked_card = self._section(translate("SummaryPage", "What could not be checked"), self.not_looked)
        self._causes_card = self._section(translate("SummaryPage", "All causes"), self.causes)
        timeline_card = self._section(translate("SummaryPage", "Timeline"), self.timeline)
        self._actions_card = self._section(translate("SummaryPage", "What was changed"), self.undertaken)
        self._changes_card = self._section(translate("SummaryPage", "Checks, before and after"), self.changes)
        self.body.addWidget(Columns(next_card, report_card, stretch=(3, 2)))
        self.body.addWidget(self._changes_card)
        self.body.addWidget(self._actions_card)
        self.body.addWidget(why_card)
        self.body.addWidget(self._not_looked_card)
        self.body.addWidget(Columns(self._causes_card, timeline_card, stretch=(3, 2)))
        self.body.addStretch()

    def _section(self, title: Text, content: QWidget) -> QFrame:
        frame, layout = card(spacing=8)
        label = Label("section")
        label.setFont(self.kit.theme.font(1.15, bold=True))
        self._sections.append((label, title))
        layout.addWidget(label)
        layout.addWidget(content)
        layout.addStretch()
        return frame

    def _connect(self) -> None:
        self.next_steps.jump.connect(self.jump)
        self.causes.jump.connect(self.jump)
        self.undertaken.resumed.connect(self.watch_wanted)
        self.report.pdf.clicked.connect(self._ask_pdf)
        self.report.json.clicked.connect(self._ask_json)
        self.report.words = self._ticket
        self.report.diagnosis = lambda: self.kit.state.diagnosis
        self.open_file.clicked.connect(self._open_file)
        self.open_folder.clicked.connect(self._open_folder)
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
        if diagnosis is None:
            return
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        name = f"backup-doctor-{diagnosis.vm.id.name}-{diagnosis.finished.astimezone():%Y-%m-%d-%H%M}.{suffix}"
        dialog = QFileDialog(self, self.say(title), str(folder / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilter(f"*.{suffix}")
        dialog.fileSelected.connect(lambda chosen: save(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()  # not exec: the checks go on landing behind it

    @Slot(Path)
    def _written(self, path: Path) -> None:
        self._saved = path
        self._show_openers(True)
        self.outcome.show_text(translate("SummaryPage", "Saved: {path}").format(path=str(path)), Tone.OK)
        self.to_top()

    @Slot(Text)
    def _failed(self, error: Text) -> None:
        self._show_openers(False)
        self.outcome.show_text(error, Tone.ERROR)
        self.to_top()

    def _show_openers(self, shown: bool) -> None:
        self.open_file.setVisible(shown)
        self.open_folder.setVisible(shown)

    @Slot()
    def _open_file(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))

    @Slot()
    def _open_folder(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))


def tone_of(diagnosis: Diagnosis) -> Tone:
    """The colour of the verdict."""
    if diagnosis.root is not None:
        return Tone.ERROR if diagnosis.root.verdict is Verdict.CONFIRMED else Tone.WARNING
    if diagnosis.actions and backed_up(diagnosis) is BackedUp.FAILED:
        return Tone.WARNING
    if is_put_right(diagnosis):
        return Tone.OK if backed_up(diagnosis) is BackedUp.YES else Tone.INFO
    return Tone.INFO if not diagnosis.causes or diagnosis.findings(Status.UNKNOWN) else Tone.OK


def _about(diagnosis: Diagnosis) -> Text:
    code = diagnosis.symptom.code
    if code is None:
        return translate("SummaryPage", "{vm}, without an error code, {when}").format(vm=diagnosis.vm.id.name, when=diagnosis.finished)
    return translate("SummaryPage", "{vm}, {code}, {when}").format(vm=diagnosis.vm.id.name, code=code, when=diagnosis.finished)


def explained(diagnosis: Diagnosis) -> Text:
    """The finding that decided, or what the lack of one means."""
    root = diagnosis.root
    if root is not None:
        wanted = Status.FAILED if root.verdict is Verdict.CONFIRMED else Status.WARNING
        return next(check.finding.text for check in root.checks if check.finding.status is wanted)
    if is_put_right(diagnosis):
        return _PROOF[backed_up(diagnosis)]
    if not diagnosis.causes:
        return translate("SummaryPage", "Nothing was checked. “What to do next” says what is known of this code.")
    if diagnosis.findings(Status.UNKNOWN):
        return translate("SummaryPage", "The list below says what is missing. Put that right and check again before you rely on this result.")
    if backed_up(diagnosis) is BackedUp.YES:
        return translate("SummaryPage", "No check that was made found a fault, and a backup on demand has ended well.")
    return translate(
        "SummaryPage",
        "No check that was made found a fault. Run the backup again; if it fails with another code, start anew with that code.",
    )


_PROOF: Mapping[BackedUp, Text] = {
    BackedUp.YES: translate("SummaryPage", "The checks rule it out now, and a backup on demand has ended well since."),
    BackedUp.NO: translate(
        "SummaryPage", "The checks rule it out now. Only a backup proves that nothing else is in the way: run one under “Back up again”."
    ),
    BackedUp.RUNNING: translate("SummaryPage", "The checks rule it out now. A backup was started, and how it ends has not been seen."),
    BackedUp.FAILED: translate(
        "SummaryPage", "The checks rule it out now, but the backup after it failed. “Back up again” tells what Azure says of it."
    ),
}
