"""What the page “Back up again” sends the worker to ask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.diagnosis import Complaint, SymptomSource
from ..core.resource_id import VmId
from .errands import ask_anew

if TYPE_CHECKING:
    from ..arm.signin import Session
    from ..core.facts import Vm


async def attempts_today(vm: Vm) -> int | None:
    """Backups on demand in the last 24 hours; None where they could not be read. The plan has asked already, so no request leaves."""
    from ..catalogue.back_up import attempts_today as ask

    return await ask(vm)


async def read_failure(session: Session, vm_id: VmId, job: str, *, anew: bool = False) -> Complaint:
    """What the job of a failed backup says; without its name, what the VM's last failed job says.

    Args:
        anew: whether a person wants to know, who may be asked to sign in.

    Raises:
        CouldNotLook: it could not be read.
    """
    from ..arm.vm import AzureVm
    from ..catalogue.symptoms import symptom_of_job, symptom_of_last_job

    if anew:
        ask_anew(session)
    vm = AzureVm(session.gateway, vm_id)
    complaint = await (symptom_of_job(vm, job) if job else symptom_of_last_job(vm))
    return complaint if complaint.code is None else replace(complaint, source=SymptomSource.LAST_JOB)
