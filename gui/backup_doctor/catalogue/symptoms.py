"""The symptom a diagnosis starts from: what was given, pasted or read from a job, and the causes that follow from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.diagnosis import NO_CODE, Complaint, SymptomSource
from ..core.model import Cause, CouldNotLook, Symptom
from ..core.plain import plain
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .causes import cause
from .codes import ALL, SYMPTOMS
from .recognition import job_name_in, recognise, recognise_job

if TYPE_CHECKING:
    from ..core.facts import Job, Vm

__all__ = [
    "ALL",
    "SYMPTOMS",
    "NoSuchJob",
    "causes_of",
    "code_of",
    "job_name_in",
    "recognise",
    "symptom_of",
    "symptom_of_job",
    "symptom_of_last_job",
]

MOST_QUOTED = 300
"""Characters of an unknown error that a report repeats; the job itself holds them all."""


class NoSuchJob(CouldNotLook):
    """The vault that protects the VM knows no job of this name, or knows it as another VM's; or no vault protects the VM."""


def causes_of(symptom: Symptom | None) -> tuple[Cause, ...]:
    """The causes to walk, in documented order; all of them when there is no code."""
    return tuple(cause(identity) for identity in (ALL if symptom is None else symptom.causes))


def symptom_of(complaint: Complaint | None) -> Symptom | None:
    """The symptom behind a complaint. A code may mean two things, so its message is compared as well."""
    if complaint is None or complaint.code is None:
        return None
    meanings = [symptom for symptom in SYMPTOMS if symptom.code == complaint.code]
    return next((symptom for symptom in meanings if symptom.message == complaint.message), meanings[0] if meanings else None)


async def symptom_of_last_job(vm: Vm) -> Complaint:
    """The complaint of the failed job that still stands.

    Returns:
        `NO_CODE` when there is none; without a code, but with a message, when what Azure says names no code we know.

    Raises:
        CouldNotLook: the jobs could not be read.
    """
    job = await vm.last_failed_job()
    return NO_CODE if job is None else _complaint_of(job, SymptomSource.LAST_JOB)


async def symptom_of_job(vm: Vm, name: str) -> Complaint:
    """The complaint of the job with this name; like that of the last one.

    Raises:
        NoSuchJob: the VM has none of this name.
        CouldNotLook: the job could not be read.
    """
    job = await vm.job(name)
    if job is None:
        text = translate("Symptom", "No vault that protects {vm} has a backup job {job} of this VM.")
        raise NoSuchJob(text.format(vm=vm.id.name, job=name))
    return _complaint_of(job, SymptomSource.PASTED)


async def code_of(vm: Vm) -> str | None:
    """The code a check may weigh: the one given, else that of the last failed job; None when neither is to be had."""
    if vm.code is not None:
        return vm.code
    try:
        return (await symptom_of_last_job(vm)).code
    except CouldNotLook:
        return None


def _complaint_of(job: Job, source: SymptomSource) -> Complaint:
    symptom = recognise_job(job)
    complaint = Complaint(SymptomSource.NONE, None, _unknown_error(job)) if symptom is None else Complaint.of(symptom, source)
    failed_at = job.ended or job.started
    return replace(complaint, failed_at=None if failed_at is None else failed_at.replace(microsecond=0))


def _unknown_error(job: Job) -> Text:
    said, numbers = " ".join(plain(job.words.value).split()), ", ".join(map(str, job.numbers))
    if said:
        cut = said if len(said) <= MOST_QUOTED else said[: MOST_QUOTED - 1] + "…"
        return translate("Symptom", "What Azure says about the backup job contains no known error code: “{error}”").format(error=cut)
    if numbers:
        return translate(
            "Symptom", "Azure gives only the number {numbers} for the error of the backup job; this program does not know its meaning."
        ).format(numbers=numbers)
    return translate("Symptom", "The backup job ended as “{status}”, and Azure names no error.").format(status=plain(job.status))
