"""Another backup of the VM is still under way.

Agent and extension article (2025-11-12, code UserErrorBackupOperationInProgress): the job may run in the vault that protected the VM before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from ...core.facts import BackupItem, Machine, RunningJob, Vm
from ...core.model import Cause, Command, Finding, Instructions, Listing, Shell, failed, ok, skipped, unknown, warning
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from ..cancelling import CANCEL, cancel_plan
from ..commands import show_vault
from ..weighing import by_code, is_named

IN_PROGRESS = "UserErrorBackupOperationInProgress"

LONG = timedelta(hours=24)
"""A job that runs longer meets the next daily one. Microsoft names no figure: our choice."""

cause = Cause(
    id="backup-job-running",
    title=translate("Job", "Another backup of the VM is still running"),
    explanation=translate(
        "Job",
        "Azure Backup makes one backup of a VM at a time. While a job runs, it refuses every other one, on demand or by schedule. "
        "After protection has moved to another vault, a job of the old vault may still be at work.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout",
)


@cause.check(
    title=translate("Job", "The vault is not busy with another backup of this VM"),
    why=translate("Job", "A backup that is running is no fault, but it makes every other one fail until it ends."),
)
async def own_vault(vm: Vm) -> Finding:
    protection, item, running, machine = await asyncio.gather(vm.protection(), vm.backup_item(), vm.running_jobs(), vm.machine())
    if item is None:
        text = translate("Job", "No vault protects this VM ({state}), so there is no job of its vault.")
        return skipped(text.format(state=protection.state.value), protection.state.evidence)
    if running.items:
        return await _running(vm, running.items, machine)
    return await _none_listed(vm, item, running)


async def _running(vm: Vm, jobs: Sequence[RunningJob], machine: Machine) -> Finding:
    """With the code of this refusal it is the fault; without, a backup takes its time, unless it takes more than a day."""
    evidence = tuple(job.evidence for job in jobs)
    started = [job.started for job in jobs if job.started is not None]
    if await is_named(vm, (IN_PROGRESS,)):
        return _in_the_way(jobs[0], min(started, default=None), machine)
    if machine.now is None or len(started) < len(jobs):
        return unknown(translate("Job", "A backup of this VM is running, but Azure does not say since when."), *evidence)
    age = machine.now - min(started)
    if age > LONG:
        text = translate("Job", "A backup of this VM has been running for {age}, since {moment}. No other can begin before it ends.")
        return warning(text.format(age=age, moment=min(started)), *evidence)
    text = translate("Job", "A backup of this VM is running, since {moment}: nothing unusual. Another one is refused until it ends.")
    return ok(text.format(moment=min(started)), *evidence)


def _in_the_way(job: RunningJob, started: datetime | None, machine: Machine) -> Finding:
    if started is None or machine.now is None:
        text = translate("Job", "A backup of this VM is running in vault {vault}. Azure refuses another until it ends.")
        return failed(text.format(vault=job.vault), job.evidence)
    text = translate("Job", "A backup of this VM has been running in vault {vault} for {age}. Azure refuses another until it ends.")
    return failed(text.format(vault=job.vault, age=machine.now - started), job.evidence)


async def _none_listed(vm: Vm, item: BackupItem, running: Listing[RunningJob]) -> Finding:
    """The item's own status may be ahead of the list of jobs, or behind it."""
    if item.last_status.value.casefold() != "inprogress":
        return ok(translate("Job", "No backup of this VM is running in its vault."), *running.evidence)
    text = translate("Job", "The vault lists no running backup of this VM, but shows one as in progress. Look again in a few minutes.")
    return await by_code(vm, (IN_PROGRESS,), text, item.last_status.evidence, *running.evidence)


@cause.check(
    title=translate("Job", "No other vault is busy with a backup of this VM"),
    why=translate("Job", "A job of a vault that protected the VM before also blocks it. Only Resource Graph sees all vaults, a few minutes late."),
)
async def other_vaults(vm: Vm) -> Finding:
    running = await vm.running_jobs_elsewhere()
    if not running.items:
        text = translate(
            "Job", "According to Resource Graph, which may be a few minutes behind, no backup is running in other vaults that this account may read."
        )
        return ok(text, *running.evidence)
    job = running.items[0]
    text = translate(
        "Job",
        "Vault {vault} is busy with a backup of this VM too. Resource Graph, which says so, may be a few minutes behind: look there whether "
        "it has ended.",
    )
    return await by_code(vm, (IN_PROGRESS,), text.format(vault=job.vault), *(found.evidence for found in running.items))


@cause.remedy(
    title=translate("Job", "Cancel the backup that runs"),
    what=translate(
        "Job", "Cancels the job that is in the way, in whatever vault it runs. Azure allows that only while the job still takes the snapshot."
    ),
    permissions=(CANCEL,),
    risk=Risk.DISRUPTIVE,
)
async def cancel_job(vm: Vm) -> Plan:
    return await cancel_plan(vm)


@cause.manual(title=translate("Job", "Find the job that runs, in the old vault too"))
def find_job(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Job",
            "The first command shows the vault that protects the VM now, the second the jobs of a vault that run. "
            "Repeat the second for a vault that protected the VM before.",
        ),
        (
            show_vault(vm),
            Command(
                Shell.AZURE_CLI,
                f"az backup job list --subscription {vm.quoted(vm.subscription)} "
                '--resource-group "<group of the vault>" --vault-name "<vault>" --status InProgress --operation Backup --output table',
            ),
        ),
    )


@cause.manual(title=translate("Job", "Wait for its end"))
def wait(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Job",
            "The first backup and backups of large or heavily changed disks take many hours: that is not a fault. When the job has ended, "
            "back up again, or wait for the scheduled backup.",
        )
    )


@cause.manual(title=translate("Job", "Or cancel it, while it still takes the snapshot"))
def cancel(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Job",
            "A backup can be cancelled in its first phase, “Take Snapshot”; once it transfers data to the vault, only waiting is left. "
            "Cancel a job of the old vault there. What it had begun is lost.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f"az backup job stop --subscription {vm.quoted(vm.subscription)} "
                '--resource-group "<group of the vault>" --vault-name "<vault>" --name "<id of the job>"',
            ),
        ),
    )
