"""The codes of the general article on failed VM backups (2025-11-12), as far as they are about backing up."""

from __future__ import annotations

from ...core.model import Symptom
from ...core.text import lazy_translate as translate
from .ids import (
    EXTENSION,
    FREEZE,
    LINUX_AGENT,
    LINUX_CONFIGURATION,
    LOCK,
    NETWORK,
    NOT_ACTIVE,
    POINT_LIMIT,
    POLICY,
    PROVISIONING,
    RESOURCES,
    SECURITY_SOFTWARE,
    SNAPSHOT,
    VSS_OR_COM,
    WINDOWS_AGENT,
    WINDOWS_ENVIRONMENT,
)

_VM_IS_GONE = translate(
    "Guidance",
    "The vault still protects a VM that no longer exists. Create the VM again under the same name in the same resource group, or stop its "
    "protection in the vault. To Azure Backup, a VM that has been re-created since is a different VM and has to be protected again.",
)
_DESIRABLE_STATE = translate(
    "Guidance",
    "Azure Backup can back up a VM that is running, stopped, or stopped (deallocated). While it starts or shuts down, wait, then back up "
    "again. On Linux with SELinux, exclude /var/lib/waagent from its policy. If the VM has no agent, install it.",
)
_COM = translate(
    "Guidance",
    "Start the Windows service COM+ System Application (COMSysApp), and let the Distributed Transaction Coordinator (MSDTC) run as Network "
    "Service. Only if it will not start, reinstall MSDTC.",
)

VSS = (
    Symptom("ExtensionSnapshotFailedCOM", translate("Symptom", "Snapshot operation failed due to COM+ error"), (VSS_OR_COM,), _COM),
    Symptom(
        "ExtensionInstallationFailedCOM", translate("Symptom", "Extension installation/operation failed due to a COM+ error"), (VSS_OR_COM,), _COM
    ),
    Symptom(
        "ExtensionInstallationFailedMDTC",
        translate(
            "Symptom",
            "Extension installation failed with the error “COM+ was unable to talk to the Microsoft Distributed Transaction Coordinator”",
        ),
        (VSS_OR_COM,),
        _COM,
    ),
    Symptom(
        "ExtensionFailedVssWriterInBadState",
        translate("Symptom", "Snapshot operation failed because VSS writers were in a bad state."),
        (RESOURCES, VSS_OR_COM),  # in the order of the article's steps
        translate(
            "Guidance",
            "First give the VM free disk space, memory and processor time, then restart the services of the writers that are not stable. That "
            "can disturb the application: do it at a quiet time.",
        ),
    ),
    Symptom(
        "ExtensionFailedVssServiceInBadState",
        translate("Symptom", "Snapshot operation failed due to VSS (Volume Shadow Copy) service in bad state."),
        (VSS_OR_COM, RESOURCES),
        translate("Guidance", "Restart the Windows service Volume Shadow Copy (VSS). If that does not help, restart the VM at a quiet time."),
    ),
    Symptom(
        "ExtensionSnapshotBitlockerError",
        translate(
            "Symptom",
            "The snapshot operation failed with the Volume Shadow Copy Service (VSS) operation error This drive is locked by BitLocker Drive "
            "Encryption. "
            "You must unlock this drive from the Control Panel.",
        ),
        (WINDOWS_ENVIRONMENT,),
        translate("Guidance", "Unlock the drive inside Windows, or turn BitLocker off for the drives of this VM, and back up again."),
    ),
)

EXTENSION_INSIDE = (
    Symptom(
        "ExtensionConfigParsingFailure",
        translate("Symptom", "Failure in parsing the config for the backup extension."),
        (WINDOWS_ENVIRONMENT,),
        translate(
            "Guidance",
            "Give the folder MachineKeys its original permissions, and remove the certificates issued to Windows Azure CRP Certificate "
            "Generator: Azure makes new ones.",
        ),
    ),
    Symptom(
        "ExtensionStuckInDeletionState",
        translate("Symptom", "Extension state is not supportive to the backup operation"),
        (WINDOWS_AGENT, LINUX_AGENT, EXTENSION),  # only an agent that answers can remove the extension
    ),
    Symptom(
        "ExtensionSnapshotFailedNoSecureNetwork",
        translate("Symptom", "The snapshot operation failed because of failure to create a secure network communication channel."),
        (WINDOWS_ENVIRONMENT,),
        translate(
            "Guidance", "Let every .NET Framework of the VM use strong encryption (registry value SchUseStrongCrypto = 1), so that it speaks TLS 1.2."
        ),
    ),
    Symptom(
        "ExtensionVCRedistInstallationFailure",
        translate("Symptom", "The snapshot operation failed because of failure to install Visual C++ Redistributable for Visual Studio 2015."),
        (WINDOWS_ENVIRONMENT, SECURITY_SOFTWARE),
        translate(
            "Guidance",
            "Run vcredist2013_x64 from the folder of the backup extension manually. The service Windows Installer must not be disabled.",
        ),
    ),
    Symptom(
        "ExtensionFailedTimeoutVMNetworkUnresponsive",
        translate("Symptom", "Snapshot operation failed due to inadequate VM resources."),
        (RESOURCES, NETWORK),
        translate(
            "Guidance",
            "Let the snapshot be taken through the Azure host first (registry values SnapshotMethod = firstHostThenGuest and "
            "CalculateSnapshotTimeFromHost = True under BcdrAgentPersistentKeys), move the backup to a quieter time, or give the VM a larger "
            "size.",
        ),
    ),
)

LINUX = (
    Symptom(
        "UserErrorFsFreezeFailed",
        translate("Symptom", "Failed to freeze one or more mount-points of the VM to take a file-system consistent snapshot."),
        (FREEZE, RESOURCES),
        translate(
            "Guidance",
            "Check the file systems with fsck while they are not mounted, and remove double entries from the list of mounts. "
            "A mount that cannot be frozen can be left out with MountsToSkip in /etc/azure/vmbackup.conf.",
        ),
    ),
    Symptom(
        "UserErrorUnableToOpenMount",
        # The article prints no message for this code, only its cause: the sentence is ours.
        translate("Symptom", "The backup extension could not open a mount point of the VM."),
        (FREEZE,),
        translate(
            "Guidance", "Make every mount point of the VM accessible, or unmount what no longer answers, such as a share whose server is gone."
        ),
    ),
)

STATE_OF_THE_VM = (
    Symptom(
        "UserErrorVmNotInDesirableState",
        translate("Symptom", "VM is not in a state that allows backups."),
        (PROVISIONING, SNAPSHOT, WINDOWS_AGENT, LINUX_AGENT, SECURITY_SOFTWARE),
        _DESIRABLE_STATE,
    ),
    Symptom(
        "VmNotInDesirableState",
        translate("Symptom", "The VM isn't in a state that allows backups."),
        (PROVISIONING, SNAPSHOT, WINDOWS_AGENT, LINUX_AGENT, SECURITY_SOFTWARE),
        _DESIRABLE_STATE,
    ),
    Symptom("ResourceNotFound", translate("Symptom", "Could not perform the operation as VM no longer exists."), (NOT_ACTIVE,), _VM_IS_GONE),
    Symptom("BCMV2VMNotFound", translate("Symptom", "The virtual machine doesn't exist"), (NOT_ACTIVE,), _VM_IS_GONE),
    Symptom(
        "AzureVmOffline",
        translate("Symptom", "Failed to install Microsoft Recovery Services extension as virtual machine is not running"),
        (SNAPSHOT, WINDOWS_AGENT, LINUX_AGENT),
        translate("Guidance", "Start the VM and check that its agent is installed and ready, then back up again."),
    ),
    Symptom(
        "UserErrorMigrationFromTrustedLaunchVMToNonTrustedVMNotAllowed",
        translate("Symptom", "Backup cannot be configured for the VM which has migrated from Trusted Launch mode to non Trusted Launch mode."),
        (),
        translate(
            "Guidance",
            "Azure Backup does not follow a VM that has left Trusted Launch. Keep the VM on Trusted Launch; or stop its protection, keeping "
            "the data, "
            "and ask Azure support how to protect the changed VM.",
        ),
    ),
)

AROUND_THE_VM = (
    Symptom(
        "VMRestorePointInternalError",
        # The general article prints no message for this code; this one is from the article on restore points (2023-04-12).
        translate(
            "Symptom",
            "Restore Point creation failed due to an internal execution error while creating VM snapshot. Please retry the operation after "
            "some time.",
        ),
        (SECURITY_SOFTWARE, WINDOWS_AGENT, LINUX_AGENT, SNAPSHOT, LINUX_CONFIGURATION, PROVISIONING),
    ),
    Symptom(
        "ExtensionFailedSnapshotLimitReachedError",
        translate("Symptom", "Snapshot operation failed as snapshot limit is exceeded for some of the disks attached"),
        (LOCK, POINT_LIMIT),
        translate(
            "Guidance",
            "Delete snapshots of the disks that nobody needs, never the disks themselves. Where the storage account keeps deleted blobs, "
            "shorten that time. "
            "Where Site Recovery replicates the VM, let the two not run at the same hour.",
        ),
    ),
    Symptom(
        "CopyingVHDsFromBackUpVaultTakingLongTime",
        translate("Symptom", "Copying backed up data from vault timed out"),
        (),
        translate(
            "Guidance",
            "The transfer between storage and vault was too slow, mostly for a short while: run the job again. If it happens often, move the "
            "backup to a quieter time and spread the VMs over several policies; if it does not end, contact Azure support.",
        ),
    ),
    Symptom(
        "UserErrorBCMPremiumStorageQuotaError",
        translate("Symptom", "Could not copy the snapshot of the virtual machine, due to insufficient free space in the storage account"),
        (),
        translate(
            "Guidance",
            "This concerns unmanaged premium disks only. Make room in their storage account: the copy of the snapshot needs as much space as "
            "the disks. "
            "Better, convert the disks to managed disks.",
        ),
    ),
    Symptom(
        "UserErrorRequestDisallowedByPolicy",
        translate("Symptom", "An invalid policy is configured on the VM which is preventing Snapshot operation."),
        (POLICY,),
        translate(
            "Guidance",
            "An Azure Policy, mostly one that demands tags, refuses the resource group of the restore points. Give it the effect Modify "
            "instead of Deny, exempt that group, or create the group manually under the name that Azure Backup expects.",
        ),
    ),
    Symptom(
        "BackUpOperationFailedV2",  # its second meaning; the first one stands with the six of 2018
        translate("Symptom", "The backups of VMs have failed after the policy migration from Standard to Enhanced policy."),
        (),
        translate(
            "Guidance",
            "Contact Azure support: backups that stopped after a change from the Standard to the Enhanced policy are put right inside the service, "
            "not in the VM. Tell them this code, the vault, and when the policy was changed.",
        ),
    ),
)

SYMPTOMS = (*VSS, *EXTENSION_INSIDE, *LINUX, *STATE_OF_THE_VM, *AROUND_THE_VM)
