"""The backup jobs of one VM, found through the vault that protects it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from ..core.facts import Job
from ..core.model import Seen
from ..core.resource_id import VmId, last_name, segment
from .gateway import Gateway
from .reading import Reader

FAILED = "backupManagementType eq 'AzureIaasVM' and operation eq 'Backup' and status eq 'Failed'"
"""A vault holds the jobs of up to a thousand VMs and cannot filter by VM; the failed ones are few."""

NEVER = datetime.min.replace(tzinfo=UTC)


async def last_failed(gateway: Gateway, vm: VmId, region: str) -> Job | None:
    """The failed job that still stands: None where the VM is not protected, never failed, or has been backed up since.

    Args:
        region: the VM's region; its vault is in the same one.
    """
    status = await gateway.ask(gateway.backup(vm.subscription).backup_status.get, region, {"resourceType": "VM", "resourceId": str(vm)})
    vault = status["vaultId"].text()
    if not vault:
        return None
    group, name = segment(vault, "resourceGroups"), last_name(vault)
    backup = gateway.backup(segment(vault, "subscriptions"))
    container, item = status["containerName"].needed(), status["protectedItemName"].needed()
    protected, pages = await asyncio.gather(
        gateway.ask(backup.protected_items.get, name, group, status["fabricName"].text() or "Azure", container, item),
        gateway.pages(backup.backup_jobs.list, name, group, filter=FAILED),
    )
    if protected["properties"]["lastBackupStatus"].text().casefold().startswith("completed"):
        return None
    ours = [place for page in pages for place in page["value"] if _is_of(place, vm, container)]
    latest = max(ours, key=lambda place: place["properties"]["startTime"].moment() or NEVER, default=None)
    if latest is None:
        return None
    return _job(await gateway.ask(backup.job_details.get, name, group, last_name(latest["id"].needed())))


def _is_of(place: Reader, vm: VmId, container: str) -> bool:
    """Jobs name the container; the friendly name alone may be another VM's and counts only where there is nothing better."""
    named = place["properties"]["containerName"].text().casefold()
    if named:
        return container.casefold().endswith(named)
    return place["properties"]["entityFriendlyName"].text().casefold() == vm.name.casefold()


def _job(document: Reader) -> Job:
    """Codes come as numbers and titles in the vault's language, so everything that may hold the symbolic code is kept."""
    properties = document["properties"]
    details = properties["errorDetails"]
    said = [words for detail in details for words in (detail["errorTitle"].text(), detail["errorString"].text())]
    said.append(properties["extendedInfo"]["dynamicErrorMessage"].text())
    return Job(
        id=document["id"].needed(),
        status=properties["status"].text(),
        started=properties["startTime"].moment(),
        ended=properties["endTime"].moment(),
        numbers=tuple(place["errorCode"].value for place in details if type(place["errorCode"].value) is int),
        words=Seen("\n".join(dict.fromkeys(filter(None, said))), details[0]["errorTitle"].evidence()),
    )
