"""A backup job from its start to its end: it fails for whatever is still wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..core.resource_id import last_name
from .activity import GROUP_WRITE, refused_by_policy
from .answers import ArmError, Json, lab_does_not_know
from .backup import ITEM_TYPE, JOB_TYPE, end_job, make_collection, make_job, make_restore_point, zulu
from .build import vault_of
from .failures import DISALLOWED, IN_PROGRESS, NOT_ACTIVE, failure_of
from .machine import BACKUP_PUBLISHER, Extension, VirtualMachine
from .protection import (
    MOST_ENHANCED_POINTS,
    backup_group,
    has_no_room,
    is_active,
    is_clean_up_blocked,
    own_collections_of,
    policy_of,
    refusing_policy,
)
from .world import World

SNAPSHOT_PACES, TRANSFER_PACES = 5, 5
"""How often a job says that it goes on in each of its two parts. The lab's own."""

MOST_ON_DEMAND = 9
"""Attempts of one VM in 24 hours (support matrix of VM backup, 2025-10-27)."""

KEPT_POINTS = 2
"""Instant restore keeps two days by default (instant restore capability, 2023-07-20)."""


def start_backup(world: World, vm: VirtualMachine, item: Json, name: str) -> Json:
    """Begin a backup on demand; its snapshot and its transfer follow by themselves.

    Raises:
        ArmError: protection is not active, another backup of the VM is under way, or there were too many today.
    """
    vault = vault_of(item)
    if not is_active(item):
        raise ArmError(400, NOT_ACTIVE.code, NOT_ACTIVE.message)
    if item["properties"].get("lastBackupStatus") == "InProgress":
        raise ArmError(400, IN_PROGRESS.code, IN_PROGRESS.message)
    if len(_on_demand_today(world, item)) >= MOST_ON_DEMAND:
        raise lab_does_not_know(f"more than {MOST_ON_DEMAND} backups on demand in 24 hours, which Azure refuses with a code that is not published")
    job = world.store.put(make_job(vault, name, vm.id, world.now(), user_triggered=True))
    item["properties"]["lastBackupStatus"] = "InProgress"
    world.later(SNAPSHOT_PACES, lambda: _take_snapshot(world, vm, item, job))
    return job


def _on_demand_today(world: World, item: Json) -> list[Json]:
    """The jobs of the last 24 hours that somebody started for the same VM."""
    since, container = world.now() - timedelta(hours=24), item["properties"]["containerName"].casefold()
    found = [job["properties"] for job in world.store.of_type(JOB_TYPE, vault_of(item)) if job["properties"].get("isUserTriggered")]
    return [job for job in found if job["containerName"].casefold() == container and datetime.fromisoformat(job["startTime"]) >= since]


def cancel(world: World, job: Json) -> None:
    """Stop a job; what it had begun is given up."""
    end_job(job, "Cancelled", ("Cancelled", "Cancelled"), world.now())
    for item in world.store.of_type(ITEM_TYPE, vault_of(job)):
        if item["properties"]["containerName"] == job["properties"]["containerName"]:
            _settle(item, "Failed", world.now())


def _take_snapshot(world: World, vm: VirtualMachine, item: Json, job: Json) -> None:
    if job["properties"]["status"] != "InProgress":
        return
    failure = failure_of(world, vm)
    if failure is not None:
        end_job(job, "Failed", ("Failed", "NotStarted"), world.now(), failure.details)
        _settle(item, "Failed", world.now())
        if failure is DISALLOWED:
            log_refusal(world, vm, world.now())
        _clean_up_later(world, vm)
        return
    _keep_restore_point(world, vm)
    _install_extension(world, vm)
    tasks = job["properties"]["extendedInfo"]["tasksList"]
    tasks[0]["status"], tasks[1]["status"] = "Completed", "InProgress"
    job["properties"]["actionsInfo"] = []  # no longer cancellable (FAQ of VM backup, 2025-10-27)
    world.later(TRANSFER_PACES, lambda: _finish(world, item, job))


def _finish(world: World, item: Json, job: Json) -> None:
    end_job(job, "Completed", ("Completed", "Completed"), world.now())
    _settle(item, "Completed", world.now())


def _settle(item: Json, status: str, now: datetime) -> None:
    healthy = status == "Completed"
    properties = item["properties"]
    properties |= {"lastBackupStatus": status, "lastBackupTime": zulu(now)}
    properties |= {"protectionStatus": "Healthy" if healthy else "Unhealthy", "healthStatus": "Passed" if healthy else "ActionRequired"}
    if healthy:
        properties["lastRecoveryPoint"] = zulu(now)


def _clean_up_later(world: World, vm: VirtualMachine) -> None:
    """The first backup after a lock is lifted still fails, but sets the clean-up going (agent and extension article, 2025-11-12)."""
    if has_no_room(world, vm) and not is_clean_up_blocked(world, vm) and not world.point_troubles.clean_up_stalls:
        world.later(1, lambda: _clean_up(world, vm))


def _clean_up(world: World, vm: VirtualMachine) -> None:
    """Azure Backup deletes its own points only; those of others go on counting."""
    for collection in own_collections_of(world, vm):
        del collection["properties"]["restorePoints"][: -_kept(world, vm)]


def _kept(world: World, vm: VirtualMachine) -> int:
    return MOST_ENHANCED_POINTS if policy_of(world, vm).get("policyType") == "V2" else KEPT_POINTS


def _keep_restore_point(world: World, vm: VirtualMachine) -> None:
    """Keep the new point and drop the oldest, unless a lock forbids it. The first point comes with a collection and its group."""
    if not own_collections_of(world, vm):
        group = backup_group(world, vm)
        world.store.put(make_collection(world.store.add_group(vm.id.subscription, last_name(group)), vm.location, vm.id, ()))
    blocked = is_clean_up_blocked(world, vm)
    for collection in own_collections_of(world, vm)[:1]:
        points = collection["properties"]["restorePoints"]
        points.append(make_restore_point(collection["id"], vm.id, world.now()))
        if not blocked:
            del points[: -_kept(world, vm)]


def log_refusal(world: World, vm: VirtualMachine, at: datetime) -> None:
    """Write into the activity log that Azure Policy did not let Azure Backup make its group."""
    event = refused_by_policy(vm.id.subscription, GROUP_WRITE, backup_group(world, vm), refusing_policy(world, vm), at)
    world.activity.append(event)


def _install_extension(world: World, vm: VirtualMachine) -> None:
    """Azure Backup brings its extension back whenever it is missing from a VM that runs."""
    if not vm.runs or vm.backup_extension is not None:
        return
    kind = "VMSnapshot" if vm.os == "Windows" else "VMSnapshotLinux"
    version = "1.0.110.0" if vm.os == "Windows" else "1.0.9184.0"
    vm.extensions.append(Extension(kind, BACKUP_PUBLISHER, kind, version, since=world.now()))
