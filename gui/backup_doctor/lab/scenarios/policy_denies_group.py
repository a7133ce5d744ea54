"""A Windows VM in a new region, where an Azure Policy does not let Azure Backup make its group."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import refuse_backup_group
from ..build import Site, fail_last_backup, windows
from ..failures import DISALLOWED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="policy-denies-group",
    title=translate("Scenario", "Azure Policy refuses the restore points' group"),
    code="UserErrorRequestDisallowedByPolicy",
    verdicts={
        "policy-denies-restore-points": Verdict.CONFIRMED,
        "restore-point-limit": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
        "backup-not-active": Verdict.RULED_OUT,
    },
    root_cause="policy-denies-restore-points",
)


def build(world: World) -> str:
    site = Site("rg-oslo", location="norwayeast", backup_group="AzureBackupRG_norwayeast_1", vault="rsv-contoso-noe")
    vm = windows(world, "oslo-01", site)
    refuse_backup_group(world, vm, "Require a cost centre on every group")
    fail_last_backup(world, vm, DISALLOWED)
    return str(vm.id)
