"""Azure Backup: where a VM is protected, by what policy, and backing it up now."""

from __future__ import annotations

import uuid

from ...core.resource_id import VmId
from ..answers import Answer, ArmError, Json, bad_request, lab_does_not_know
from ..backup import ITEM_TYPE, VAULT_TYPE, container_name, zulu
from ..backup_run import start_backup
from ..operations import Operation
from ..protection import item_of
from ..routing import Call, Routes
from .common import SUBSCRIPTION, VAULT, existing, page, retry_after
from .filters import conditions, matches
from .operations import existing_operation

routes = Routes()

VAULTS = "Microsoft.RecoveryServices/Vaults"
ITEM = VAULT + "/backupFabrics/{fabric}/protectionContainers/{container}/protectedItems/{item}"
ITEM_ACTION = f"{VAULTS}/backupFabrics/protectionContainers/protectedItems"
BACKUP_STATUS = SUBSCRIPTION + "/providers/Microsoft.RecoveryServices/locations/{location}/backupStatus"
PAGE_SIZE = 20


@routes.serve("POST", BACKUP_STATUS, "Microsoft.RecoveryServices/locations/backupStatus/action", lockable=False)
def backup_status(call: Call) -> Answer:
    """Which vault protects a VM; names inside come in lower case, whatever was asked.

    No source says what Azure answers for an item that is stopped or deleted but kept: here the vault that still holds it.
    """
    if call.body.get("resourceType") != "VM":
        raise lab_does_not_know("the backup status of anything but a VM")
    vm = call.world.machine(str(call.body.get("resourceId", "")))
    item = None if vm is None else item_of(call.world, vm)
    if vm is None or item is None:
        return Answer(200, {"protectionStatus": "NotProtected", "errorCode": "Success", "errorMessage": ""})
    container = container_name(vm.id)
    body = {
        "protectionStatus": "Protected",
        "vaultId": item["id"].partition("/backupFabrics/")[0].replace("/vaults/", "/Vaults/"),
        "fabricName": "Azure",
        "containerName": f"iaasvmcontainer;{container}",
        "protectedItemName": f"vm;{container}",
        "policyName": item["properties"]["policyName"],
        "errorCode": "Success",
        "errorMessage": "",
    }
    return Answer(200, body)


@routes.serve("GET", SUBSCRIPTION + "/providers/Microsoft.RecoveryServices/vaults", f"{VAULTS}/read")
def list_vaults(call: Call) -> Answer:
    return page(call, call.world.store.of_type(VAULT_TYPE, call.scope), PAGE_SIZE)


@routes.serve("GET", VAULT, "Microsoft.RecoveryServices/Vaults/read")
@routes.serve("GET", ITEM, f"{ITEM_ACTION}/read")
@routes.serve("GET", VAULT + "/backupPolicies/{policy}", f"{VAULTS}/backupPolicies/read")
def get(call: Call) -> Answer:
    return Answer(200, existing(call, call.path))


@routes.serve("GET", VAULT + "/backupProtectedItems", f"{VAULTS}/backupProtectedItems/read")
def list_items(call: Call) -> Answer:
    wanted = conditions(call.query.get("$filter", ""), {"backupmanagementtype": "backupManagementType", "itemtype": "workloadType"})
    items = [item for item in call.world.store.of_type(ITEM_TYPE, call.scope) if matches(item["properties"], wanted)]
    return page(call, items, PAGE_SIZE)


@routes.serve("POST", ITEM + "/backup", f"{ITEM_ACTION}/backup/action")
def backup_now(call: Call) -> Answer:
    """A backup that answers at once and leads to its job (recorded trigger_backup and backup_operation_status)."""
    item = existing(call, call.path.rpartition("/")[0])
    if call.body.get("properties", {}).get("objectType") != "IaasVMBackupRequest":
        raise bad_request("BMSUserErrorObjectTypeInvalid", "The request's objectType is not IaasVMBackupRequest.")
    vm = call.world.machine(VmId.parse(item["properties"]["sourceResourceId"]))
    if vm is None:
        raise ArmError(400, "BCMV2VMNotFound", "The virtual machine doesn't exist.")
    operation = call.world.operations.begin(call.world.now())
    job = start_backup(call.world, vm, item, str(uuid.uuid4()))
    operation.carry_out(lambda: {"objectType": "OperationStatusJobExtendedInfo", "jobId": job["name"]}, call.world.now())
    path = item["id"]
    headers = {
        **retry_after(call),
        "Azure-AsyncOperation": call.link(f"{path}/operationsStatus/{operation.id}"),
        "Location": call.link(f"{path}/operationResults/{operation.id}"),
    }
    return Answer(202, None, headers)


@routes.serve("GET", VAULT + "/backupOperations/{operation}", f"{VAULTS}/backupOperations/read")
@routes.serve("GET", ITEM + "/operationsStatus/{operation}", f"{ITEM_ACTION}/operationsStatus/read")
def operation_status(call: Call) -> Answer:
    """Names the job; the job goes on after the operation is over."""
    operation = existing_operation(call)
    return Answer(200, _status(operation))


@routes.serve("GET", ITEM + "/operationResults/{operation}", f"{ITEM_ACTION}/operationResults/read")
def operation_result(call: Call) -> Answer:
    """The item itself (published example IaasVm_ProtectedItemOperationResults)."""
    existing_operation(call)
    return Answer(200, existing(call, call.path.rsplit("/", 2)[0]))


def _status(operation: Operation) -> Json:
    return {
        "id": operation.id,
        "name": operation.id,
        "status": operation.status,
        "startTime": zulu(operation.started),
        "endTime": zulu(operation.ended or operation.started),
        "properties": operation.result,
    }
