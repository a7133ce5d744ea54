"""The box for anything that was copied elsewhere, and below it what was recognised in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ...catalogue.symptoms import recognise
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from ..symptom_state import PastedJob
from .last_job_lines import advice
from .mark import Mark
from .part import Part, named
from .text import Label, Prose, shorten

_BOX_LINES = 4


class PastedBox(Part):
    """Says at once whether the text helps."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.box = named(QPlainTextEdit(), "input")
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(self.fontMetrics().lineSpacing() * _BOX_LINES + 20)
        self._mark = Mark(kit)
        self.heard = Label()
        self.more = Prose()
        self.read_again = QPushButton()
        self.read_again.clicked.connect(kit.flow.read_pasted_job_again)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.heard)
        words.addWidget(self.more)
        answer = QHBoxLayout()
        answer.setSpacing(8)
        answer.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        answer.addLayout(words, 1)
        answer.addWidget(self.read_again, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.box)
        layout.addLayout(answer)
        kit.state.symptom_changed.connect(self._show_heard)
        self.refresh()

    @property
    def text(self) -> str:
        """What is in the box."""
        return self.box.toPlainText()

    def clear(self) -> None:
        """Another VM."""
        self.box.clear()
        self._show_heard()

    @Slot()
    def refresh(self) -> None:
        self.box.setAccessibleName(self.say(translate("SymptomPage", "Error code or message")))
        self.box.setPlaceholderText(
            self.say(translate("SymptomPage", "An error code, a message from the portal, a mail, a JSON error or the id of a backup job"))
        )
        self.dress(self.read_again, translate("SymptomPage", "Try again"), "again")
        self._show_heard()

    @Slot()
    def _show_heard(self) -> None:
        pasted = bool(self.text.strip())
        symptom, job = recognise(self.text) if pasted else None, self.kit.state.pasted_job
        if symptom is not None:
            words = translate("SymptomPage", "Recognised: {code}. {message}").format(code=symptom.code, message=symptom.message)
            self._hear("ok", words, None if symptom.guidance is None else advice(symptom.guidance))
        elif job is not None and pasted:
            self._hear_job(job)
        else:
            words = translate(
                "SymptomPage",
                "No known error code or message in this text. Paste the code from the backup job, such as "
                "UserErrorGuestAgentStatusUnavailable, or the whole message in English or Russian, or the id of the job; or choose “I have no code”.",
            )
            self._hear("warning", words)
        for widget in (self._mark, self.heard):
            widget.setVisible(pasted)
        self.more.setVisible(pasted and bool(self.more.toPlainText()))
        self.read_again.setVisible(pasted and symptom is None and job is not None and job.error is not None)

    def _hear_job(self, job: PastedJob) -> None:
        """What became of a backup job that was pasted."""
        if job.error is not None:
            self._hear("warning", job.error)
        elif job.complaint is None:
            self._hear("", translate("SymptomPage", "Reading backup job {job}…").format(job=job.name))
        elif job.complaint.code is None:
            words = translate("SymptomPage", "Backup job {job} contains no code that Backup Doctor knows, so every cause will be checked.")
            self._hear("warning", words.format(job=job.name), job.complaint.message)
        else:
            words = translate("SymptomPage", "Backup job {job} failed with {code}. {message}")
            more = None if job.complaint.guidance is None else advice(job.complaint.guidance)
            self._hear("ok", words.format(job=job.name, code=job.complaint.code, message=job.complaint.message), more)

    def _hear(self, icon: str, words: Text, more: Text | None = None) -> None:
        self._mark.show_icon(icon, icon)
        self.heard.setText(self.say(words))
        self.more.setPlainText("" if more is None else shorten(self.say(more), 600))
