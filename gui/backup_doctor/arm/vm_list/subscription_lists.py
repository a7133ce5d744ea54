"""Virtual machines and protected items as each subscription lists them: the way round Resource Graph, at more requests and with less in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from urllib.parse import quote

from ...core.api_versions import BACKUP, COMPUTE
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..errors import AzureError
from ..gateway import Gateway
from ..reading import Reader

AT_ONCE = 16
"""Subscriptions that are read at the same time."""

VAULTS = "2024-04-01"
"""Version of the list of vaults."""

OnPage = Callable[[list[Reader]], None]


class SubscriptionLists:
    """The lists of some subscriptions. One that is denied does not hide the others.

    Per subscription: a request for each page of VMs, one for its vaults, and one for each page of each vault's items. Power states would take
    the list of VMs a second time, with ``statusOnly=true``, because Azure gives either the model or the state (azure-rest-api-specs issue
    42411, 2026-04-15).
    """

    def __init__(self, gateway: Gateway, names: Mapping[str, str]) -> None:
        """Read nothing yet.

        Args:
            names: of the subscriptions, by their ids.
        """
        self._gateway = gateway
        self._names = names
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._without_machines: dict[str, AzureError] = {}
        self._without_backups: dict[str, AzureError] = {}
        self._with_backups: set[str] = set()

    async def read(self, on_machines: OnPage, on_items: OnPage) -> None:
        """Read everything, and hand out each page as it comes. What is denied is kept for afterwards."""
        async with asyncio.TaskGroup() as group:
            for subscription in self._names:
                group.create_task(self._read(subscription, on_machines, on_items))

    def require_machines(self) -> None:
        """There is no list of VMs without one subscription that gave its own.

        Raises:
            AzureError: none did.
        """
        if self._names and len(self._without_machines) == len(self._names):
            raise next(iter(self._without_machines.values()))

    def require_backups(self) -> None:
        """Nothing can be said of backups without one subscription whose vaults could be read, all or some of them.

        Raises:
            AzureError: there is none.
        """
        if self._without_backups and not self._with_backups:
            raise next(iter(self._without_backups.values()))

    @property
    def without_backups(self) -> frozenset[str]:
        """Ids of the subscriptions with a vault that could not be read, or whose vaults could not be listed."""
        return frozenset(self._without_backups)

    def troubles(self) -> list[Text]:
        """What could not be read: whole sentences."""
        texts = (
            (self._without_machines, translate("VmList", "In %n subscription(s) VMs could not be read. In {name}: {reason}", "", 0)),
            (self._without_backups, translate("VmList", "In %n subscription(s) last backups could not be read. In {name}: {reason}", "", 0)),
        )
        found = []
        for errors, text in texts:
            for subscription, error in list(errors.items())[:1]:
                found.append(text.counted(len(errors)).format(name=self._names[subscription], reason=error.text))
        return found

    async def _read(self, subscription: str, on_machines: OnPage, on_items: OnPage) -> None:
        scope = f"/subscriptions/{quote(subscription)}/providers"
        async with self._gate:
            try:
                async for page in self._pages(f"{scope}/Microsoft.Compute/virtualMachines", COMPUTE):
                    on_machines(page)
            except AzureError as error:
                self._without_machines[subscription] = error
            try:
                vaults = [vault async for page in self._pages(f"{scope}/Microsoft.RecoveryServices/vaults", VAULTS) for vault in page]
            except AzureError as error:
                self._without_backups[subscription] = error
                return
            if not vaults:
                self._with_backups.add(subscription)
            for vault in vaults:
                await self._read_items(subscription, vault["id"].text(), on_items)

    async def _read_items(self, subscription: str, vault: str, on_items: OnPage) -> None:
        query = {"$filter": "backupManagementType eq 'AzureIaasVM'"}
        try:
            async for page in self._pages(f"{quote(vault)}/backupProtectedItems", BACKUP, query):
                on_items(page)
            self._with_backups.add(subscription)
        except AzureError as error:
            self._without_backups.setdefault(subscription, error)

    async def _pages(self, path: str, version: str, query: Mapping[str, str] | None = None) -> AsyncIterator[list[Reader]]:
        page = await self._gateway.get(path, version, query)
        while True:
            yield list(page["value"].items())
            following = page["nextLink"].text()
            if not following:
                return
            page = await self._gateway.get(following, version)
