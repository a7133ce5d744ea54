"""A Windows VM on which MSDTC was made to run as LocalSystem."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import run_service_as
from ..build import Site, fail_last_backup, windows
from ..failures import MSDTC_FAILED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-msdtc-account",
    title=translate("Scenario", "MSDTC runs under the wrong account"),
    code="ExtensionInstallationFailedMDTC",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "vss-or-com-failure": Verdict.CONFIRMED,
        "windows-extension-environment": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="vss-or-com-failure",
    near_miss_of=("windows-extension-environment",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "biztalk-01", Site("rg-biztalk"))
    run_service_as(vm, "MSDTC", "LocalSystem")
    fail_last_backup(world, vm, MSDTC_FAILED)
    return str(vm.id)
