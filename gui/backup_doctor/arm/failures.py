"""Which backups failed of late, in all subscriptions, as Resource Graph knows it: a few queries, however many VMs there are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ..core.fleet import FailedVm, Failures, FleetNews, Remarked, Slowed
from ..core.resource_id import BadResourceId, VmId, last_name, segment
from ..core.text import lazy_translate as translate
from .graph import rows
from .protection import last_backup
from .reading import Reader
from .signin import Session

DAY = timedelta(days=1)

LONGEST = timedelta(days=14)
"""As long as Resource Graph keeps jobs (query your backups using Azure Resource Graph, 2021-05-21)."""


@dataclass(slots=True)
class _History:
    """What is known of one VM's backups."""

    failures: dict[datetime, str] = field(default_factory=dict)
    """When those that failed began, and Azure's words for each; empty where there are none."""
    completed: datetime | None = None


async def failed_vms(session: Session, since: timedelta = DAY, report: Callable[[FleetNews], None] = lambda _: None) -> Failures:
    """The VMs with a backup that failed since then and none that has completed after it.

    A VM that no longer exists is among them while its item or its job is there: its backup did fail.

    Raises:
        AzureError: Resource Graph did not say.
    """
    subscriptions = {subscription.id.casefold(): subscription.name for subscription in session.account.subscriptions}
    if not subscriptions:
        return Failures(datetime.now(UTC) - since, ())

    async def read(query: str, within: timedelta | None = None) -> list[Reader]:
        pages = rows(session.gateway, query, list(subscriptions), lambda seconds, text: report(Slowed(seconds, text)), within=within)
        return [row async for page in pages for row in page]

    items, jobs, machines = await asyncio.gather(read("backups"), read("failed_jobs", since), read("vms"))
    for remark in _unseen(machines, items, subscriptions):
        report(remark)
    begin = _clock(items, jobs, machines) - since
    return _put_together(_Rows(items, jobs, machines), subscriptions, begin)


def _clock(*answers: Sequence[Reader]) -> datetime:
    """Azure's time, where an answer tells it: the workstation's clock does not count."""
    return next((rows[0].source.at for rows in answers if rows and rows[0].source.dated), datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class _Rows:
    items: Sequence[Reader]
    jobs: Sequence[Reader]
    machines: Sequence[Reader]


def _put_together(found: _Rows, subscriptions: dict[str, str], begin: datetime) -> Failures:
    histories: dict[str, _History] = {}
    nameless: set[str] = set()
    sources = {item["id"].text().casefold(): item["vmId"].text() for item in found.items}
    for item in found.items:
        _note_item(item, histories, nameless, begin)
    for job in found.jobs:
        _note_job(job, sources, histories, nameless, begin)
    machines = {row["id"].text().casefold(): row for row in found.machines}
    failed = [each for key, history in sorted(histories.items()) if (each := _failed(machines.get(key), key, history, subscriptions)) is not None]
    return Failures(begin, tuple(failed), tuple(sorted(nameless)))


def _note_item(item: Reader, histories: dict[str, _History], nameless: set[str], begin: datetime) -> None:
    """A VM may have several items: one in each vault that has ever protected it."""
    status, at, identity = item["lastBackupStatus"].text().casefold(), last_backup(item), item["vmId"].text()
    if at is None or at < begin:
        return
    if not _is_vm(identity):
        if status == "failed":
            nameless.add(item["id"].text())
        return
    history = histories.setdefault(identity.casefold(), _History())
    if status == "failed":
        history.failures.setdefault(at, "")
    elif status.startswith("completed"):
        history.completed = at if history.completed is None else max(history.completed, at)


def _note_job(job: Reader, sources: dict[str, str], histories: dict[str, _History], nameless: set[str], begin: datetime) -> None:
    at = job["startTime"].moment()
    if at is None or at < begin:
        return
    item = job["item"].text()
    identity = sources.get(item.casefold()) or _named(item or job["container"].text(), segment(job["id"].text(), "subscriptions"))
    if not _is_vm(identity):
        nameless.add(item or job["id"].text())
        return
    words = job["errorTitle"].text() or job["errorString"].text() or job["errorCode"].text()
    histories.setdefault(identity.casefold(), _History()).failures[at] = words


def _named(item: str, subscription: str) -> str:
    """The VM that an item or a container is called after: ``…;iaasvmcontainerv2;<group>;<vm>``. A vault protects VMs of its own subscription
    only (support matrix of Azure Backup, 2025)."""
    kind, group, name = ("", "", "", *last_name(item).split(";"))[-3:]
    return str(VmId(subscription, group, name)) if kind.casefold() == "iaasvmcontainerv2" else ""


def _is_vm(identity: str) -> bool:
    try:
        VmId.parse(identity)
    except BadResourceId:
        return False
    return True


def _failed(machine: Reader | None, key: str, history: _History, subscriptions: dict[str, str]) -> FailedVm | None:
    """None where there is no failure, or a backup has completed since."""
    at = max(history.failures, default=None)
    if at is None or (history.completed is not None and history.completed >= at):
        return None
    vm = VmId.parse(key if machine is None else machine["id"].text())
    return FailedVm(
        vm=vm,
        subscription=subscriptions.get(vm.subscription.casefold(), vm.subscription),
        location="" if machine is None else machine["location"].text(),
        os="" if machine is None else machine["os"].text(),
        failed_at=at,
        error=history.failures[at] or next((words for _, words in sorted(history.failures.items(), reverse=True) if words), ""),
    )


def _unseen(machines: Iterable[Reader], items: Iterable[Reader], subscriptions: dict[str, str]) -> list[Remarked]:
    """Resource Graph leaves out in silence what the account may not read; a subscription with VMs and without items may be such a one."""
    with_items = {item["subscriptionId"].text().casefold() for item in items}
    missing = {row["subscriptionId"].text().casefold() for row in machines} - with_items
    if not missing:
        return []
    names = ", ".join(sorted(subscriptions.get(identity, identity) for identity in missing))
    text = translate(
        "Fleet",
        "In these subscriptions there are virtual machines, but no backup item can be seen: {names}. "
        "Nothing is backed up there, or this account may not read the vaults.",
    )
    return [Remarked(text.format(names=names))]
