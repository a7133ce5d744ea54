"""A Windows VM with a data volume that BitLocker keeps locked."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import lock_volumes
from ..build import Site, fail_last_backup, windows
from ..failures import BITLOCKER_LOCKED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-volume-locked",
    title=translate("Scenario", "BitLocker keeps a volume locked"),
    code="ExtensionSnapshotBitlockerError",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "vss-or-com-failure": Verdict.RULED_OUT,
        "windows-extension-environment": Verdict.CONFIRMED,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="windows-extension-environment",
    near_miss_of=("vss-or-com-failure",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "hr-01", Site("rg-recruiting"))
    lock_volumes(vm)
    fail_last_backup(world, vm, BITLOCKER_LOCKED)
    return str(vm.id)
