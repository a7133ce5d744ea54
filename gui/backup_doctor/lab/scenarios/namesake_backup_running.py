"""A near miss: another vault backs up a VM of the same name in another resource group."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..backup import make_job, make_vault, vault_id
from ..build import Site, windows
from ..identity import guid
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="namesake-backup-running",
    title=translate("Scenario", "A VM of the same name is being backed up"),
    verdicts={
        "backup-job-running": Verdict.RULED_OUT,
        "backup-not-active": Verdict.RULED_OUT,
    },
    near_miss_of=("backup-job-running",),
)


def build(world: World) -> str:
    vm = windows(world, "print-01", Site("rg-print"))
    namesake = replace(vm.id, resource_group="rg-print-branch")
    vault = vault_id(world.store.add_group(vm.id.subscription, "rg-backup-branch"), "rsv-contoso-branch")
    world.store.put(make_vault(vault, vm.location))
    world.store.put(make_job(vault, guid(f"running job/{namesake}"), namesake, world.now() - timedelta(minutes=20), user_triggered=False))
    return str(vm.id)
