"""Back up now: the proof that a repair has helped. Not a cause of its own, so it stands in no symptom's list.

Support matrix and FAQ of Azure VM backup, 2025-10-27; agent and extension article, 2025-11-12.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ..core.api_versions import BACKUP
from ..core.facts import BackupItem, Vm
from ..core.model import Cause, CouldNotLook, Finding
from ..core.plan import Plan, Request, Risk, Step, Unavailable
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .gates import no_backup_running, sound, unlocked
from .job_watch import JOB_ENDS
from .restore_point_locks import locks_on, own
from .restore_points import points_of, room_for

BACKUP_ACTION = "Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/backup/action"

LONGEST_BACKUP = timedelta(hours=12)
"""How long a job is followed; a first backup of large disks takes hours (FAQ of Azure VM backup, 2025-10-27)."""

RETENTION = timedelta(days=30)
"""What the portal proposes for a backup on demand (FAQ)."""

DAY = timedelta(hours=24)
"""Over which Azure counts the attempts (support matrix)."""
SUPPORTED = 3
"""Backups on demand of a VM in a day (support matrix)."""
MOST = 9
"""After so many attempts in 24 hours Azure Backup takes no more (support matrix)."""

cause = Cause(
    id="back-up-again",
    title=translate("BackUp", "Back up again"),
    explanation=translate("BackUp", "A backup on demand shows whether the repair has helped."),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-vms-first-look-arm",
)


@cause.remedy(
    title=translate("BackUp", "Back up now"),
    what=translate("BackUp", "Starts a backup on demand in the vault that protects this VM, and follows its job to the end."),
    permissions=(BACKUP_ACTION,),
    risk=Risk.SAFE,
    needs_fault=False,
)
async def back_up_now(vm: Vm) -> Plan:
    """Refused while another backup runs, or where a lock keeps the vault from being written to."""
    step = await backup_step(vm)
    assert step.request is not None
    await no_backup_running(vm)
    await unlocked(vm, step.request.path, deletes=False)
    return Plan(
        steps=(step,),
        risk=Risk.SAFE,
        downtime=translate("BackUp", "The VM keeps running."),
        loss=translate("BackUp", "Nothing is lost."),
        undo=translate("BackUp", "A restore point is added; Azure deletes it when its retention ends, after 30 days."),
        notes=await _notes(vm),
    )


async def backup_step(vm: Vm, *, may_fail: bool = False) -> Step:
    """The step that starts a backup and waits for its job.

    Args:
        may_fail: whether the plan goes on although the job fails.

    Raises:
        Unavailable: the VM is not actively protected, or Azure takes no more backups on demand today.
    """
    item = await _active_item(vm)
    now = await _now(vm, item)
    attempts = await attempts_today(vm)
    if attempts is not None and attempts >= MOST:
        text = translate(
            "BackUp",
            "%n backup(s) on demand of this VM were tried in the last 24 hours, and Azure takes no more than {most}. "
            "The scheduled backup still runs; try again tomorrow.",
            "",
            0,
        )
        raise Unavailable(text.counted(attempts).format(most=str(MOST)))
    body = {"properties": {"objectType": "IaasVMBackupRequest", "recoveryPointExpiryTimeInUTC": f"{now + RETENTION:%Y-%m-%dT%H:%M:%S.000Z}"}}
    return Step(
        title=translate("BackUp", "Start a backup on demand and follow its job"),
        request=Request("POST", f"{sound(item.id)}/backup", BACKUP, body),
        repeatable=False,
        keeps="properties.jobId",
        watch=JOB_ENDS,
        limit=LONGEST_BACKUP,
        tolerant=may_fail,
    )


async def _active_item(vm: Vm) -> BackupItem:
    item = await vm.backup_item()
    if item is None:
        raise Unavailable(translate("BackUp", "No vault protects this VM, so there is nothing to back up with."))
    if item.being_deleted.value:
        raise Unavailable(translate("BackUp", "The protected item has been deleted. Undo the deletion in the vault first, then back up."))
    if item.state.value.casefold() in ("protectionstopped", "protectionpaused", "backupssuspended"):
        text = translate("BackUp", "Protection of this VM is not active ({state}). Resume it in the vault first, then back up.")
        raise Unavailable(text.format(state=item.state.value))
    return item


async def _now(vm: Vm, item: BackupItem) -> datetime:
    """Azure's clock, not this computer's."""
    return (await vm.machine()).now or item.state.evidence.at


async def attempts_today(vm: Vm) -> int | None:
    """Backups on demand in the last 24 hours, whatever came of them; None where they could not be read."""
    item = await vm.backup_item()
    if item is None:
        return 0
    try:
        return len((await vm.backups_on_demand(await _now(vm, item) - DAY)).items)
    except CouldNotLook:
        return None


async def _notes(vm: Vm) -> tuple[Text, ...]:
    notes = await backup_notes(vm)
    try:
        points = await points_of(vm)
        if isinstance(points, Finding) or not (await room_for(vm, points)).full:
            return notes
        locks = await locks_on(vm, own(points))
    except CouldNotLook:  # nobody is warned of what cannot be seen: the backup itself will show it
        return notes
    text = translate(
        "BackUp",
        "The VM has reached the restore point limit. This backup is expected to fail, but it sets off the clean-up, which takes several "
        "hours; the next one should succeed.",
    )
    if locks.holding:
        text = translate(
            "BackUp",
            "The VM has reached the restore point limit, and a lock keeps Azure Backup from deleting any. This backup would fail like the one "
            "before: lift the lock first.",
        )
    return (text, *notes)


async def backup_notes(vm: Vm) -> tuple[Text, ...]:
    """What to know before any backup on demand."""
    notes = await _quota_notes(vm)
    if (await vm.machine()).os != "Linux":
        return notes
    return (*notes, translate("BackUp", "While the snapshot is taken, file systems of the VM may pause for a moment."))


async def _quota_notes(vm: Vm) -> tuple[Text, ...]:
    attempts = await attempts_today(vm)
    if attempts is None:
        return (translate("BackUp", "How many backups on demand there were today could not be read; Azure takes no more than nine in 24 hours."),)
    if attempts < SUPPORTED:
        return ()
    text = translate(
        "BackUp", "%n backup(s) on demand were tried in the last 24 hours. Azure supports {supported} a day and refuses after {most}.", "", 0
    )
    return (text.counted(attempts).format(supported=str(SUPPORTED), most=str(MOST)),)
