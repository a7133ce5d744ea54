"""A near miss: a backup of the VM has been running for ten minutes, as one should every day."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import run_backup
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="backup-running",
    title=translate("Scenario", "A backup is running, as it should"),
    verdicts={
        "backup-job-running": Verdict.RULED_OUT,
        "backup-not-active": Verdict.RULED_OUT,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
    },
    near_miss_of=("backup-job-running",),
)


def build(world: World) -> str:
    vm = windows(world, "mes-01", Site("rg-mes"))
    run_backup(world, vm, timedelta(minutes=10))
    return str(vm.id)
