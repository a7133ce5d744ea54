"""A Linux VM with an old agent behind a group that lets nothing out; its extension reports 76, no network."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import age_goal_state, fail_snapshot
from ..breaking.network import add_rules
from ..build import Site, fail_last_backup, linux
from ..failures import NO_NETWORK
from ..network import rule
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-no-way-out",
    title=translate("Scenario", "An old Linux agent behind a closed network"),
    code="ExtensionSnapshotFailedNoNetwork",
    verdicts={
        "vm-no-internet-access": Verdict.CONFIRMED,
        "linux-file-system-freeze": Verdict.RULED_OUT,
        "linux-agent-configuration": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="vm-no-internet-access",
    near_miss_of=("linux-file-system-freeze",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "edge-01", Site("rg-edge"))
    age_goal_state(vm, "2.2.41.0")
    fail_snapshot(vm, 76)
    add_rules(world, vm, rule("Deny-Internet", 200, "Deny", "Internet"))
    fail_last_backup(world, vm, NO_NETWORK)
    return str(vm.id)
