"""A Windows VM that no vault protects: it was forgotten."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import unprotect
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

REGION = "francecentral"
"""Not that of the locked groups of other scenarios, in which its first restore points might come to lie."""

scenario = Scenario(
    name="not-protected",
    title=translate("Scenario", "No vault protects the VM"),
    verdicts={
        "backup-not-active": Verdict.CONFIRMED,
        "backup-job-running": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
        "restore-point-limit": Verdict.RULED_OUT,
        "policy-denies-restore-points": Verdict.RULED_OUT,
    },
    root_cause="backup-not-active",
)


def build(world: World) -> str:
    vm = windows(world, "lobby-kiosk-01", Site("rg-lobby-kiosk", location=REGION, vault="rsv-contoso-frc"))
    unprotect(world, vm)
    return str(vm.id)
