"""A Windows VM whose protected item somebody deleted; it can still be brought back."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import delete_item
from ..build import Site, fail_last_backup, windows
from ..failures import NOT_ACTIVE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="item-deleted",
    title=translate("Scenario", "The protected item has been deleted"),
    code="UserErrorBcmDatasourceNotPresent",
    verdicts={
        "backup-not-active": Verdict.CONFIRMED,
        "backup-job-running": Verdict.RULED_OUT,
    },
    root_cause="backup-not-active",
)


def build(world: World) -> str:
    vm = windows(world, "archive-01", Site("rg-archive"))
    fail_last_backup(world, vm, NOT_ACTIVE)
    delete_item(world, vm)
    return str(vm.id)
