"""Back up now: the proof that a repair has helped. Not a cause of its own, so it stands in no symptom's list."""

from __future__ import annotations

from datetime import timedelta

from ..core.api_versions import BACKUP
from ..core.facts import Vm
from ..core.model import Cause
from ..core.plan import Plan, Request, Risk, Step, Unavailable
from ..core.text import lazy_translate as translate
from .watches import JOB_ENDS

LONGEST_BACKUP = timedelta(hours=12)
"""How long a job is followed; a first backup of large disks takes hours (FAQ of Azure VM backup, 2025-10-27)."""

cause = Cause(
    id="back-up-again",
    title=translate("BackUp", "Back up again"),
    explanation=translate("BackUp", "A backup on demand shows whether the repair has helped."),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-vms-first-look-arm",
)


@cause.remedy(
    title=translate("BackUp", "Back up now"),
    what=translate("BackUp", "Starts a backup on demand in the vault that protects this VM, and follows its job to the end."),
    permissions=("Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/backup/action",),
    risk=Risk.SAFE,
    needs_fault=False,
)
async def back_up_now(vm: Vm) -> Plan:
    return Plan(
        steps=(await backup_step(vm),),
        risk=Risk.SAFE,
        downtime=translate("BackUp", "None."),
        loss=translate("BackUp", "Nothing."),
        undo=translate("BackUp", "A restore point is added; it goes by itself when its retention is over."),
    )


async def backup_step(vm: Vm, *, may_fail: bool = False) -> Step:
    """The step that starts a backup and waits for its job.

    Args:
        may_fail: whether the plan goes on although the job fails.

    Raises:
        Unavailable: no vault protects the VM.
    """
    item = await vm.backup_item()
    if item is None:
        raise Unavailable(translate("BackUp", "No vault protects this VM, so there is nothing to back up with."))
    return Step(
        title=translate("BackUp", "Start a backup on demand and follow its job"),
        request=Request("POST", f"{item.id}/backup", BACKUP, {"properties": {"objectType": "IaasVMBackupRequest"}}),
        repeatable=False,
        keeps="properties.jobId",
        watch=JOB_ENDS,
        limit=LONGEST_BACKUP,
        tolerant=may_fail,
    )
