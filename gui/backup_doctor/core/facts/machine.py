"""The VM itself, its agent and its extensions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..model import Evidence, Seen
from ..version import Version


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
class AttachedDisk:
    """A disk as the VM's own model has it."""

    name: str
    lun: int | None
    """A data disk's number; None for the OS disk."""
    managed: str
    """Id of the managed disk; empty for an unmanaged one."""
    write_accelerator: bool
    ephemeral: bool
    """An OS disk on the host's local storage (``diffDiskSettings``)."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Machine:
    """The VM as Azure describes it: model and instance view in one answer."""

    id: str
    vm_id: Seen[str]
    """Azure's own GUID (``vmId``): a VM made anew under an old name has another one."""
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
    provisioning_since: datetime | None
    """When that state was entered, where the instance view says it."""
    provisioning_message: str
    """What Azure says of the provisioning state, where it says something."""
    managed_disks: Seen[bool]
    write_accelerator: Seen[bool]
    disks: tuple[AttachedDisk, ...]
    """The OS disk first."""
    data_disks: Seen[int] | None
    """How many there are; None where Azure does not list them."""
    size: Seen[str]
    """``Standard_D4s_v5`` …"""
    security_type: Seen[str]
    """``TrustedLaunch``, ``ConfidentialVM``, ``Standard`` or empty."""
    agent_provisioned: Seen[bool] | None
    """``provisionVMAgent`` of the OS profile; None where the profile or the flag is absent."""
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
    version: str
    """Of the handler that runs it, as the guest reports it; empty where it does not."""
    handler: Seen[str] | None
    """The handler's own word, case-folded: ``ready``, ``notready``, ``installing``, ``unresponsive``; None where the guest names none."""
    hides_failures: bool
    """``suppressFailures``: a failure of this one does not show in the VM's provisioning state."""

    @property
    def takes_snapshots(self) -> bool:
        """Whether this is Azure Backup's extension. The resource's own name is free, so it does not count."""
        ours = self.publisher.casefold() == "microsoft.azure.recoveryservices"
        return ours and self.kind.casefold() in ("vmsnapshot", "vmsnapshotlinux")
