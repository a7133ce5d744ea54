"""A Windows VM with a stopped agent, and with words around it that want to be more than words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ...core.model import Verdict
from ...core.text import lazy_translate as translate
from ..breaking.machine import break_backup_extension, silence_agent
from ..breaking.network import add_rules
from ..build import Site, fail_last_backup, windows
from ..failures import AGENT_UNAVAILABLE
from ..locks import CAN_NOT_DELETE
from ..network import rule
from ..scenario import Scenario
from ..world import World

MARKUP = "<img src=x onerror=alert(1)>"
TYPESETTING = '#panic("x") *b* $x$ \\u{202e} \u202e {vm} %s'
LONG = "very long " * 60

scenario = Scenario(
    name="hostile-names",
    title=translate("Scenario", "The agent is stopped, and Azure's texts hold markup"),
    code="UserErrorGuestAgentStatusUnavailable",
    verdicts={
        "windows-agent-unresponsive": Verdict.CONFIRMED,
        "linux-agent-outdated": Verdict.NOT_APPLICABLE,
        "resource-group-lock": Verdict.RULED_OUT,
    },
    root_cause="windows-agent-unresponsive",
)


def build(world: World) -> str:
    vm = windows(world, "kiosk-04", Site("rg-kiosk"))
    vm.tags = {"owner": MARKUP, "note": LONG}
    silence_agent(vm)
    break_backup_extension(world, vm, "succeeded", "Succeeded", f"{MARKUP} {TYPESETTING} {LONG}", timedelta(hours=9))
    add_rules(world, vm, rule("Allow-Kiosk", 200, "Allow", "*", port="8443", description=f"{MARKUP} {TYPESETTING}"))
    world.add_lock(str(vm.id), "kiosk", CAN_NOT_DELETE, f"{MARKUP} {TYPESETTING} {LONG}")
    words = f"{AGENT_UNAVAILABLE.message} {MARKUP} {TYPESETTING} {LONG}"
    fail_last_backup(world, vm, replace(AGENT_UNAVAILABLE, message=words, recommendations=(MARKUP, TYPESETTING)))
    return str(vm.id)
