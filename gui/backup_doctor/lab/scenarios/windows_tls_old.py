"""An old Windows VM whose .NET does not use TLS 1.2."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import weaken_crypto
from ..build import Site, fail_last_backup, windows
from ..failures import NO_SECURE_NETWORK
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-tls-old",
    title=translate("Scenario", ".NET on Windows does not use TLS 1.2"),
    code="ExtensionSnapshotFailedNoSecureNetwork",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "vss-or-com-failure": Verdict.RULED_OUT,
        "windows-extension-environment": Verdict.CONFIRMED,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="windows-extension-environment",
    near_miss_of=("vm-no-internet-access",),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "timesheet-2012", Site("rg-timesheet"))
    weaken_crypto(vm)
    fail_last_backup(world, vm, NO_SECURE_NETWORK)
    return str(vm.id)
