"""A healthy Linux VM with an old package, whose agent has updated itself; cloud-init provisions it."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import age_daemon, set_provisioning_agent
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-old-package",
    title=translate("Scenario", "A healthy Linux VM whose agent's package is old"),
    verdicts={
        "linux-agent-outdated": Verdict.RULED_OUT,
        "linux-agent-configuration": Verdict.RULED_OUT,
        "extension-blocked-by-security-software": Verdict.NOT_APPLICABLE,
        "linux-file-system-freeze": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    near_miss_of=("linux-agent-outdated", "linux-agent-configuration"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "web-02", Site("rg-web-old"))
    age_daemon(vm)
    set_provisioning_agent(vm, "cloud-init")
    return str(vm.id)
