"""A Windows VM whose backup extension has lost its library, as after a clean-up."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import lose_provider
from ..build import Site, fail_last_backup, windows
from ..failures import INTERNAL
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-library-missing",
    title=translate("Scenario", "The backup extension's library is missing"),
    code="BackUpOperationFailedV2",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "extension-blocked-by-security-software": Verdict.RULED_OUT,
        "vss-or-com-failure": Verdict.RULED_OUT,
        "windows-extension-environment": Verdict.CONFIRMED,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="windows-extension-environment",
    near_miss_of=("extension-blocked-by-security-software", "vss-or-com-failure"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "crm-01", Site("rg-crm-dev"))
    lose_provider(vm)
    fail_last_backup(world, vm, INTERNAL)
    return str(vm.id)
