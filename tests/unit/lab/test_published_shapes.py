"""The lab says nothing that Azure does not say: each field of its answers stands in the published example of its kind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from backup_doctor.arm.probes import request_body
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.answers import Response
from backup_doctor.lab.identity import make_token
from backup_doctor.lab.running import populate
from backup_doctor.lab.service import Request, Service
from backup_doctor.lab.world import World
from tests.helpers.examples import EXAMPLES

BASE = "http://127.0.0.1"

FREE = ("tags", "tagMap", "propertyBag", "settings", "protectedSettings")
"""Objects whose fields everybody names as he likes."""

Documents = Callable[[Any], list[Any]]


def each(body: Any) -> list[Any]:
    """Every item of a list; a document as itself."""
    items: list[Any] = body["value"] if isinstance(body.get("value"), list) else [body]
    return items


def under(*path: str) -> Documents:
    """Every item as a part of a document, one in a list where the part is called a plural."""

    def documents(body: Any) -> list[Any]:
        parts = each(body)
        for name in reversed(path):
            parts = [{name: [part] if name.endswith("s") and name != "properties" else part} for part in parts]
        return parts

    return documents


def machines(body: Any) -> list[Any]:
    return under("properties", "instanceView")(body) if "vmAgent" in body else each(body)


PUBLISHED: Mapping[str, tuple[tuple[str, Documents], ...]] = {
    "vm": ((r"VirtualMachine_(Get|List).*", machines), (r"VirtualMachineExtension_.*", under("resources"))),
    "extension": ((r"VirtualMachineExtension_(Get|List|CreateOrUpdate).*", each),),
    "nic": ((r"NetworkInterface(Get|List)", each),),
    "nsg": (
        (r"NetworkSecurityGroup(Get|List)", each),
        (r"NetworkSecurityGroupRule(Get|List|Create)|DefaultSecurityRuleList", under("properties", "securityRules")),
        (r"NetworkSecurityGroupRule(Get|List|Create)|DefaultSecurityRuleList", under("properties", "defaultSecurityRules")),
    ),
    "subnet": ((r"SubnetGet", each),),
    "effective nsg": ((r"NetworkInterfaceEffectiveNSGList", each),),
    "effective route": ((r"NetworkInterfaceEffectiveRouteTableList", each),),
    "lock": ((r"ManagementLocks_(Get|List|CreateOrUpdate).*", each),),
    "collection": (
        (r"RestorePointCollection_(Get|List).*", each),
        (r"RestorePoint_Get.*", under("properties", "restorePoints")),
    ),
    "backup status": ((r"IaasVm_GetBackupStatus", each),),
    "item": ((r".*ProtectedItem_Get|.*BackupProtectedItems_List|backup_protected_items", each),),
    "job": ((r"ListJobs.*|GetJobDetails|backup_job_.*", each),),
    "policy": ((r"IaasVm_BackupPolicies_List", each),),
    "health": ((r"AvailabilityStatus.*", each),),
    "run command": ((r"VirtualMachineRunCommand", each),),
}
"""Which examples show a kind of document, and how."""

ALSO: Mapping[str, Mapping[str, str]] = {
    "vm": {
        "properties.storageProfile.dataDisks.writeAcceleratorEnabled": "DataDisk",
        "properties.storageProfile.osDisk.diffDiskSettings": "OSDisk",
    },
    "nic": {
        "etag": "NetworkInterface",
        "properties.ipConfigurations.properties.applicationSecurityGroups": "NetworkInterfaceIPConfigurationPropertiesFormat",
    },
    "nsg": {
        "etag": "NetworkSecurityGroup",
        "properties.networkInterfaces": "NetworkSecurityGroupPropertiesFormat",
        "properties.subnets": "NetworkSecurityGroupPropertiesFormat",
        "properties.securityRules.type": "SecurityRule",
        "properties.securityRules.properties.sourceApplicationSecurityGroups": "SecurityRulePropertiesFormat",
        "properties.defaultSecurityRules.type": "SecurityRule",
    },
    "subnet": {
        "etag": "Subnet",
        "properties.ipConfigurations": "SubnetPropertiesFormat",
        "properties.natGateway": "SubnetPropertiesFormat",
        "properties.routeTable": "SubnetPropertiesFormat",
        "properties.serviceEndpointPolicies": "SubnetPropertiesFormat",
    },
    "effective route": {"name": "EffectiveRoute"},
    "effective nsg": {
        "effectiveSecurityRules.expandedSourceAddressPrefix": "EffectiveNetworkSecurityRule",
        "tagMap": "EffectiveNetworkSecurityGroup",
    },
    "lock": {"properties.notes": "ManagementLockObject"},
    "collection": {"properties.restorePoints.type": "RestorePoint"},
    "item": {
        "properties.deferredDeleteTimeInUTC": "ProtectedItem",
        "properties.isScheduledForDeferredDelete": "ProtectedItem",
        "properties.extendedProperties": "ExtendedProperties",
        "properties.healthDetails": "ResourceHealthDetails",
    },
    "job": {
        "properties.isUserTriggered": "AzureIaaSVMJob",
        "properties.extendedInfo.dynamicErrorMessage": "AzureIaaSVMJobExtendedInfo",
    },
    "policy": {
        "properties.policyType": "AzureIaaSVMProtectionPolicy",
        "properties.snapshotConsistencyType": "AzureIaaSVMProtectionPolicy",
        "properties.instantRPDetails": "InstantRPAdditionalDetails",
        "properties.instantRpRetentionRangeInDays": "AzureIaaSVMProtectionPolicy",
        "properties.schedulePolicy.dailySchedule": "SimpleSchedulePolicyV2",
    },
}
"""Fields, with all below, that no published example has, by kind, and the type of the REST reference that documents them."""


def field_paths(document: Any, path: str = "") -> Iterator[str]:
    """Every field of a document, items of lists as one."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield f"{path}{name}"
            if name not in FREE:
                yield from field_paths(value, f"{path}{name}.")
    elif isinstance(document, list):
        for value in document:
            yield from field_paths(value, path)


def shown(kind: str, *, ours: bool) -> set[str]:
    """The fields of a kind in our examples or in published ones."""
    return {
        field
        for example in EXAMPLES
        for pattern, documents in PUBLISHED[kind]
        if example.ours is ours and example.body is not None and re.fullmatch(pattern, example.name)
        for document in documents(example.body)
        for field in field_paths(document)
    }


def unknown(kind: str, fields: set[str]) -> set[str]:
    """Those that Azure does not say: by the published examples where they are at hand, else by ours."""
    known = shown(kind, ours=False) or shown(kind, ours=True)
    return {name for name in fields - known if not any(f"{name}.".startswith(f"{also}.") for also in ALSO.get(kind, {}))}


STORED = {
    "nic": "Microsoft.Network/networkInterfaces",
    "nsg": "Microsoft.Network/networkSecurityGroups",
    "subnet": "Microsoft.Network/virtualNetworks/subnets",
    "lock": "Microsoft.Authorization/locks",
    "collection": "Microsoft.Compute/restorePointCollections",
    "item": "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems",
    "job": "Microsoft.RecoveryServices/vaults/backupJobs",
    "policy": "Microsoft.RecoveryServices/vaults/backupPolicies",
}
"""Kinds that are asked for by their ids."""


@dataclass
class Listener:
    """Asks the lab, and hears it out."""

    service: Service
    token: str
    heard: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in PUBLISHED})
    """Field paths by kind."""

    def ask(self, kind: str, path: str, query: str = "", body: Any = None) -> None:
        """One request, a long one to its end. What a scenario refuses says nothing of a kind."""
        target = f"{quote(path)}?api-version=2024-07-01{query}"
        response = self._send("GET" if body is None else "POST", target, json.dumps(body or {}).encode())
        while response.status == 202:
            response = self._send("GET", response.headers["Location"].removeprefix(BASE), b"")
        if response.status == 200:
            self.heard[kind].update(name for document in each(json.loads(response.body)) for name in field_paths(document))

    def _send(self, method: str, target: str, body: bytes) -> Response:
        return self.service.answer(Request(method, target, f"Bearer {self.token}", body, BASE))


@pytest.fixture(scope="module")
def heard() -> dict[str, set[str]]:
    """The fields in what the lab says of the VMs of all scenarios, by kind."""
    world = World()
    world.pace = timedelta(0)  # what takes Azure a while is done with the next request
    vms = populate(world)
    token = make_token(datetime.now(UTC))
    listener = Listener(Service(world, token), token)
    for vm in vms:
        identity = VmId.parse(vm.id)
        machine = world.machine(identity)
        assert machine is not None
        listener.ask("vm", vm.id, "&$expand=instanceView")
        listener.ask("extension", f"{vm.id}/extensions")
        listener.ask("health", f"{vm.id}/providers/Microsoft.ResourceHealth/availabilityStatuses/current")
        listener.ask("run command", f"{vm.id}/runCommand", body=request_body(machine.os))
        region = f"{identity.subscription_scope}/providers/Microsoft.RecoveryServices/locations/{machine.location}"
        listener.ask("backup status", f"{region}/backupStatus", body={"resourceType": "VM", "resourceId": vm.id})
        for interface in machine.network_interfaces:
            listener.ask("effective nsg", f"{interface}/effectiveNetworkSecurityGroups", body={})
            listener.ask("effective route", f"{interface}/effectiveRouteTable", body={})
    for kind, resource_type in STORED.items():
        for resource in list(world.store.of_type(resource_type)):
            listener.ask(kind, resource["id"], "&$expand=restorePoints")
    return listener.heard


@pytest.mark.parametrize("kind", PUBLISHED)
def test_the_lab_says_nothing_that_azure_does_not_say(kind: str, heard: dict[str, set[str]]) -> None:
    assert heard[kind], "the lab was not heard"
    assert unknown(kind, heard[kind]) == set()


@pytest.mark.parametrize("kind", PUBLISHED)
def test_our_examples_have_the_fields_of_the_published_ones(kind: str) -> None:
    assert unknown(kind, shown(kind, ours=True)) == set()
