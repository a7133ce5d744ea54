"""A Windows VM whose backup extension has just begun its work, as it does in every backup."""

from __future__ import annotations

from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import break_backup_extension
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="extension-at-work",
    title=translate("Scenario", "The backup extension is at work"),
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "vm-provisioning-failed": Verdict.RULED_OUT,
    },
    near_miss_of=("backup-extension-load-failure", "vm-provisioning-failed"),
)


def build(world: World) -> str:
    vm = windows(world, "mail-gw-01", Site("rg-mail-gateway"))
    break_backup_extension(world, vm, "transitioning", "Updating", "Taking the snapshot", timedelta(minutes=3))
    return str(vm.id)
