"""Step three: what went wrong? The last failed job, anything pasted, or no code at all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QRadioButton, QVBoxLayout, QWidget

from ...catalogue.symptoms import recognise
from ...core.diagnosis import Complaint, SymptomSource
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ...core.words import NOTHING_TO_CHECK
from ..kit import Kit
from ..state import PastedJob
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.bottom_bar import START
from ..widgets.columns import Columns
from ..widgets.inside_card import InsideCard
from ..widgets.mark import Mark
from ..widgets.part import named
from ..widgets.text import Label, Prose, shorten
from .page import Page, card

_BOX_LINES = 4


class SymptomPage(Page):
    """What does Azure Backup complain of?"""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._vm = kit.state.vm
        self.error = Banner(kit)
        self.retry = QPushButton()
        self.retry.clicked.connect(kit.flow.read_last_job)
        self.error.add(self.retry)
        self.from_job, self.from_paste, self.no_code = (QRadioButton() for _ in range(3))
        self.choice = QButtonGroup(self)
        for button in (self.from_job, self.from_paste, self.no_code):
            self.choice.addButton(button)
        self._spinner = Mark(kit)
        self._job_code = Prose()
        self._job_when, self._job_note, self._job_advice = Label("quiet"), Label("quiet"), Label()
        self._job_words = Prose("quiet")
        self.box = named(QPlainTextEdit(), "input")
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(self.fontMetrics().lineSpacing() * _BOX_LINES + 20)
        self._heard_mark = Mark(kit)
        self._heard = Label()
        self._heard_more = Prose()
        self.read_again = QPushButton()
        self.read_again.clicked.connect(kit.flow.read_pasted_job_again)
        self._no_code_words = Label("quiet")
        self._causes_title, self._causes_words = Label("section"), Label("quiet")
        self._causes_title.setFont(kit.theme.font(1.15, bold=True))
        self._causes = QVBoxLayout()
        self._causes.setSpacing(8)
        self.body.addWidget(self.error)
        self._inside_frame, layout = card(spacing=8)
        self.inside = InsideCard(kit)
        layout.addWidget(self.inside)
        choices = QWidget()  # the list of causes may be long, and what can be chosen must not lie below it
        column = QVBoxLayout(choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._symptom_card())
        column.addWidget(self._inside_frame)
        column.addStretch()
        self.body.addWidget(Columns(choices, self._causes_card(), stretch=(3, 2)))
        self.body.addStretch()
        self._connect()
        self.refresh()

    @property
    def title(self) -> Text:
        return translate("SymptomPage", "Symptom")

    @property
    def primary(self) -> Text:
        return START

    @property
    def ready(self) -> bool:
        return self.kit.state.complaint is not None

    def submit(self) -> None:
        self.kit.flow.start()

    def first_field(self) -> QWidget | None:
        checked = self.choice.checkedButton()
        return checked if checked is not None and checked.isEnabled() else self.from_paste

    def appear(self) -> None:
        if self.kit.state.vm != self._vm:
            self._vm = self.kit.state.vm
            self.box.clear()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        name = "" if self.kit.state.vm is None else self.kit.state.vm.name
        subtitle = translate(
            "SymptomPage", "What does Azure Backup say about {vm}? The error code decides which causes are checked, and in which order."
        )
        self.show_heading(subtitle.format(vm=name))
        self.from_job.setText(self.say(translate("SymptomPage", "The last &failed job")))
        self.from_paste.setText(self.say(translate("SymptomPage", "A code or message I &paste")))
        self.no_code.setText(self.say(translate("SymptomPage", "I have &no code")))
        self.box.setAccessibleName(self.say(translate("SymptomPage", "Error code or message")))
        self.box.setPlaceholderText(
            self.say(translate("SymptomPage", "An error code, a message from the portal, a mail, a JSON error or the id of a backup job"))
        )
        self._no_code_words.setText(self.say(translate("SymptomPage", "Every cause is checked, in the documented order.")))
        self._causes_title.setText(self.say(translate("SymptomPage", "What will be checked")))
        for button in (self.retry, self.read_again):
            self.dress(button, translate("SymptomPage", "Try again"), "again")
        self._symptom_changed()

    def _symptom_card(self) -> QFrame:
        frame, layout = card(spacing=8)
        head = QHBoxLayout()
        head.addWidget(self.from_job)
        head.addWidget(self._spinner)
        head.addStretch()
        layout.addLayout(head)
        self._job_code.setFont(self.kit.theme.font(bold=True))
        layout.addLayout(_indented(self._job_code, self._job_when, self._job_words, self._job_advice, self._job_note))
        layout.addWidget(_divider())
        layout.addWidget(self.from_paste)
        heard = QHBoxLayout()
        heard.setSpacing(8)
        heard.addWidget(self._heard_mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._heard)
        words.addWidget(self._heard_more)
        heard.addLayout(words, 1)
        heard.addWidget(self.read_again, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(_indented(self.box))
        inset = QHBoxLayout()
        inset.setContentsMargins(30, 0, 0, 0)
        inset.addLayout(heard)
        layout.addLayout(inset)
        layout.addWidget(_divider())
        layout.addWidget(self.no_code)
        layout.addLayout(_indented(self._no_code_words))
        layout.addStretch()
        return frame

    def _causes_card(self) -> QFrame:
        frame, layout = card(spacing=8)
        layout.addWidget(self._causes_title)
        layout.addWidget(self._causes_words)
        layout.addSpacing(4)
        layout.addLayout(self._causes)
        layout.addStretch()
        return frame

    def _connect(self) -> None:
        self.choice.buttonClicked.connect(self._choose)
        self.box.textChanged.connect(self._pasted)
        self.kit.state.symptom_changed.connect(self._symptom_changed)
        self.kit.flow.activity_changed.connect(self._show_job)

    @Slot()
    def _choose(self) -> None:
        state = self.kit.state
        match self.choice.checkedButton():
            case self.from_job if state.last_job is not None:
                state.set_complaint(state.last_job.complaint)
            case self.from_paste:
                self.kit.flow.paste(self.box.toPlainText())
                self.box.setFocus()
            case _:
                state.set_complaint(state.no_code)

    @Slot()
    def _pasted(self) -> None:
        if self.box.toPlainText():
            self.from_paste.setChecked(True)
            self.kit.flow.paste(self.box.toPlainText())
        elif self.from_paste.isChecked():
            self.kit.flow.paste("")

    @Slot()
    def _symptom_changed(self) -> None:
        self._check_choice()
        self._show_job()
        self._show_heard()
        self._show_causes()
        error = self.kit.state.last_job_error
        if error is None:
            self.error.clear()
        else:
            heading = translate("SymptomPage", "The last failed job could not be read. Paste the code, or go on without one.")
            self.error.show_text(error, Tone.WARNING, heading)
        self.ready_changed.emit()

    def _check_choice(self) -> None:
        complaint = self.kit.state.complaint
        if complaint is None:
            if self.choice.checkedButton() is not None and self.choice.checkedButton() is not self.from_paste:
                self.from_paste.setChecked(True)
            return
        waited = self.from_paste.hasFocus()  # the keyboard was put there while the job was being read
        button = self._button_of(complaint)
        button.setChecked(True)
        if waited and not self.box.toPlainText():
            self.from_job.setEnabled(self._job_is_known())
            button.setFocus()

    def _button_of(self, complaint: Complaint) -> QRadioButton:
        pasted = self.kit.state.pasted_job
        if pasted is not None and pasted.complaint is complaint:
            return self.from_paste
        return {SymptomSource.LAST_JOB: self.from_job, SymptomSource.NONE: self.no_code}.get(complaint.source, self.from_paste)

    def _job_is_known(self) -> bool:
        last = self.kit.state.last_job
        return last is not None and last.complaint.code is not None

    @Slot()
    def _show_job(self) -> None:
        state = self.kit.state
        last = state.last_job
        reading = last is None and state.last_job_error is None and self.kit.flow.activity is not None
        known = self._job_is_known()
        self._spinner.setVisible(reading)
        self.from_job.setEnabled(known)
        job = None if last is None else last.job
        self._job_code.setVisible(known)
        self._job_when.setVisible(job is not None and job.started is not None)
        self._job_words.setVisible(job is not None and bool(job.words.value))
        self._job_note.setVisible(not known)
        self._job_note.setText(self.say(self._job_words_missing(reading)))
        if last is not None and last.complaint.code is not None:
            self._job_code.setPlainText(last.complaint.code)
        advice = None if last is None else last.complaint.guidance
        self._job_advice.setVisible(advice is not None)
        if advice is not None:
            self._job_advice.setText(self.say(_advice(advice)))
        if job is not None:
            said = [line for line in job.words.value.splitlines() if line.strip() != self._job_code.toPlainText()]
            self._job_words.setPlainText(shorten("\n".join(said), 600))
        if job is not None and job.started is not None:
            self._job_when.setText(self.say(translate("SymptomPage", "Failed {when}").format(when=job.ended or job.started)))

    def _job_words_missing(self, reading: bool) -> Text:
        state = self.kit.state
        if reading:
            return translate("SymptomPage", "Reading the backup jobs of this machine…")
        if state.last_job is None:
            return translate("SymptomPage", "Not known.")
        if state.last_job.job is None:
            return translate("SymptomPage", "Azure knows of no failed backup job of this machine.")
        return translate("SymptomPage", "The message of the last failed job names no code that Backup Doctor knows.")

    def _show_heard(self) -> None:
        text = self.box.toPlainText()
        symptom, job = recognise(text) if text.strip() else None, self.kit.state.pasted_job
        if symptom is not None:
            words = translate("SymptomPage", "Recognised: {code}. {message}").format(code=symptom.code, message=symptom.message)
            self._hear("ok", words, None if symptom.guidance is None else _advice(symptom.guidance))
        elif job is not None and text.strip():
            self._hear_job(job)
        else:
            words = translate(
                "SymptomPage",
                "No known error code or message in this text. Paste the code from the backup job, such as "
                "UserErrorGuestAgentStatusUnavailable, or the whole message in English or Russian, or the id of the job; or choose “I have no code”.",
            )
            self._hear("warning", words)
        for widget in (self._heard_mark, self._heard):
            widget.setVisible(bool(text.strip()))
        self._heard_more.setVisible(bool(text.strip() and self._heard_more.toPlainText()))
        self.read_again.setVisible(bool(text.strip()) and symptom is None and job is not None and job.error is not None)

    def _hear_job(self, job: PastedJob) -> None:
        """What became of a backup job that was pasted."""
        if job.error is not None:
            self._hear("warning", job.error)
        elif job.complaint is None:
            self._hear("", translate("SymptomPage", "Reading backup job {job}…").format(job=job.name))
        elif job.complaint.code is None:
            words = translate("SymptomPage", "Backup job {job} names no code that Backup Doctor knows, so every cause will be checked.")
            self._hear("warning", words.format(job=job.name), job.complaint.message)
        else:
            words = translate("SymptomPage", "Backup job {job} failed with {code}. {message}")
            advice = None if job.complaint.guidance is None else _advice(job.complaint.guidance)
            self._hear("ok", words.format(job=job.name, code=job.complaint.code, message=job.complaint.message), advice)

    def _hear(self, icon: str, words: Text, more: Text | None = None) -> None:
        self._heard_mark.show_icon(icon, icon)
        self._heard.setText(self.say(words))
        self._heard_more.setPlainText("" if more is None else shorten(self.say(more), 600))

    def _show_causes(self) -> None:
        _empty(self._causes)
        known = self.kit.state.complaint is not None
        causes = self.kit.state.expected_causes if known else ()
        for number, cause in enumerate(causes, 1):
            self._causes.addLayout(_numbered(number, self.say(cause.title)))
        words = translate("SymptomPage", "%n cause(s), all at once. The first one confirmed is the likeliest.", "", 0).counted(len(causes))
        if known and not causes:
            words = NOTHING_TO_CHECK
        self._causes_words.setText(self.say(words if known else translate("SymptomPage", "This appears once the symptom is known.")))
        self._inside_frame.setVisible(bool(causes) or not known)


def _advice(guidance: Text) -> Text:
    return translate("SymptomPage", "What to do about this code: {guidance}").format(guidance=guidance)


def _divider() -> QFrame:
    return named(QFrame(), "divider")


def _indented(*widgets: QWidget) -> QVBoxLayout:
    """Below a radio button, in line with its words."""
    layout = QVBoxLayout()
    layout.setContentsMargins(30, 0, 0, 4)
    layout.setSpacing(4)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def _numbered(number: int, words: str) -> QHBoxLayout:
    figure, label = named(QLabel(str(number)), "quiet"), Label()
    figure.setMinimumWidth(figure.fontMetrics().horizontalAdvance("00"))
    label.setText(words)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return row


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        row = item.layout()
        while row is not None and (piece := row.takeAt(0)) is not None:
            widget = piece.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
