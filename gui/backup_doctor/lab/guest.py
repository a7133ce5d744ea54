"""What our own guest probe meets inside a VM of the lab."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..arm.probes import probe
from .answers import Json, lab_does_not_know
from .machine import linux_output, windows_output

_AGENT = [{"name": name, "state": "Running", "start": "Auto"} for name in ("RdAgent", "WindowsAzureGuestAgent")]
HEALTHY: Mapping[str, Json] = {
    "Windows": {
        "v": 1,
        "os": "windows",
        "services": _AGENT,
        "dotnet": 528449,
        "host80": True,
        "host32526": True,
        "dhcp": "Enabled",
        "addresses": 1,
        "writers": 12,
        "badwriters": 0,
    },
    "Linux": {
        "v": 1,
        "os": "linux",
        "service": "walinuxagent",
        "active": "active",
        "enabled": "enabled",
        "extensions": "True",
        "autoupdate": "True",
        "host80": True,
        "host32526": True,
        "noexec": False,
        "used": "42",
    },
}


@dataclass(slots=True)
class ProbedGuest:
    """A guest that answers the probe of its OS, and no other script."""

    os: str
    differs: Json = field(default_factory=dict)
    """What is not as in a healthy guest."""

    def answer(self, script: str) -> list[Json]:
        """See `machine.Guest.answer`."""
        if script.splitlines() != probe(self.os).splitlines():
            raise lab_does_not_know("this script's output")
        line = json.dumps({**HEALTHY[self.os], **self.differs})
        return windows_output(line) if self.os == "Windows" else linux_output(line)
