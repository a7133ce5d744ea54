"""The VM's last change in Azure failed, or never ends.

Provisioning states: states and billing of VMs (2023-10-31). That Azure Backup refuses such a VM: the agent and
extension article (2025-11-12), under UserErrorVmProvisioningStateFailed.
"""

from __future__ import annotations

import asyncio

from ...core.facts import Extension, Machine, Vm
from ...core.model import Cause, Command, Finding, Instructions, Seen, Shell, failed, ok, skipped, unknown, warning
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import failed_extension, power
from ..agent_state import unless_agentless
from ..commands import group, named
from ..extension_state import SETTLING, age, changes

cause = Cause(
    id="vm-provisioning-failed",
    title=translate("Provisioning", "The VM's last change in Azure failed"),
    explanation=translate(
        "Provisioning",
        "Azure keeps a provisioning state for the VM, apart from whether it runs. When an extension or another change of the VM has failed, "
        "that state is Failed, and Azure Backup takes no snapshot until it is put right, even though the VM works well.",
    ),
    learn_more="https://learn.microsoft.com/azure/virtual-machines/states-billing",
    upstream=(
        "windows-agent-unresponsive",
        "linux-agent-outdated",
        "linux-agent-configuration",
        "extension-blocked-by-security-software",
        "windows-extension-environment",
        "backup-extension-load-failure",
    ),
)


@cause.check(
    title=translate("Provisioning", "The VM's last change in Azure succeeded"),
    why=translate(
        "Provisioning",
        "A VM in the Failed provisioning state is refused by Azure Backup even when it runs well. Mostly an extension has failed, or a change "
        "of the VM was not completed.",
    ),
)
async def provisioning_state(vm: Vm) -> Finding:
    machine = await vm.machine()
    state = machine.provisioning
    match state.value.casefold():
        case "succeeded":
            return ok(translate("Provisioning", "The provisioning state is Succeeded."), state.evidence)
        case "failed":
            return _failed(machine)
        case word if word in SETTLING:
            return _changing(machine)
        case _:
            text = translate("Provisioning", "Azure names a provisioning state this program does not know: {state}.")
            return unknown(text.format(state=state.value), state.evidence)


def _failed(machine: Machine) -> Finding:
    state, error, message = machine.provisioning, machine.provisioning_error, machine.provisioning_message
    if error is None:
        text = translate("Provisioning", "The provisioning state is Failed. The VM's activity log names the change that failed.")
        return failed(text, state.evidence)
    if not message:
        return failed(
            translate("Provisioning", "The provisioning state is Failed, with the error {code}.").format(code=error.value),
            state.evidence,
            error.evidence,
        )
    text = translate("Provisioning", "The provisioning state is Failed, with the error {code}. Azure says: {message}")
    return failed(text.format(code=error.value, message=message), state.evidence, error.evidence)


def _changing(machine: Machine) -> Finding:
    state, lasted = machine.provisioning, age(machine.provisioning_since, machine)
    if lasted is None:
        text = translate("Provisioning", "Azure is changing the VM ({state}) and does not say since when. A backup has to wait for that: look again.")
        return unknown(text.format(state=state.value), state.evidence)
    values = {"state": state.value, "age": lasted}
    if changes(machine):
        text = translate("Provisioning", "Azure has been changing the VM for {age} ({state}). A backup has to wait for that: look again later.")
        return unknown(text.format(**values), state.evidence)
    text = translate("Provisioning", "Azure has been changing the VM for {age} ({state}), longer than any extension may take: the change is stuck.")
    return warning(text.format(**values), state.evidence)


@cause.check(
    title=translate("Provisioning", "No extension has failed on the VM"),
    why=translate(
        "Provisioning",
        "One failed extension, whosever it is, is enough to put the whole VM into the failed state. It has to be repaired or removed first.",
    ),
)
async def failed_extensions(vm: Vm) -> Finding:
    """A failure that is suppressed does not reach the VM's state; `hidden_failures` is about those."""
    listing, machine = await asyncio.gather(vm.extensions(), vm.machine())
    is_failed = machine.provisioning.value.casefold() == "failed"
    blamed = is_failed and _is_about_extensions(machine.provisioning_error)
    broken = [item for item in listing.items if item.state.value == "failed" and not item.hides_failures and (blamed or not item.takes_snapshots)]
    if not broken:
        return ok(translate("Provisioning", "No extension has failed that would show in the VM's state."), *listing.evidence)
    evidence = tuple(item.state.evidence for item in broken)
    if blamed:
        text = translate("Provisioning", "%n extension(s) failed, and with it the VM: {names}.", "", 0)
        return failed(text.counted(len(broken)).format(names=_told(broken)), machine.provisioning.evidence, *evidence)
    if machine.power.value.is_off:
        text = translate("Provisioning", "The VM is off, so what extensions last reported does not affect its backup.")
        return skipped(text, machine.power.evidence)
    error = machine.provisioning_error
    if is_failed and error is not None:
        text = translate("Provisioning", "%n extension(s) failed, but the VM itself failed for another reason, {code}: {names}.", "", 0)
        words = text.counted(len(broken)).format(names=_told(broken), code=error.value)
        return await unless_agentless(vm, warning(words, error.evidence, *evidence))
    text = translate("Provisioning", "%n extension(s) failed, although the VM's state is {state}: {names}.", "", 0)
    words = text.counted(len(broken)).format(names=_told(broken), state=machine.provisioning.value)
    return await unless_agentless(vm, warning(words, *evidence))


def _is_about_extensions(error: Seen[str] | None) -> bool:
    """``VMExtensionProvisioningError``, ``VMAgentStatusCommunicationError`` …; not ``AllocationFailed``. Without a code it may well be."""
    return error is None or any(word in error.value.casefold() for word in ("extension", "agent"))


def _told(extensions: list[Extension]) -> str:
    """Names, with what the extension says of itself."""
    return "; ".join(f"{item.name} ({item.message})" if item.message else item.name for item in extensions)


@cause.check(
    title=translate("Provisioning", "No extension hides a failure"),
    why=translate(
        "Provisioning",
        "With suppressFailures a failed extension does not show in the VM's state, which then looks better than it is.",
    ),
)
async def hidden_failures(vm: Vm) -> Finding:
    listing, machine = await asyncio.gather(vm.extensions(), vm.machine())
    hiding = [item for item in listing.items if item.hides_failures and item.state.value == "failed"]
    if not hiding:
        return ok(translate("Provisioning", "No extension with suppressed failures has failed."), *listing.evidence)
    if machine.power.value.is_off:
        text = translate("Provisioning", "The VM is off, so what extensions last reported does not affect its backup.")
        return skipped(text, machine.power.evidence)
    text = translate("Provisioning", "Failed, but hidden from the VM's state by suppressFailures: {names}.")
    return await unless_agentless(vm, warning(text.format(names=_told(hiding)), *(item.state.evidence for item in hiding)))


power.offer(cause, power.reapply_vm)


@cause.remedy(
    title=translate("Provisioning", "Remove the extension that failed"),
    what=translate(
        "Provisioning",
        "Removes an extension that has failed and is not Azure Backup's own, and has Azure apply the VM's settings again. "
        "For one whose owner does not need it any more, or will install it again.",
    ),
    permissions=("Microsoft.Compute/virtualMachines/extensions/delete", "Microsoft.Compute/virtualMachines/reapply/action"),
    risk=Risk.DESTRUCTIVE,
)
async def delete_failed_extension(vm: Vm) -> Plan:
    return await failed_extension.delete_failed_extension(vm)


@cause.manual(title=translate("Provisioning", "Find the extension that failed, and repair or remove it"))
def find_extension(vm: VmId) -> Instructions:
    owner = f"{group(vm)} --vm-name {vm.quoted(vm.name)}"
    return Instructions(
        translate(
            "Provisioning",
            "The list names every extension with its state; the instance view has the message of each. Whoever owns the failed one should "
            "repair it. Azure Backup's own may be removed: the next backup installs it again.",
        ),
        (
            Command(Shell.AZURE_CLI, f"az vm extension list {owner} --output table"),
            Command(Shell.AZURE_CLI, f"az vm get-instance-view {named(vm)} --query instanceView.extensions"),
            Command(Shell.AZURE_CLI, f"az vm extension delete {owner} --name <extension>"),
        ),
    )


@cause.manual(title=translate("Provisioning", "Read in the activity log what was changed last"))
def read_activity_log(vm: VmId) -> Instructions:
    query = "[].{when:eventTimestamp, operation:operationName.value, status:status.value, code:subStatus.value}"
    return Instructions(
        translate(
            "Provisioning",
            "When no extension has failed, it was another change: a new size, a disk, a lack of capacity. "
            "The log of the last days names it and its error.",
        ),
        (Command(Shell.AZURE_CLI, f'az monitor activity-log list --resource-id {vm.quoted_id} --offset 14d --query "{query}" --output table'),),
    )


@cause.manual(title=translate("Provisioning", "Have Azure apply the VM's settings again"))
def reapply(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Provisioning",
            "Once the reason is gone, Reapply brings the VM out of the failed state. It does not restart a healthy VM. Then back up again.",
        ),
        (
            Command(Shell.AZURE_CLI, f"az vm reapply {named(vm)}"),
            Command(Shell.AZURE_CLI, f"az vm show {named(vm)} --query provisioningState"),
        ),
    )
