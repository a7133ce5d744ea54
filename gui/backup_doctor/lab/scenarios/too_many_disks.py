"""A Windows VM with 33 data disks."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import attach_data_disks
from ..build import Site, fail_last_backup, windows
from ..failures import COMPUTE_REFUSED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="too-many-disks",
    title=translate("Scenario", "The VM has too many data disks"),
    code="UserErrorCrpReportedUserError",
    verdicts={
        "unsupported-disks": Verdict.CONFIRMED,
    },
    root_cause="unsupported-disks",
)


def build(world: World) -> str:
    vm = windows(world, "media-store", Site("rg-media"))
    attach_data_disks(world, vm, 33)
    fail_last_backup(world, vm, COMPUTE_REFUSED)
    return str(vm.id)
