"""Every security group allows storage, but a security admin rule above them all does not; the agent is too old to do without."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import outdate_agent
from ..breaking.network import add_admin_rules, add_rules
from ..build import Site, fail_last_backup, windows
from ..failures import NO_NETWORK
from ..network import rule
from ..network_manager import admin_rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="admin-rule-denies",
    title=translate("Scenario", "A security admin rule denies storage before any security group is asked"),
    code="ExtensionSnapshotFailedNoNetwork",
    verdicts={
        "vm-no-internet-access": Verdict.CONFIRMED,
        "windows-agent-unresponsive": Verdict.SUSPECTED,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="vm-no-internet-access",
)


def build(world: World) -> str:
    vm = windows(world, "finance-app-02", Site("rg-finance-app"))
    outdate_agent(vm, "2.7.41491.971")
    add_rules(world, vm, rule("Allow-Storage", 100, "Allow", "Storage.WestEurope", port="443", protocol="Tcp"))
    add_admin_rules(world, vm, "nm-landing-zone", admin_rule("No-Internet", 10, "Deny", "Internet"))
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
