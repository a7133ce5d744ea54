"""All virtual machines the account sees, with their last backups: from Azure Resource Graph or, where it is denied, from each subscription."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

from ...core.resource_id import BadResourceId, VmId
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..errors import AzureError, Forbidden, NotFound, Rejected
from ..graph.rows import rows
from ..reading import Reader
from ..signin import Session
from .last_backups import LastBackups
from .news import Backup, BackupsCame, FellBack, News, RowsCame, VmRow, Waits
from .subscription_lists import SubscriptionLists

__all__ = ["Backup", "BackupsCame", "FellBack", "News", "RowsCame", "VmRow", "Waits", "read_vms"]

DENIED = (Forbidden, NotFound, Rejected)
"""How a cloud answers that has no Resource Graph, or not for this account."""

ERRORS_OF = timedelta(days=7)
"""How far back the words of a failed backup are looked for: as long as the rarest policy takes to try again, which is weekly."""


async def read_vms(session: Session, report: Callable[[News], None]) -> None:
    """Report the account's virtual machines and their last backups as they come, both at once.

    Args:
        report: called on the running loop; the first rows after one request.

    Raises:
        AzureError: Azure gave no list; what has been reported stays true.
    """
    reading = _Reading(session, report)
    if not reading.names:
        return
    try:
        await reading.from_graph()
    except DENIED as error:
        text = translate(
            "VmList",
            "Azure Resource Graph did not return the list. It is read from each subscription instead, which takes longer and does not show "
            "whether a VM is running or why its backup failed. {reason}",
        )
        report(FellBack(text.format(reason=error.text)))
        await reading.from_subscriptions()
    reading.tell_left_out()


class _Reading:
    """One reading of the list: what has been told already is not told again."""

    def __init__(self, session: Session, report: Callable[[News], None]) -> None:
        self.names = {subscription.id.casefold(): subscription.name for subscription in session.account.subscriptions}
        self._gateway = session.gateway
        self._report = report
        self._backups = LastBackups(lambda backups: report(BackupsCame(backups)))
        self._told: set[str] = set()
        self._left_out = 0

    async def from_graph(self) -> None:
        """Three queries side by side. Without the VMs there is no list; without the others there is one that says less."""
        beside = [
            asyncio.ensure_future(_missing(self._read_backups(), translate("VmList", "The results of the last backups are not known. {reason}"))),
            asyncio.ensure_future(_missing(self._read_errors(), translate("VmList", "Why backups failed is not known. {reason}"))),
        ]
        try:
            async for page in self._rows("vms"):
                self._add(page, graph_row)
            for text in await asyncio.gather(*beside):
                if text is not None:
                    self._report(FellBack(text))
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def from_subscriptions(self) -> None:
        """As Compute and the vaults list them."""
        lists = SubscriptionLists(self._gateway, self.names)
        await lists.read(lambda page: self._add(page, compute_row), self._backups.add_items)
        lists.require_machines()
        for text in lists.troubles():
            self._report(FellBack(text))

    def tell_left_out(self) -> None:
        """Say how many rows are no virtual machines, if there are any."""
        if self._left_out:
            text = translate("VmList", "%n row(s) of Azure's list do not name a virtual machine and were skipped.", "", 0)
            self._report(FellBack(text.counted(self._left_out)))

    async def _read_backups(self) -> None:
        async for page in self._rows("backups"):
            self._backups.add_rows(page)

    async def _read_errors(self) -> None:
        async for page in self._rows("failed_jobs", ERRORS_OF):
            self._backups.add_failed_jobs(page)

    def _rows(self, query: str, within: timedelta | None = None) -> AsyncIterator[list[Reader]]:
        return rows(self._gateway, query, list(self.names), lambda seconds, why: self._report(Waits(seconds, why)), within=within)

    def _add(self, page: list[Reader], row_of: Callable[[VmId, Reader, str], VmRow]) -> None:
        rows = []
        for place in page:
            try:
                identity = VmId.parse(place["id"].text())
            except BadResourceId:
                self._left_out += 1
                continue
            key = str(identity).casefold()
            if key not in self._told:
                self._told.add(key)
                rows.append(row_of(identity, place, self.names.get(identity.subscription.casefold(), identity.subscription)))
        if rows:
            self._report(RowsCame(tuple(rows)))


async def _missing(reading: Awaitable[None], words: Text) -> Text | None:
    """Read something that the list can do without; returns the words for its absence if it comes to that."""
    try:
        await reading
    except AzureError as error:
        return words.format(reason=error.text)
    return None


def graph_row(identity: VmId, place: Reader, subscription: str) -> VmRow:
    """From a row of vms.kql."""
    power = place["power"].text().rpartition("/")[2]
    return VmRow(identity, subscription, place["location"].text(), place["os"].text(), power)


def compute_row(identity: VmId, place: Reader, subscription: str) -> VmRow:
    """From a VM as Compute lists it."""
    return VmRow(identity, subscription, place["location"].text(), place["properties"]["storageProfile"]["osDisk"]["osType"].text(), power="")
