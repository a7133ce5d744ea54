"""Unmanaged disks behind a service endpoint policy, which denies every storage account it does not list."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.network import add_storage_endpoint, unmanage_disks
from ..build import Site, fail_last_backup, windows
from ..failures import NO_NETWORK
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="endpoint-policy-on-unmanaged-disks",
    title=translate("Scenario", "A service endpoint policy blocks storage, and the disks are unmanaged"),
    code="ExtensionSnapshotFailedNoNetwork",
    verdicts={
        "vm-no-internet-access": Verdict.SUSPECTED,
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "backup-extension-load-failure": Verdict.RULED_OUT,
    },
    root_cause="vm-no-internet-access",
)


def build(world: World) -> str:
    vm = windows(world, "blob-fs-01", Site("rg-blob-fs"))
    unmanage_disks(vm)
    add_storage_endpoint(world, vm, policy="only-our-accounts")
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
