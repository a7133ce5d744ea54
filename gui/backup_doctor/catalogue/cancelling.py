"""Cancelling a backup that runs, in the VM's vault or in another (FAQ of Azure VM backup, 2025-10-27)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from ..core.api_versions import BACKUP
from ..core.facts import Document, RunningJob, Vm
from ..core.model import CouldNotLook, Listing
from ..core.plan import Plan, Request, Risk, Step, Unavailable
from ..core.text import lazy_translate as translate
from .gates import sound
from .job_watch import JOB_CANCELLED, RUNS

CANCEL = "Microsoft.RecoveryServices/Vaults/backupJobs/cancel/action"

CANCELLABLE = (1, "Cancellable")
"""``actionsInfo`` as it was recorded, and as the SDK spells it."""


async def cancel_plan(vm: Vm) -> Plan:
    """Every backup of the VM that runs and can be cancelled.

    Raises:
        Unavailable: none runs, or those that do can no longer be cancelled.
    """
    jobs = await _running(vm)
    documents = await asyncio.gather(*(vm.resource(sound(job.id), BACKUP) for job in jobs))
    running = [(job, document) for job, document in zip(jobs, documents, strict=True) if _runs(document)]
    if not running:
        raise Unavailable(translate("Job", "No backup of this VM is running any more."))
    steps = tuple(_step(job, document) for job, document in running if _can_be_cancelled(document))
    if not steps:
        text = translate(
            "Job",
            "The backup in vault {vault} has taken its snapshot and is moving data to the vault. It can no longer be cancelled: wait until it "
            "has ended.",
        )
        raise Unavailable(text.format(vault=running[0][0].vault))
    return Plan(
        steps=steps,
        risk=Risk.DISRUPTIVE,
        downtime=translate("Job", "None: the VM keeps running. Until the next backup it has one restore point less."),
        loss=translate("Job", "What the cancelled backup had begun. Earlier restore points stay."),
        undo=translate("Job", "Not possible. Back up again instead."),
        notes=(
            translate(
                "Job",
                "A backup can be cancelled only in its first phase, while it takes the snapshot. If it has gone on since this plan was made, "
                "Azure refuses, and only waiting is left.",
            ),
        ),
    )


async def _running(vm: Vm) -> list[RunningJob]:
    """In any vault. What cannot be read does not hide what can."""
    here, elsewhere = await asyncio.gather(_or_error(vm.running_jobs()), _or_error(vm.running_jobs_elsewhere()))
    found = [job for answer in (here, elsewhere) if isinstance(answer, Listing) for job in answer.items]
    unread = next((answer for answer in (here, elsewhere) if isinstance(answer, CouldNotLook)), None)
    if not found and unread is not None:
        raise unread
    return found


async def _or_error(question: Awaitable[Listing[RunningJob]]) -> Listing[RunningJob] | CouldNotLook:
    try:
        return await question
    except CouldNotLook as error:
        return error


def _runs(document: Document) -> bool:
    return str(document.properties.get("status", "")).casefold() in RUNS


def _can_be_cancelled(document: Document) -> bool:
    actions = document.properties.get("actionsInfo")
    return isinstance(actions, list) and any(action in CANCELLABLE for action in actions)


def _step(job: RunningJob, document: Document) -> Step:
    return Step(
        title=translate("Job", "Cancel the backup that runs in vault {vault}").format(vault=job.vault),
        request=Request("POST", f"{document.id}/cancel", BACKUP),
        # A second request is refused once the first has been heard; the watch tells what came of it.
        repeatable=False,
        watch=JOB_CANCELLED,
        limit=timedelta(minutes=30),
    )
