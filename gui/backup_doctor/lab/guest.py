"""What our own guest probe meets inside a VM of the lab."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..arm.probes import probe
from .answers import Json, lab_does_not_know
from .machine import linux_output, windows_output


def _windows_service(name: str, state: str, start: str, account: str = "LocalSystem") -> Json:
    return {"name": name, "state": state, "start": start, "account": account, "program": True}


_WINDOWS_SERVICES = [
    _windows_service("RdAgent", "Running", "Auto"),
    _windows_service("WindowsAzureGuestAgent", "Running", "Auto"),
    _windows_service("Winmgmt", "Running", "Auto"),
    _windows_service("KeyIso", "Running", "Manual"),
    _windows_service("CryptSvc", "Running", "Auto", "NT AUTHORITY\\NetworkService"),
    _windows_service("VSS", "Stopped", "Manual"),
    _windows_service("COMSysApp", "Running", "Manual"),
    _windows_service("MSDTC", "Running", "Auto", "NT AUTHORITY\\NetworkService"),
    _windows_service("IaaSVmProvider", "Stopped", "Manual"),
]

_EVERYWHERE: Json = {
    "v": 2,
    "host80": True,
    "host32526": True,
    "hostanswers": True,
    "freemb": 61440,
    "used": 42,
    "memfree": 58,
    "proxy": "",
}

HEALTHY: Mapping[str, Json] = {
    "Windows": {
        **_EVERYWHERE,
        "os": "windows",
        "services": _WINDOWS_SERVICES,
        "dotnet": 528449,
        "dhcp": True,
        "addresses": 1,
        "writers": 12,
        "badwriters": 0,
        "crypto": True,
        "plugin": "1.0.110.0",
        "provider": "9.0.5119.5000",
        "keys": True,
        "installer": True,
        "locked": 0,
        "crashes": 0,
        "blocks": 0,
        "fwblocks": 0,
        "bypass": None,
    },
    "Linux": {
        **_EVERYWHERE,
        "os": "linux",
        "services": [{"name": "walinuxagent", "state": "active", "start": "enabled", "account": ""}],
        "extensions": "True",
        "provisioning": "auto",
        "autoupdate": "True",
        "daemon": "2.11.1.4",
        "goal": "2.15.0.1",
        "noexec": False,
        "python": "3.12.3",
        "selinux": "",
        "doubled": 0,
        "freezer": True,
        "route": True,
        "code": 1,
        "misfit": False,
    },
}
"""What a healthy guest answers, but for its clock."""


@dataclass(slots=True)
class ProbedGuest:
    """A guest that answers the probe of its OS; `guest_repairs` knows what our other scripts do to it."""

    os: str
    now: Callable[[], datetime]
    """The true time, in UTC."""
    differs: Json = field(default_factory=dict)
    """What is not as in a healthy guest; `breaking.guest` fills it in."""
    ahead: timedelta = timedelta(0)
    """How far the guest's clock is ahead of it."""
    kept: dict[str, Json] = field(default_factory=dict)
    """What repairs found and can put back, by their names."""
    switches: set[str] = field(default_factory=set)
    """Settings that are on and that the probe does not ask for."""

    def says(self) -> Json:
        """The answer as it stands, with a copy of everything in it."""
        clock = (self.now() + self.ahead).strftime("%Y-%m-%dT%H:%M:%SZ")
        return deepcopy({**HEALTHY[self.os], "clock": clock, **self.differs})

    def change_service(self, name: str, **differs: object) -> None:
        """Let a service be in another state.

        Raises:
            LookupError: our probe does not ask for it.
        """
        services = self.says()["services"]
        found = next((service for service in services if service["name"] == name), None)
        if found is None:
            raise LookupError(name)
        found |= differs
        self.differs |= {"services": services}

    def answer(self, script: str) -> list[Json]:
        """See `machine.Guest.answer`."""
        if script.splitlines() != probe(self.os).splitlines():
            raise lab_does_not_know("this script's output")
        line = json.dumps(self.says(), separators=(",", ":"))
        return windows_output(line) if self.os == "Windows" else linux_output(line)
