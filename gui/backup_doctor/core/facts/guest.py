"""What only the guest knows: the answer of our own read-only script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..model import Evidence, Seen


@dataclass(frozen=True, slots=True)
class GuestService:
    """A service inside the guest."""

    name: str
    """The service's own name, never the localised display name."""
    present: Seen[bool]
    running: Seen[bool]
    automatic: Seen[bool]
    """Whether it starts with the system."""
    disabled: Seen[bool]
    """Whether nothing may start it at all. One that starts on demand is neither this nor automatic, and rests most of the time."""
    account: Seen[str]
    """Windows: whom it runs as, such as ``NT AUTHORITY\\NetworkService``; empty elsewhere."""
    program: Seen[bool] | None = None
    """Windows: whether the program that the service starts is on the disk."""


@dataclass(frozen=True, slots=True)
class WindowsGuest:
    """What is asked of Windows only; None where the guest could not tell."""

    dotnet: Seen[int] | None
    """Release number of .NET Framework 4; 0 when it is missing."""
    dhcp: Seen[bool] | None
    """Whether the main interface takes its address from DHCP."""
    addresses: Seen[int] | None
    """IPv4 addresses of the main interface."""
    bad_writers: Seen[int] | None
    """VSS writers whose state is not 1 (stable)."""
    strong_crypto: Seen[bool] | None
    """Whether every installed .NET Framework 4 branch has ``SchUseStrongCrypto`` = 1 or leaves it to a system that defaults to TLS 1.2."""
    plugin: Seen[str] | None
    """Version folder of the installed VMSnapshot plugin; empty when there is none."""
    provider: Seen[str] | None
    """File version of the plugin's ``iaasvmprovider.dll``; empty when the file is missing."""
    machine_keys: Seen[bool] | None
    """Whether the folder MachineKeys has its default rights: Everyone read and write, Administrators full."""
    installer: Seen[bool] | None
    """Whether Windows Installer can be started (service ``msiserver`` is not disabled)."""
    locked_volumes: Seen[int] | None
    """Volumes that BitLocker keeps locked."""
    crashes: Seen[int] | None
    """Crashes of ``IaaSBcdrExtension.exe`` in the Application log of the last seven days."""
    blocks: Seen[int] | None
    """Times AppLocker or Windows application control stopped ``IaaSBcdrExtension.exe`` in the last seven days."""
    firewall_blocks: Seen[int] | None
    """Enabled outbound rules of the guest firewall that block. A profile that is on and blocks all that no rule allows counts as one."""
    proxy_bypassed: Seen[bool] | None
    """Whether the Azure host goes round every proxy of the system; None also where there is no proxy."""


@dataclass(frozen=True, slots=True)
class LinuxGuest:
    """What is asked of Linux only; None where the guest could not tell."""

    extensions_enabled: Seen[bool] | None
    """``Extensions.Enabled`` as the agent resolves it."""
    provisioning_agent: Seen[str] | None
    """``Provisioning.Agent``: ``auto``, ``waagent``, ``cloud-init``, ``disabled``."""
    auto_update: Seen[bool] | None
    """Whether the agent updates itself (``AutoUpdate.UpdateToLatestVersion``, else ``AutoUpdate.Enabled``)."""
    daemon: Seen[str] | None
    """Version of the packaged daemon: the first line of ``waagent --version``. May be old on a healthy VM."""
    goal_state: Seen[str] | None
    """Version of the agent that works: the last line of ``waagent --version``."""
    noexec: Seen[bool] | None
    """Whether /var/lib/waagent is mounted noexec."""
    python: Seen[str] | None
    """Version of the Python that the extension would find; empty when there is none."""
    selinux: Seen[str] | None
    """``Enforcing``, ``Permissive``, ``Disabled``; empty without SELinux."""
    doubled_mounts: Seen[int] | None
    """Mount points that are mounted more than once."""
    freezer: Seen[bool] | None
    """Whether the extension's ``safefreeze`` binary is there; None while no plugin is installed."""
    route_to_host: Seen[bool] | None
    """Whether there is a route to 168.63.129.16."""
    snapshot_code: Seen[int] | None
    """The backup extension's last own code, from its log or status: 1 success, 76 no network, 121 freeze failed …"""
    misfit: Seen[bool] | None
    """Whether the extension's log shows that agent and extension do not fit together («old wala code»)."""


@dataclass(frozen=True, slots=True)
class Guest:
    """What a look inside the VM found; None where the guest could not tell."""

    host_ports: Mapping[int, Seen[bool] | None]
    """Whether the Azure host 168.63.129.16 is reached, by TCP port: 80 and 32526."""
    host_answers: Seen[bool] | None
    """Whether ``http://168.63.129.16/?comp=versions`` answered 200."""
    services: tuple[GuestService, ...]
    free_mb: Seen[int] | None
    """Free space where the agent works: the system drive, or the file system of /var/lib/waagent."""
    used_percent: Seen[int] | None
    """How full that drive or file system is."""
    memory_free_percent: Seen[int] | None
    proxy: Seen[str] | None
    """The system's proxy setting as it stands; empty when there is none."""
    clock: datetime | None
    """The guest's clock when it answered, in UTC; None also where Azure told no time to compare it with."""
    asked: Evidence
    """The look itself, with Azure's time: the guest's clock is compared with it."""
    windows: WindowsGuest | None
    linux: LinuxGuest | None

    def service(self, name: str) -> GuestService | None:
        """The service of this name; None where the guest said nothing of it."""
        return next((service for service in self.services if service.name.casefold() == name.casefold()), None)
