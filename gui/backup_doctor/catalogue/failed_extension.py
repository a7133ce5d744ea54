"""Removing an extension, not Azure Backup's own, that has failed and keeps the VM in the failed state or new extensions out.

Sources: agent and extension article (2025-11-12: any extension that failed puts the VM into the failed state) and the Compute REST reference
(2024-07-01: protected settings are never given back).
"""

from __future__ import annotations

from ..core.facts import Extension, Machine, Vm
from ..core.plan import Plan, Risk, Unavailable
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .extension_repairs import removal
from .gates import agent_ready
from .power import reapply_step


async def delete_failed_extension(vm: Vm) -> Plan:
    """One at a time: that which the VM's own state names, else the first."""
    machine = await agent_ready(vm)
    broken = [item for item in (await vm.extensions()).items if item.state.value == "failed"]
    if not broken:
        raise Unavailable(translate("Provisioning", "No extension has failed."))
    candidates = [item for item in broken if not item.takes_snapshots]
    if not candidates:
        text = translate(
            "Provisioning", "It is Azure Backup's own extension that has failed. There is a separate repair for that, which loses nothing."
        )
        raise Unavailable(text)
    chosen = _chosen(candidates, machine)
    title = translate("Provisioning", "Remove the extension {extension}").format(extension=chosen.name)
    return Plan(
        steps=(await removal(vm, chosen, title), reapply_step(vm)),
        risk=Risk.DESTRUCTIVE,
        downtime=translate(
            "Provisioning", "None for the VM. What the extension does, such as monitoring or protection, is gone until it is installed again."
        ),
        loss=translate(
            "Provisioning", "The extension and its settings. Its protected settings, such as passwords and keys, cannot be read back from Azure."
        ),
        undo=_installed_again(chosen),
        notes=(*_about(chosen), *_left(len(candidates) - 1)),
    )


def _chosen(candidates: list[Extension], machine: Machine) -> Extension:
    blamed = [item for item in candidates if item.name.casefold() in machine.provisioning_message.casefold()]
    visible = [item for item in candidates if not item.hides_failures]
    return next(iter(blamed or visible or candidates))


def _installed_again(extension: Extension) -> Text:
    text = translate(
        "Provisioning",
        "Not by this program, which does not know the protected settings. "
        "Whoever owns it installs it again: publisher {publisher}, type {kind}, version {version}.",
    )
    return text.format(publisher=extension.publisher, kind=extension.kind, version=extension.version or "—")


def _about(extension: Extension) -> list[Text]:
    text = translate("Provisioning", "Repairing it is better than removing it, if its owner can be asked. It says of itself: {message}")
    return [text.format(message=extension.message or "—")]


def _left(number: int) -> list[Text]:
    text = translate("Provisioning", "%n more extension(s) have failed; this removes one at a time.", "", 0)
    return [text.counted(number)] if number else []
