"""A Windows VM with VSS writers that are not stable although nothing is short."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import spoil_writers
from ..build import Site, fail_last_backup, windows
from ..failures import WRITERS_BAD
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-writers-bad",
    title=translate("Scenario", "VSS writers are not stable"),
    code="ExtensionFailedVssWriterInBadState",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "vss-or-com-failure": Verdict.CONFIRMED,
        "windows-extension-environment": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="vss-or-com-failure",
    near_miss_of=("guest-resources", "snapshot-status-unavailable"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "exchange-01", Site("rg-exchange"))
    spoil_writers(vm)
    fail_last_backup(world, vm, WRITERS_BAD)
    return str(vm.id)
