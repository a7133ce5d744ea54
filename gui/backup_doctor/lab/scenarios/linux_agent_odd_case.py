"""A healthy Linux VM whose agent Azure spells in capitals."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-agent-odd-case",
    title=translate("Scenario", "An agent spelled in capitals"),
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
    },
    near_miss_of=("linux-agent-outdated", "snapshot-status-unavailable"),
)


def build(world: World) -> str:
    vm = linux(world, "dns-cache-01", Site("rg-dns"))
    vm.agent.code = "PROVISIONINGSTATE/SUCCEEDED"
    return str(vm.id)
