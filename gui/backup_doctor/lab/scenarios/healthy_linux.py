"""A Linux VM with nothing wrong."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..build import Site, linux
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="healthy-linux",
    title=translate("Scenario", "A healthy Linux VM"),
    verdicts={
        "vm-no-internet-access": Verdict.RULED_OUT,
        "windows-agent-unresponsive": Verdict.NOT_APPLICABLE,
        "linux-agent-outdated": Verdict.RULED_OUT,
        "snapshot-status-unavailable": Verdict.RULED_OUT,
        "backup-extension-load-failure": Verdict.RULED_OUT,
        "resource-group-lock": Verdict.RULED_OUT,
    },
)


def build(world: World) -> str:
    return str(linux(world, "web-01", Site("rg-web")).id)
