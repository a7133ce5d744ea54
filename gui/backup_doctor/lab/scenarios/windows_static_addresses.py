"""A healthy Windows VM with three addresses on its interface, which have to be typed in by hand."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import turn_dhcp_off
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-static-addresses",
    title=translate("Scenario", "A healthy Windows VM with several static addresses"),
    verdicts={
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "vss-or-com-failure": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    near_miss_of=("snapshot-status-unavailable",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "proxy-02", Site("rg-proxy"))
    turn_dhcp_off(vm, 3)
    return str(vm.id)
