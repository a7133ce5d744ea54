"""A healthy Linux VM that is switched off; its backups are crash-consistent."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import turn_off
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="deallocated",
    title=translate("Scenario", "The VM is deallocated"),
    verdicts={
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "resource-group-lock": Verdict.RULED_OUT,
    },
)


def build(world: World) -> str:
    vm = linux(world, "batch-archive", Site("rg-batch"))
    turn_off(vm, "deallocated")
    return str(vm.id)
