"""How else a VM can be backed up: by another policy, or without some of its disks."""

from __future__ import annotations

from ..answers import Json
from ..backup import make_policy
from ..build import protected_item, vault_of
from ..machine import VirtualMachine
from ..world import World


def follow_enhanced_policy(world: World, vm: VirtualMachine, *, agentless: bool = False) -> Json:
    """Back the VM up by a policy of its own, of the Enhanced kind; returns the policy.

    Args:
        agentless: whether it takes crash-consistent snapshots that ask nothing of the guest.
    """
    item = protected_item(world, vm)
    policy = world.store.put(make_policy(vault_of(item), f"Enhanced-{vm.id.name}"))
    run = policy["properties"]["schedulePolicy"]["scheduleRunTimes"]
    policy["properties"] |= {
        "policyType": "V2",
        "schedulePolicy": {
            "schedulePolicyType": "SimpleSchedulePolicyV2",
            "scheduleRunFrequency": "Daily",
            "dailySchedule": {"scheduleRunTimes": run},
        },
    }
    if agentless:
        policy["properties"]["snapshotConsistencyType"] = "OnlyCrashConsistent"
    item["properties"] |= {"policyId": policy["id"], "policyName": policy["name"]}
    return policy


def leave_out_disks(world: World, vm: VirtualMachine, *luns: int) -> None:
    """Exclude data disks from the backup (selective disk backup)."""
    exclusion = {"diskLunList": list(luns), "isInclusionList": False}
    protected_item(world, vm)["properties"]["extendedProperties"] = {"diskExclusionProperties": exclusion}
