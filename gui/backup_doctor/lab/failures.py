"""Why a backup fails in the lab: the fault that is in the world, and the words Azure Backup has for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from ..core.resource_id import same_id
from ..core.version import Version
from .answers import Json
from .backup import COLLECTION_TYPE
from .egress import reaches_storage
from .locks import seen_from
from .machine import VirtualMachine
from .world import World

MOST_RESTORE_POINTS = 18
"""Per VM, for Azure Backup (agent and extension article, 2025-11-12)."""

# support-extensions-agent-version, 2025-09-15
OLDEST_AGENT = {"Windows": Version((2, 7, 41491, 1010)), "Linux": Version((2, 2, 53, 1))}

STALE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Failure:
    """An error of a backup job."""

    code: str
    number: int
    message: str
    recommendations: tuple[str, ...] = field(default=("Retry the operation.",))

    @property
    def details(self) -> Json:
        """As in ``errorDetails``."""
        return {
            "errorCode": self.number,
            "errorTitle": self.code,
            "errorString": self.message,
            "recommendations": list(self.recommendations),
        }


# Codes and messages as the agent and extension article of 2025-11-12 has them. Of the numbers only 400239 could be found; 0 stands for the others.
AGENT_UNAVAILABLE = Failure("UserErrorGuestAgentStatusUnavailable", 400239, "VM Agent unable to communicate with Azure Backup")
AGENT_SILENT_ON_SNAPSHOT = Failure("GuestAgentSnapshotTaskStatusError", 0, "Could not communicate with the VM agent for snapshot status")
NO_NETWORK = Failure("ExtensionSnapshotFailedNoNetwork", 0, "Snapshot operation failed due to no network connectivity on the virtual machine")
EXTENSION_FAILED = Failure("ExtensionOperationFailedForManagedDisks", 0, "VMSnapshot extension operation failed")
INTERNAL = Failure("BackUpOperationFailedV2", 0, "Backup failed with an internal error - Please retry the operation in a few minutes")


def failure_of(world: World, vm: VirtualMachine) -> Failure | None:
    """What makes a backup of this VM fail now; None when nothing does.

    A VM that is off needs no agent: its backup is crash-consistent (FAQ of VM backup, 2025-10-27).
    """
    if vm.provisioning == "Failed":
        return EXTENSION_FAILED
    if has_no_room(world, vm):
        return INTERNAL
    return _failure_inside(world, vm) if vm.runs else None


def has_no_room(world: World, vm: VirtualMachine) -> bool:
    """Whether the VM has as many restore points as there may be, because a lock has kept the old ones."""
    return sum(len(collection["properties"]["restorePoints"]) for collection in collections_of(world, vm)) >= MOST_RESTORE_POINTS


def is_clean_up_blocked(world: World, vm: VirtualMachine) -> bool:
    """Whether a lock keeps Azure Backup from deleting old restore points."""
    return any(seen_from(world.store, collection["id"], below=True) for collection in collections_of(world, vm))


def collections_of(world: World, vm: VirtualMachine) -> list[Json]:
    """The restore point collections of a VM, wherever they lie."""
    return [collection for collection in world.store.of_type(COLLECTION_TYPE) if same_id(collection["properties"]["source"]["id"], str(vm.id))]


def _failure_inside(world: World, vm: VirtualMachine) -> Failure | None:
    if vm.halted_inside:
        return EXTENSION_FAILED
    if not vm.is_reporting:
        return AGENT_UNAVAILABLE
    if vm.agent.reported_ago > STALE_AFTER:
        return AGENT_SILENT_ON_SNAPSHOT
    extension = vm.backup_extension
    if extension is not None and extension.state != "succeeded":
        return EXTENSION_FAILED
    version = Version.parse(vm.agent.version)
    if version is None or version >= OLDEST_AGENT[vm.os]:
        return None
    if not reaches_storage(world, vm):
        return NO_NETWORK
    # An old Windows agent still gets its snapshot through the storage endpoint.
    return AGENT_SILENT_ON_SNAPSHOT if vm.os == "Linux" else None
