"""Diagnoses a VM by the error of its last failed backup alone: for many VMs, where every cause for each would be too much to ask."""

from __future__ import annotations

from datetime import UTC, datetime

from .. import __version__
from ..core.diagnosis import Complaint, Diagnosis, SymptomSource, conclude
from ..core.examination import examine, subject
from ..core.facts import Vm
from ..core.fleet import FailedVm
from ..core.model import CannotStart, CouldNotLook
from .symptoms import causes_of, recognise, symptom_of, symptom_of_last_job


async def diagnose(vm: Vm, failed: FailedVm) -> Diagnosis:
    """The job is read first, and the causes that it leads to are examined after it. Remedies are not planned.

    A job that names no error known here, or cannot be read, leaves every cause open. Where Resource Graph has told the error,
    that stands in for a job that cannot be read.

    Raises:
        CannotStart: nothing can be asked, or the VM is gone.
    """
    started = datetime.now(UTC)
    complaint = await _complaint(vm, failed)
    causes = causes_of(symptom_of(complaint))
    findings = await examine(vm, causes, progress=lambda _landed: None)
    return conclude(await subject(vm), complaint, causes, findings, version=__version__, started=started, finished=datetime.now(UTC))


async def _complaint(vm: Vm, failed: FailedVm) -> Complaint:
    try:
        return await symptom_of_last_job(vm)
    except CannotStart:
        raise
    except CouldNotLook as error:
        listed = recognise(failed.error)
        return Complaint(SymptomSource.NONE, None, error.text) if listed is None else Complaint.of(listed, SymptomSource.LAST_JOB)
