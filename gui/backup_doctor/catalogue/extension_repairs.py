"""Plans for Azure Backup's own extension: taking it away, so that the next backup brings it anew, and letting it in where extensions are off.

Sources: agent and extension article (2025-11-12) and the Compute REST reference (2024-07-01).
"""

from __future__ import annotations

from ..core.api_versions import COMPUTE
from ..core.facts import Extension, Vm
from ..core.plan import Plan, Request, Risk, Step, Unavailable, child
from ..core.resource_id import VmId
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .gates import agent_ready, no_backup_running, unlocked


async def remove_own(vm: Vm) -> Plan:
    """Azure refuses it while the VM is off, and it hangs without an agent (agent and extension article, 2025-11-12)."""
    await agent_ready(vm)
    extension = next((item for item in (await vm.extensions()).items if item.takes_snapshots), None)
    if extension is None:
        raise Unavailable(translate("Extension", "The backup extension is not installed, so there is nothing to remove."))
    title = translate("Extension", "Remove the extension {extension}").format(extension=extension.name)
    return Plan(
        steps=(await removal(vm, extension, title),),
        risk=Risk.SAFE,
        downtime=translate("Extension", "None. The VM keeps running."),
        loss=translate("Extension", "Nothing: the extension's settings come from Azure Backup, which brings them back."),
        undo=translate("Extension", "Not needed: the next backup reinstalls the extension."),
    )


async def removal(vm: Vm, extension: Extension, title: Text) -> Step:
    """The step that takes an extension away, whosever it is.

    Raises:
        Unavailable: a lock forbids it, or a backup runs.
    """
    path = child(str(vm.id), "extensions", extension.name)
    await unlocked(vm, path, deletes=True)
    await no_backup_running(vm)
    return Step(title, Request("DELETE", path, COMPUTE), tries=3)


async def allow(vm: Vm) -> Plan:
    """It can only be switched off while there is no extension, which also holds for taking it back (Compute REST reference, 2024-07-01)."""
    allowed = (await vm.machine()).extensions_allowed
    if allowed is None:
        raise Unavailable(translate("Extension", "This VM was created from a specialised disk and has no such switch."))
    if allowed.value:
        raise Unavailable(translate("Extension", "Extensions are allowed already."))
    await unlocked(vm, str(vm.id), deletes=False)
    return Plan(
        steps=(
            Step(
                title=translate("Extension", "Allow extensions on the VM"),
                request=_switch_extensions(vm.id, allowed=True),
                undo=_switch_extensions(vm.id, allowed=False),
                tries=3,
            ),
        ),
        risk=Risk.SAFE,
        downtime=translate("Extension", "None. The VM keeps running."),
        loss=translate("Extension", "Nothing. But whoever may change this VM can then run programs inside it through extensions."),
        undo=translate("Extension", "Undoing it switches extensions off again. Azure allows that only as long as none is installed."),
        notes=(translate("Extension", "Somebody has switched them off, perhaps on purpose: ask whoever is responsible for the VM."),),
    )


def _switch_extensions(vm: VmId, *, allowed: bool) -> Request:
    return Request("PATCH", str(vm), COMPUTE, {"properties": {"osProfile": {"allowExtensionOperations": allowed}}})
