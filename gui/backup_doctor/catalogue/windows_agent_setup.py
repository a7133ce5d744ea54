"""Finding, removing and installing the Windows agent by hand, also on a disk that nobody can boot.

Sources: Windows guest agent (2025-08-14) and install the VM agent offline (2024-01-30).
"""

from __future__ import annotations

from ..core.model import Command, Instructions, Shell
from ..core.resource_id import VmId
from ..core.text import lazy_translate as translate
from .commands import named


def look_for() -> Instructions:
    """Is the agent installed at all?"""
    return Instructions(
        translate(
            "WindowsAgent",
            "Look for “Windows Azure VM Agent” in Programs and Features. "
            "An agent that came with the image is not listed there although it is installed; the folder C:\\WindowsAzure then shows it.",
        ),
        (Command(Shell.POWERSHELL, "Get-ChildItem C:\\WindowsAzure -Directory"), Command(Shell.CMD, "appwiz.cpl")),
    )


def remove() -> Instructions:
    """Clear away an agent that is damaged."""
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


def install() -> Instructions:
    """Install the newest agent from inside."""
    return Instructions(
        translate(
            "WindowsAgent",
            "Download the newest WindowsAzureVmAgent MSI from the releases of Azure/WindowsVMAgent on GitHub and install it as administrator. "
            "The log shows why an installation failed.",
        ),
        (Command(Shell.CMD, "msiexec /i WindowsAzureVmAgent.msi /quiet /L*v C:\\Windows\\Panther\\msiexec.log"),),
    )


def install_offline(vm: VmId) -> Instructions:
    """Source: install the VM agent offline, 2024-01-30."""
    return Instructions(
        translate(
            "WindowsAgent",
            "Take a snapshot of the OS disk first. Attach a copy of it to a healthy rescue VM, load its SYSTEM hive there as BROKENSYSTEM, "
            "and import the keys of the services RdAgent and WindowsAzureGuestAgent, exported on the rescue VM and pointed at BROKENSYSTEM. "
            "Copy C:\\WindowsAzure\\GuestAgent_… of the rescue VM to the attached disk, unload the hive, and swap the OS disk for the "
            "repaired copy. The VM is down meanwhile; the snapshot is the way back.",
        ),
        (
            Command(Shell.AZURE_CLI, f"az vm show {named(vm)} --query storageProfile.osDisk.managedDisk.id --output tsv"),
            Command(Shell.CMD, "reg load HKLM\\BROKENSYSTEM F:\\Windows\\System32\\config\\SYSTEM"),
            Command(Shell.CMD, "reg export HKLM\\SYSTEM\\CurrentControlSet\\Services\\RdAgent C:\\RdAgent.reg"),
            Command(Shell.CMD, "reg export HKLM\\SYSTEM\\CurrentControlSet\\Services\\WindowsAzureGuestAgent C:\\GuestAgent.reg"),
            Command(Shell.CMD, "reg unload HKLM\\BROKENSYSTEM"),
        ),
    )
