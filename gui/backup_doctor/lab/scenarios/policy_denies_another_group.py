"""A near miss: an Azure Policy refused somebody's resource group, and others' changes failed too."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.resource_id import group_scope
from ...core.text import lazy_translate as translate
from ..activity import GROUP_WRITE
from ..breaking.backup import log_failed, log_refused
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="policy-denies-another-group",
    title=translate("Scenario", "Azure Policy refused a group of somebody else"),
    verdicts={
        "policy-denies-restore-points": Verdict.RULED_OUT,
        "restore-point-limit": Verdict.RULED_OUT,
        "backup-not-active": Verdict.RULED_OUT,
    },
    near_miss_of=("policy-denies-restore-points",),
)


def build(world: World) -> str:
    vm = linux(world, "lab-01", Site("rg-lab", location="swedencentral", backup_group="AzureBackupRG_swedencentral_1", vault="rsv-contoso-sdc"))
    log_refused(world, vm, GROUP_WRITE, group_scope(vm.id.subscription, "rg-playground"), "Require a cost centre on every group")
    log_failed(world, vm, ("Microsoft.Compute/virtualMachines/start/action", "Microsoft.Network/publicIPAddresses/write"))
    return str(vm.id)
