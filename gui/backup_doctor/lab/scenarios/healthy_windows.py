"""A Windows VM with nothing wrong."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..build import Site, windows
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="healthy-windows",
    title=translate("Scenario", "A healthy Windows VM"),
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
)


def build(world: World) -> str:
    return str(windows(world, "dc-01", Site("rg-identity")).id)
