"""Step three: what went wrong? The last failed job, anything pasted, or no code at all."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from ...core.diagnosis import Complaint, SymptomSource
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..theme import Tone
from ..widgets.banner import Banner
from ..widgets.bottom_bar import START
from ..widgets.columns import Columns
from ..widgets.expected_causes import ExpectedCauses
from ..widgets.inside_card import InsideCard
from ..widgets.last_job_lines import LastJobLines
from ..widgets.mark import Mark
from ..widgets.part import named
from ..widgets.pasted_box import PastedBox
from ..widgets.text import Label
from ..widgets.tick import words_left
from .page import Page, card


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
        self.last_job, self.pasted, self.causes = LastJobLines(kit), PastedBox(kit), ExpectedCauses(kit)
        self._no_code_words = Label("quiet")
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
        causes, layout = card(spacing=8)
        layout.addWidget(self.causes)
        self.body.addWidget(Columns(choices, causes, stretch=(3, 2)))
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
            self.pasted.clear()
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
        self._no_code_words.setText(self.say(translate("SymptomPage", "Every cause is checked, in the documented order.")))
        self.dress(self.retry, translate("SymptomPage", "Try again"), "again")
        self._symptom_changed()

    def _symptom_card(self) -> QFrame:
        frame, layout = card(spacing=8)
        head = QHBoxLayout()
        head.addWidget(self.from_job)
        head.addWidget(self._spinner)
        head.addStretch()
        layout.addLayout(head)
        layout.addLayout(_below(self.from_job, self.last_job))
        layout.addWidget(_divider())
        layout.addWidget(self.from_paste)
        layout.addLayout(_below(self.from_paste, self.pasted, gap=0))
        layout.addWidget(_divider())
        layout.addWidget(self.no_code)
        layout.addLayout(_below(self.no_code, self._no_code_words))
        layout.addStretch()
        return frame

    def _connect(self) -> None:
        self.choice.buttonClicked.connect(self._choose)
        self.pasted.box.textChanged.connect(self._pasted)
        self.kit.state.symptom_changed.connect(self._symptom_changed)
        self.kit.flow.activity_changed.connect(self._show_job)

    @Slot()
    def _choose(self) -> None:
        state = self.kit.state
        match self.choice.checkedButton():
            case self.from_job if state.last_job is not None:
                state.set_complaint(state.last_job.complaint)
            case self.from_paste:
                self.kit.flow.paste(self.pasted.text)
                self.pasted.box.setFocus()
            case _:
                state.set_complaint(state.no_code)

    @Slot()
    def _pasted(self) -> None:
        if self.pasted.text:
            self.from_paste.setChecked(True)
            self.kit.flow.paste(self.pasted.text)
        elif self.from_paste.isChecked():
            self.kit.flow.paste("")

    @Slot()
    def _symptom_changed(self) -> None:
        self._check_choice()
        self._show_job()
        state = self.kit.state
        self._inside_frame.setVisible(state.complaint is None or bool(state.expected_causes))
        error = state.last_job_error
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
        if waited and not self.pasted.text:
            self.from_job.setEnabled(self.last_job.is_known)
            button.setFocus()

    def _button_of(self, complaint: Complaint) -> QRadioButton:
        pasted = self.kit.state.pasted_job
        if pasted is not None and pasted.complaint is complaint:
            return self.from_paste
        return {SymptomSource.LAST_JOB: self.from_job, SymptomSource.NONE: self.no_code}.get(complaint.source, self.from_paste)

    @Slot()
    def _show_job(self) -> None:
        self._spinner.setVisible(self.last_job.is_reading)
        self.from_job.setEnabled(self.last_job.is_known)


def _divider() -> QFrame:
    return named(QFrame(), "divider")


def _below(button: QRadioButton, widget: QWidget, gap: int = 4) -> QVBoxLayout:
    """In line with the words of the button."""
    layout = QVBoxLayout()
    layout.setContentsMargins(words_left(button), 0, 0, gap)
    layout.addWidget(widget)
    return layout
