"""A healthy Linux VM made from a specialised disk: it has no OS profile, and nothing is known of its switches."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import make_from_specialised_disk
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-specialised-disk",
    title=translate("Scenario", "A VM created from a specialised disk"),
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
    },
    near_miss_of=("linux-agent-outdated", "backup-extension-load-failure"),
)


def build(world: World) -> str:
    vm = linux(world, "legacy-crm-db", Site("rg-legacy-crm"))
    make_from_specialised_disk(vm)
    return str(vm.id)
