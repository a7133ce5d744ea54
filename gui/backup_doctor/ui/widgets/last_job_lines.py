"""What the last failed backup job says: its code, when it failed, its words, what to do about the code; or why none of it is known."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..kit import Kit
from .part import Part
from .text import Label, Prose, shorten


class LastJobLines(Part):
    """Follows the job as it is read."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self.code = Prose()
        self.code.setFont(kit.theme.font(bold=True))
        self.words = Prose("quiet")
        self._when, self._advice, self._note = Label("quiet"), Label(), Label("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.code, self._when, self.words, self._advice, self._note):
            layout.addWidget(widget)
        kit.flow.activity_changed.connect(self.refresh)
        kit.state.symptom_changed.connect(self.refresh)
        self.refresh()

    @property
    def is_reading(self) -> bool:
        """Whether nobody knows yet."""
        state = self.kit.state
        return state.last_job is None and state.last_job_error is None and self.kit.flow.activity is not None

    @property
    def is_known(self) -> bool:
        """Whether there is a code to go by."""
        last = self.kit.state.last_job
        return last is not None and last.complaint.code is not None

    @Slot()
    def refresh(self) -> None:
        last = self.kit.state.last_job
        job = None if last is None else last.job
        self.code.setVisible(self.is_known)
        self._when.setVisible(job is not None and job.started is not None)
        self.words.setVisible(job is not None and bool(job.words.value))
        self._note.setVisible(not self.is_known)
        self._note.setText(self.say(self._missing()))
        if last is not None and last.complaint.code is not None:
            self.code.setPlainText(last.complaint.code)
        guidance = None if last is None else last.complaint.guidance
        self._advice.setVisible(guidance is not None)
        if guidance is not None:
            self._advice.setText(self.say(advice(guidance)))
        if job is not None:
            said = [line for line in job.words.value.splitlines() if line.strip() != self.code.toPlainText()]
            self.words.setPlainText(shorten("\n".join(said), 600))
        if job is not None and job.started is not None:
            self._when.setText(self.say(translate("SymptomPage", "Failed {when}").format(when=job.ended or job.started)))

    def _missing(self) -> Text:
        last = self.kit.state.last_job
        if self.is_reading:
            return translate("SymptomPage", "Reading the backup jobs of this VM…")
        if last is None:
            return translate("SymptomPage", "Not known.")
        if last.job is None:
            return translate("SymptomPage", "Azure knows of no failed backup job of this VM.")
        return translate("SymptomPage", "The message of the last failed job contains no code that Backup Doctor knows.")


def advice(guidance: Text) -> Text:
    """What to do about a code, as a sentence of its own."""
    return translate("SymptomPage", "What to do about this code: {guidance}").format(guidance=guidance)
