"""A Windows VM of a cluster, with a disk that two VMs share."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import share_data_disk
from ..build import Site, fail_last_backup, windows
from ..failures import COMPUTE_REFUSED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="shared-disk",
    title=translate("Scenario", "A disk is shared between VMs"),
    code="UserErrorCrpReportedUserError",
    verdicts={
        "unsupported-disks": Verdict.CONFIRMED,
        "key-vault-permission": Verdict.NOT_APPLICABLE,
    },
    root_cause="unsupported-disks",
)


def build(world: World) -> str:
    vm = windows(world, "sqlfci-a", Site("rg-sqlfci"))
    share_data_disk(world, vm)
    fail_last_backup(world, vm, COMPUTE_REFUSED)
    return str(vm.id)
