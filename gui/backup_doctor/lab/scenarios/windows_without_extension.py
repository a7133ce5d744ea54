"""A healthy Windows VM from which the backup extension was removed; the next backup brings it back."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import remove_plugin, remove_service
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-without-extension",
    title=translate("Scenario", "A healthy Windows VM without the backup extension"),
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "vss-or-com-failure": Verdict.RULED_OUT,
        "windows-extension-environment": Verdict.RULED_OUT,
        "extension-blocked-by-security-software": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    near_miss_of=("windows-extension-environment", "backup-extension-load-failure"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "fresh-01", Site("rg-fresh"))
    vm.extensions.clear()
    remove_plugin(vm)
    remove_service(vm, "IaaSVmProvider")
    return str(vm.id)
