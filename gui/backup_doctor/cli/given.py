"""What the arguments of a command say of the VM and of the error."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..catalogue.symptoms import SYMPTOMS, NoSuchJob, job_name_in, recognise, symptom_of_job
from ..core.diagnosis import Complaint, SymptomSource
from ..core.model import CannotStart, CouldNotLook
from ..core.pasted_vm import vm_meant
from ..core.policy import NO_RUN_COMMAND
from ..core.resource_id import BadResourceId, VmId
from ..core.text import lazy_translate as translate
from .exits import Exit, Stop

if TYPE_CHECKING:
    from ..arm.vm import AzureVm


@dataclass(frozen=True, slots=True)
class GivenJob:
    """The name of a backup job, instead of a code."""

    name: str


def vm_of(given: str) -> VmId:
    """The VM that --vm names, in whatever an administrator pastes.

    A backup item's subscription is its vault's; a VM that is not in it is not found, and nothing else is taken for it.

    Raises:
        Stop: it names none, or several.
    """
    try:
        vm = vm_meant(given).vm
    except BadResourceId as error:
        raise Stop(Exit.USAGE, error.text) from error
    if vm is None:
        raise Stop(Exit.USAGE, BadResourceId(given).text)
    return vm


def complaint_of(text: str | None) -> Complaint | GivenJob | None:
    """What --code tells of the error; None where it is not given.

    Raises:
        Stop: nothing that is known.
    """
    if text is None:
        return None
    symptom = recognise(text)
    if symptom is not None:
        return Complaint.of(symptom, SymptomSource.GIVEN if text.strip().isalnum() else SymptomSource.PASTED)
    job = job_name_in(text)
    if job is not None:
        return GivenJob(job)
    codes = ", ".join(dict.fromkeys(known.code for known in SYMPTOMS))
    words = translate("CommandLine", "“{given}” contains no error code this version knows, and no id of a backup job. Known codes: {codes}.")
    raise Stop(Exit.USAGE, words.format(given=text.strip()[:80], codes=codes))


def looks_inside(arguments: argparse.Namespace) -> bool:
    """Whether --guest asks for a look inside the VM.

    Raises:
        Stop: it does, and the organisation does not allow it.
    """
    if arguments.guest and not arguments.policy.run_command:
        raise Stop(Exit.REFUSED, NO_RUN_COMMAND)
    return bool(arguments.guest)


async def of_job(vm: AzureVm, given: GivenJob) -> Complaint:
    """The error of a job; one that may not be read tells nothing, and says why.

    Raises:
        NoSuchJob: the VM has no such job.
        CannotStart: nothing can be asked.
    """
    try:
        return await symptom_of_job(vm, given.name)
    except (CannotStart, NoSuchJob):
        raise
    except CouldNotLook as error:
        return Complaint(SymptomSource.NONE, None, error.text)
