"""A healthy Windows VM whose services for snapshots rest until they are needed."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import stop_service
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-services-at-rest",
    title=translate("Scenario", "A healthy Windows VM with COM+ and VSS at rest"),
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "vss-or-com-failure": Verdict.RULED_OUT,
        "windows-extension-environment": Verdict.RULED_OUT,
        "extension-blocked-by-security-software": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    near_miss_of=("vss-or-com-failure",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "printsrv-04", Site("rg-printsrv"))
    stop_service(vm, "COMSysApp")
    stop_service(vm, "VSS")
    return str(vm.id)
