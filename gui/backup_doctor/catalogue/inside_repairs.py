"""Repairs inside the guest: our own scripts through Run Command, and what has to hold before one is sent.

Facts: Run Command for Windows (2025-08-18) and for Linux: one at a time, the last 4,096 bytes of output, as SYSTEM or root, through a
ready agent, which a script must not stop; it is an extension itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..core.facts import Guest, Machine, Vm
from ..core.model import CouldNotLook
from ..core.plan import Plan, Risk, Step, Unavailable
from ..core.scripts import run_script
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .extension_state import REFUSED
from .gates import agent_ready, no_backup_running

RUN = ("Microsoft.Compute/virtualMachines/runCommand/action",)

BUSY_TRIES = 20
"""Another command may be running in the VM, which Azure answers with 409; at the usual interval this waits five minutes."""

NO_DOWNTIME = translate("InsideRepair", "None. The VM keeps running.")
NO_LOSS = translate("InsideRepair", "Nothing.")
AGENT_PAUSE = translate("InsideRepair", "None for the VM. Its agent is away for a minute or two, and no extension can start meanwhile.")
PUT_BACK = translate("InsideRepair", "This program can undo it: a second script restores what the first one found.")
NO_UNDO = translate("InsideRepair", "Not needed.")

Needless = Callable[[Guest], bool]
"""Whether the guest as it was seen leaves a repair nothing to do."""


async def way_in(vm: Vm, *, during_backup: bool = True, needless: Needless | None = None) -> Machine:
    """The VM, if a script of ours can be run inside it now.

    Args:
        during_backup: whether that may be done while a backup runs.
        needless: looked at only where the user has had a look inside.

    Raises:
        Unavailable: it cannot, or has nothing to do.
    """
    machine = await agent_ready(vm)
    await _runs_extensions(vm, machine)
    if not during_backup:
        await no_backup_running(vm)
    if needless is not None and await _is_needless(vm, needless):
        raise Unavailable(translate("InsideRepair", "The look inside found nothing that this would change."))
    return machine


async def _runs_extensions(vm: Vm, machine: Machine) -> None:
    """Run Command is an extension: where those are off, so is it."""
    allowed = machine.extensions_allowed
    if allowed is not None and not allowed.value:
        raise Unavailable(translate("InsideRepair", "Extensions are switched off for this VM, and with them Run Command. Allow them first."))
    if any(REFUSED in extension.message.casefold() for extension in (await vm.extensions()).items):
        text = translate(
            "InsideRepair",
            "The agent runs no extensions, and Run Command is one. Switch extensions on manually, from the serial console or by SSH.",
        )
        raise Unavailable(text)


async def _is_needless(vm: Vm, needless: Needless) -> bool:
    if not vm.looks_inside:
        return False
    try:
        return needless(await vm.guest())
    except CouldNotLook:
        return False


@dataclass(frozen=True, slots=True)
class Script:
    """One script as a step of a plan."""

    title: Text
    file: str
    undo: str = ""
    """The script that takes it back."""
    watch: str = ""
    """What is waited for after it, such as the agent's restart."""
    limit: timedelta = timedelta(minutes=15)
    repeatable: bool = True
    saves: str = ""


def script_step(vm: Vm, script: Script) -> Step:
    """The step that runs a script."""
    return Step(
        title=script.title,
        request=run_script(vm.id, script.file),
        undo=run_script(vm.id, script.undo) if script.undo else None,
        repeatable=script.repeatable,
        tries=BUSY_TRIES,
        watch=script.watch,
        limit=script.limit,
        saves=script.saves,
    )


def script_plan(
    vm: Vm,
    *scripts: Script,
    risk: Risk = Risk.SAFE,
    downtime: Text = NO_DOWNTIME,
    loss: Text = NO_LOSS,
    undo: Text = PUT_BACK,
    notes: Sequence[Text] = (),
) -> Plan:
    """The plan that runs scripts one after the other."""
    return Plan(tuple(script_step(vm, script) for script in scripts), risk, downtime, loss, undo, tuple(notes))


async def collected(vm: Vm, *logs: tuple[Text, str, str]) -> Plan:
    """The plan that fetches logs, one script for each: title, script, and the name it is saved under.

    Run Command hands back 4,096 bytes. Packed, that is the last 10 to 30 KB of such a log (measured with logs of this kind).
    """
    machine = await way_in(vm)
    at = machine.now or datetime.now(UTC)
    name = re.sub(r"[^-A-Za-z0-9_]", "_", vm.id.name)[:64].strip("-") or "vm"
    folder = f"{name}-{at:%Y%m%d-%H%M%S}"
    return script_plan(
        vm,
        *(Script(title, file, saves=f"{folder}/{name}") for title, file, name in logs),
        undo=NO_UNDO,
        notes=(
            translate("InsideRepair", "Run Command hands out little at a time, so each file holds the last 10 to 30 KB of its log only."),
            translate("InsideRepair", "Keys, certificates and encrypted settings stay in the VM. Names, addresses and error messages do not."),
        ),
    )
