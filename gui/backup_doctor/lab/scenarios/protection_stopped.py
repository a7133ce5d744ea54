"""A Windows VM whose protection somebody stopped, keeping the data."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import put_in_state
from ..build import Site, fail_last_backup, windows
from ..failures import NOT_ACTIVE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="protection-stopped",
    title=translate("Scenario", "Protection has been stopped"),
    code="UserErrorBcmDatasourceNotPresent",
    verdicts={
        "backup-not-active": Verdict.CONFIRMED,
        "backup-job-running": Verdict.RULED_OUT,
    },
    root_cause="backup-not-active",
)


def build(world: World) -> str:
    vm = windows(world, "intranet-01", Site("rg-intranet"))
    fail_last_backup(world, vm, NOT_ACTIVE)
    put_in_state(world, vm, "ProtectionStopped")
    return str(vm.id)
