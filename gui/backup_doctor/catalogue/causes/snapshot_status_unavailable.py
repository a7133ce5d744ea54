"""The snapshot's status cannot be retrieved, or no snapshot can be taken, because of the state the VM is in."""

from __future__ import annotations

import asyncio

from ...core.facts import Power, Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell, failed, ok, skipped, unknown, warning
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from ..commands import group, named
from ..inside import look_inside, not_told

cause = Cause(
    id="snapshot-status-unavailable",
    title=translate("Snapshot", "The VM is not in a state in which a snapshot can be taken"),
    explanation=translate(
        "Snapshot",
        "A backup stands and falls with a snapshot of the VM's disks. It cannot be taken, or its status is never heard of, "
        "while Azure has a wrong picture of the VM's state, while the VM is stuck in provisioning, or while the guest has lost the Azure host.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout",
)


@cause.check(
    title=translate("Snapshot", "The VM runs or is properly off"),
    why=translate("Snapshot", "Running, stopped and deallocated VMs can be backed up; one that is between two states cannot."),
)
async def power_state(vm: Vm) -> Finding:
    power = (await vm.machine()).power
    state = str(power.value)
    if power.value is Power.UNKNOWN:
        return unknown(translate("Snapshot", "Azure shows no power state for this VM at the moment."), power.evidence)
    if power.value.is_changing:
        return unknown(translate("Snapshot", "The VM is changing state ({power}). Look again in a minute.").format(power=state), power.evidence)
    if power.value.is_off:
        text = translate("Snapshot", "The VM is {power}. Azure can back it up like this; the copy is crash-consistent.")
        return ok(text.format(power=state), power.evidence)
    return ok(translate("Snapshot", "Azure shows the VM as running."), power.evidence)


@cause.check(
    title=translate("Snapshot", "The VM's last change in Azure succeeded"),
    why=translate(
        "Snapshot",
        "A VM in the failed provisioning state is refused by Azure Backup even when it runs well. Mostly an extension "
        "has failed, or a change of the VM was not completed.",
    ),
)
async def provisioning_state(vm: Vm) -> Finding:
    machine = await vm.machine()
    state = machine.provisioning
    match state.value.casefold():
        case "succeeded":
            return ok(translate("Snapshot", "The provisioning state is Succeeded."), state.evidence)
        case "failed" if machine.provisioning_error is not None:
            text = translate("Snapshot", "The provisioning state is Failed, with the error {code}.")
            return failed(text.format(code=machine.provisioning_error.value), state.evidence, machine.provisioning_error.evidence)
        case "failed":
            return failed(
                translate("Snapshot", "The provisioning state is Failed. The VM's activity log names the change that failed."), state.evidence
            )
        case "creating" | "updating" | "deleting" | "migrating":
            text = translate("Snapshot", "Azure is still changing the VM ({state}); a backup has to wait for that.")
            return warning(text.format(state=state.value), state.evidence)
        case _:
            return unknown(
                translate("Snapshot", "Azure names a provisioning state this program does not know: {state}.").format(state=state.value),
                state.evidence,
            )


@cause.check(
    title=translate("Snapshot", "The VM is really in the state Azure shows"),
    why=translate(
        "Snapshot",
        "When a VM is shut down from inside, for example over RDP, Azure may go on showing it as running. Azure Backup "
        "then waits for a guest that is not there.",
    ),
)
async def true_state(vm: Vm) -> Finding:
    machine, agent = await asyncio.gather(vm.machine(), vm.agent())
    if machine.power.value is not Power.RUNNING:
        return ok(translate("Snapshot", "Azure does not show the VM as running, so nothing contradicts that."), machine.power.evidence)
    if agent.is_ready:
        return ok(translate("Snapshot", "The VM is shown as running, and its agent answers."), machine.power.evidence, agent.code.evidence)
    health = await vm.health()
    evidence = (machine.power.evidence, health.state.evidence, health.cause.evidence)
    if health.is_shut_down_by_customer:
        return failed(translate("Snapshot", "Azure shows the VM as running, but Resource Health says that it was shut down from inside."), *evidence)
    match health.state.value.casefold():
        case "available":
            return ok(translate("Snapshot", "Resource Health agrees that the VM is up, although its agent is silent."), *evidence)
        case "unavailable" | "degraded":
            text = translate("Snapshot", "Resource Health calls the VM {state}: {summary}")
            return warning(text.format(state=health.state.value, summary=health.summary), *evidence)
        case _:
            return unknown(translate("Snapshot", "Resource Health cannot say whether the VM is up."), *evidence)


@cause.check(
    title=translate("Snapshot", "The guest takes its address from Azure"),
    why=translate(
        "Snapshot",
        "With a hand-typed address on its only interface, Windows does not hear of the Azure host (DHCP option 245), "
        "and no extension can be loaded or run.",
    ),
)
async def guest_address(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    if (await vm.machine()).os != "Windows":
        return skipped(translate("Snapshot", "On Linux the agent also finds the host by its known address."))
    if guest.dhcp is None or guest.addresses is None:
        return not_told()
    evidence = (guest.dhcp.evidence, guest.addresses.evidence)
    if guest.dhcp.value:
        return ok(translate("Snapshot", "The guest uses DHCP."), *evidence)
    if guest.addresses.value > 1:
        return ok(translate("Snapshot", "The interface has several addresses; static settings in the guest are right for that."), *evidence)
    return failed(translate("Snapshot", "The guest has a hand-typed address on an interface with one address; DHCP has to be on."), *evidence)


@cause.check(
    title=translate("Snapshot", "All VSS writers are stable"),
    why=translate(
        "Snapshot",
        "Windows prepares its programs for the snapshot through VSS writers; one that is not stable makes the application-consistent snapshot fail.",
    ),
)
async def vss_writers(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    if (await vm.machine()).os != "Windows":
        return skipped(translate("Snapshot", "Linux has no VSS writers."))
    if guest.bad_writers is None:
        return not_told()
    if guest.bad_writers.value:
        return warning(translate("Snapshot", "%n VSS writer(s) are not stable.", "", 0).counted(guest.bad_writers.value), guest.bad_writers.evidence)
    return ok(translate("Snapshot", "All VSS writers are stable."), guest.bad_writers.evidence)


@cause.manual(title=translate("Snapshot", "Shut the VM down properly, then start it"))
def stop_and_start(vm: VmId) -> Instructions:
    names = named(vm)
    return Instructions(
        translate(
            "Snapshot",
            "If Azure shows a VM as running that has been shut down inside, stop it in the portal or by command, so that both agree. "
            "Deallocating drops the temporary disk and a dynamic public address. Until it is needed again it may stay off: "
            "stopped VMs are backed up too.",
        ),
        (Command(Shell.AZURE_CLI, f"az vm deallocate {names}"), Command(Shell.AZURE_CLI, f"az vm start {names}")),
    )


@cause.manual(title=translate("Snapshot", "Let the guest get its address from Azure by DHCP"))
def use_dhcp(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Snapshot",
            "The guest learns the address of the Azure host by DHCP (option 245); without it no extension can be "
            "downloaded or run. On a network interface with one address DHCP has to be on in the guest. "
            "A static private address belongs into the interface's IP configuration in Azure: set it there first, then "
            "switch the guest to DHCP from the serial console, because a remote session breaks off. "
            "With several addresses on one interface static settings in the guest are right.",
        ),
        (
            Command(Shell.POWERSHELL, "Get-NetIPInterface -AddressFamily IPv4 | Sort-Object InterfaceMetric | Select-Object InterfaceAlias, Dhcp"),
            Command(Shell.CMD, 'netsh interface ip set address "<interface>" dhcp'),
            Command(Shell.BASH, "ip route get 168.63.129.16; ls /var/lib/dhcp /run/systemd/netif/leases"),
        ),
    )


@cause.manual(title=translate("Snapshot", "Bring a VM out of the failed provisioning state"))
def reapply(vm: VmId) -> Instructions:
    names = group(vm)
    return Instructions(
        translate(
            "Snapshot",
            "Find the extension that failed, repair or remove it, then have Azure apply the VM's model again. Reapply does not restart a healthy VM.",
        ),
        (
            Command(Shell.AZURE_CLI, f"az vm extension list {names} --vm-name {vm.quoted(vm.name)} --output table"),
            Command(Shell.AZURE_CLI, f"az vm reapply {names} --name {vm.quoted(vm.name)}"),
        ),
    )
