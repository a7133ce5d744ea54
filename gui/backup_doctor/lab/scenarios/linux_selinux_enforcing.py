"""A healthy Linux VM on which SELinux is enforcing, as it is by default on many distributions."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import set_selinux
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="linux-selinux-enforcing",
    title=translate("Scenario", "A healthy Linux VM with SELinux enforcing"),
    verdicts={
        "linux-agent-configuration": Verdict.RULED_OUT,
        "extension-blocked-by-security-software": Verdict.RULED_OUT,
        "linux-file-system-freeze": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    near_miss_of=("extension-blocked-by-security-software", "linux-agent-configuration"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = linux(world, "rhel-app-01", Site("rg-rhel"))
    set_selinux(vm)
    return str(vm.id)
