"""A Windows VM whose system drive has run out of space; its VSS writers fail for want of it."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import fill_disk, spoil_writers
from ..build import Site, fail_last_backup, windows
from ..failures import WRITERS_BAD
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-writers-starved",
    title=translate("Scenario", "A full system drive makes VSS writers fail"),
    code="ExtensionFailedVssWriterInBadState",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "vss-or-com-failure": Verdict.CONFIRMED,
        "windows-extension-environment": Verdict.RULED_OUT,
        "guest-resources": Verdict.CONFIRMED,
        "linux-file-system-freeze": Verdict.NOT_APPLICABLE,
        "linux-agent-configuration": Verdict.NOT_APPLICABLE,
    },
    root_cause="guest-resources",
    near_miss_of=("backup-extension-load-failure",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "sql-dev-02", Site("rg-sql-dev"))
    fill_disk(vm, 400, 99)
    spoil_writers(vm)
    fail_last_backup(world, vm, WRITERS_BAD)
    return str(vm.id)
