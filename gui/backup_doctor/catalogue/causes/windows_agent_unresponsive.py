"""The Windows VM agent is installed but does not answer.

Sources of the steps: Windows guest agent (2025-08-14) and the article on agent and extension (2025-11-12).
"""

from __future__ import annotations

from ...core.facts import Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import agent_repairs, agent_state, extension_state, guest_clock, power, windows_agent, windows_agent_setup
from ..commands import named, show_vault
from ..inside_repairs import RUN

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
    title=translate("WindowsAgent", "The VM was created with an agent"),
    why=translate("WindowsAgent", "A VM can be created without the agent. Then it has to be installed manually before the first backup."),
)
async def agent_provisioned(vm: Vm) -> Finding:
    return await agent_state.provisioned(vm)


@cause.check(
    title=translate("WindowsAgent", "The agent runs extensions"),
    why=translate(
        "WindowsAgent",
        "If all extensions fail or are stuck at once, the agent is at fault: it does not run them. If it is only one, that extension is at fault.",
    ),
)
async def extensions_move(vm: Vm) -> Finding:
    return await extension_state.move(vm)


@cause.check(
    title=translate("WindowsAgent", "The agent's services run and start with Windows"),
    why=translate("WindowsAgent", "A service that is not set to Automatic is gone after the next restart, and with it the backups."),
)
async def services(vm: Vm) -> Finding:
    return await windows_agent.services(vm)


@cause.check(
    title=translate("WindowsAgent", "The services that the agent needs are running"),
    why=translate("WindowsAgent", "Without WMI the agent is not installed or updated, and without the services for keys it cannot read its orders."),
)
async def supporting_services(vm: Vm) -> Finding:
    return await windows_agent.supporting_services(vm)


@cause.check(
    title=translate("WindowsAgent", ".NET Framework 4.5 or later is installed"),
    why=translate("WindowsAgent", "The agent and the backup extension talk to Azure through .NET Framework."),
)
async def dotnet(vm: Vm) -> Finding:
    return await windows_agent.dotnet(vm)


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
            "A service that stays in Stopping, or a guest nobody can log in to, is freed by a restart. The VM is down for a few minutes.",
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
    return windows_agent_setup.look_for()


@cause.manual(title=translate("WindowsAgent", "Remove a damaged agent"))
def remove_agent(_vm: VmId) -> Instructions:
    return windows_agent_setup.remove()


@cause.manual(title=translate("WindowsAgent", "Install the current agent"))
def install_agent(_vm: VmId) -> Instructions:
    return windows_agent_setup.install()


@cause.manual(title=translate("WindowsAgent", "If nobody can log in, install the agent offline"))
def install_offline(vm: VmId) -> Instructions:
    return windows_agent_setup.install_offline(vm)


@cause.manual(title=translate("WindowsAgent", "Check that the services the agent depends on are running and that the clock is right"))
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


@cause.manual(title=translate("WindowsAgent", "Check that .NET Framework 4.5 or later is installed"))
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
            show_vault(vm),
        ),
    )
