"""An old Windows agent behind a security group that denies storage before it allows it."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import outdate_agent
from ..breaking.network import add_rules
from ..build import Site, fail_last_backup, windows
from ..failures import NO_NETWORK
from ..network import rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="nsg-denies-storage",
    title=translate("Scenario", "A security group denies storage, and the agent is too old to do without"),
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
    vm = windows(world, "sql-prod-01", Site("rg-sql-prod"))
    outdate_agent(vm, "2.7.41491.971")
    deny = rule("Deny-Internet", 200, "Deny", "Internet", description="Hardening of the SQL subnets")
    allow = rule("Allow-Storage", 300, "Allow", "Storage.WestEurope", port="443", protocol="Tcp")
    add_rules(world, vm, deny, allow)
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
