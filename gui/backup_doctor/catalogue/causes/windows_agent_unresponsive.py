"""The Windows VM agent is installed but does not answer."""

from __future__ import annotations

from ...core.facts import Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell, failed, ok, warning
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import agent_state
from ..commands import named
from ..inside import look_inside, not_told

cause = Cause(
    id="windows-agent-unresponsive",
    os="Windows",
    title=translate("WindowsAgent", "The Windows VM agent does not answer"),
    explanation=translate(
        "WindowsAgent",
        "Azure Backup asks the VM agent inside Windows to prepare the snapshot. "
        "When its services are stopped, damaged or hang, the request is never answered. "
        "Being able to log in by RDP proves nothing: RDP does not need the agent.",
    ),
    learn_more="https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/windows-azure-guest-agent",
)


@cause.check(
    title=translate("WindowsAgent", "The VM agent reports to Azure"),
    why=translate(
        "WindowsAgent",
        "Without a reporting agent Azure Backup cannot ask for an application-consistent snapshot, and no extension can be installed or run.",
    ),
)
async def agent_ready(vm: Vm) -> Finding:
    return await agent_state.reports(vm)


@cause.check(
    title=translate("WindowsAgent", "The VM agent is a supported version"),
    why=translate("WindowsAgent", "Older agents take the snapshot on a path that needs the network of the VM, and Microsoft does not support them."),
)
async def agent_version(vm: Vm) -> Finding:
    return await agent_state.supported(vm)


@cause.check(
    title=translate("WindowsAgent", "The agent's services run and start with Windows"),
    why=translate("WindowsAgent", "A service that is not set to Automatic is gone after the next restart, and with it the backups."),
)
async def services(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    if not guest.services:
        return not_told()
    evidence = tuple(seen.evidence for service in guest.services for seen in (service.running, service.automatic))
    stopped = [service.name for service in guest.services if not service.running.value]
    if stopped:
        return failed(translate("WindowsAgent", "Not running: {services}.").format(services=", ".join(stopped)), *evidence)
    manual = [service.name for service in guest.services if not service.automatic.value]
    if manual:
        return warning(translate("WindowsAgent", "Running, but not set to Automatic: {services}.").format(services=", ".join(manual)), *evidence)
    return ok(translate("WindowsAgent", "RdAgent and WindowsAzureGuestAgent run and are set to Automatic."), *evidence)


DOTNET_4_5 = 378389
"""Registry value Release of .NET Framework 4.5 (how to determine which versions are installed)."""


@cause.check(
    title=translate("WindowsAgent", ".NET Framework 4.5 or later is installed"),
    why=translate("WindowsAgent", "The agent and the backup extension talk to Azure through .NET Framework."),
)
async def dotnet(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    release = guest.dotnet
    if release is None:
        return not_told()
    if release.value < DOTNET_4_5:
        return failed(translate("WindowsAgent", ".NET Framework 4.5 or later is missing."), release.evidence)
    return ok(translate("WindowsAgent", ".NET Framework is recent enough (release {release}).").format(release=str(release.value)), release.evidence)


@cause.manual(title=translate("WindowsAgent", "Restart the agent's services"))
def restart_services(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "WindowsAgent",
            "Log in by RDP, Azure Bastion or the serial console, open PowerShell as administrator and restart RdAgent and WindowsAzureGuestAgent. "
            "Both have to be Running and Automatic afterwards. Do not send this through Run Command: stopping the agent cuts off Run Command itself.",
        ),
        (
            Command(Shell.POWERSHELL, "Get-Service RdAgent, WindowsAzureGuestAgent | Select-Object Name, Status, StartType"),
            Command(Shell.POWERSHELL, "Set-Service RdAgent -StartupType Automatic; Set-Service WindowsAzureGuestAgent -StartupType Automatic"),
            Command(Shell.POWERSHELL, "Restart-Service RdAgent, WindowsAzureGuestAgent -Force"),
        ),
    )


@cause.manual(title=translate("WindowsAgent", "Restart the VM if the services hang"))
def restart_vm(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "WindowsAgent",
            "A service that stays in Stopping, or a guest nobody can log in to, is freed by a restart. The VM is down for some minutes.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f"az vm restart {named(vm)}",
            ),
        ),
    )


@cause.manual(title=translate("WindowsAgent", "If the services are missing, see whether the agent is installed"))
def look_for_agent(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "WindowsAgent",
            "Look for “Windows Azure VM Agent” in Programs and Features. "
            "An agent that came with the image is not listed there although it is installed; the folder C:\\WindowsAzure then shows it.",
        ),
        (Command(Shell.POWERSHELL, "Get-ChildItem C:\\WindowsAzure -Directory"), Command(Shell.CMD, "appwiz.cpl")),
    )


@cause.manual(title=translate("WindowsAgent", "Remove a damaged agent"))
def remove_agent(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "WindowsAgent",
            "If the agent is listed in Programs and Features, uninstall it there. If it is not listed, stop and delete both services "
            "and move the agent's folders aside, so that the installer starts clean. No backup may be running meanwhile.",
        ),
        (
            Command(Shell.POWERSHELL, "Stop-Service RdAgent, WindowsAzureGuestAgent -Force"),
            Command(Shell.CMD, "sc delete RdAgent"),
            Command(Shell.CMD, "sc delete WindowsAzureGuestAgent"),
            Command(Shell.POWERSHELL, "New-Item C:\\WindowsAzure\\OLD -ItemType Directory -Force"),
            Command(
                Shell.POWERSHELL,
                "Move-Item C:\\WindowsAzure\\Packages, C:\\WindowsAzure\\GuestAgent* C:\\WindowsAzure\\OLD",
            ),
        ),
    )


@cause.manual(title=translate("WindowsAgent", "Install the current agent"))
def install_agent(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "WindowsAgent",
            "Download the newest WindowsAzureVmAgent MSI from the releases of Azure/WindowsVMAgent on GitHub and install it as administrator. "
            "The log shows why an installation failed.",
        ),
        (Command(Shell.CMD, "msiexec /i WindowsAzureVmAgent.msi /quiet /L*v C:\\Windows\\Panther\\msiexec.log"),),
    )


@cause.manual(title=translate("WindowsAgent", "See that .NET Framework 4.5 or later is there"))
def look_for_dotnet(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "WindowsAgent",
            "The agent talks to Azure through .NET Framework. The value Release has to be 378389 or higher; if the key is "
            "missing, install .NET Framework 4.8.",
        ),
        (Command(Shell.POWERSHELL, "(Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full').Release"),),
    )


@cause.manual(title=translate("WindowsAgent", "Check that the services are listed and running, then back up"))
def back_up(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "WindowsAgent",
            "When both services run, the agent shows as ready in Azure within a few minutes: look again here. "
            "Then open the VM in the vault's backup items and choose Back up now. The command shows which vault protects the VM.",
        ),
        (
            Command(Shell.POWERSHELL, "Get-Service RdAgent, WindowsAzureGuestAgent"),
            Command(Shell.AZURE_CLI, f"az backup protection check-vm --vm-id {vm.quoted_id}"),
        ),
    )
