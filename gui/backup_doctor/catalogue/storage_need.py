"""Whether this VM's backup needs the VM's own way to Azure Storage, and what an obstacle on that way weighs.

Most do not: with a current agent and managed disks the snapshot is taken through the Azure host (private endpoints overview,
2025-09-09). It still matters for an agent below the minimum, for unmanaged disks and for disks with Write Accelerator
(support matrix of VM backup, 2025-10-27, and the agent article of 2025-11-12).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum

from ..core.facts import Agent, Machine, NetworkPath, Vm
from ..core.model import Evidence, Finding, Listing, failed, ok, unknown, warning
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .agent_state import MINIMUM, agentless_policy
from .network_words import ways_out
from .symptoms import code_of

NO_NETWORK = "extensionsnapshotfailednonetwork"


class Need(Enum):
    """Whether the way is needed."""

    REQUIRED = 1
    POSSIBLE = 2
    NONE = 3
    UNKNOWN = 4


@dataclass(frozen=True, slots=True)
class StorageNeed:
    """The decision, in words and with what shows it."""

    need: Need
    reason: Text
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_none(self) -> bool:
        return self.need is Need.NONE

    def weigh(self, words: Text, *evidence: Evidence, proven: bool) -> Finding:
        """The finding for an obstacle, which is a fault only where something needs the way.

        Args:
            words: with the reason in them.
            proven: whether the obstacle surely stops the traffic.
        """
        shown = (*evidence, *self.evidence)
        match self.need:
            case Need.REQUIRED:
                return failed(words, *shown) if proven else warning(words, *shown)
            case Need.POSSIBLE:
                return warning(words, *shown)
            case Need.NONE:
                return ok(words, *shown)
            case Need.UNKNOWN:  # pragma: no branch: there is no other need
                return unknown(words, *shown)


async def need_of_storage(vm: Vm) -> StorageNeed:
    """Decide and explain."""
    machine = await vm.machine()
    if machine.power.value.is_off:
        text = translate("Network", "This VM does not need it: it is {power}, and the backup of a VM that is off needs no network.")
        return StorageNeed(Need.NONE, text.format(power=str(machine.power.value)), (machine.power.evidence,))
    found = await _while_it_runs(vm, machine)
    return found if found.is_none else await _by_policy(vm) or found


async def _by_policy(vm: Vm) -> StorageNeed | None:
    policy = await agentless_policy(vm)
    if policy is None:
        return None
    text = translate("Network", "This VM does not need it: its policy takes agentless snapshots, which ask nothing of the guest.")
    return StorageNeed(Need.NONE, text, (policy.consistency.evidence,))


async def _while_it_runs(vm: Vm, machine: Machine) -> StorageNeed:
    managed, accelerated = machine.managed_disks, machine.write_accelerator
    if not managed.value:
        return StorageNeed(Need.REQUIRED, translate("Network", "This VM needs it: its disks are unmanaged."), (managed.evidence,))
    agent = await vm.agent()
    old = _of_old_agent(agent, machine)
    if old is not None:
        return old
    if accelerated.value:
        text = translate("Network", "This VM may need it: it has disks with Write Accelerator.")
        return StorageNeed(Need.POSSIBLE, text, (accelerated.evidence,))
    code = await code_of(vm)
    if code is not None and code.casefold() == NO_NETWORK:
        return StorageNeed(Need.POSSIBLE, translate("Network", "This VM may need it: the error code says that the guest tried and found no network."))
    if agent.version.value is None:
        text = translate("Network", "Whether this VM needs it depends on its agent's version, which a silent agent does not report.")
        return StorageNeed(Need.UNKNOWN, text, (agent.version.evidence,))
    text = translate("Network", "This VM does not need it: agent {version} with managed disks takes the snapshot through the Azure host.")
    return StorageNeed(Need.NONE, text.format(version=str(agent.version.value)), (agent.version.evidence, managed.evidence))


def _of_old_agent(agent: Agent, machine: Machine) -> StorageNeed | None:
    version, minimum = agent.version.value, MINIMUM[machine.os]
    if version is None or version >= minimum:
        return None
    text = translate("Network", "This VM needs it: agent {version} is older than {minimum} and takes the snapshot from inside the guest.")
    return StorageNeed(Need.REQUIRED, text.format(version=str(version), minimum=str(minimum)), (agent.version.evidence,))


async def way_and_need(vm: Vm) -> tuple[NetworkPath, Listing[NetworkPath], StorageNeed]:
    """What every check of the way to storage asks."""
    (path, listed), need = await asyncio.gather(ways_out(vm), need_of_storage(vm))
    return path, listed, need
