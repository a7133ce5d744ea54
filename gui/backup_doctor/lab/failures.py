"""Why a backup fails in the lab: the fault that is in the world, and the words Azure Backup has for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from ..core.version import Version
from .answers import Json
from .egress import reaches_storage
from .guest_failures import code_inside
from .machine import Extension, VirtualMachine
from .protection import has_no_room, is_active, is_another_machine, is_busy, is_clean_up_blocked, is_frozen, item_of, refusing_policy
from .support import has_too_large_disk, has_unsupported_disk, is_agentless, lacks_key_rights
from .world import World

OLDEST_AGENT = {"Windows": Version((2, 7, 41491, 1010)), "Linux": Version((2, 2, 53, 1))}
"""Minimum agent versions (2025-09-15). Written down here again, as all that the lab knows: it has to show where the catalogue errs."""

STALE_AFTER = timedelta(minutes=15)
"""Since its last report an agent takes no orders; Microsoft names no figure."""

EXTENSION_BUDGET = timedelta(minutes=20)
"""What Azure gives an extension (extensions for Windows, 2025-08-18)."""
LONGEST_CHANGE = timedelta(minutes=90)
"""What Azure gives the slowest extensions (extensions for Windows, 2025-08-18)."""


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
STUCK_IN_DELETION = Failure("ExtensionStuckInDeletionState", 0, "Extension state is not supportive to the backup operation")
VM_FAILED = Failure("UserErrorVmProvisioningStateFailed", 0, "The VM is in failed provisioning state")
DISK_TOO_LARGE = Failure("UserErrorUnsupportedDiskSize", 0, "The configured disk size(s) is currently not supported by Azure Backup.")
COMPUTE_REFUSED = Failure("UserErrorCrpReportedUserError", 0, "Backup failed due to an error. For details, see Job Error Message Details.")
KEYS_OUT_OF_REACH = Failure(
    "UserErrorKeyvaultPermissionsNotConfigured",
    0,
    "Backup doesn't have sufficient permissions to the key vault for backup of encrypted VMs.",
)
NOT_ACTIVE = Failure("UserErrorBcmDatasourceNotPresent", 0, "Backup failed: This virtual machine is not (actively) protected by Azure Backup.")
IN_PROGRESS = Failure("UserErrorBackupOperationInProgress", 0, "Unable to initiate backup as another backup operation is currently in progress")
LIMIT_REACHED = Failure("UserErrorRpCollectionLimitReached", 0, "The Restore Point collection max limit has reached.")
DISALLOWED = Failure("UserErrorRequestDisallowedByPolicy", 0, "An invalid policy is configured on the VM which is preventing Snapshot operation.")
INTERNAL = Failure("BackUpOperationFailedV2", 0, "Backup failed with an internal error - Please retry the operation in a few minutes")

# Those of a guest that cannot do its part, as the general troubleshooting article of the same day has them.
WRITERS_BAD = Failure("ExtensionFailedVssWriterInBadState", 0, "Snapshot operation failed because VSS writers were in a bad state.")
VSS_BAD = Failure("ExtensionFailedVssServiceInBadState", 0, "Snapshot operation failed due to VSS (Volume Shadow Copy) service in bad state.")
COM_FAILED = Failure("ExtensionSnapshotFailedCOM", 0, "Snapshot operation failed due to COM+ error")
MSDTC_FAILED = Failure(
    "ExtensionInstallationFailedMDTC",
    0,
    'Extension installation failed with the error "COM+ was unable to talk to the Microsoft Distributed Transaction Coordinator"',
)
BITLOCKER_LOCKED = Failure(
    "ExtensionSnapshotBitlockerError", 0, "The snapshot operation failed because a drive is locked by BitLocker Drive Encryption."
)
NO_SECURE_NETWORK = Failure(
    "ExtensionSnapshotFailedNoSecureNetwork",
    0,
    "The snapshot operation failed because of failure to create a secure network communication channel.",
)
RUNTIME_MISSING = Failure(
    "ExtensionVCRedistInstallationFailure",
    0,
    "The snapshot operation failed because of failure to install Visual C++ Redistributable for Visual Studio 2015.",
)
SETTINGS_UNREADABLE = Failure("ExtensionConfigParsingFailure", 0, "Failure in parsing the config for the backup extension.")
VM_TOO_BUSY = Failure("ExtensionFailedTimeoutVMNetworkUnresponsive", 0, "Snapshot operation failed due to inadequate VM resources.")
EXTENSION_KILLED = Failure(
    "VMRestorePointInternalError", 0, "Restore Point creation failed due to an internal execution error while creating VM snapshot."
)
FREEZE_FAILED = Failure(
    "UserErrorFsFreezeFailed", 0, "Failed to freeze one or more mount-points of the VM to take a file-system consistent snapshot."
)
MOUNT_CLOSED = Failure("UserErrorUnableToOpenMount", 0, "The backup extension could not open a mount point of the VM.")

_OF_A_GUEST = (
    *(NO_NETWORK, AGENT_SILENT_ON_SNAPSHOT, EXTENSION_FAILED, INTERNAL, WRITERS_BAD, VSS_BAD, COM_FAILED, MSDTC_FAILED, BITLOCKER_LOCKED),
    *(NO_SECURE_NETWORK, RUNTIME_MISSING, SETTINGS_UNREADABLE, VM_TOO_BUSY, EXTENSION_KILLED, FREEZE_FAILED, MOUNT_CLOSED),
)


def failure_of(world: World, vm: VirtualMachine) -> Failure | None:
    """What makes a backup of this VM fail now; None when nothing does.

    A VM that is off needs no agent: its backup is crash-consistent (FAQ of VM backup, 2025-10-27).
    """
    if item_of(world, vm) is None:
        return None  # nobody tries
    if vm.provisioning == "Failed":
        return VM_FAILED
    around = _failure_of_protection(world, vm) or _failure_of_points(world, vm)
    if around is not None:
        return around
    inside = _failure_inside(world, vm) if vm.runs and not is_agentless(world, vm) else None
    return inside or _failure_of_disks(world, vm) or _failure_of_a_long_change(vm)


def _failure_of_protection(world: World, vm: VirtualMachine) -> Failure | None:
    item = item_of(world, vm)
    if item is None or not is_active(item) or is_another_machine(world, vm):
        return NOT_ACTIVE
    vault = item["id"].partition("/backupFabrics/")[0].replace("/Subscriptions/", "/subscriptions/", 1)
    return IN_PROGRESS if is_busy(world, vm, vault) else None


def _failure_of_points(world: World, vm: VirtualMachine) -> Failure | None:
    """Behind a lock a full number ends in the internal error, for which the articles of 2018 and 2025 name the lock; without one in its own code."""
    if refusing_policy(world, vm):
        return DISALLOWED
    if is_frozen(world, vm) or (has_no_room(world, vm) and is_clean_up_blocked(world, vm)):
        return INTERNAL
    return LIMIT_REACHED if has_no_room(world, vm) else None


def _failure_of_disks(world: World, vm: VirtualMachine) -> Failure | None:
    if has_too_large_disk(world, vm):
        return DISK_TOO_LARGE
    if has_unsupported_disk(world, vm):
        return COMPUTE_REFUSED
    return KEYS_OUT_OF_REACH if lacks_key_rights(world, vm) else None


def _failure_of_a_long_change(vm: VirtualMachine) -> Failure | None:
    return VM_FAILED if vm.provisioning == "Updating" and vm.provisioning_ago > LONGEST_CHANGE else None


def _failure_inside(world: World, vm: VirtualMachine) -> Failure | None:
    if vm.halted_inside:
        return EXTENSION_FAILED
    if not vm.is_reporting:
        return AGENT_UNAVAILABLE
    if vm.agent.reported_ago > STALE_AFTER:
        return AGENT_SILENT_ON_SNAPSHOT
    extension_fails = _failure_of_extension(world, vm)
    if extension_fails is not None:
        return extension_fails
    code = code_inside(vm)
    if code is not None:
        return next(failure for failure in _OF_A_GUEST if failure.code == code)
    version = Version.parse(vm.agent.version)
    is_old = version is not None and version < OLDEST_AGENT[vm.os]
    if (is_old or _needs_storage(vm)) and not reaches_storage(world, vm):
        return NO_NETWORK
    # An old Windows agent still gets its snapshot through the storage endpoint.
    return AGENT_SILENT_ON_SNAPSHOT if is_old and vm.os == "Linux" else None


def _needs_storage(vm: VirtualMachine) -> bool:
    """Whether its disks are such that the guest talks to storage (support matrix of Azure VM backup, 2025-10-27)."""
    storage = vm.model["storageProfile"]
    accelerated = any(disk.get("writeAcceleratorEnabled") for disk in storage["dataDisks"])
    return accelerated or "managedDisk" not in storage["osDisk"]


def _failure_of_extension(world: World, vm: VirtualMachine) -> Failure | None:
    extension = vm.backup_extension
    if not vm.model.get("osProfile", {}).get("allowExtensionOperations", True):
        return EXTENSION_FAILED
    if extension is None:  # a failed extension keeps new ones from being installed (extensions for Windows, 2025-08-18)
        return EXTENSION_FAILED if any(other.state.startswith("failed") for other in vm.extensions) else None
    if extension.provisioning == "Deleting":
        return STUCK_IN_DELETION
    if extension.handler is not None or (extension.state != "succeeded" and not _is_young(world, extension)):
        return EXTENSION_FAILED
    return None


def _is_young(world: World, extension: Extension) -> bool:
    """At work, and still within the time that Azure gives an extension."""
    started = extension.since
    return extension.state == "transitioning" and started is not None and world.now() - started < EXTENSION_BUDGET
