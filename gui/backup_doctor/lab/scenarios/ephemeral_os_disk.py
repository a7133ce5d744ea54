"""A Linux VM whose OS disk lies on the host."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import make_os_disk_ephemeral
from ..build import Site, fail_last_backup, linux
from ..failures import COMPUTE_REFUSED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="ephemeral-os-disk",
    title=translate("Scenario", "The OS disk is ephemeral"),
    code="UserErrorCrpReportedUserError",
    verdicts={
        "unsupported-disks": Verdict.SUSPECTED,
    },
    root_cause="unsupported-disks",
)


def build(world: World) -> str:
    vm = linux(world, "worker-11", Site("rg-workers"))
    make_os_disk_ephemeral(world, vm)
    fail_last_backup(world, vm, COMPUTE_REFUSED)
    return str(vm.id)
