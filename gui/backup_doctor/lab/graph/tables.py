"""The tables of Resource Graph: what ARM knows, one record a resource, with every name that is compared in lower case.

Columns and their types as the portal's explorer lists them; `resourceGroup` and `type` come in lower case, ids as they were registered
(Azure Resource Graph, sample queries and paged examples, 2021-03-01).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from ...core.resource_id import VM_TYPE, segment
from ..answers import Json
from ..backup import ITEM_TYPE, JOB_TYPE, VAULT_TYPE
from ..machine import VirtualMachine
from ..world import World

COLUMNS = {
    "id": "string",
    "name": "string",
    "type": "string",
    "tenantId": "string",
    "kind": "string",
    "location": "string",
    "resourceGroup": "string",
    "subscriptionId": "string",
    "managedBy": "string",
    "sku": "dynamic",
    "plan": "dynamic",
    "properties": "dynamic",
    "tags": "dynamic",
    "identity": "dynamic",
    "zones": "dynamic",
    "extendedLocation": "dynamic",
}
"""Names and KQL types, the same in both tables."""

_VAULT_READ = "Microsoft.RecoveryServices/Vaults/read"
_POWER_WORDS = {"running": "VM running", "stopped": "VM stopped", "deallocated": "VM deallocated"}


def resources(world: World, subscriptions: Iterable[str]) -> Iterator[Json]:
    """The table ``resources`` of some subscriptions, as far as the account may read: of its types the VMs and the vaults."""
    wanted = set(subscriptions)
    for vm in world.machines():
        if vm.id.subscription in wanted and world.permissions.allows(f"{VM_TYPE}/read", str(vm.id)):
            yield _machine(world, vm)
    for vault in world.store.of_type(VAULT_TYPE):
        if _is_seen(world, vault["id"], wanted):
            yield _record(world, vault["id"], VAULT_TYPE, vault["location"], vault["properties"])


def recovery_services_resources(world: World, subscriptions: Iterable[str]) -> Iterator[Json]:
    """The table ``recoveryservicesresources``: protected items, jobs and policies, with the right to see their vault."""
    wanted = set(subscriptions)
    for kind, properties_of in ((ITEM_TYPE, _same), (JOB_TYPE, _job), (f"{VAULT_TYPE}/backupPolicies", _same)):
        for resource in world.store.of_type(kind):
            identity: str = resource["id"]
            if _is_seen(world, identity, wanted):
                yield _record(world, identity, kind, _location(world, identity), properties_of(resource))


TABLES: dict[str, Callable[[World, Iterable[str]], Iterator[Json]]] = {
    "resources": resources,
    "recoveryservicesresources": recovery_services_resources,
}


def _machine(world: World, vm: VirtualMachine) -> Json:
    power = {"code": f"PowerState/{vm.power}", "displayStatus": _POWER_WORDS.get(vm.power, f"VM {vm.power}"), "level": "Info"}
    view: Json = {"powerState": power, "hyperVGeneration": "V2"}
    if vm.is_reporting:
        view |= {"computerName": vm.id.name, "osName": vm.os_name, "osVersion": vm.os_version}
    properties = {**vm.model, "provisioningState": vm.provisioning, "extended": {"instanceView": view}}
    return _record(world, str(vm.id), VM_TYPE, vm.location, properties, dict(vm.tags))


def _is_seen(world: World, identity: str, wanted: Container[str]) -> bool:
    """Whether something in a vault, or the vault itself, belongs to a wanted subscription and may be read."""
    return segment(identity, "subscriptions").lower() in wanted and world.permissions.allows(_VAULT_READ, identity)


def _same(resource: Json) -> Json:
    properties: Json = resource["properties"]
    return properties


def _job(job: Json) -> Json:
    """In Resource Graph a job also names its protected item (automation in Azure Backup, 2021-11-16)."""
    properties: Json = job["properties"]
    container, vault = properties.get("containerName", ""), job["id"].partition("/backupJobs/")[0]
    if not container:
        return properties
    item = f"{vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;{container}/protectedItems/VM;{container}"
    return {**properties, "backupInstanceId": item}


def _location(world: World, identity: str) -> str:
    """Where the vault is that an id lies in."""
    scope, marker, rest = identity.partition("/vaults/")
    vault = world.store.find(scope + marker + rest.partition("/")[0])
    return "" if vault is None else str(vault["location"])


def _record(world: World, identity: str, kind: str, location: str, properties: Json, tags: Json | None = None) -> Json:
    subscription = segment(identity, "subscriptions").lower()
    given = {
        "id": identity,
        "name": identity.rpartition("/")[2],
        "type": kind.lower(),
        "tenantId": world.tenant_of(subscription),
        "location": location,
        "resourceGroup": segment(identity, "resourceGroups").lower(),
        "subscriptionId": subscription,
        "properties": properties,
        "tags": tags,
    }
    return {name: given.get(name, "" if type_ == "string" else None) for name, type_ in COLUMNS.items()}
