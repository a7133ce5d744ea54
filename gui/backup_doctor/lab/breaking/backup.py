"""What can go wrong around a VM's backup: its protection, jobs that still run, restore points, and the policies that refuse them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ...core.resource_id import group_scope, last_name, segment
from ..activity import failed_event, refused_by_policy
from ..answers import Json
from ..backup import COLLECTION_TYPE, JOB_TYPE, end_job, make_collection, make_job, make_policy, make_restore_point, make_vault, vault_id
from ..backup_run import log_refusal
from ..build import protected_item, vault_of
from ..identity import guid
from ..machine import VirtualMachine
from ..protection import backup_group, own_collections_of
from ..world import World


def run_backup(world: World, vm: VirtualMachine, ago: timedelta) -> Json:
    """A backup began some time ago and has not ended; returns the job."""
    item = protected_item(world, vm)
    item["properties"]["lastBackupStatus"] = "InProgress"
    return world.store.put(make_job(vault_of(item), guid(f"running job/{vm.id}"), vm.id, world.now() - ago, user_triggered=False))


def run_backup_elsewhere(world: World, vm: VirtualMachine, vault: str, ago: timedelta) -> Json:
    """A backup of the VM that another vault of its subscription began some time ago and has not ended; returns the job."""
    identity = vault_id(world.store.add_group(vm.id.subscription, "rg-backup-old"), vault)
    world.store.put(make_vault(identity, vm.location))
    return world.store.put(make_job(identity, guid(f"old vault's job/{vm.id}"), vm.id, world.now() - ago, user_triggered=True))


def unprotect(world: World, vm: VirtualMachine) -> None:
    """No vault protects the VM, and none ever did."""
    item, container = protected_item(world, vm), protected_item(world, vm)["properties"]["containerName"]
    for job in world.store.of_type(JOB_TYPE, vm.id.subscription_scope):
        if job["properties"]["containerName"] == container:
            world.store.remove(job["id"])
    for collection in own_collections_of(world, vm):
        world.store.remove(collection["id"])
    world.store.remove(item["id"])


def put_in_state(world: World, vm: VirtualMachine, state: str) -> None:
    """The protected item is in a state of the backup API: ``ProtectionStopped``, ``BackupsSuspended``, ``IRPending`` …"""
    properties = protected_item(world, vm)["properties"]
    properties["protectionState"] = state
    if state == "ProtectionStopped":
        properties |= {"policyId": "", "policyName": ""}


def delete_item(world: World, vm: VirtualMachine) -> None:
    """Somebody deleted the protected item: it is stopped, and its data is kept for a fortnight."""
    put_in_state(world, vm, "ProtectionStopped")
    until = world.now() + timedelta(days=14)
    protected_item(world, vm)["properties"] |= {"isScheduledForDeferredDelete": True, "deferredDeleteTimeInUTC": f"{until:%Y-%m-%dT%H:%M:%SZ}"}


def await_first_backup(world: World, vm: VirtualMachine) -> None:
    """Protection began today, and the first backup is still to come (recorded backup_protected_items)."""
    put_in_state(world, vm, "IRPending")
    protected_item(world, vm)["properties"] |= {"lastBackupStatus": "", "lastBackupTime": "2001-01-01T00:00:00Z"}
    for collection in own_collections_of(world, vm):
        world.store.remove(collection["id"])


def make_anew(vm: VirtualMachine) -> None:
    """The VM was deleted and made again under its old name since its last backup."""
    vm.model["vmId"] = guid(f"made anew/{vm.id}")


def speak_oddly(world: World, vm: VirtualMachine) -> None:
    """Azure Backup has kept every id of the VM in the letter case of another day."""
    properties = protected_item(world, vm)["properties"]
    for name in ("containerName", "sourceResourceId", "virtualMachineId", "friendlyName"):
        properties[name] = properties[name].upper()
    for collection in own_collections_of(world, vm):
        collection["properties"]["source"]["id"] = collection["properties"]["source"]["id"].upper()


def keep_points(world: World, vm: VirtualMachine, total: int) -> None:
    """So many restore points have gathered in Azure Backup's collection, one a day."""
    collection = own_collections_of(world, vm)[0]
    newest = world.now() - timedelta(hours=9)
    times = [newest - timedelta(days=day) for day in reversed(range(total))]
    collection["properties"]["restorePoints"] = [make_restore_point(collection["id"], vm.id, moment) for moment in times]


def add_foreign_points(world: World, vm: VirtualMachine, group: str, name: str, total: int) -> Json:
    """A collection of this VM that Azure Backup did not make, with so many points; returns it."""
    newest = world.now() - timedelta(hours=3)
    times = [newest - timedelta(hours=hour) for hour in range(total)]
    collection = make_collection(world.store.add_group(vm.id.subscription, group), vm.location, vm.id, times)
    return world.store.put(_renamed(collection, f"{group_scope(vm.id.subscription, group)}/providers/{COLLECTION_TYPE}/{name}"))


def move_points(world: World, vm: VirtualMachine, group: str, name: str) -> Json:
    """Azure Backup's collection lies in another group under another name; returns it."""
    old = own_collections_of(world, vm)[0]
    world.store.remove(old["id"])
    scope = world.store.add_group(vm.id.subscription, group)
    return world.store.put(_renamed(old, f"{scope}/providers/{COLLECTION_TYPE}/{name}"))


def move_points_to_own_group(world: World, vm: VirtualMachine) -> Json:
    """As Azure Backup did until 2018: the collection ``AzureBackup_<vm>`` in the VM's own group."""
    return move_points(world, vm, vm.id.resource_group, f"AzureBackup_{vm.id.name}")


def name_backup_group(world: World, vm: VirtualMachine, prefix: str, suffix: str = "") -> str:
    """The VM's policy names the group for restore points, and they lie there; returns the group's name."""
    item = protected_item(world, vm)
    policy = world.store.put(make_policy(vault_of(item), f"Grouped-{vm.id.name}"))
    policy["properties"]["instantRPDetails"] = {"azureBackupRGNamePrefix": prefix, "azureBackupRGNameSuffix": suffix}
    item["properties"] |= {"policyId": policy["id"], "policyName": policy["name"]}
    group = f"{prefix}1{suffix}"
    move_points(world, vm, group, own_collections_of(world, vm)[0]["name"])
    return group


def refuse_backup_group(world: World, vm: VirtualMachine, assignment: str) -> None:
    """An Azure Policy does not let Azure Backup make the VM's first restore point group: last night it tried."""
    for collection in own_collections_of(world, vm):
        world.store.remove(collection["id"])
        world.store.remove_group(vm.id.subscription, segment(collection["id"], "resourceGroups"))
    group = backup_group(world, vm)
    world.store.remove_group(vm.id.subscription, last_name(group))
    world.refused_groups[group.casefold()] = assignment
    log_refusal(world, vm, world.now() - timedelta(hours=9))


def log_refused(world: World, vm: VirtualMachine, operation: str, resource: str, assignment: str) -> None:
    """Azure Policy refused something else in the subscription yesterday."""
    world.activity.append(refused_by_policy(vm.id.subscription, operation, resource, assignment, _yesterday(world)))


def log_failed(world: World, vm: VirtualMachine, operations: Sequence[str]) -> None:
    """Other changes failed in the subscription yesterday, as some always do."""
    for operation in operations:
        world.activity.append(failed_event(vm.id.subscription, operation, vm.id.group_scope, _yesterday(world)))


def stall_clean_up(world: World, _vm: VirtualMachine) -> None:
    """Azure Backup does not clean up, although no lock hinders it."""
    world.point_troubles.clean_up_stalls = True


def let_locks_linger(world: World, changes: int) -> None:
    """A lifted lock goes on forbidding so many deletions."""
    world.point_troubles.echoes = changes


def let_deletions_time_out(world: World, times: int) -> None:
    """Deleting a collection runs out of time so often."""
    world.point_troubles.timeouts = times


def let_somebody_copy(world: World, deletions: int) -> None:
    """Somebody copies from a restore point, and so many deletions of its collection are refused for that."""
    world.point_troubles.readers = deletions


def move_data(world: World, vm: VirtualMachine, ago: timedelta) -> Json:
    """A backup that began so long ago has its snapshot and is moving data to the vault; returns the job."""
    job = run_backup(world, vm, ago)
    tasks = job["properties"]["extendedInfo"]["tasksList"]
    tasks[0]["status"], tasks[1]["status"] = "Completed", "InProgress"
    job["properties"]["actionsInfo"] = []
    return job


def back_up_on_demand(world: World, vm: VirtualMachine, times: int, ago: timedelta) -> None:
    """Somebody has started so many backups of the VM, the last one so long ago; they failed."""
    vault = vault_of(protected_item(world, vm))
    for number in range(times):
        began = world.now() - ago - timedelta(minutes=20 * number)
        job = make_job(vault, guid(f"on demand/{vm.id}/{began}"), vm.id, began, user_triggered=True)
        end_job(job, "Failed", ("Failed", "NotStarted"), began + timedelta(minutes=5))
        world.store.put(job)


def _yesterday(world: World) -> datetime:
    return world.now() - timedelta(days=1)


def _renamed(collection: Json, identity: str) -> Json:
    points = [{**point, "id": f"{identity}/restorePoints/{point['name']}"} for point in collection["properties"]["restorePoints"]]
    return {**collection, "id": identity, "name": last_name(identity), "properties": {**collection["properties"], "restorePoints": points}}
