"""A Linux VM that was deleted and made again under its old name: the vault still protects the old one."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.backup import make_anew
from ..build import Site, fail_last_backup, linux
from ..failures import NOT_ACTIVE
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="vm-made-anew",
    title=translate("Scenario", "The VM was re-created under its old name"),
    code="UserErrorBcmDatasourceNotPresent",
    verdicts={
        "backup-not-active": Verdict.CONFIRMED,
        "backup-job-running": Verdict.RULED_OUT,
    },
    root_cause="backup-not-active",
)


def build(world: World) -> str:
    vm = linux(world, "ci-runner-01", Site("rg-ci"))
    fail_last_backup(world, vm, NOT_ACTIVE)
    make_anew(vm)
    return str(vm.id)
