"""What Azure knows of one VM, as answers to questions. Checks read these and never see a client, a URL or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from .model import Evidence, Listing, Seen
from .resource_id import VmId
from .version import Version


class Power(StrEnum):
    """``PowerState/…`` of the instance view (Azure's words, case-folded)."""

    CREATING = "creating"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DEALLOCATING = "deallocating"
    DEALLOCATED = "deallocated"
    UNKNOWN = "unknown"

    @property
    def is_off(self) -> bool:
        """Azure knows that the VM does not run; its backup is crash-consistent and needs no agent (FAQ of VM backup, 2025-10-27)."""
        return self in (Power.STOPPED, Power.DEALLOCATED)

    @property
    def is_changing(self) -> bool:
        """Judge nothing yet: look again in a minute."""
        return self in (Power.CREATING, Power.STARTING, Power.STOPPING, Power.DEALLOCATING)


@dataclass(frozen=True, slots=True)
class Machine:
    """The VM as Azure describes it: model and instance view in one answer."""

    id: str
    name: str
    location: str
    os: str
    """``Windows`` or ``Linux``."""
    now: datetime | None
    """The server's clock when it answered; ages are measured against this, never against the workstation. None when it told no time."""
    power: Seen[Power]
    provisioning: Seen[str]
    """``Succeeded``, ``Failed``, ``Updating`` … as Azure spells it."""
    provisioning_error: Seen[str] | None
    """The error code behind a failed provisioning state, where the instance view names one."""
    managed_disks: Seen[bool]
    write_accelerator: Seen[bool]
    extensions_allowed: Seen[bool] | None
    """``osProfile.allowExtensionOperations``; None for a VM made from a specialised disk, which has no OS profile."""


@dataclass(frozen=True, slots=True)
class Agent:
    """What the VM agent last said of itself."""

    code: Seen[str]
    """``ProvisioningState/succeeded`` when ready; decided on, unlike the localisable label."""
    version: Seen[Version | None]
    """The goal-state agent's version; None while the agent is silent and Azure shows ``Unknown``."""
    reported: datetime | None
    """When the guest last reported."""
    message: str

    @property
    def is_ready(self) -> bool:
        return self.code.value.casefold() == "provisioningstate/succeeded"

    @property
    def is_silent(self) -> bool:
        """Azure has not heard of it; any other code but this and ready says nothing for sure."""
        return self.code.value.casefold() in ("", "provisioningstate/unavailable")


@dataclass(frozen=True, slots=True)
class Extension:
    """One VM extension: what was asked of it and what became of it."""

    name: str
    publisher: str
    kind: str
    """The extension's type, such as ``VMSnapshot``."""
    state: Seen[str]
    """``Succeeded``, ``Failed``, ``Transitioning``, ``Creating``, ``Updating``, ``Deleting`` …, from the instance view
    where the guest has reported one, else from the model."""
    since: datetime | None
    """When the state was reported."""
    message: str

    @property
    def takes_snapshots(self) -> bool:
        """Whether this is Azure Backup's extension. The resource's own name is free, so it does not count."""
        ours = self.publisher.casefold() == "microsoft.azure.recoveryservices"
        return ours and self.kind.casefold() in ("vmsnapshot", "vmsnapshotlinux")


@dataclass(frozen=True, slots=True)
class Lock:
    """A management lock."""

    id: str
    name: str
    scope: str
    """The id of what it locks, and with it everything below."""
    level: str
    """``CanNotDelete`` or ``ReadOnly``."""
    notes: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class RestorePoint:
    """One restore point of the VM."""

    name: str
    created: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class RestorePointCollection:
    """A collection whose ``source.id`` is this VM, whatever its name and resource group."""

    id: str
    name: str
    resource_group: str
    state: Seen[str]
    points: tuple[RestorePoint, ...]
    count: Evidence
    """Shows how many points there are."""

    @property
    def made_by_backup(self) -> bool:
        """Azure Backup names its collections ``AzureBackup_<vm>…``; others count too but are not its to clean."""
        return self.name.casefold().startswith("azurebackup")


class Access(StrEnum):
    """What a network security group decides about a flow."""

    ALLOW = "allow"
    DENY = "deny"
    PARTIAL = "partial"
    """Some of the destination's addresses only: cannot be proven either way."""


@dataclass(frozen=True, slots=True)
class NsgDecision:
    """The rule of one network security group that decides an outbound flow."""

    nsg: str
    nsg_id: str
    rule: str
    priority: int
    access: Access
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class RouteDecision:
    """Where the configured routes send an outbound flow."""

    prefix: str
    next_hop: str
    """Azure's word: ``Internet``, ``None``, ``VirtualAppliance``, ``VirtualNetworkGateway``, ``VirtualNetworkServiceEndpoint`` …"""
    evidence: Evidence
    partial: bool = False
    """Whether it concerns a part of the destination's addresses only."""


@dataclass(frozen=True, slots=True)
class NetworkPath:
    """One network interface's way out to a destination, by the configured rules."""

    nic: str
    primary: bool
    nsgs: tuple[NsgDecision, ...]
    """NIC's group first, then the subnet's; a missing group allows and is not listed."""
    unguarded: Evidence | None
    """Shows that no group stands in the way, when there is none."""
    route: RouteDecision

    @property
    def access(self) -> Access:
        """Every group has to allow the flow."""
        decisions = {decision.access for decision in self.nsgs}
        for access in (Access.DENY, Access.PARTIAL):
            if access in decisions:
                return access
        return Access.ALLOW


@dataclass(frozen=True, slots=True)
class Health:
    """Azure Resource Health's word on the VM."""

    state: Seen[str]
    """``Available``, ``Unavailable``, ``Degraded`` or ``Unknown``."""
    cause: Seen[str]
    """Who began it: ``VM Initiated``, ``Customer Initiated``, ``Platform Initiated`` …"""
    summary: str

    @property
    def is_shut_down_by_customer(self) -> bool:
        """The guest was halted by its own administrator, whatever the power state says."""
        cause = self.cause.value.casefold()  # «VM Initiated» is a shutdown from inside, «Customer Initiated» one from outside
        by_customer = any(word in cause for word in ("customer", "user", "vm initiated"))
        return by_customer and self.state.value.casefold() == "unavailable"


@dataclass(frozen=True, slots=True)
class Job:
    """A backup job."""

    id: str
    status: str
    started: datetime | None
    ended: datetime | None
    words: Seen[str]
    """Everything Azure said about the failure: titles, messages, the untranslated error. May hold a code."""


@dataclass(frozen=True, slots=True)
class GuestService:
    """A service of the VM agent inside the guest."""

    name: str
    running: Seen[bool]
    automatic: Seen[bool]


@dataclass(frozen=True, slots=True)
class Guest:
    """What a look inside the VM found; None where the guest could not tell or the question is for the other OS."""

    host_ports: Mapping[int, Seen[bool] | None]
    """Whether the Azure host 168.63.129.16 is reached, by TCP port."""
    services: tuple[GuestService, ...]
    dotnet: Seen[int] | None
    """Windows: release number of .NET Framework 4; 0 when it is missing."""
    dhcp: Seen[bool] | None
    """Windows: whether the main interface takes its address from DHCP."""
    addresses: Seen[int] | None
    """Windows: IPv4 addresses of the main interface."""
    bad_writers: Seen[int] | None
    """Windows: VSS writers that are not stable."""
    extensions_enabled: Seen[bool] | None
    """Linux: ``Extensions.Enabled`` as the agent resolves it."""
    noexec: Seen[bool] | None
    """Linux: whether /var/lib/waagent is mounted noexec."""


class Destination(StrEnum):
    """Where an outbound flow is meant to go, as a service tag."""

    STORAGE = "Storage"
    PLATFORM_DNS = "AzurePlatformDNS"
    PLATFORM_IMDS = "AzurePlatformIMDS"
    PLATFORM_KMS = "AzurePlatformLKM"


class Vm(Protocol):
    """The machine under examination. Each question is asked of Azure once per diagnosis, whoever asks it.

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

    async def outbound(self, destination: Destination, port: int) -> Listing[NetworkPath]:
        """The way out of the primary network interface (of all, where Azure names no primary), by configured rules and routes."""

    async def last_failed_job(self) -> Job | None: ...

    @property
    def looks_inside(self) -> bool:
        """Whether the user asked for a look inside (Run Command with our own read-only script)."""

    async def guest(self) -> Guest:
        """One look inside; only when `looks_inside`, and only through a ready agent."""
