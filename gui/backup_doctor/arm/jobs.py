"""The backup jobs of one VM, found through the vault that protects it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from ..core.facts import BackupItem, DemandedJob, Job, JobTask, Protection, RunningJob
from ..core.model import Listing, Seen
from ..core.resource_id import VmId, last_name, same_id, segment
from ..core.resources import resource
from .errors import NotFound
from .gateway import Gateway
from .reading import Reader

if TYPE_CHECKING:
    from azure.mgmt.recoveryservicesbackup.aio import RecoveryServicesBackupClient

BACKUPS = "backupManagementType eq 'AzureIaasVM' and operation eq 'Backup'"

WITH_STATUS = BACKUPS + " and status eq '{status}'"
"""A vault holds the jobs of up to a thousand VMs and cannot filter by VM; those that failed or still run are few."""

UNENDED = ("InProgress", "Cancelling")
"""Of the statuses of a job (``JobStatus``) those of one that has not ended."""

BETWEEN = BACKUPS + " and startTime eq '{start}' and endTime eq '{end}'"
"""Jobs that began in between, in spite of ``eq`` (published example ListJobsWithAllSupportedFilters)."""

PAGE = 1000
"""The largest page of Resource Graph."""

NEVER = datetime.min.replace(tzinfo=UTC)


async def failed(gateway: Gateway, vm: VmId, found: Protection) -> list[Reader]:
    """The VM's failed backup jobs, as the vault lists them."""
    return _of(await _jobs(gateway, found, WITH_STATUS.format(status="Failed")), vm, found)


async def last_failed(gateway: Gateway, found: Protection, protected: BackupItem | None, jobs: Iterable[Reader]) -> Job | None:
    """The failed job that still stands: None where the VM is not protected, never failed, or has been backed up since."""
    if protected is None or protected.last_status.value.casefold().startswith("completed"):
        return None
    latest = max(jobs, key=lambda place: place["properties"]["startTime"].moment() or NEVER, default=None)
    document = None if latest is None else await _details(gateway, found, last_name(latest["id"].needed()))
    return None if document is None else _job(document)


async def by_name(gateway: Gateway, vm: VmId, found: Protection, name: str) -> Job | None:
    """One job with its details; None where the vault has none of that name, or only one of another VM."""
    document = await _details(gateway, found, name)
    return None if document is None or not _is_of(document, vm, found.container) else _job(document)


async def _details(gateway: Gateway, found: Protection, name: str) -> Reader | None:
    if not found.vault:
        return None
    backup, vault, group = _vault(gateway, found)
    try:
        return await gateway.ask(backup.job_details.get, vault, group, name)
    except NotFound:
        return None


async def running(gateway: Gateway, vm: VmId, found: Protection) -> Listing[RunningJob]:
    """Jobs of the VM that have not ended, in its vault. One that is being cancelled has not, and the filter takes one status at a time."""
    listed = await asyncio.gather(*(_jobs(gateway, found, WITH_STATUS.format(status=status)) for status in UNENDED))
    pages = [page for each in listed for page in each]
    ours = tuple(_running(place) for place in _of(pages, vm, found))
    read = tuple(page["value"].counted(len(list(page["value"]))) for page in pages)
    return Listing(ours, read or (found.state.evidence,))


async def on_demand(gateway: Gateway, vm: VmId, found: Protection, since: datetime) -> Listing[DemandedJob]:
    """Jobs of the VM that somebody started since then, in its vault. They are few in a day, whoever else is in the vault."""
    end = datetime.now(UTC) + timedelta(days=1)  # whatever the clocks say, nothing began after that
    pages = await _jobs(gateway, found, BETWEEN.format(start=_in_filter(since), end=_in_filter(end)))
    places = [place for place in _of(pages, vm, found) if place["properties"]["isUserTriggered"].value is True]
    jobs = tuple(_demanded(place) for place in places)
    read = tuple(page["value"].counted(len(list(page["value"]))) for page in pages)
    return Listing(tuple(job for job in jobs if job.started is None or job.started >= since), read or (found.state.evidence,))


def _in_filter(moment: datetime) -> str:
    """A moment as the filter of jobs takes it, in twelve hours; ``%p`` would be in the computer's language."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%d %I:%M:%S} {'AM' if utc.hour < 12 else 'PM'}"


def _demanded(place: Reader) -> DemandedJob:
    properties = place["properties"]
    return DemandedJob(place["id"].needed(), properties["startTime"].moment(), properties["isUserTriggered"].evidence())


async def running_elsewhere(gateway: Gateway, vm: VmId, found: Protection) -> Listing[RunningJob]:
    """Jobs of the VM that have not ended, in any vault of the subscription but its own: after protection has moved, the old vault may still work.

    That jobs are in Resource Graph, with operation, status, start and friendly name, is documented, and Microsoft's own sample reads the
    protected item out of ``backupInstanceId`` (automation in Azure Backup, 2022); ``containerName`` is documented for the REST answer only.
    """
    pages = await _graph(gateway, vm)
    rows = [row for page in pages for row in page["data"].items() if _names(row, vm)]
    ours = tuple(_row(row) for row in rows if not same_id(_vault_of(row["id"].needed()), found.vault))
    return Listing(ours, tuple(page["data"].counted(len(list(page["data"]))) for page in pages))


@cache
def _query() -> str:
    return resource("queries", "running_jobs.kql").read_text("utf-8")


async def _graph(gateway: Gateway, vm: VmId) -> list[Reader]:
    """Resource Graph's rows of every backup of a VM that runs in the subscription, as far as the account may read the vaults."""
    query, token = _query(), ""
    pages: list[Reader] = []
    while not pages or token:
        options = {"$top": PAGE, "resultFormat": "objectArray", **({"$skipToken": token} if token else {})}
        body = {"query": query, "subscriptions": [vm.subscription], "options": options}
        pages.append(await gateway.ask(gateway.resource_graph().resources, body, modelled=True))
        token = pages[-1]["$skipToken"].text()
    return pages


def _names(row: Reader, vm: VmId) -> bool:
    """Whether a row is about this VM. Names of items and containers end in group and VM; the friendly name alone may be a namesake's."""
    named = last_name(row["item"].text()) or row["container"].text()
    if named:
        return named.casefold().endswith(f";{vm.resource_group};{vm.name}".casefold())
    return row["vmName"].needed().casefold() == vm.name.casefold()


def _vault_of(job: str) -> str:
    at = job.casefold().find("/backupjobs/")
    return job[:at] if at > 0 else job


async def _jobs(gateway: Gateway, found: Protection, condition: str) -> list[Reader]:
    if not found.vault:
        return []
    backup, vault, group = _vault(gateway, found)
    return await gateway.pages(backup.backup_jobs.list, vault, group, filter=condition)


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


def _running(place: Reader) -> RunningJob:
    properties = place["properties"]
    return RunningJob(place["id"].needed(), _vault_name(place), properties["startTime"].moment(), properties["status"].evidence())


def _row(row: Reader) -> RunningJob:
    return RunningJob(row["id"].needed(), _vault_name(row), row["startTime"].moment(), row["id"].evidence())


def _vault_name(place: Reader) -> str:
    return segment(place["id"].needed(), "vaults")


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
        tasks=tuple(JobTask(task["taskId"].text(), task["status"].text()) for task in properties["extendedInfo"]["tasksList"]),
    )
