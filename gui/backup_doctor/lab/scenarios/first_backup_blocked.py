"""A Linux VM on which an extension fails in silence, so that the backup extension was never installed."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import add_extension
from ..build import Site, fail_last_backup, linux
from ..failures import EXTENSION_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="first-backup-blocked",
    title=translate("Scenario", "A hidden failure blocks the first backup"),
    code="ExtensionOperationFailedForManagedDisks",
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.SUSPECTED,
        "vm-provisioning-failed": Verdict.SUSPECTED,
    },
    root_cause="backup-extension-load-failure",
)


def build(world: World) -> str:
    vm = linux(world, "ml-train-01", Site("rg-ml"))
    vm.extensions.clear()
    broken = add_extension(world, vm, "Microsoft.HpcCompute", "NvidiaGpuDriverLinux", "failed/14", timedelta(days=1), message="Enable failed")
    broken.hides_failures = True
    fail_last_backup(world, vm, EXTENSION_FAILED)
    return str(vm.id)
