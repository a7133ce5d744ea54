"""A Linux VM with an Ultra disk under a Standard policy."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import change_data_disk
from ..build import Site, fail_last_backup, linux
from ..failures import COMPUTE_REFUSED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="ultra-disk-standard-policy",
    title=translate("Scenario", "An Ultra disk under a Standard policy"),
    code="UserErrorCrpReportedUserError",
    verdicts={
        "unsupported-disks": Verdict.CONFIRMED,
    },
    root_cause="unsupported-disks",
)


def build(world: World) -> str:
    vm = linux(world, "sap-hana-01", Site("rg-sap-hana"))
    change_data_disk(world, vm, sku="UltraSSD_LRS")
    fail_last_backup(world, vm, COMPUTE_REFUSED)
    return str(vm.id)
