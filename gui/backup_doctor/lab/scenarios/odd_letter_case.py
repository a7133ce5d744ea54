"""A near miss: Azure Backup keeps the VM's ids in capitals, as on the day it was registered."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import speak_oddly
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="odd-letter-case",
    title=translate("Scenario", "Azure Backup spells the VM in capitals"),
    verdicts={
        "backup-not-active": Verdict.RULED_OUT,
        "backup-job-running": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
        "restore-point-limit": Verdict.RULED_OUT,
    },
    near_miss_of=("backup-not-active",),
)


def build(world: World) -> str:
    vm = windows(world, "Sap-App-01", Site("RG-Sap"))
    speak_oddly(world, vm)
    return str(vm.id)
