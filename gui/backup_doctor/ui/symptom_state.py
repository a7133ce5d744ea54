"""What the wizard knows of the symptom: what the last failed job says, what was pasted, what the user chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from .vms_state import VmsState

if TYPE_CHECKING:
    from ..core.diagnosis import Complaint
    from ..core.model import Cause
    from ..core.text import Text
    from .orders import LastJob


@dataclass(frozen=True, slots=True)
class PastedJob:
    """A backup job of the VM that was pasted instead of its error; neither complaint nor error before it has been read."""

    name: str
    complaint: Complaint | None = None
    error: Text | None = None
    """Why it could not be read."""


class SymptomState(VmsState):
    """Which complaint counts, and the causes that follow from it."""

    symptom_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last_job: LastJob | None = None
        self.last_job_error: Text | None = None
        self.pasted_job: PastedJob | None = None
        self.complaint: Complaint | None = None
        self._by_default = False
        """Whether the complaint is a stopgap, because the last job could not be read."""

    def forget_symptom(self) -> None:
        """Another VM: what was known of the old one goes. Whoever calls this says so."""
        self.last_job, self.last_job_error, self.pasted_job, self.complaint = None, None, None, None

    def set_last_job(self, last: LastJob) -> None:
        """Preselect the code of the last failed job; without one, the walk through every cause."""
        self.last_job, self.last_job_error = last, None
        if self._is_open():
            self.complaint = last.complaint
            self._by_default = False
        self.symptom_changed.emit()

    def fail_last_job(self, error: Text) -> None:
        """The job could not be read; the user can still say what is wrong."""
        self.last_job_error = error
        if self._is_open():
            self.complaint = self.no_code
            self._by_default = True
        self.symptom_changed.emit()

    def _is_open(self) -> bool:
        """Whether the last job may still say what the symptom is: nobody else has."""
        return self._by_default or (self.complaint is None and self.pasted_job is None)

    def set_complaint(self, complaint: Complaint | None) -> None:
        """What the user chose; None while what was pasted is not understood."""
        self.complaint = complaint
        self._by_default = False
        self.symptom_changed.emit()

    def paste_symptom(self, pasted: str) -> None:
        """Take a code out of anything pasted, or else the name of a backup job, which then has to be read."""
        from ..catalogue.symptoms import job_name_in, recognise  # not for the first picture
        from ..core.diagnosis import Complaint, SymptomSource

        symptom = recognise(pasted)
        job = job_name_in(pasted)
        if job is None or self.pasted_job is None or self.pasted_job.name != job:
            self.pasted_job = None if job is None else PastedJob(job)
        said = None if self.pasted_job is None else self.pasted_job.complaint
        self.set_complaint(said if symptom is None else Complaint.of(symptom, SymptomSource.PASTED))

    @property
    def job_to_read(self) -> str | None:
        """Name of the pasted job of which nothing is known yet."""
        job = self.pasted_job
        return job.name if job is not None and job.complaint is None and job.error is None else None

    def set_pasted_job(self, name: str, complaint: Complaint) -> None:
        """What the pasted job says; it counts unless the user has chosen otherwise meanwhile."""
        if self.job_to_read != name:
            return
        self.pasted_job = PastedJob(name, complaint)
        if self.complaint is None:
            self.complaint = complaint
        self.symptom_changed.emit()

    def fail_pasted_job(self, name: str, error: Text) -> None:
        """The pasted job could not be read; the user can still say what is wrong."""
        if self.job_to_read == name:
            self.pasted_job = PastedJob(name, error=error)
            self.symptom_changed.emit()

    def forget_pasted_job(self) -> None:
        """Before the pasted job is read anew."""
        if self.pasted_job is not None:
            self.pasted_job = PastedJob(self.pasted_job.name)
            self.set_complaint(None)

    @property
    def no_code(self) -> Complaint:
        """What «I have no code» stands for: also what the last job said, where that is no code we know, or why it said nothing."""
        from ..core.diagnosis import NO_CODE, Complaint, SymptomSource

        last = self.last_job
        if self.last_job_error is not None:
            return Complaint(SymptomSource.NONE, None, self.last_job_error)
        return last.complaint if last is not None and last.complaint.code is None else NO_CODE

    @property
    def expected_causes(self) -> tuple[Cause, ...]:
        """The causes that follow from the chosen symptom, in its documented order."""
        from ..catalogue.symptoms import causes_of, symptom_of  # not for the first picture

        return causes_of(symptom_of(self.complaint))
