"""How Azure Backup stands to a VM in the lab: its item and policy, whether it may be backed up now, and what its restore points allow."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..core.resource_id import group_scope, is_within, same_id
from .answers import Json
from .backup import COLLECTION_TYPE, ITEM_TYPE, JOB_TYPE, container_name
from .locks import READ_ONLY, scope_of, seen_from
from .machine import VirtualMachine
from .world import World

MOST_RESTORE_POINTS = 18
"""Per VM, by the Standard policy (agent and extension article, 2025-11-12)."""

MOST_ENHANCED_POINTS = 500
"""Compute's own limit, which is the one that counts for the Enhanced policy (concepts of restore points, 2022-07-05)."""

OUTRUN = timedelta(days=1)
"""A job that runs longer stands in the way of the next night's."""

ACTIVE = ("protected", "irpending", "protectionerror")


def item_of(world: World, vm: VirtualMachine) -> Json | None:
    """The VM's protected item, in whatever letter case it was registered; None when no vault protects it."""
    container = container_name(vm.id).casefold()
    items = world.store.of_type(ITEM_TYPE, vm.id.subscription_scope)
    return next((item for item in items if item["properties"]["containerName"].casefold() == container), None)


def policy_of(world: World, vm: VirtualMachine) -> Json:
    """The properties of the VM's policy; empty when there is none."""
    item = item_of(world, vm)
    identity = None if item is None else item["properties"].get("policyId")
    policy = world.store.find(identity) if identity else None
    properties: Json = {} if policy is None else policy["properties"]
    return properties


def is_active(item: Json) -> bool:
    """Whether a protected item is backed up: neither stopped, paused nor deleted."""
    properties = item["properties"]
    return properties["protectionState"].casefold() in ACTIVE and not properties.get("isScheduledForDeferredDelete", False)


def is_another_machine(world: World, vm: VirtualMachine) -> bool:
    """Whether the VM was made anew since its last restore point was taken."""
    points = [point["properties"] for collection in own_collections_of(world, vm) for point in collection["properties"]["restorePoints"]]
    latest = max(points, key=lambda point: str(point["timeCreated"]), default=None)
    return latest is not None and latest["sourceMetadata"]["vmId"].casefold() != vm.model["vmId"].casefold()


def is_busy(world: World, vm: VirtualMachine, vault: str) -> bool:
    """Whether a job of another vault, or one that has outrun a day, stands in the way of a backup of this vault."""
    container = container_name(vm.id).casefold()
    for job in world.store.of_type(JOB_TYPE, vm.id.subscription_scope):
        properties = job["properties"]
        if properties["status"] == "InProgress" and properties["containerName"].casefold() == container:
            outrun = world.now() - datetime.fromisoformat(properties["startTime"]) > OUTRUN
            if outrun or not is_within(vault, job["id"]):
                return True
    return False


def collections_of(world: World, vm: VirtualMachine) -> list[Json]:
    """The restore point collections of a VM, wherever they lie and whoever made them."""
    collections = world.store.of_type(COLLECTION_TYPE, vm.id.subscription_scope)
    return [collection for collection in collections if same_id(collection["properties"]["source"]["id"], str(vm.id))]


def own_collections_of(world: World, vm: VirtualMachine) -> list[Json]:
    """Those of them that Azure Backup made, and may clean up."""
    return [collection for collection in collections_of(world, vm) if collection["name"].casefold().startswith("azurebackup")]


def has_no_room(world: World, vm: VirtualMachine) -> bool:
    """Whether the VM has as many restore points as its policy allows, all collections counted."""
    most = MOST_ENHANCED_POINTS if policy_of(world, vm).get("policyType") == "V2" else MOST_RESTORE_POINTS
    return sum(len(collection["properties"]["restorePoints"]) for collection in collections_of(world, vm)) >= most


def is_clean_up_blocked(world: World, vm: VirtualMachine) -> bool:
    """Whether a lock keeps Azure Backup from deleting old restore points."""
    return any(seen_from(world.store, collection["id"], below=True) for collection in own_collections_of(world, vm))


def is_frozen(world: World, vm: VirtualMachine) -> bool:
    """Whether a ReadOnly lock keeps Azure Backup from making new ones as well."""
    return any(
        lock["properties"]["level"] == READ_ONLY and is_within(scope_of(lock), collection["id"])
        for collection in own_collections_of(world, vm)
        for lock in seen_from(world.store, collection["id"], below=False)
    )


def backup_group(world: World, vm: VirtualMachine) -> str:
    """The id of the group in which Azure Backup would make the VM's first collection."""
    details = policy_of(world, vm).get("instantRPDetails", {})
    prefix = details.get("azureBackupRGNamePrefix") or f"AzureBackupRG_{vm.location}_"
    return group_scope(vm.id.subscription, f"{prefix}1{details.get('azureBackupRGNameSuffix', '')}")


def refusing_policy(world: World, vm: VirtualMachine) -> str:
    """The name of the Azure Policy that refuses the group of the VM's first collection; empty when none does, or the group is already there."""
    group = backup_group(world, vm)
    if own_collections_of(world, vm) or world.store.has_group(vm.id.subscription, group.rpartition("/")[2]):
        return ""
    return world.refused_groups.get(group.casefold(), "")
