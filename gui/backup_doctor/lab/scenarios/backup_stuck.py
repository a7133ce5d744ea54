"""A Windows VM whose backup of the night before last has not ended, so that last night's was refused."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import run_backup
from ..build import Site, fail_last_backup, windows
from ..failures import IN_PROGRESS
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="backup-stuck",
    title=translate("Scenario", "A backup has been running for more than a day"),
    code="UserErrorBackupOperationInProgress",
    verdicts={
        "backup-job-running": Verdict.CONFIRMED,
        "backup-not-active": Verdict.RULED_OUT,
    },
    root_cause="backup-job-running",
)


def build(world: World) -> str:
    vm = windows(world, "dwh-01", Site("rg-dwh"))
    fail_last_backup(world, vm, IN_PROGRESS)
    run_backup(world, vm, timedelta(hours=33))
    return str(vm.id)
