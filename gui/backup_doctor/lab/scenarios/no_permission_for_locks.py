"""A healthy Windows VM in a subscription where the account may not read locks."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..build import FINANCE, Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="no-permission-for-locks",
    title=translate("Scenario", "The account may not read locks"),
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.UNKNOWN,
    },
)


def build(world: World) -> str:
    vm = windows(world, "ledger-01", Site("rg-ledger", subscription=FINANCE, vault="rsv-finance-weu"))
    world.deny("Microsoft.Authorization/locks/read", vm.id.subscription_scope)
    return str(vm.id)
