"""A Linux VM that has moved to another vault while the old one was still backing it up."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import run_backup_elsewhere
from ..build import Site, fail_last_backup, linux
from ..failures import IN_PROGRESS
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="backup-running-in-old-vault",
    title=translate("Scenario", "The old vault is still busy with a backup"),
    code="UserErrorBackupOperationInProgress",
    verdicts={
        "backup-job-running": Verdict.CONFIRMED,
        "backup-not-active": Verdict.RULED_OUT,
    },
    root_cause="backup-job-running",
)


def build(world: World) -> str:
    vm = linux(world, "stream-broker-01", Site("rg-stream-broker", vault="rsv-contoso-new"))
    fail_last_backup(world, vm, IN_PROGRESS)
    run_backup_elsewhere(world, vm, "rsv-contoso-old", timedelta(hours=14))
    return str(vm.id)
