"""Which backups failed of late, in all subscriptions: a few queries of Resource Graph, however many VMs there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ...core.fleet import FailedVm, Failures, FleetNews, Remarked
from ...core.resource_id import BadResourceId, VmId, last_name, segment
from ...core.text import lazy_translate as translate
from ..reading import Reader
from ..signin import Session
from ..vm_list.last_backups import Item
from ..vm_list.news import VmRow
from .failure_sources import Sources, read_sources

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

    A VM that no longer exists is among them while its item or its job is there: its backup did fail. Where Resource Graph is denied,
    the vaults' own lists of items stand in for it, and a remark says what is missing then.

    Raises:
        AzureError: Azure did not say.
    """
    names = {subscription.id.casefold(): subscription.name for subscription in session.account.subscriptions}
    found = await read_sources(session.gateway, names, since, report)
    if found.unseen:
        report(_unseen(found))
    return _put_together(found, found.now - since)


def _put_together(found: Sources, begin: datetime) -> Failures:
    histories: dict[str, _History] = {}
    nameless: set[str] = set()
    vms = {item.id.casefold(): item.vm for item in found.items}
    for item in found.items:
        _note_item(item, histories, nameless, begin)
    for job in found.jobs:
        _note_job(job, vms, histories, nameless, begin)
    failed = [each for key, history in sorted(histories.items()) if (each := _failed(found, key, history)) is not None]
    return Failures(begin, tuple(failed), tuple(sorted(nameless)))


def _note_item(item: Item, histories: dict[str, _History], nameless: set[str], begin: datetime) -> None:
    """A VM may have several items: one in each vault that has ever protected it."""
    status = item.status.casefold()
    if item.at is None or item.at < begin:
        return
    if not _is_vm(item.vm):
        if status == "failed":
            nameless.add(item.id)
        return
    history = histories.setdefault(item.vm.casefold(), _History())
    if status == "failed":
        history.failures.setdefault(item.at, "")
    elif status.startswith("completed"):
        history.completed = item.at if history.completed is None else max(history.completed, item.at)


def _note_job(job: Reader, vms: dict[str, str], histories: dict[str, _History], nameless: set[str], begin: datetime) -> None:
    at = job["startTime"].moment()
    if at is None or at < begin:
        return
    item = job["item"].text()
    identity = vms.get(item.casefold()) or _named(item or job["container"].text(), segment(job["id"].text(), "subscriptions"))
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


def _failed(found: Sources, key: str, history: _History) -> FailedVm | None:
    """None where there is no failure, or a backup has completed since."""
    at = max(history.failures, default=None)
    if at is None or (history.completed is not None and history.completed >= at):
        return None
    machine: VmRow | None = found.machines.get(key)
    vm = VmId.parse(key) if machine is None else machine.id
    return FailedVm(
        vm=vm,
        subscription=found.names.get(vm.subscription.casefold(), vm.subscription),
        location="" if machine is None else machine.location,
        os="" if machine is None else machine.os,
        failed_at=at,
        error=history.failures[at] or next((words for _, words in sorted(history.failures.items(), reverse=True) if words), ""),
    )


def _unseen(found: Sources) -> Remarked:
    """A subscription with VMs and without items may be one whose vaults the account may not read."""
    names = ", ".join(sorted(found.names.get(identity, identity) for identity in found.unseen))
    text = translate(
        "Fleet",
        "In these subscriptions there are virtual machines, but no backup items can be seen: {names}. Either nothing is backed up there, or "
        "this account may not read the vaults.",
    )
    return Remarked(text.format(names=names))
