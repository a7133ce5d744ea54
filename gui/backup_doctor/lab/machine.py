"""One VM of the lab: what Azure knows of it and what goes on inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from ..core.resource_id import VmId
from .answers import Json, lab_does_not_know

BACKUP_PUBLISHER = "Microsoft.Azure.RecoveryServices"


class Guest(Protocol):
    """What Run Command meets inside the VM."""

    def answer(self, script: str) -> list[Json]:
        """Azure's ``value`` for a script: the statuses with its output.

        Raises:
            ArmError: 501 for a script whose output nobody has described.
        """


@dataclass(frozen=True, slots=True)
class ScriptedGuest:
    """A guest that knows the answer to certain scripts, by their whole text."""

    answers: Mapping[str, list[Json]] = field(default_factory=dict)

    def answer(self, script: str) -> list[Json]:
        """See `Guest.answer`."""
        if script not in self.answers:
            raise lab_does_not_know("this script's output")
        return self.answers[script]


def windows_output(output: str, error: str = "") -> list[Json]:
    """Run Command's result on Windows: one status per stream (published example VirtualMachineRunCommand, 2024-07-01)."""
    streams = (("StdOut", output), ("StdErr", error))
    shape = {"level": "Info", "displayStatus": "Provisioning succeeded"}
    return [{"code": f"ComponentStatus/{stream}/succeeded", **shape, "message": words} for stream, words in streams]


def linux_output(output: str, error: str = "") -> list[Json]:
    """Run Command's result on Linux: both streams in one message (recorded by the tests of azure-cli, 2019-10-21)."""
    message = f"Enable succeeded: \n[stdout]\n{output}\n[stderr]\n{error}"
    return [{"code": "ProvisioningState/succeeded", "level": "Info", "displayStatus": "Provisioning succeeded", "message": message}]


@dataclass(slots=True)
class Agent:
    """The VM agent."""

    version: str
    ready: bool = True
    reported_ago: timedelta = timedelta(minutes=1)
    """How long ago the guest last reported."""
    starts_with_os: bool = True
    """Whether a restart of the VM brings it back."""
    installed: bool = True
    code: str = "ProvisioningState/succeeded"
    """How Azure spells the state of a ready agent; its letter case varies."""


@dataclass(slots=True)
class Extension:
    """One extension: its model and what the guest reported of it."""

    name: str
    publisher: str
    kind: str
    version: str
    state: str = "succeeded"
    """What follows ``ProvisioningState/`` in its status: ``succeeded``, ``transitioning``, ``failed/<code>``."""
    provisioning: str = "Succeeded"
    message: str = "Plugin enabled"
    since: datetime | None = None
    """When the status was set; None shows no time."""
    handler: str | None = None
    """The agent's word on what runs it: ``NotReady``, ``Installing``, ``Unresponsive``; None leaves it to the state."""
    hides_failures: bool = False
    """``suppressFailures``."""

    @property
    def type_name(self) -> str:
        """``Publisher.Type``, as the instance view names it."""
        return f"{self.publisher}.{self.kind}"


@dataclass(slots=True)
class Health:
    """What Azure Resource Health says."""

    state: str = "Available"
    context: str = "Not Applicable"
    summary: str = "There aren't any known Azure platform problems affecting this virtual machine."
    reason: str = ""


@dataclass(slots=True)
class Load:
    """What the host measures, in percent."""

    cpu: float | None = 11.5
    """None where there are no samples."""
    memory_free: float | None = 58.0
    """None where the platform keeps no such counter for this VM."""


@dataclass(slots=True)
class VirtualMachine:
    """A VM: its identity and model, and the state that requests change."""

    id: VmId
    location: str
    os: str
    """``Windows`` or ``Linux``."""
    model: Json
    """``properties`` of the resource without what changes by itself."""
    agent: Agent
    os_name: str
    os_version: str
    tags: dict[str, str] = field(default_factory=dict)
    power: str = "running"
    provisioning: str = "Succeeded"
    provisioning_error: str | None = None
    provisioning_message: str = ""
    provisioning_ago: timedelta = timedelta(minutes=1)
    """For how long it has been in that state."""
    health: Health = field(default_factory=Health)
    load: Load = field(default_factory=Load)
    guest: Guest = field(default_factory=ScriptedGuest)
    halted_inside: bool = False
    """Shut down by its own administrator while Azure still believes that it runs."""
    command_running: bool = False
    extensions: list[Extension] = field(default_factory=list)

    @property
    def runs(self) -> bool:
        """Whether Azure believes that it runs."""
        return self.power == "running"

    @property
    def is_reporting(self) -> bool:
        """Whether the agent is there to be talked to."""
        return self.runs and self.agent.ready and self.agent.installed

    @property
    def network_interfaces(self) -> Sequence[str]:
        """The ids of its network interfaces."""
        return [interface["id"] for interface in self.model["networkProfile"]["networkInterfaces"]]

    def extension(self, name: str) -> Extension | None:
        """The extension with this name, in any letter case."""
        return next((extension for extension in self.extensions if extension.name.casefold() == name.casefold()), None)

    @property
    def backup_extension(self) -> Extension | None:
        """Azure Backup's own extension; None where it is not installed."""
        return next((extension for extension in self.extensions if extension.publisher == BACKUP_PUBLISHER), None)

    def start_os(self) -> None:
        """What a boot cures: an agent that starts with the system, a guest that had been shut down."""
        self.power = "running"
        self.agent.ready = self.agent.ready or self.agent.starts_with_os
        if self.agent.starts_with_os:
            self.agent.reported_ago = timedelta(0)
        self.halted_inside = False
        self.health = Health()
