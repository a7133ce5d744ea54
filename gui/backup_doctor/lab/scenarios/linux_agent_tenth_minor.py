"""A healthy Linux VM whose agent, compared as text, would look older than it is."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import outdate_agent
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-agent-tenth-minor",
    title=translate("Scenario", "A version that looks old as text"),
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
    },
    near_miss_of=("linux-agent-outdated",),
)


def build(world: World) -> str:
    vm = linux(world, "gis-tiles", Site("rg-gis"))
    outdate_agent(vm, "2.10.0.8")
    return str(vm.id)
