"""Where it stands which backups failed: in Resource Graph or, where that is denied, in the lists of each subscription and vault."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ...core.fleet import FleetNews, Remarked, Slowed
from ...core.resource_id import BadResourceId, VmId, segment
from ...core.text import lazy_translate as translate
from ..gateway import Gateway
from ..graph.rows import rows
from ..reading import Reader
from ..vm_list.inventory import DENIED, compute_row, graph_row
from ..vm_list.last_backups import Item, item_of_row, item_of_vault
from ..vm_list.news import VmRow
from ..vm_list.subscription_lists import SubscriptionLists

Report = Callable[[FleetNews], None]


@dataclass(slots=True)
class Sources:
    """What Azure lists; nothing is concluded from it yet."""

    names: Mapping[str, str]
    """Of the subscriptions, by their ids."""
    items: list[Item] = field(default_factory=list)
    jobs: list[Reader] = field(default_factory=list)
    """Rows of failed_jobs.kql; none where Resource Graph was denied."""
    machines: dict[str, VmRow] = field(default_factory=dict)
    """By case-folded id."""
    unread: frozenset[str] = frozenset()
    """Subscriptions whose vaults are known to be unread, and have been told of."""
    answered: datetime | None = None
    """Azure's time, where an answer told it: the workstation's clock does not count."""

    @property
    def now(self) -> datetime:
        """The time to reckon from."""
        return self.answered or datetime.now(UTC)

    @property
    def unseen(self) -> set[str]:
        """Subscriptions with VMs and without items: what the account may not read is left out in silence."""
        with_items = {segment(item.id, "subscriptions").casefold() for item in self.items}
        return {row.id.subscription.casefold() for row in self.machines.values()} - with_items - self.unread

    def add_items(self, page: Sequence[Reader], item_of: Callable[[Reader], Item]) -> None:
        """Take in a page of items."""
        self._date(page)
        self.items += map(item_of, page)

    def add_jobs(self, page: Sequence[Reader]) -> None:
        """Take in a page of failed jobs."""
        self._date(page)
        self.jobs += page

    def add_machines(self, page: Sequence[Reader], row_of: Callable[[VmId, Reader, str], VmRow]) -> None:
        """Take in a page of VMs; what is none is left out."""
        self._date(page)
        for place in page:
            try:
                identity = VmId.parse(place["id"].text())
            except BadResourceId:
                continue
            self.machines[str(identity).casefold()] = row_of(identity, place, self.names.get(identity.subscription.casefold(), identity.subscription))

    def _date(self, page: Iterable[Reader]) -> None:
        if self.answered is None:
            self.answered = next((place.source.at for place in page if place.source.dated), None)


async def read_sources(gateway: Gateway, names: Mapping[str, str], since: timedelta, report: Report) -> Sources:
    """Ask Resource Graph or, where it is denied, each subscription.

    Raises:
        AzureError: neither said anything of backups.
    """
    try:
        return await _from_graph(gateway, names, since, report)
    except DENIED as error:
        text = translate(
            "Fleet",
            "Azure Resource Graph did not say which backups failed. Each vault is asked for its items instead, which takes longer. Why a "
            "backup failed is not known until its VM is examined, and a failed backup that is being repeated now is not shown. {reason}",
        )
        report(Remarked(text.format(reason=error.text)))
    return await _from_subscriptions(gateway, names, report)


async def _from_graph(gateway: Gateway, names: Mapping[str, str], since: timedelta, report: Report) -> Sources:
    found = Sources(names)

    async def read(query: str, add: Callable[[list[Reader]], None], within: timedelta | None = None) -> None:
        async for page in rows(gateway, query, list(names), lambda seconds, text: report(Slowed(seconds, text)), within=within):
            add(page)

    queries = [
        asyncio.ensure_future(read("backups", lambda page: found.add_items(page, item_of_row))),
        asyncio.ensure_future(read("failed_jobs", found.add_jobs, since)),
        asyncio.ensure_future(read("vms", lambda page: found.add_machines(page, graph_row))),
    ]
    try:
        await asyncio.gather(*queries)
    finally:  # where one fails the others are of no use
        for query in queries:
            query.cancel()
        await asyncio.gather(*queries, return_exceptions=True)
    return found


async def _from_subscriptions(gateway: Gateway, names: Mapping[str, str], report: Report) -> Sources:
    found, lists = Sources(names), SubscriptionLists(gateway, names)
    await lists.read(lambda page: found.add_machines(page, compute_row), lambda page: found.add_items(page, item_of_vault))
    lists.require_backups()
    for text in lists.troubles():
        report(Remarked(text))
    found.unread = lists.without_backups
    return found
