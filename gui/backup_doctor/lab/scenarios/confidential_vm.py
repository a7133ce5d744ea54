"""A confidential VM."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.disks import set_security_type
from ..build import Site, fail_last_backup, windows
from ..failures import COMPUTE_REFUSED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="confidential-vm",
    title=translate("Scenario", "The VM is a confidential VM"),
    code="UserErrorCrpReportedUserError",
    verdicts={
        "unsupported-disks": Verdict.CONFIRMED,
    },
    root_cause="unsupported-disks",
)


def build(world: World) -> str:
    vm = windows(world, "hsm-proxy", Site("rg-hsm"))
    set_security_type(vm, "ConfidentialVM")
    fail_last_backup(world, vm, COMPUTE_REFUSED)
    return str(vm.id)
