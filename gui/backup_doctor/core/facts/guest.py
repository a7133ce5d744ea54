"""What only the guest knows: the answer of our own read-only script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Seen


@dataclass(frozen=True, slots=True)
class GuestService:
    """A service of the VM agent inside the guest."""

    name: str
    running: Seen[bool]
    automatic: Seen[bool]


@dataclass(frozen=True, slots=True)
class Guest:
    """What a look inside the VM found; None where the guest could not tell or the question is for the other OS."""

    host_ports: Mapping[int, Seen[bool] | None]
    """Whether the Azure host 168.63.129.16 is reached, by TCP port."""
    services: tuple[GuestService, ...]
    dotnet: Seen[int] | None
    """Windows: release number of .NET Framework 4; 0 when it is missing."""
    dhcp: Seen[bool] | None
    """Windows: whether the main interface takes its address from DHCP."""
    addresses: Seen[int] | None
    """Windows: IPv4 addresses of the main interface."""
    bad_writers: Seen[int] | None
    """Windows: VSS writers that are not stable."""
    extensions_enabled: Seen[bool] | None
    """Linux: ``Extensions.Enabled`` as the agent resolves it."""
    noexec: Seen[bool] | None
    """Linux: whether /var/lib/waagent is mounted noexec."""
