"""A near miss: a private subnet without any way out; storage of the same region is reached all the same, and the agent is current."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.network import make_private
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="private-subnet",
    title=translate("Scenario", "The subnet is private and has no way out, which does no harm"),
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.RULED_OUT,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    near_miss_of=("vm-no-internet-access",),
)


def build(world: World) -> str:
    vm = linux(world, "private-db-01", Site("rg-private-db"))
    make_private(world, vm)
    return str(vm.id)
