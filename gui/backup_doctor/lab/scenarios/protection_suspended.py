"""A Linux VM whose backups are suspended."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import put_in_state
from ..build import Site, fail_last_backup, linux
from ..failures import NOT_ACTIVE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="protection-suspended",
    title=translate("Scenario", "Backups are suspended"),
    code="UserErrorBcmDatasourceNotPresent",
    verdicts={
        "backup-not-active": Verdict.CONFIRMED,
        "backup-job-running": Verdict.RULED_OUT,
    },
    root_cause="backup-not-active",
)


def build(world: World) -> str:
    vm = linux(world, "billing-01", Site("rg-billing"))
    fail_last_backup(world, vm, NOT_ACTIVE)
    put_in_state(world, vm, "BackupsSuspended")
    return str(vm.id)
