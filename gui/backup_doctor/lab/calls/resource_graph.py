"""Azure Resource Graph, as far as this program's own queries go: it knows those in resources/queries, by their text."""

from __future__ import annotations

from collections.abc import Callable

from ...core.resources import resource
from ..answers import Answer, Json, bad_request, lab_does_not_know
from ..backup import ITEM_TYPE, JOB_TYPE
from ..machine import VirtualMachine
from ..routing import Call, Routes
from ..world import World

routes = Routes()

LARGEST_PAGE = 1000
Rows = Callable[[World], list[Json]]


@routes.serve("POST", "/providers/Microsoft.ResourceGraph/resources", lockable=False)
def resources(call: Call) -> Answer:
    """The rows of a query, page by page."""
    options = call.body.get("options") or {}
    if options.get("resultFormat", "objectArray") != "objectArray":
        raise lab_does_not_know("results as a table")
    rows = _rows(call, str(call.body.get("query", "")))
    top, start = options.get("$top", LARGEST_PAGE), _start(options)
    if not isinstance(top, int) or not 1 <= top <= LARGEST_PAGE:
        raise bad_request("BadRequest", "The value of $top is invalid: it is a number from 1 to 1000.")
    data = rows[start : start + top]
    body: Json = {"totalRecords": len(rows), "count": len(data), "data": data, "facets": [], "resultTruncated": "false"}
    if start + top < len(rows):
        body["$skipToken"] = str(start + top)
    return Answer(200, body, {"x-ms-user-quota-remaining": "14", "x-ms-user-quota-resets-after": "00:00:05"})


def _start(options: Json) -> int:
    token = options.get("$skipToken") or options.get("$skip") or "0"
    if not str(token).isdecimal():
        raise bad_request("BadRequest", "The $skipToken is invalid.")
    return int(token)


def _rows(call: Call, query: str) -> list[Json]:
    """The rows of a known query in the subscriptions asked for (none named: all), as far as the account may read them."""
    wanted = {str(identity).lower() for identity in call.body.get("subscriptions") or call.world.subscriptions}
    for name, answer in _ANSWERS.items():
        if resource("queries", f"{name}.kql").read_text(encoding="utf-8").split() == query.split():
            return [row for row in answer(call.world) if row["subscriptionId"] in wanted]
    raise lab_does_not_know("this Resource Graph query")


def _machines(world: World) -> list[Json]:
    vms = [vm for vm in world.machines() if world.permissions.allows("Microsoft.Compute/virtualMachines/read", str(vm.id))]
    return sorted((_machine(vm) for vm in vms), key=lambda row: str(row["id"]))


def _machine(vm: VirtualMachine) -> Json:
    return {
        "id": str(vm.id),
        "name": vm.id.name,
        "resourceGroup": vm.id.resource_group.lower(),
        "subscriptionId": vm.id.subscription,
        "location": vm.location,
        "os": vm.os,
        "power": f"PowerState/{vm.power}",
    }


def _backups(world: World) -> list[Json]:
    items = [item for item in world.store.of_type(ITEM_TYPE) if world.permissions.allows("Microsoft.RecoveryServices/Vaults/read", item["id"])]
    return sorted((_backup(item) for item in items), key=lambda row: str(row["id"]))


def _backup(item: Json) -> Json:
    properties = item["properties"]
    return {
        "id": item["id"],
        "subscriptionId": item["id"].split("/")[2],
        "vmId": properties["sourceResourceId"].lower(),
        "lastBackupStatus": properties["lastBackupStatus"],
        "lastBackupTime": properties["lastBackupTime"],
        "healthStatus": properties["healthStatus"],
    }


def _running_jobs(world: World) -> list[Json]:
    """Not every field of a job is documented for Resource Graph: `arm.jobs` says which are."""
    jobs = [job for job in world.store.of_type(JOB_TYPE) if job["properties"]["status"] == "InProgress"]
    seen = [job for job in jobs if world.permissions.allows("Microsoft.RecoveryServices/Vaults/read", job["id"])]
    return sorted((_running_job(job) for job in seen), key=lambda row: str(row["id"]))


def _running_job(job: Json) -> Json:
    properties = job["properties"]
    container, vault = properties.get("containerName", ""), job["id"].partition("/backupJobs/")[0]
    item = f"{vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;{container}/protectedItems/VM;{container}" if container else ""
    return {
        "id": job["id"],
        "subscriptionId": job["id"].split("/")[2],
        "item": item,
        "container": container,
        "vmName": properties["entityFriendlyName"],
        "startTime": properties["startTime"],
    }


_ANSWERS: dict[str, Rows] = {"vms": _machines, "backups": _backups, "running_jobs": _running_jobs}
