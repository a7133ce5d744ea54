"""The questions a check may ask."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

from ..model import Listing
from ..permission import Grant
from ..resource_id import VmId
from .backup import BackupItem, BackupPolicy, DemandedJob, Job, Protection, RunningJob
from .disks import Disk, KeyVault
from .document import Document
from .guest import Guest
from .machine import Agent, Extension, Machine
from .network import Destination, DnsServers, NetworkPath
from .platform import Health, Load, PolicyDenial
from .restore_points import Lock, RestorePointCollection


class Vm(Protocol):
    """The VM under examination. Each question is asked of Azure once per diagnosis, whoever asks it.

    Every question raises `CouldNotLook` when Azure does not say.
    """

    @property
    def id(self) -> VmId: ...

    @property
    def code(self) -> str | None:
        """The symptom's code, where one was given; `catalogue.symptoms.code_of` also asks the last failed job."""

    async def machine(self) -> Machine: ...

    async def agent(self) -> Agent: ...

    async def extensions(self) -> Listing[Extension]: ...

    async def health(self) -> Health: ...

    async def locks(self, scope: str) -> Listing[Lock]:
        """Every lock Azure lists for a scope: its own, those below it and, as far as Azure tells, those above."""

    async def restore_points(self) -> Listing[RestorePointCollection]: ...

    def collections_named(self) -> AsyncIterator[str]:
        """The ids of the same collections, each as soon as Azure lists it; for what is asked of each by itself.

        It ends early where `restore_points` fails.
        """

    async def outbound(self, destination: Destination, port: int) -> Listing[NetworkPath]:
        """The VM's ways out, that of the primary interface first: by the rules and routes in effect while the VM runs and Azure says
        what they are, else by those that are configured. Then those of other interfaces and subnets as far as they can be read, as configured."""

    async def dns_servers(self) -> DnsServers:
        """Whom the primary interface asks for names."""

    async def protection(self) -> Protection:
        """Which vault protects the VM now."""

    async def backup_item(self) -> BackupItem | None:
        """The protected item; None where no vault protects the VM."""

    async def backup_policy(self) -> BackupPolicy | None:
        """The item's policy; None where no vault protects the VM or protection is stopped."""

    async def last_failed_job(self) -> Job | None:
        """The failed job that still stands: None where the VM is not protected, never failed, or has been backed up since."""

    async def job(self, name: str) -> Job | None:
        """A backup job by its name (a GUID) in the vault that protects the VM; None where that vault has no such job of this VM."""

    async def backups_on_demand(self, since: datetime) -> Listing[DemandedJob]:
        """Backups of this VM that somebody started on demand since then, by Azure's clock, in the vault that protects it."""

    async def running_jobs(self) -> Listing[RunningJob]:
        """Backup jobs of this VM that have not ended, in the vault that protects it."""

    async def running_jobs_elsewhere(self) -> Listing[RunningJob]:
        """The same in every other vault of the subscription, as Resource Graph knows them."""

    async def disks(self) -> Listing[Disk]:
        """The managed disks, each read by itself."""

    async def key_vaults(self) -> Listing[KeyVault]:
        """The key vaults that the encryption of the disks names."""

    async def policy_denials(self) -> Listing[PolicyDenial]:
        """Writes of resource groups and restore point collections that Azure Policy refused in the subscription in the last three days."""

    async def load(self) -> Load:
        """Processors and memory in the hours around the last backup."""

    async def permissions(self, scope: str) -> Listing[Grant]:
        """What the roles of the signed-in account grant at a scope."""

    async def resource(self, identity: str, api_version: str) -> Document:
        """A resource as ARM writes it, for a remedy that has to put it back or replace it as a whole."""

    @property
    def looks_inside(self) -> bool:
        """Whether the user asked for a look inside (Run Command with our own read-only script)."""

    async def guest(self) -> Guest:
        """One look inside; only when `looks_inside`, and only through a ready agent."""
