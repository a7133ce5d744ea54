"""The Windows VM agent is installed but does not answer."""

from __future__ import annotations

from collections.abc import Iterable

from ...core.facts import GuestService, Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell, ok
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import agent_repairs, agent_state, extension_state, guest_clock, power
from ..commands import named
from ..inside import inside_windows, look_inside, not_told
from ..inside_repairs import RUN
from ..weighing import proven, suspicious

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
    title=translate("WindowsAgent", "The VM was made with an agent"),
    why=translate("WindowsAgent", "A VM can be made without the agent. Then it has to be installed by hand before the first backup."),
)
async def agent_provisioned(vm: Vm) -> Finding:
    return await agent_state.provisioned(vm)


@cause.check(
    title=translate("WindowsAgent", "The agent carries out extensions"),
    why=translate(
        "WindowsAgent",
        "When all extensions fail or stand still at once, it is the agent that does not carry them out. When it is one alone, it is that extension.",
    ),
)
async def extensions_move(vm: Vm) -> Finding:
    return await extension_state.move(vm)


SERVICES = ("RdAgent", "WindowsAzureGuestAgent")
"""Both belong to one agent: the first watches over the second (Windows guest agent, 2025-08-14)."""

SUPPORTING = ("Winmgmt", "KeyIso", "CryptSvc")
"""WMI, the isolation of keys and the cryptographic services: the agent works through them (Microsoft's VM assist script, 2026-04-20)."""


def _names(services: Iterable[GuestService]) -> str:
    return ", ".join(service.name for service in services)


@cause.check(
    title=translate("WindowsAgent", "The agent's services run and start with Windows"),
    why=translate("WindowsAgent", "A service that is not set to Automatic is gone after the next restart, and with it the backups."),
)
async def services(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    found = [service for service in map(guest.service, SERVICES) if service is not None]
    if len(found) < len(SERVICES):
        return not_told()
    missing = [service for service in found if not service.present.value]
    if missing:
        text = translate("WindowsAgent", "Not installed: {services}.").format(services=_names(missing))
        return await proven(vm, text, *(service.present.evidence for service in found))
    gone = [(service, service.program) for service in found if service.program is not None and not service.program.value]
    if gone:
        text = translate("WindowsAgent", "The program is gone from the disk: {services}.").format(services=_names(service for service, _ in gone))
        return await proven(vm, text, *(program.evidence for _, program in gone))
    evidence = tuple(seen.evidence for service in found for seen in (service.running, service.automatic))
    stopped = [service for service in found if not service.running.value]
    if stopped:
        return await proven(vm, translate("WindowsAgent", "Not running: {services}.").format(services=_names(stopped)), *evidence)
    manual = [service for service in found if not service.automatic.value]
    if manual:
        text = translate("WindowsAgent", "Running, but not set to Automatic: {services}.").format(services=_names(manual))
        return await suspicious(vm, text, *evidence)
    return ok(translate("WindowsAgent", "RdAgent and WindowsAzureGuestAgent run and are set to Automatic."), *evidence)


@cause.check(
    title=translate("WindowsAgent", "The services that the agent needs run"),
    why=translate("WindowsAgent", "Without WMI the agent is not installed or updated, and without the services for keys it cannot read its orders."),
)
async def supporting_services(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    found = [service for service in map(guest.service, SUPPORTING) if service is not None]
    if len(found) < len(SUPPORTING):
        return not_told()
    evidence = tuple(service.running.evidence for service in found)
    resting = [service for service in found if not service.running.value]
    if resting:
        text = translate("WindowsAgent", "Not running: {services}. The agent answers now, but needs them.")
        return await suspicious(vm, text.format(services=_names(resting)), *evidence)
    return ok(translate("WindowsAgent", "The services that the agent needs run: {services}.").format(services=_names(found)), *evidence)


DOTNET_4_5 = 378389
"""Registry value Release of .NET Framework 4.5 (how to determine which versions are installed)."""


@cause.check(
    title=translate("WindowsAgent", ".NET Framework 4.5 or later is installed"),
    why=translate("WindowsAgent", "The agent and the backup extension talk to Azure through .NET Framework."),
)
async def dotnet(vm: Vm) -> Finding:
    guest = await inside_windows(vm)
    if isinstance(guest, Finding):
        return guest
    release = guest.dotnet
    if release is None:
        return not_told()
    if release.value < DOTNET_4_5:
        return await proven(vm, translate("WindowsAgent", ".NET Framework 4.5 or later is missing."), release.evidence)
    return ok(translate("WindowsAgent", ".NET Framework is recent enough (release {release}).").format(release=str(release.value)), release.evidence)


@cause.check(
    title=translate("WindowsAgent", "The guest's clock is not ahead"),
    why=translate("WindowsAgent", "Azure does not promise backups of a VM whose clock was moved into the future."),
)
async def clock(vm: Vm) -> Finding:
    return await guest_clock.not_ahead(vm)


@cause.remedy(
    title=translate("WindowsAgent", "Restart the agent's services"),
    what=translate(
        "WindowsAgent",
        "Restarts RdAgent and WindowsAzureGuestAgent a minute later and sets them to Automatic. "
        "Helps when one of them is stopped or not set to start.",
    ),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def restart_agent(vm: Vm) -> Plan:
    return await agent_repairs.restart_windows(vm)


@cause.remedy(
    title=translate("WindowsAgent", "Install the newest agent over this one"),
    what=translate(
        "WindowsAgent",
        "Downloads the newest agent from its releases on GitHub, checks Microsoft's signature and installs it. "
        "Helps when the agent is old or damaged.",
    ),
    permissions=RUN,
    risk=Risk.DISRUPTIVE,
)
async def reinstall_agent(vm: Vm) -> Plan:
    return await agent_repairs.reinstall_windows(vm)


@cause.remedy(
    title=translate("WindowsAgent", "Fetch the agent's logs"),
    what=translate(
        "WindowsAgent",
        "Reads the end of the logs of the agent, of its installer and of the backup extension, and saves them on this computer. Nothing is changed.",
    ),
    permissions=RUN,
    risk=Risk.SAFE,
    needs_fault=False,
)
async def collect_logs(vm: Vm) -> Plan:
    return await agent_repairs.logs_of_windows(vm)


power.offer(cause, power.restart_vm, power.reapply_vm, power.redeploy_vm)


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
def restart_vm_by_hand(vm: VmId) -> Instructions:
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


@cause.manual(title=translate("WindowsAgent", "If nobody can log in, install the agent offline"))
def install_offline(vm: VmId) -> Instructions:
    """Source: install the VM agent offline, 2024-01-30."""
    return Instructions(
        translate(
            "WindowsAgent",
            "Take a snapshot of the OS disk first. Attach a copy of it to a healthy rescue VM, load its SYSTEM hive there as BROKENSYSTEM, and "
            "import the keys of the services RdAgent and WindowsAzureGuestAgent, exported on the rescue VM and pointed at BROKENSYSTEM. Copy "
            "C:\\WindowsAzure\\GuestAgent_… of the rescue VM to the attached disk, unload the hive, and swap the OS disk for the mended copy. "
            "The VM is down meanwhile; the snapshot is the way back.",
        ),
        (
            Command(Shell.AZURE_CLI, f"az vm show {named(vm)} --query storageProfile.osDisk.managedDisk.id --output tsv"),
            Command(Shell.CMD, "reg load HKLM\\BROKENSYSTEM F:\\Windows\\System32\\config\\SYSTEM"),
            Command(Shell.CMD, "reg export HKLM\\SYSTEM\\CurrentControlSet\\Services\\RdAgent C:\\RdAgent.reg"),
            Command(Shell.CMD, "reg export HKLM\\SYSTEM\\CurrentControlSet\\Services\\WindowsAzureGuestAgent C:\\GuestAgent.reg"),
            Command(Shell.CMD, "reg unload HKLM\\BROKENSYSTEM"),
        ),
    )


@cause.manual(title=translate("WindowsAgent", "See that the services below the agent run and that the clock is right"))
def look_below_the_agent(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "WindowsAgent",
            "Winmgmt, KeyIso and CryptSvc have to be Running; start what is not. The programs that the agent's services start have to be there "
            "on the disk. Compare the time shown (UTC) with a clock you trust, and let Windows set it again if it is ahead.",
        ),
        (
            Command(Shell.POWERSHELL, "Get-Service Winmgmt, KeyIso, CryptSvc | Select-Object Name, Status, StartType"),
            Command(Shell.POWERSHELL, "Start-Service Winmgmt, KeyIso, CryptSvc"),
            Command(
                Shell.POWERSHELL, "Get-WmiObject Win32_Service -Filter \"Name='RdAgent' OR Name='WindowsAzureGuestAgent'\" | Select-Object PathName"
            ),
            Command(Shell.POWERSHELL, "[DateTime]::UtcNow.ToString('s')"),
            Command(Shell.CMD, "w32tm /resync"),
        ),
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
