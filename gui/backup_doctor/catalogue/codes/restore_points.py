"""The codes of the article on failed restore points (2023-04-12): the same faults, where Compute reports them and not Azure Backup.

`VMRestorePointClientError` and `OperationNotAllowed` stand for several faults, told apart by their messages.
"""

from __future__ import annotations

from ...core.model import Symptom
from ...core.text import lazy_translate as translate
from .ids import (
    DISKS,
    KEY_VAULT,
    LINUX_AGENT,
    LINUX_CONFIGURATION,
    LOCK,
    NETWORK,
    POINT_LIMIT,
    PROVISIONING,
    RESOURCES,
    RUNNING_JOB,
    SNAPSHOT,
    VSS_OR_COM,
    WINDOWS_AGENT,
    WINDOWS_ENVIRONMENT,
)

_CLIENT_ERROR = "VMRestorePointClientError"
_INTERNAL_ERROR = translate("Symptom", "An internal execution error occurred. Please retry later.")
_OF_AN_INTERNAL_ERROR = (WINDOWS_AGENT, LINUX_AGENT, SNAPSHOT, LOCK, WINDOWS_ENVIRONMENT)
_RESTART_COM = translate(
    "Guidance", "Restart the Windows service COM+ System Application (COMSysApp). If that does not help, restart the VM at a quiet time."
)
_EXCLUDE = translate("Guidance", "Exclude the disk from the backup, which the Enhanced policy can do, and protect its data in another way.")

CLIENT_ERRORS = (
    Symptom(
        _CLIENT_ERROR,
        # Every message of this code names a reason. Without one there is only the code, and the sentence is ours.
        translate("Symptom", "Compute could not create a restore point of the VM."),
        (VSS_OR_COM, WINDOWS_ENVIRONMENT, LOCK, POINT_LIMIT, RESOURCES, SNAPSHOT, NETWORK, RUNNING_JOB, DISKS),
        translate("Guidance", "This code stands for several faults. Paste the whole message: it shows which one it is."),
    ),
    Symptom(_CLIENT_ERROR, translate("Symptom", "Restore Point creation failed due to COM+ error."), (VSS_OR_COM,), _RESTART_COM),
    Symptom(
        _CLIENT_ERROR,
        translate("Symptom", "Restore Point creation failed due to insufficient memory available in COM+ memory quota."),
        (VSS_OR_COM, RESOURCES),
        _RESTART_COM,
    ),
    Symptom(
        _CLIENT_ERROR,
        translate(
            "Symptom",
            "Restore Point creation failed with the error “COM+ was unable to talk to the Microsoft Distributed Transaction Coordinator”.",
        ),
        (VSS_OR_COM,),
    ),
    Symptom(_CLIENT_ERROR, translate("Symptom", "Restore Point creation failed due to VSS Writers in bad state."), (RESOURCES, VSS_OR_COM)),
    Symptom(
        _CLIENT_ERROR,
        translate("Symptom", "Restore Point creation failed due to failure in installation of Visual C++ Redistributable for Visual Studio 2012."),
        (WINDOWS_ENVIRONMENT,),
        translate("Guidance", "Install the Visual C++ Redistributable for Visual Studio 2012 in the VM. If it is there already, restart the VM."),
    ),
    Symptom(
        _CLIENT_ERROR,
        translate("Symptom", "Restore Point creation failed as the maximum allowed snapshot limit of one or more disk blobs has been reached."),
        (LOCK, POINT_LIMIT),
        translate("Guidance", "Delete restore points of this VM that nobody needs: those that other tools have made count as well."),
    ),
    Symptom(_CLIENT_ERROR, translate("Symptom", "Restore Point creation failed due to inadequate VM resources."), (RESOURCES,)),
    Symptom(
        _CLIENT_ERROR,
        translate("Symptom", "Restore Point creation failed due to no network connectivity on the virtual machine."),
        (SNAPSHOT, NETWORK),
    ),
    Symptom(
        _CLIENT_ERROR,
        translate("Symptom", "RestorePoint creation failed since a concurrent 'Create RestorePoint' operation was triggered on the VM."),
        (RUNNING_JOB,),
        translate("Guidance", "Another restore point of this VM is being created. Wait until it is done, then back up again."),
    ),
    Symptom(
        _CLIENT_ERROR,
        translate("Symptom", "Creation of Restore Point of a Virtual Machine with Shared disks is not supported."),
        (DISKS,),
        _EXCLUDE,
    ),
)

NOT_ALLOWED = (
    Symptom(
        "OperationNotAllowed",
        translate("Symptom", "Changes were made to the Virtual Machine while the operation 'Create Restore Point' was in progress."),
        (),
        translate(
            "Guidance",
            "The VM was changed during the snapshot, for example a disk was attached or detached. Let the change end, then back up again; "
            "keep changes out of the hour of the backup.",
        ),
    ),
    Symptom(
        "OperationNotAllowed",
        translate("Symptom", "Operation 'Create Restore Point' is not allowed as disk(s) have not been allocated successfully."),
        (DISKS,),
        _EXCLUDE,
    ),
)

SYMPTOMS = (
    Symptom(
        "VMAgentStatusCommunicationError",
        translate("Symptom", "VM has not reported status for VM agent or extensions."),
        (WINDOWS_AGENT, LINUX_AGENT, PROVISIONING, LINUX_CONFIGURATION),
    ),
    *CLIENT_ERRORS,
    *NOT_ALLOWED,
    Symptom("InternalExecutionError", _INTERNAL_ERROR, _OF_AN_INTERNAL_ERROR),
    Symptom("InternalOperationError", _INTERNAL_ERROR, _OF_AN_INTERNAL_ERROR),
    Symptom(
        "DiskRestorePointClientError",
        translate("Symptom", "Keyvault associated with DiskEncryptionSet not found."),
        (KEY_VAULT,),
        translate(
            "Guidance",
            "The key vault of the disk encryption set is gone. Bring it back under the same name: its keys encrypt the restore points too.",
        ),
    ),
    Symptom(
        "DiskRestorePointUsedByCustomer",
        translate("Symptom", "There is an active shared access signature outstanding for disk restore point."),
        (),
        translate(
            "Guidance",
            "Somebody still has access to a restore point of a disk, so it cannot be deleted. End the shared access of the disk restore points; "
            "the next backup then cleans up.",
        ),
    ),
)
