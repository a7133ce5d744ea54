"""The snapshot's status cannot be retrieved, or no snapshot can be taken, because of the state the VM is in."""

from __future__ import annotations

import asyncio

from ...core.facts import Guest, Power, Vm, WindowsGuest
from ...core.model import Cause, Command, Finding, Instructions, Shell, ok, unknown, warning
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import guest_dhcp, power
from ..agent_state import hangs
from ..commands import named
from ..inside import look_inside, not_told
from ..weighing import is_named, proven, suspicious

cause = Cause(
    id="snapshot-status-unavailable",
    title=translate("Snapshot", "The VM is not in a state in which a snapshot can be taken"),
    explanation=translate(
        "Snapshot",
        "Without a snapshot of the VM's disks there is no backup. The snapshot cannot be taken, or its status never arrives, while Azure has "
        "a wrong picture of the VM's state, or while the guest cannot find the Azure host.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout",
)

OFFLINE_CODES = ("AzureVmOffline",)


@cause.check(
    title=translate("Snapshot", "The VM is running or properly off"),
    why=translate("Snapshot", "Running, stopped and deallocated VMs can be backed up; one that is between two states cannot."),
)
async def power_state(vm: Vm) -> Finding:
    power = (await vm.machine()).power
    state = str(power.value)
    if power.value is Power.UNKNOWN:
        return unknown(translate("Snapshot", "Azure shows no power state for this VM at the moment."), power.evidence)
    if power.value.is_changing:
        return unknown(translate("Snapshot", "The VM is changing state ({power}). Look again in a minute.").format(power=state), power.evidence)
    if power.value.is_off and await is_named(vm, OFFLINE_CODES):
        text = translate(
            "Snapshot",
            "The VM is {power}, and the error code says that the backup extension could not be installed for that reason. "
            "Start the VM, then back up again.",
        )
        return warning(text.format(power=state), power.evidence)
    if power.value.is_off:
        text = translate("Snapshot", "The VM is {power}. Azure can back it up like this; the copy is crash-consistent.")
        return ok(text.format(power=state), power.evidence)
    return ok(translate("Snapshot", "Azure shows the VM as running."), power.evidence)


@cause.check(
    title=translate("Snapshot", "The VM really is in the state that Azure shows"),
    why=translate(
        "Snapshot",
        "When a VM is shut down from inside, for example over RDP, Azure may go on showing it as running. Azure Backup "
        "then waits for a guest that is not there.",
    ),
)
async def true_state(vm: Vm) -> Finding:
    machine, agent = await asyncio.gather(vm.machine(), vm.agent())
    if machine.power.value is Power.UNKNOWN:
        return unknown(translate("Snapshot", "Azure shows no power state, so there is nothing to compare with."), machine.power.evidence)
    if machine.power.value is not Power.RUNNING:
        return ok(translate("Snapshot", "Azure does not show the VM as running, so nothing contradicts that."), machine.power.evidence)
    if agent.is_ready and not hangs(agent, machine):
        return ok(translate("Snapshot", "The VM is shown as running, and its agent answers."), machine.power.evidence, agent.code.evidence)
    health = await vm.health()
    evidence = (machine.power.evidence, health.state.evidence, health.cause.evidence)
    if health.is_shut_down_by_customer and health.began_inside:
        text = translate("Snapshot", "Azure shows the VM as running, but Resource Health says that it was shut down from inside.")
        return await proven(vm, text, *evidence)
    match health.state.value.casefold():
        case "available":
            return ok(translate("Snapshot", "Resource Health confirms that the VM is up, although its agent is silent."), *evidence)
        case "unavailable" | "degraded":
            text = translate("Snapshot", "Resource Health calls the VM {state}: {summary}")
            return warning(text.format(state=health.state.value, summary=health.summary), *evidence)
        case _:
            return unknown(translate("Snapshot", "Resource Health cannot say whether the VM is up."), *evidence)


@cause.check(
    title=translate("Snapshot", "The guest finds the Azure host"),
    why=translate(
        "Snapshot",
        "Windows learns the address of the Azure host by DHCP (option 245), but not when its only interface has a manually set address. Linux "
        "knows the host's address without DHCP, but needs a route to it. A guest that cannot find the host can neither download nor run an "
        "extension.",
    ),
)
async def guest_address(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    if guest.windows is not None:
        return await _by_dhcp(vm, guest, guest.windows)
    route = None if guest.linux is None else guest.linux.route_to_host
    if route is None:
        return not_told()
    if not route.value:
        return await proven(vm, translate("Snapshot", "The guest has no route to the Azure host 168.63.129.16."), route.evidence)
    return ok(translate("Snapshot", "The guest has a route to the Azure host 168.63.129.16, which Linux knows without DHCP."), route.evidence)


async def _by_dhcp(vm: Vm, guest: Guest, windows: WindowsGuest) -> Finding:
    """Several addresses on one interface have to be typed by hand (VM assist script, 2026-04-20; Windows guest agent, 2025-08-14)."""
    if windows.dhcp is None or windows.addresses is None:
        return not_told()
    evidence = (windows.dhcp.evidence, windows.addresses.evidence)
    if windows.dhcp.value:
        return ok(translate("Snapshot", "The guest uses DHCP."), *evidence)
    if windows.addresses.value > 1:
        return ok(translate("Snapshot", "The interface has several addresses; static settings in the guest are correct in that case."), *evidence)
    text = translate("Snapshot", "The guest has a manually set address on an interface with one address; DHCP has to be on.")
    ports = [seen for seen in guest.host_ports.values() if seen is not None]
    if len(ports) == len(guest.host_ports) and all(seen.value for seen in ports):  # the guest has the host all the same, as many a server does
        return await suspicious(vm, text, *evidence, *(seen.evidence for seen in ports))
    return await proven(vm, text, *evidence)


power.offer(cause, power.start_vm, power.stop_and_start)


@cause.remedy(
    title=translate("Snapshot", "Keep the address in Azure, then let Windows use DHCP"),
    what=translate(
        "Snapshot",
        "Makes the VM's address static in Azure, where it belongs, and then switches Windows to DHCP, from which it learns the address of the "
        "Azure host. For a network interface with one address.",
    ),
    permissions=(
        "Microsoft.Network/networkInterfaces/write",
        "Microsoft.Network/virtualNetworks/subnets/join/action",
        "Microsoft.Compute/virtualMachines/runCommand/action",
    ),
    risk=Risk.DISRUPTIVE,
)
async def keep_address_then_dhcp(vm: Vm) -> Plan:
    return await guest_dhcp.keep_address_then_dhcp(vm)


@cause.manual(title=translate("Snapshot", "Shut the VM down properly, then start it"))
def stop_and_start_by_hand(vm: VmId) -> Instructions:
    names = named(vm)
    return Instructions(
        translate(
            "Snapshot",
            "If Azure shows a VM as running although it has been shut down from inside, stop it in the portal or by command, so that both "
            "states agree. Deallocating drops the temporary disk and a dynamic public address. Until it is needed again it may stay off: "
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
