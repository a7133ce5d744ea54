"""A backup job from its start to its end: it fails for whatever is still wrong."""

from __future__ import annotations

from datetime import datetime

from .answers import ArmError, Json
from .backup import ITEM_TYPE, end_job, make_job, make_restore_point, zulu
from .build import vault_of
from .failures import collections_of, failure_of, has_no_room, is_clean_up_blocked
from .machine import BACKUP_PUBLISHER, Extension, VirtualMachine
from .world import World

SNAPSHOT_PACES = 5
TRANSFER_PACES = 5

KEPT_POINTS = 2
"""Instant restore keeps two days by default (instant restore capability, 2023-07-20)."""


def start_backup(world: World, vm: VirtualMachine, item: Json, name: str) -> Json:
    """Begin a backup on demand; its snapshot and its transfer follow by themselves.

    Raises:
        ArmError: another backup of the VM is under way.
    """
    vault = vault_of(item)
    if item["properties"].get("lastBackupStatus") == "InProgress":
        message = "Unable to initiate backup as another backup operation is currently in progress"
        raise ArmError(400, "UserErrorBackupOperationInProgress", message)
    job = world.store.put(make_job(vault, name, vm.id, world.now(), user_triggered=True))
    item["properties"]["lastBackupStatus"] = "InProgress"
    world.later(SNAPSHOT_PACES, lambda: _take_snapshot(world, vm, item, job))
    return job


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
        _clean_up_later(world, vm)
        return
    _keep_restore_point(world, vm)
    _install_extension(world, vm)
    tasks = job["properties"]["extendedInfo"]["tasksList"]
    tasks[0]["status"], tasks[1]["status"] = "Completed", "InProgress"
    world.later(TRANSFER_PACES, lambda: _finish(world, item, job))


def _finish(world: World, item: Json, job: Json) -> None:
    if job["properties"]["status"] != "InProgress":
        return
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
    if has_no_room(world, vm) and not is_clean_up_blocked(world, vm):
        world.later(1, lambda: _clean_up(world, vm))


def _clean_up(world: World, vm: VirtualMachine) -> None:
    for collection in collections_of(world, vm):
        del collection["properties"]["restorePoints"][:-KEPT_POINTS]


def _keep_restore_point(world: World, vm: VirtualMachine) -> None:
    """Keep the new point and drop the oldest, unless a lock forbids it."""
    blocked = is_clean_up_blocked(world, vm)
    for collection in collections_of(world, vm)[:1]:
        points = collection["properties"]["restorePoints"]
        points.append(make_restore_point(collection["id"], vm.id, world.now()))
        if not blocked:
            del points[:-KEPT_POINTS]


def _install_extension(world: World, vm: VirtualMachine) -> None:
    """Azure Backup brings its extension back whenever it is missing from a VM that runs."""
    if not vm.runs or vm.backup_extension is not None:
        return
    kind = "VMSnapshot" if vm.os == "Windows" else "VMSnapshotLinux"
    version = "1.0.110.0" if vm.os == "Windows" else "1.0.9184.0"
    vm.extensions.append(Extension(kind, BACKUP_PUBLISHER, kind, version, since=world.now()))
