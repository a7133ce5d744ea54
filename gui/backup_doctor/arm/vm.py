"""Questions about one VM, each asked of Azure once and remembered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from ..core.api_versions import LOCKS, PERMISSIONS
from ..core.facts import (
    Agent,
    BackupItem,
    BackupPolicy,
    DemandedJob,
    Destination,
    Disk,
    DnsServers,
    Document,
    Extension,
    Guest,
    Health,
    Job,
    KeyVault,
    Load,
    Lock,
    Machine,
    NetworkPath,
    PolicyDenial,
    Protection,
    RestorePointCollection,
    RunningJob,
)
from ..core.model import Listing
from ..core.permission import Grant
from ..core.resource_id import VmId, last_name, segment
from ..core.text import lazy_translate as translate
from . import disks, insights, jobs, network, parsing, protection
from .errors import NotFound, OtherTenant, TimedOut, VmNotFound
from .gateway import Gateway
from .growing_list import GrowingList
from .guest import guest
from .once import asked_once, given_up, noted
from .probes import request_body
from .reading import Reader

LONGEST_LOOK = 300
"""Seconds a look inside may take; Run Command itself needs 20 or more and cannot be cancelled."""


class AzureVm:
    """One VM under examination; `core.facts.Vm` says what each question means.

    Looking again means a new object.
    """

    def __init__(self, gateway: Gateway, vm_id: VmId, code: str | None = None, *, looks_inside: bool = False) -> None:
        self.id = vm_id
        self.code = code
        self.looks_inside = looks_inside
        self.answers: dict[object, asyncio.Future[Any]] = {}
        self._gateway = gateway
        self._networks = network.Documents(gateway)
        self._scopes: dict[str, str] = {}
        self._collections: GrowingList[str] | None = None

    @asked_once
    async def _document(self) -> Reader:
        """Model and instance view in one throttled call."""
        vms = self._gateway.compute(self.id.subscription).virtual_machines
        try:
            return await self._gateway.ask(vms.get, self.id.resource_group, self.id.name, expand="instanceView")
        except NotFound as error:
            text = translate("Azure", "There is no virtual machine {vm} in resource group {group}, or this account may not see it.")
            raise VmNotFound(text.format(vm=self.id.name, group=self.id.resource_group)) from error
        except OtherTenant as error:
            raise VmNotFound(error.text) from error

    @asked_once
    async def machine(self) -> Machine:
        return parsing.machine(await self._document())

    @asked_once
    async def agent(self) -> Agent:
        return parsing.agent(await self._document())

    @asked_once
    async def extensions(self) -> Listing[Extension]:
        extensions = self._gateway.compute(self.id.subscription).virtual_machine_extensions
        listed, document = await asyncio.gather(self._gateway.ask(extensions.list, self.id.resource_group, self.id.name), self._document())
        return parsing.extensions(listed, document)

    @asked_once
    async def health(self) -> Health:
        statuses = self._gateway.health(self.id.subscription).availability_statuses
        return parsing.health(await self._gateway.ask(statuses.get_by_resource, str(self.id).lstrip("/")))

    async def locks(self, scope: str) -> Listing[Lock]:
        return await self._locks(self._scopes.setdefault(scope.casefold(), scope))  # however it is spelt, it is asked once

    @asked_once
    async def _locks(self, scope: str) -> Listing[Lock]:
        locks = self._gateway.locks(segment(scope, "subscriptions")).management_locks
        group = segment(scope, "resourceGroups")
        if "/providers/" in scope:
            pages = await self._locks_of_resource(scope)
        elif group:
            pages = await self._gateway.pages(locks.list_at_resource_group_level, group)
        else:
            pages = await self._gateway.pages(locks.list_at_subscription_level)
        found = tuple(parsing.lock(place) for page in pages for place in page["value"].items())
        return Listing(found, tuple(page["value"].counted(len(list(page["value"]))) for page in pages))

    async def _locks_of_resource(self, scope: str) -> list[Reader]:
        """The SDK's `list_by_scope` spells the slashes of a resource's id as ``%2F``, which no reference says Azure takes."""
        pages = [await self._gateway.get(f"{scope}/providers/Microsoft.Authorization/locks", LOCKS)]
        while following := pages[-1]["nextLink"].text():
            pages.append(await self._gateway.get(following, LOCKS))
        return pages

    @asked_once
    async def restore_points(self) -> Listing[RestorePointCollection]:
        """Collections are found by their source: name and group vary, and the VM's own group is the exception today
        (FAQ of Azure VM backup, 2025-10-27). A listing never holds the points, so each collection is read by itself, while the
        pages after it are still to come: a subscription may have dozens."""
        collections, named = self._gateway.compute(self.id.subscription).restore_point_collections, self._named()
        reading: list[asyncio.Future[RestorePointCollection]] = []
        try:
            async for page in self._gateway.walk(collections.list_all):
                for place in page["value"].items():
                    if self.id.same(place["properties"]["source"]["id"].text()):
                        identity = place["id"].needed()
                        named.add(identity)
                        reading.append(asyncio.ensure_future(self._collection(identity)))
            found = await asyncio.gather(*reading)
        finally:
            named.close()
            await given_up(reading)
        source = f"[?(@.properties.source.id=='{self.id}')]"
        return Listing(tuple(found), (page["value"].counted(len(found), source),))

    async def collections_named(self) -> AsyncIterator[str]:
        asking = asyncio.ensure_future(self.restore_points())
        asking.add_done_callback(noted)  # whoever asks for the points hears of it
        async for identity in self._named():
            yield identity

    def _named(self) -> GrowingList[str]:
        self._collections = self._collections or GrowingList()
        return self._collections

    async def _collection(self, identity: str) -> RestorePointCollection:
        collections = self._gateway.compute(segment(identity, "subscriptions")).restore_point_collections
        group = segment(identity, "resourceGroups")
        return parsing.restore_point_collection(await self._gateway.ask(collections.get, group, last_name(identity), expand="restorePoints"))

    @asked_once
    async def _ways_out(self) -> network.WaysOut:
        document, machine = await self._document(), await self.machine()
        runs = not (machine.power.value.is_off or machine.power.value.is_changing)
        return await network.ways_out(self._networks, document, machine.location, runs=runs)

    @asked_once
    async def outbound(self, destination: Destination, port: int) -> Listing[NetworkPath]:
        return await network.outbound(self._networks, await self._ways_out(), destination, port)

    @asked_once
    async def dns_servers(self) -> DnsServers:
        return await network.dns_servers(self._networks, await self._document())

    @asked_once
    async def protection(self) -> Protection:
        return await protection.protection(self._gateway, self.id, (await self.machine()).location)

    @asked_once
    async def backup_item(self) -> BackupItem | None:
        return await protection.item(self._gateway, await self.protection())

    @asked_once
    async def backup_policy(self) -> BackupPolicy | None:
        return await protection.policy(self._gateway, await self.backup_item())

    @asked_once
    async def last_failed_job(self) -> Job | None:
        found = await self.protection()
        item, jobs_failed = await asyncio.gather(self.backup_item(), jobs.failed(self._gateway, self.id, found))
        return await jobs.last_failed(self._gateway, found, item, jobs_failed)

    @asked_once
    async def job(self, name: str) -> Job | None:
        return await jobs.by_name(self._gateway, self.id, await self.protection(), name)

    @asked_once
    async def backups_on_demand(self, since: datetime) -> Listing[DemandedJob]:
        return await jobs.on_demand(self._gateway, self.id, await self.protection(), since)

    @asked_once
    async def running_jobs(self) -> Listing[RunningJob]:
        return await jobs.running(self._gateway, self.id, await self.protection())

    @asked_once
    async def running_jobs_elsewhere(self) -> Listing[RunningJob]:
        return await jobs.running_elsewhere(self._gateway, self.id, await self.protection())

    @asked_once
    async def disks(self) -> Listing[Disk]:
        return await disks.disks(self._gateway, await self.machine())

    @asked_once
    async def key_vaults(self) -> Listing[KeyVault]:
        return await disks.key_vaults(self._gateway, await self.disks())

    @asked_once
    async def policy_denials(self) -> Listing[PolicyDenial]:
        return await insights.policy_denials(self._gateway, self.id, await self.machine())

    @asked_once
    async def load(self) -> Load:
        machine, item = await asyncio.gather(self.machine(), self.backup_item())
        return await insights.load(self._gateway, self.id, machine, item)

    @asked_once
    async def guest(self) -> Guest:
        os = (await self.machine()).os
        vms = self._gateway.compute(self.id.subscription).virtual_machines
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                answer = await self._gateway.follow(vms.begin_run_command, self.id.resource_group, self.id.name, request_body(os))
        except TimeoutError as error:
            text = translate("Azure", "The script inside the VM did not finish within {limit}. It only reads; Run Command may still be busy with it.")
            raise TimedOut(text.format(limit=timedelta(seconds=LONGEST_LOOK))) from error
        return guest(answer)

    @asked_once
    async def permissions(self, scope: str) -> Listing[Grant]:
        pages = [await self._gateway.get(f"{scope.rstrip('/')}/providers/Microsoft.Authorization/permissions", PERMISSIONS)]
        while following := pages[-1]["nextLink"].text():
            pages.append(await self._gateway.get(following, PERMISSIONS))
        grants = tuple(Grant(place["actions"].texts(), place["notActions"].texts()) for page in pages for place in page["value"].items())
        return Listing(grants, tuple(page["value"].counted(len(list(page["value"]))) for page in pages))

    @asked_once
    async def resource(self, identity: str, api_version: str) -> Document:
        answer = await self._gateway.get(identity, api_version)
        return Document(identity, api_version, answer.value, answer["id"].evidence())
