"""A Windows VM that was shut down in its own session while Azure believes that it runs."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import halt_inside
from ..build import Site, fail_last_backup, windows
from ..failures import EXTENSION_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="shut-down-inside",
    title=translate("Scenario", "The VM was shut down from inside"),
    code="ExtensionOperationFailedForManagedDisks",
    verdicts={
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.CONFIRMED,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="snapshot-status-unavailable",
)


def build(world: World) -> str:
    vm = windows(world, "print-srv", Site("rg-office"))
    halt_inside(vm)
    fail_last_backup(world, vm, EXTENSION_FAILED)
    return str(vm.id)
