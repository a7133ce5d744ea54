"""A Windows VM whose antivirus ends the backup extension's program."""

from __future__ import annotations

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.guest import crash_extension
from ..build import Site, fail_last_backup, windows
from ..failures import EXTENSION_KILLED
from ..scenario import Scenario
from ..world import World

scenario = Scenario(
    name="windows-antivirus",
    title=translate("Scenario", "An antivirus ends the backup extension"),
    code="VMRestorePointInternalError",
    verdicts={
        "windows-agent-unresponsive": Verdict.RULED_OUT,
        "extension-blocked-by-security-software": Verdict.CONFIRMED,
        "vss-or-com-failure": Verdict.RULED_OUT,
        "windows-extension-environment": Verdict.RULED_OUT,
        "guest-resources": Verdict.RULED_OUT,
    },
    root_cause="extension-blocked-by-security-software",
    near_miss_of=("windows-extension-environment", "windows-agent-unresponsive"),
    looks_inside=True,
)


def build(world: World) -> str:
    vm = windows(world, "terminal-01", Site("rg-terminal"))
    crash_extension(vm)
    fail_last_backup(world, vm, EXTENSION_KILLED)
    return str(vm.id)
