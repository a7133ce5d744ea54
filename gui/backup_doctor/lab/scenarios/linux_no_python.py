"""A Linux VM from which Python was removed: the agent of its distribution brings its own, the backup extension does not."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import remove_python
from ..build import Site, fail_last_backup, linux
from ..failures import EXTENSION_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-no-python",
    title=translate("Scenario", "Linux has no Python for the backup extension"),
    code="ExtensionOperationFailedForManagedDisks",
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "linux-agent-configuration": Verdict.CONFIRMED,
        "linux-file-system-freeze": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="linux-agent-configuration",
    near_miss_of=("linux-agent-outdated", "backup-extension-load-failure"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "minimal-02", Site("rg-minimal"))
    remove_python(vm)
    fail_last_backup(world, vm, EXTENSION_FAILED)
    return str(vm.id)
