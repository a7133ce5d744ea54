"""The group at the interface allows storage, the one at the subnet denies it: both have to allow."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import outdate_agent
from ..breaking.network import add_rules, guard_interface
from ..build import Site, fail_last_backup, linux
from ..failures import NO_NETWORK
from ..network import rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="subnet-denies-although-interface-allows",
    title=translate("Scenario", "The interface's security group allows storage, the subnet's denies it"),
    code="ExtensionSnapshotFailedNoNetwork",
    verdicts={
        "vm-no-internet-access": Verdict.CONFIRMED,
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.SUSPECTED,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="vm-no-internet-access",
)


def build(world: World) -> str:
    vm = linux(world, "etl-worker-3", Site("rg-etl-workers"))
    outdate_agent(vm, "2.2.41.0")
    guard_interface(world, vm, rule("Allow-Storage", 100, "Allow", "Storage.WestEurope", port="443", protocol="Tcp"))
    add_rules(world, vm, rule("Deny-Internet", 200, "Deny", "Internet"))
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
