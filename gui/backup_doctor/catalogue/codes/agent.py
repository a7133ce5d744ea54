"""The codes of the article on agent and extension failures: the six of 2018-01-09 and those of 2025-11-12.

The six keep the order of 2018. What follows in their lists are today's further causes: the conditions that the article names
under «the snapshot cannot be taken», and the two that the codes gained since.
"""

from __future__ import annotations

from ...core.model import Symptom
from ...core.text import lazy_translate as translate
from .ids import (
    DISKS,
    EXTENSION,
    FREEZE,
    KEY_VAULT,
    LINUX_AGENT,
    LINUX_CONFIGURATION,
    LOCK,
    NETWORK,
    NOT_ACTIVE,
    OF_2018,
    POINT_LIMIT,
    POLICY,
    PROVISIONING,
    RESOURCES,
    RUNNING_JOB,
    SECURITY_SOFTWARE,
    SNAPSHOT,
    VSS_OR_COM,
    WINDOWS_AGENT,
    WINDOWS_ENVIRONMENT,
)

_INTERNAL_ERROR = translate("Symptom", "Backup failed with an internal error - Please retry the operation in a few minutes")
_OF_AN_INTERNAL_ERROR = (
    *OF_2018,
    *(PROVISIONING, LINUX_CONFIGURATION, SECURITY_SOFTWARE, VSS_OR_COM, WINDOWS_ENVIRONMENT, FREEZE),
    *(RESOURCES, POINT_LIMIT, POLICY, DISKS, RUNNING_JOB),
)

SIX_OF_2018 = (
    Symptom(
        "UserErrorGuestAgentStatusUnavailable",
        translate("Symptom", "VM Agent unable to communicate with Azure Backup"),
        (NETWORK, WINDOWS_AGENT, LINUX_AGENT, SNAPSHOT, EXTENSION, PROVISIONING, LINUX_CONFIGURATION, RESOURCES),
    ),
    Symptom(
        "ExtensionSnapshotFailedNoNetwork",
        translate("Symptom", "Snapshot operation failed due to no network connectivity on the virtual machine"),
        # The agents: one that does not fit the extension fails in the extension's HTTP code and ends in this code (issue 1477 of WALinuxAgent).
        (NETWORK, SNAPSHOT, EXTENSION, WINDOWS_AGENT, LINUX_AGENT, PROVISIONING, RESOURCES, DISKS, RUNNING_JOB),
    ),
    Symptom(
        "ExtentionOperationFailed",
        translate("Symptom", "VMSnapshot extension operation failed"),
        (
            *(SNAPSHOT, EXTENSION, WINDOWS_AGENT, LINUX_AGENT),
            *(PROVISIONING, LINUX_CONFIGURATION, SECURITY_SOFTWARE, VSS_OR_COM, WINDOWS_ENVIRONMENT, FREEZE, RESOURCES, DISKS, RUNNING_JOB),
        ),
    ),
    Symptom(
        "GuestAgentSnapshotTaskStatusError",
        translate("Symptom", "Unable to perform the operation as the VM Agent is not responsive"),
        (
            *(WINDOWS_AGENT, LINUX_AGENT, NETWORK),
            *(SNAPSHOT, LINUX_CONFIGURATION, SECURITY_SOFTWARE),  # as the article of 2025 adds them
            *(PROVISIONING, VSS_OR_COM, FREEZE, RESOURCES, DISKS, RUNNING_JOB),
        ),
    ),
    Symptom("BackUpOperationFailed", _INTERNAL_ERROR, _OF_AN_INTERNAL_ERROR),
    Symptom("BackUpOperationFailedV2", _INTERNAL_ERROR, _OF_AN_INTERNAL_ERROR),
)

OF_TODAY = (
    Symptom(
        "UserErrorVmProvisioningStateFailed",
        translate("Symptom", "The VM is in failed provisioning state"),
        (PROVISIONING, EXTENSION, WINDOWS_AGENT, LINUX_AGENT),
        translate("Guidance", "Where the VM is only being updated, wait until it is done and back up again."),
    ),
    Symptom(
        "UserErrorRpCollectionLimitReached",
        translate("Symptom", "The Restore Point collection max limit has reached."),
        (LOCK, POINT_LIMIT),
        translate(
            "Guidance",
            "First remove the lock, then start a backup: it starts the clean-up and may itself fail once; the clean-up takes several hours.",
        ),
    ),
    Symptom(
        "UserErrorKeyvaultPermissionsNotConfigured",
        translate("Symptom", "Backup doesn't have sufficient permissions to the key vault for backup of encrypted VMs."),
        (KEY_VAULT,),
        translate("Guidance", "If the permission was granted only now, give Azure a few minutes to apply it, then back up again."),
    ),
    Symptom(
        "UserErrorUnsupportedDiskSize",
        translate("Symptom", "The configured disk size(s) is currently not supported by Azure Backup."),
        (DISKS,),
        translate(
            "Guidance",
            "Spread the data over several smaller disks, or exclude the disk from the backup and protect its data in another way.",
        ),
    ),
    Symptom(
        "UserErrorBackupOperationInProgress",
        translate("Symptom", "Unable to initiate backup as another backup operation is currently in progress"),
        (RUNNING_JOB,),
        translate(
            "Guidance",
            "Wait for the running job, or cancel it while it still takes the snapshot. After protection has moved to another vault, the job "
            "may run in the old one.",
        ),
    ),
    Symptom(
        "UserErrorCrpReportedUserError",
        translate("Symptom", "Backup failed due to an error. For details, see Job Error Message Details."),
        # The code passes on whatever Compute refused; these are the refusals that can be seen from outside.
        (PROVISIONING, LOCK, POINT_LIMIT, POLICY, KEY_VAULT, DISKS),
        translate(
            "Guidance",
            "This code only wraps an error of the Compute service. Open the job in the vault, copy the text of its error details and paste it here: "
            "it names the real reason.",
        ),
    ),
    Symptom(
        "UserErrorBcmDatasourceNotPresent",
        translate("Symptom", "Backup failed: This virtual machine is not (actively) protected by Azure Backup."),
        (NOT_ACTIVE,),
        translate(
            "Guidance",
            "Resume the backup of the VM in its vault, or enable it again. To Azure Backup, a VM that was re-created under its old name is a "
            "different VM.",
        ),
    ),
)

SYMPTOMS = (*SIX_OF_2018, *OF_TODAY)
