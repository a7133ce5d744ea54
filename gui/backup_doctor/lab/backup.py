"""Azure Backup's resources in the shape of the published examples (Microsoft.RecoveryServices, 2024-04-01) and recorded answers.

Azure Backup has its own spelling of ids, ``/Subscriptions/`` and lower-case names inside containers, and so has the lab.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from ..core.resource_id import VmId, last_name, segment
from .answers import Json
from .identity import guid

VAULT_TYPE = "Microsoft.RecoveryServices/vaults"
ITEM_TYPE = f"{VAULT_TYPE}/backupFabrics/protectionContainers/protectedItems"
JOB_TYPE = f"{VAULT_TYPE}/backupJobs"
COLLECTION_TYPE = "Microsoft.Compute/restorePointCollections"


def zulu(moment: datetime) -> str:
    """A moment as Azure Backup writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def vault_id(group: str, name: str) -> str:
    """The id of a vault in a resource group (its scope)."""
    return f"{group}/providers/{VAULT_TYPE}/{name}"


def make_vault(identity: str, location: str) -> Json:
    """A Recovery Services vault."""
    properties = {"provisioningState": "Succeeded"}
    sku = {"name": "Standard"}
    return {"location": location, "name": last_name(identity), "properties": properties, "id": identity, "type": VAULT_TYPE, "sku": sku}


def make_policy(vault: str, name: str = "DefaultPolicy") -> Json:
    """The policy every vault begins with: daily, thirty days, two days of instant restore."""
    run = "2026-01-01T19:00:00Z"
    properties = {
        "backupManagementType": "AzureIaasVM",
        "policyType": "V1",
        "instantRPDetails": {},
        "schedulePolicy": {
            "schedulePolicyType": "SimpleSchedulePolicy",
            "scheduleRunFrequency": "Daily",
            "scheduleRunTimes": [run],
            "scheduleWeeklyFrequency": 0,
        },
        "retentionPolicy": {
            "retentionPolicyType": "LongTermRetentionPolicy",
            "dailySchedule": {"retentionTimes": [run], "retentionDuration": {"count": 30, "durationType": "Days"}},
        },
        "instantRpRetentionRangeInDays": 2,
        "timeZone": "UTC",
        "protectedItemsCount": 0,
    }
    return {"id": odd_case(f"{vault}/backupPolicies/{name}"), "name": name, "type": f"{VAULT_TYPE}/backupPolicies", "properties": properties}


def container_name(vm: VmId) -> str:
    """A VM's container without its leading type, as ``containerName`` of items and jobs has it."""
    return f"iaasvmcontainerv2;{vm.resource_group.lower()};{vm.name.lower()}"


def item_id(vault: str, vm: VmId) -> str:
    """The id of a VM's protected item."""
    name = container_name(vm)
    return odd_case(f"{vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;{name}/protectedItems/VM;{name}")


def make_item(vault: str, vm: VmId, policy: str, last_backup: datetime, status: str) -> Json:
    """A protected item; ``status`` is that of the last backup: ``Completed`` or ``Failed``."""
    healthy = status == "Completed"
    properties = {
        "kpisHealths": {},
        "friendlyName": vm.name.lower(),
        "virtualMachineId": str(vm),
        "protectionStatus": "Healthy" if healthy else "Unhealthy",
        "protectionState": "Protected",
        "healthStatus": "Passed" if healthy else "ActionRequired",
        "lastBackupStatus": status,
        "lastBackupTime": zulu(last_backup),
        "protectedItemDataId": str(uuid.UUID(guid(f"item/{vm}")).int)[:14],
        "protectedItemType": "Microsoft.Compute/virtualMachines",
        "backupManagementType": "AzureIaasVM",
        "workloadType": "VM",
        "containerName": container_name(vm),
        "sourceResourceId": str(vm),
        "policyId": policy,
        "policyName": last_name(policy),
        "lastRecoveryPoint": zulu(last_backup if healthy else last_backup - timedelta(days=1)),
        "isArchiveEnabled": False,
    }
    identity = item_id(vault, vm)
    return {"id": identity, "name": last_name(identity), "type": ITEM_TYPE, "properties": properties}


def make_job(vault: str, name: str, vm: VmId, started: datetime, *, user_triggered: bool) -> Json:
    """A backup job that has just begun."""
    properties: Json = {
        "jobType": "AzureIaaSVMJob",
        "actionsInfo": [1],
        "containerName": container_name(vm),
        "duration": "PT0S",
        "virtualMachineVersion": "Compute",
        "isUserTriggered": user_triggered,
        "extendedInfo": {
            "tasksList": [_task("Take Snapshot", "InProgress"), _task("Transfer data to vault", "NotStarted")],
            "propertyBag": {"VM Name": vm.name.lower()},
        },
        "entityFriendlyName": vm.name.lower(),
        "backupManagementType": "AzureIaasVM",
        "operation": "Backup",
        "status": "InProgress",
        "startTime": zulu(started),
        "activityId": guid(f"activity/{name}"),
    }
    return {"id": odd_case(f"{vault}/backupJobs/{name}"), "name": name, "type": JOB_TYPE, "properties": properties}


def end_job(job: Json, status: str, tasks: Sequence[str], ended: datetime, error: Json | None = None) -> None:
    """Close a job; ``error`` is one of its ``errorDetails``."""
    properties = job["properties"]
    started = datetime.fromisoformat(properties["startTime"])
    properties |= {"status": status, "endTime": zulu(ended), "duration": f"PT{(ended - started).total_seconds():.3f}S"}
    # 2 stands for Retriable, where a job that runs has 1 for Cancellable.
    properties["actionsInfo"] = [2] if status == "Failed" else []
    for task, outcome in zip(properties["extendedInfo"]["tasksList"], tasks, strict=True):
        task["status"] = outcome
    if error is not None:
        properties["errorDetails"] = [error]
        properties["extendedInfo"]["dynamicErrorMessage"] = error["errorString"]


def collection_name(vm: VmId) -> str:
    """``AzureBackup_<vm>_<digits>`` (FAQ of VM backup, 2025-10-27)."""
    return f"AzureBackup_{vm.name}_{str(uuid.UUID(guid(f'collection/{vm}')).int)[:16]}"


def make_collection(group: str, location: str, vm: VmId, times: Sequence[datetime]) -> Json:
    """A restore point collection with a point for each time; the VM's group is in capitals, as Azure Backup may have kept it."""
    name = collection_name(vm)
    identity = f"{group}/providers/{COLLECTION_TYPE}/{name}"
    source = str(vm).replace(f"/{vm.resource_group}/", f"/{vm.resource_group.upper()}/")
    properties = {
        "source": {"id": source, "location": location},
        "restorePointCollectionId": guid(f"collection id/{vm}"),
        "provisioningState": "Succeeded",
        "restorePoints": [make_restore_point(identity, vm, moment) for moment in times],
    }
    return {"name": name, "id": identity, "type": COLLECTION_TYPE, "location": location, "properties": properties}


def make_restore_point(collection: str, vm: VmId, moment: datetime) -> Json:
    """A restore point of that moment."""
    name = f"AzureBackup_{moment:%Y%m%d_%H%M%S_%f}"
    properties = {
        "sourceMetadata": {"vmId": guid(f"vm/{vm}")},
        "provisioningState": "Succeeded",
        "consistencyMode": "ApplicationConsistent",
        "timeCreated": moment.isoformat(),
    }
    return {"name": name, "id": f"{collection}/restorePoints/{name}", "type": f"{COLLECTION_TYPE}/restorePoints", "properties": properties}


def odd_case(identity: str) -> str:
    """The spelling that Azure Backup's own ids come in."""
    subscription = segment(identity, "subscriptions")
    return identity.replace(f"/subscriptions/{subscription}", f"/Subscriptions/{subscription}", 1)


def _task(name: str, status: str) -> Json:
    return {"taskId": name, "duration": "PT0S", "status": status}
