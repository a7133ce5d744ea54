"""A disk with Write Accelerator and no way to storage: Microsoft's documents disagree on whether it needs one."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.network import accelerate_writes, add_rules
from ..build import Site, fail_last_backup, linux
from ..failures import NO_NETWORK
from ..network import rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="write-accelerator-behind-deny",
    title=translate("Scenario", "A disk with Write Accelerator behind a group that denies storage"),
    code="ExtensionSnapshotFailedNoNetwork",
    verdicts={
        "vm-no-internet-access": Verdict.SUSPECTED,
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.RULED_OUT,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="vm-no-internet-access",
)


def build(world: World) -> str:
    vm = linux(world, "hana-db-01", Site("rg-hana-log"))
    accelerate_writes(vm)
    add_rules(world, vm, rule("Deny-Internet", 200, "Deny", "Internet"))
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
