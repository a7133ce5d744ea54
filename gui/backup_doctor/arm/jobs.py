"""The backup jobs of one VM, found through the vault that protects it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..core.facts import BackupItem, Job, Protection, RunningJob
from ..core.model import Listing, Seen
from ..core.resource_id import VmId, last_name, same_id, segment
from ..core.resources import resource
from .errors import NotFound
from .gateway import Gateway
from .reading import Reader

if TYPE_CHECKING:
    from azure.mgmt.recoveryservicesbackup.aio import RecoveryServicesBackupClient

BACKUPS = "backupManagementType eq 'AzureIaasVM' and operation eq 'Backup' and status eq '{status}'"
"""A vault holds the jobs of up to a thousand VMs and cannot filter by VM; those that failed or still run are few."""

NEVER = datetime.min.replace(tzinfo=UTC)


async def failed(gateway: Gateway, vm: VmId, found: Protection) -> list[Reader]:
    """The VM's failed backup jobs, as the vault lists them."""
    return _of(await _jobs(gateway, found, "Failed"), vm, found)


async def last_failed(gateway: Gateway, found: Protection, protected: BackupItem | None, jobs: Iterable[Reader]) -> Job | None:
    """The failed job that still stands: None where the VM is not protected, never failed, or has been backed up since."""
    if protected is None or protected.last_status.value.casefold().startswith("completed"):
        return None
    latest = max(jobs, key=lambda place: place["properties"]["startTime"].moment() or NEVER, default=None)
    return None if latest is None else await by_name(gateway, found, last_name(latest["id"].needed()))


async def by_name(gateway: Gateway, found: Protection, name: str) -> Job | None:
    """One job with its details; None where the vault has none of that name."""
    if not found.vault:
        return None
    backup, vault, group = _vault(gateway, found)
    try:
        return _job(await gateway.ask(backup.job_details.get, vault, group, name))
    except NotFound:
        return None


async def running(gateway: Gateway, vm: VmId, found: Protection) -> Listing[RunningJob]:
    """Jobs of the VM that have not ended, in its vault."""
    pages = await _jobs(gateway, found, "InProgress")
    ours = [_running(place, last_name(found.vault)) for place in _of(pages, vm, found)]
    read = tuple(page["value"].counted(len(list(page["value"]))) for page in pages)
    return Listing(tuple(ours), read or (found.state.evidence,))


async def running_elsewhere(gateway: Gateway, vm: VmId, found: Protection) -> Listing[RunningJob]:
    """Jobs of the VM that have not ended, in any vault of the subscription but its own: after protection has moved, the old vault may still work."""
    body = {
        "query": resource("queries", "running_jobs.kql").read_text("utf-8"),
        "subscriptions": [vm.subscription],
        "options": {"$top": 1000, "resultFormat": "objectArray"},
    }
    answer = await gateway.ask(gateway.resource_graph().resources, body)
    rows = answer["data"].items()
    ours = [row for row in rows if vm.same(row["vmId"].text()) and not same_id(row["vaultId"].text(), found.vault)]
    jobs = tuple(RunningJob(row["id"].needed(), last_name(row["vaultId"].text()), row["startTime"].moment(), row["id"].evidence()) for row in ours)
    return Listing(jobs, (answer["data"].counted(len(jobs)),))


async def _jobs(gateway: Gateway, found: Protection, status: str) -> list[Reader]:
    if not found.vault:
        return []
    backup, vault, group = _vault(gateway, found)
    return await gateway.pages(backup.backup_jobs.list, vault, group, filter=BACKUPS.format(status=status))


def _vault(gateway: Gateway, found: Protection) -> tuple[RecoveryServicesBackupClient, str, str]:
    client = gateway.backup(segment(found.vault, "subscriptions"))
    return client, last_name(found.vault), segment(found.vault, "resourceGroups")


def _of(pages: Iterable[Reader], vm: VmId, found: Protection) -> list[Reader]:
    """Jobs name the container; the friendly name alone may be another VM's and counts only where there is nothing better."""
    return [place for page in pages for place in page["value"].items() if _is_of(place, vm, found.container)]


def _is_of(place: Reader, vm: VmId, container: str) -> bool:
    named = place["properties"]["containerName"].text().casefold()
    if named:
        return container.casefold().endswith(named)
    return place["properties"]["entityFriendlyName"].text().casefold() == vm.name.casefold()


def _running(place: Reader, vault: str) -> RunningJob:
    properties = place["properties"]
    return RunningJob(place["id"].needed(), vault, properties["startTime"].moment(), properties["status"].evidence())


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
        words=Seen("\n".join(dict.fromkeys(filter(None, said))), details[0]["errorTitle"].evidence()),
        numbers=tuple(detail["errorCode"].value for detail in details if type(detail["errorCode"].value) is int),
    )
