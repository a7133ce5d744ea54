"""A near miss: the VM has been protected since today and has never been backed up."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import await_first_backup
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

REGION = "francecentral"
"""Not that of the locked groups of other scenarios, in which its first restore points might come to lie."""

scenario = Scenario(
    name="first-backup-pending",
    title=translate("Scenario", "The first backup is still to come"),
    verdicts={
        "backup-not-active": Verdict.RULED_OUT,
        "backup-job-running": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
        "restore-point-limit": Verdict.RULED_OUT,
        "policy-denies-restore-points": Verdict.RULED_OUT,
    },
    near_miss_of=("backup-not-active", "policy-denies-restore-points"),
)


def build(world: World) -> str:
    vm = windows(world, "newcomer-01", Site("rg-newcomer", location=REGION, vault="rsv-contoso-frc"))
    await_first_backup(world, vm)
    return str(vm.id)
