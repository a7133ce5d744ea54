"""The backup extension is there, but Windows does not give it what it needs.

Facts: Azure Backup's troubleshooting articles of 2025-11-12 (`ExtensionSnapshotFailedNoSecureNetwork`, `ExtensionConfigParsingFailure`,
`ExtensionVCRedistInstallationFailure`, `ExtensionSnapshotBitlockerError`, the provider's library).
"""

from __future__ import annotations

from ...core.facts import Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell, ok, skipped
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import windows_repairs
from ..inside import inside_windows, not_told
from ..inside_repairs import RUN
from ..weighing import proven, weighed

PLUGIN = "C:\\Packages\\Plugins\\Microsoft.Azure.RecoveryServices.VMSnapshot"

cause = Cause(
    id="windows-extension-environment",
    os="Windows",
    title=translate("WindowsEnvironment", "Windows lacks what the backup extension needs"),
    explanation=translate(
        "WindowsEnvironment",
        "The backup extension needs all its own files, TLS 1.2 in .NET, the folder of the machine's keys, Windows Installer, and unlocked "
        "volumes. If hardening or a clean-up has removed one of these, the extension fails even though the agent is ready.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot",
)


@cause.check(
    title=translate("WindowsEnvironment", "The extension's files are complete"),
    why=translate(
        "WindowsEnvironment", "The extension registers its VSS provider from iaasvmprovider.dll. Without that file every snapshot of the guest fails."
    ),
)
async def extension_files(vm: Vm) -> Finding:
    guest = await inside_windows(vm)
    if isinstance(guest, Finding):
        return guest
    plugin, library = guest.plugin, guest.provider
    if plugin is None:
        return not_told()
    if not plugin.value:
        text = translate("WindowsEnvironment", "The extension is not installed. That is normal: Azure Backup installs it when it needs it.")
        return skipped(text, plugin.evidence)
    if library is None:
        return not_told()
    if not library.value:
        text = translate("WindowsEnvironment", "iaasvmprovider.dll is missing from the extension's folder (version {version}).")
        return await proven(vm, text.format(version=plugin.value), plugin.evidence, library.evidence)
    text = translate("WindowsEnvironment", "The extension {version} is there, and its iaasvmprovider.dll has version {library}.")
    return ok(text.format(version=plugin.value, library=library.value), plugin.evidence, library.evidence)


@cause.check(
    title=translate("WindowsEnvironment", ".NET uses TLS 1.2"),
    why=translate(
        "WindowsEnvironment", "Azure accepts nothing older. .NET on older Windows offers TLS 1.2 only when SchUseStrongCrypto is set to 1."
    ),
)
async def strong_crypto(vm: Vm) -> Finding:
    guest = await inside_windows(vm)
    if isinstance(guest, Finding):
        return guest
    crypto = guest.strong_crypto
    if crypto is None:
        return not_told()
    if crypto.value:
        return ok(translate("WindowsEnvironment", ".NET uses TLS 1.2."), crypto.evidence)
    text = translate("WindowsEnvironment", "SchUseStrongCrypto is not set to 1 for every .NET Framework, and this Windows needs it for TLS 1.2.")
    return await weighed(vm, ("ExtensionSnapshotFailedNoSecureNetwork",), text, crypto.evidence)


@cause.check(
    title=translate("WindowsEnvironment", "The folder MachineKeys has its default permissions"),
    why=translate(
        "WindowsEnvironment",
        "The extension's settings are encrypted, and their key is in MachineKeys. If the permissions there are changed, it cannot read its settings.",
    ),
)
async def machine_keys(vm: Vm) -> Finding:
    guest = await inside_windows(vm)
    if isinstance(guest, Finding):
        return guest
    rights = guest.machine_keys
    if rights is None:
        return not_told()
    if rights.value:
        return ok(translate("WindowsEnvironment", "MachineKeys has its default permissions."), rights.evidence)
    text = translate(
        "WindowsEnvironment",
        "The permissions of MachineKeys were changed; by default Everyone may read and write, and Administrators have full control.",
    )
    return await weighed(vm, ("ExtensionConfigParsingFailure",), text, rights.evidence)


@cause.check(
    title=translate("WindowsEnvironment", "Windows Installer can be started"),
    why=translate(
        "WindowsEnvironment",
        "The extension installs the Visual C++ redistributable that it needs. Windows starts the installer (msiserver) on demand.",
    ),
)
async def windows_installer(vm: Vm) -> Finding:
    guest = await inside_windows(vm)
    if isinstance(guest, Finding):
        return guest
    installer = guest.installer
    if installer is None:
        return not_told()
    if installer.value:
        return ok(translate("WindowsEnvironment", "Windows Installer can be started."), installer.evidence)
    text = translate("WindowsEnvironment", "Windows Installer (msiserver) is disabled.")
    return await weighed(vm, ("ExtensionVCRedistInstallationFailure",), text, installer.evidence)


@cause.check(
    title=translate("WindowsEnvironment", "No volume is locked by BitLocker"),
    why=translate("WindowsEnvironment", "VSS cannot take a snapshot of a volume that BitLocker keeps locked."),
)
async def unlocked_volumes(vm: Vm) -> Finding:
    guest = await inside_windows(vm)
    if isinstance(guest, Finding):
        return guest
    locked = guest.locked_volumes
    if locked is None:
        return not_told()
    if locked.value:
        return await proven(vm, translate("WindowsEnvironment", "BitLocker keeps %n volume(s) locked.", "", 0).counted(locked.value), locked.evidence)
    return ok(translate("WindowsEnvironment", "BitLocker keeps no volume locked."), locked.evidence)


@cause.remedy(
    title=translate("WindowsEnvironment", "Switch TLS 1.2 on for .NET"),
    what=translate(
        "WindowsEnvironment", "Sets SchUseStrongCrypto for every installed .NET Framework. Helps when the extension cannot make a secure connection."
    ),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def strong_crypto_on(vm: Vm) -> Plan:
    return await windows_repairs.strong_crypto(vm)


@cause.remedy(
    title=translate("WindowsEnvironment", "Let Windows Installer start on demand"),
    what=translate("WindowsEnvironment", "Sets the start of msiserver to on demand. Helps when the extension cannot install its runtime."),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def installer_service_on(vm: Vm) -> Plan:
    return await windows_repairs.enable_installer(vm)


@cause.manual(title=translate("WindowsEnvironment", "Repair the extension's runtime and its library"))
def install_runtime(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "WindowsEnvironment",
            "Log in by RDP or the serial console. If the library is there but cannot be registered, uninstall Visual C++ 2015 (x64), "
            "then run vcredist2013_x64 from the newest version's folder and back up again. If iaasvmprovider.dll is missing, remove the extension "
            "in Azure: the next backup installs it whole.",
        ),
        (
            Command(Shell.POWERSHELL, f"Get-ChildItem {PLUGIN} -Recurse -Include iaasvmprovider.dll, vcredist2013_x64*"),
            Command(Shell.POWERSHELL, f"& (Get-ChildItem {PLUGIN} -Recurse -Filter vcredist2013_x64.exe | Select-Object -Last 1).FullName"),
        ),
    )


@cause.manual(title=translate("WindowsEnvironment", "Switch TLS 1.2 on for .NET"))
def use_strong_crypto(_vm: VmId) -> Instructions:
    framework = "HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319"
    narrow = "HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\.NETFramework\\v4.0.30319"
    return Instructions(
        translate(
            "WindowsEnvironment",
            "Set the value for each .NET Framework that is installed, for 64 and for 32 bits, and restart the VM: running programs keep their "
            "old settings.",
        ),
        (
            Command(Shell.CMD, f'reg add "{framework}" /v SchUseStrongCrypto /t REG_DWORD /d 1 /f'),
            Command(Shell.CMD, f'reg add "{narrow}" /v SchUseStrongCrypto /t REG_DWORD /d 1 /f'),
        ),
    )


@cause.manual(title=translate("WindowsEnvironment", "Restore the default permissions of MachineKeys"))
def restore_machine_keys(_vm: VmId) -> Instructions:
    folder = "%ProgramData%\\Microsoft\\Crypto\\RSA\\MachineKeys"
    return Instructions(
        translate(
            "WindowsEnvironment",
            "Look at the rights first and keep the output. S-1-1-0 is Everyone and S-1-5-32-544 is Administrators in every language of Windows. "
            "Then delete the certificates that “Windows Azure CRP Certificate Generator” issued: the agent fetches new ones.",
        ),
        (
            Command(Shell.CMD, f'icacls "{folder}"'),
            Command(Shell.CMD, f'icacls "{folder}" /grant *S-1-1-0:(R,W) /grant *S-1-5-32-544:(F)'),
            Command(
                Shell.POWERSHELL, "Get-ChildItem Cert:\\LocalMachine\\My | Where-Object Issuer -Like '*Windows Azure CRP Certificate Generator*'"
            ),
        ),
    )


@cause.manual(title=translate("WindowsEnvironment", "Let Windows Installer start on demand"))
def enable_installer(_vm: VmId) -> Instructions:
    return Instructions(
        translate("WindowsEnvironment", "The value Start has to be 3 (on demand). A policy that disabled the service has to be changed too."),
        (
            Command(Shell.CMD, 'reg add "HKLM\\SYSTEM\\CurrentControlSet\\Services\\msiserver" /v Start /t REG_DWORD /d 3 /f'),
            Command(Shell.CMD, "sc start msiserver"),
        ),
    )


@cause.manual(title=translate("WindowsEnvironment", "Unlock the volumes"))
def unlock_volumes(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "WindowsEnvironment",
            "The first command shows what is locked. Unlock the volume with its recovery key and let it unlock by itself at the next start, "
            "or leave its disk out of the backup (Enhanced policy).",
        ),
        (
            Command(Shell.CMD, "manage-bde -status"),
            Command(Shell.CMD, "manage-bde -unlock <drive>: -RecoveryPassword <recovery key>"),
            Command(Shell.CMD, "manage-bde -autounlock -enable <drive>:"),
        ),
    )
