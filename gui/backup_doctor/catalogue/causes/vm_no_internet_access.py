"""The VM's network keeps the snapshot command from Azure Storage."""

from __future__ import annotations

import asyncio
from enum import Enum

from ...core.facts import Access, Destination, NetworkPath, NsgDecision, Vm
from ...core.model import Cause, Command, CouldNotLook, Evidence, Finding, Instructions, Shell, failed, ok, skipped, unknown, warning
from ...core.resource_id import VmId
from ...core.text import Text
from ...core.text import lazy_translate as translate
from ..agent_state import MINIMUM
from ..inside import look_inside, not_told
from ..symptoms import code_of

HTTPS = 443
DNS = 53

cause = Cause(
    id="vm-no-internet-access",
    title=translate("Network", "The VM's network keeps it from Azure Storage"),
    explanation=translate(
        "Network",
        "Some VMs send the snapshot command from inside the guest to Azure Storage over TCP 443: those with an agent "
        "below the supported minimum or with unmanaged disks. "
        "A current agent with managed disks takes the snapshot through the Azure host and needs no Internet access at all.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout",
)


class Need(Enum):
    """Whether this VM's backup needs its own way to Azure Storage (private endpoints overview, 2025-09-09; agent article, 2025-11-12)."""

    REQUIRED = 1
    POSSIBLE = 2
    NONE = 3
    UNKNOWN = 4


async def need_of_storage(vm: Vm) -> tuple[Need, Text, tuple[Evidence, ...]]:
    """Decide and explain."""
    machine, agent = await asyncio.gather(vm.machine(), vm.agent())
    version, minimum = agent.version.value, MINIMUM[machine.os]
    if not machine.managed_disks.value:
        return Need.REQUIRED, translate("Network", "This VM needs it: its disks are unmanaged."), (machine.managed_disks.evidence,)
    if version is not None and version < minimum:
        text = translate("Network", "This VM needs it: agent {version} is older than {minimum} and takes the snapshot from inside the guest.")
        return Need.REQUIRED, text.format(version=str(version), minimum=str(minimum)), (agent.version.evidence,)
    if machine.write_accelerator.value:
        return Need.POSSIBLE, translate("Network", "This VM may need it: it has disks with Write Accelerator."), (machine.write_accelerator.evidence,)
    if await code_of(vm) == "ExtensionSnapshotFailedNoNetwork":
        return Need.POSSIBLE, translate("Network", "This VM may need it: the error code says that the guest tried and found no network."), ()
    if version is None:
        return (
            Need.UNKNOWN,
            translate("Network", "Whether this VM needs it depends on its agent's version, which a silent agent does not report."),
            (agent.version.evidence,),
        )
    text = translate("Network", "This VM does not need it: agent {version} with managed disks takes the snapshot through the Azure host.")
    return Need.NONE, text.format(version=str(version)), (agent.version.evidence, machine.managed_disks.evidence)


async def off(vm: Vm) -> Finding | None:
    """The finding for a VM that does not run; None for one that does."""
    power = (await vm.machine()).power
    if not power.value.is_off:
        return None
    return skipped(
        translate("Network", "The VM is {power}: the snapshot of its disks needs no network.").format(power=str(power.value)), power.evidence
    )


async def primary_path(vm: Vm, destination: Destination, port: int) -> NetworkPath:
    """The way out of the primary interface: the default route is its own."""
    paths = (await vm.outbound(destination, port)).items
    if not paths:
        raise CouldNotLook(translate("Network", "Azure shows no network interface for this VM."))
    return next((path for path in paths if path.primary), paths[0])


def _evidence(path: NetworkPath) -> tuple[Evidence, ...]:
    shown = tuple(decision.evidence for decision in path.nsgs)
    return shown if path.unguarded is None else (*shown, path.unguarded)


def _blocking(path: NetworkPath) -> NsgDecision:
    return next(decision for decision in path.nsgs if decision.access is path.access)


@cause.check(
    title=translate("Network", "Network security groups let the VM reach Azure Storage on TCP 443"),
    why=translate(
        "Network",
        "Both the group at the network interface and the one at the subnet must allow the traffic, and in each the "
        "rule with the lowest number that matches decides. "
        "A Deny for Internet with a lower number than the Allow for Storage is the classic mistake.",
    ),
)
async def outbound_storage(vm: Vm) -> Finding:
    stopped = await off(vm)
    if stopped is not None:
        return stopped
    path, (need, reason, proof) = await asyncio.gather(primary_path(vm, Destination.STORAGE, HTTPS), need_of_storage(vm))
    if path.access is Access.ALLOW:
        return ok(translate("Network", "By the configured rules, {nic} may reach Azure Storage on TCP 443.").format(nic=path.nic), *_evidence(path))
    return _denied(path, need, reason, proof)


def _denied(path: NetworkPath, need: Need, reason: Text, proof: tuple[Evidence, ...]) -> Finding:
    rule = _blocking(path)
    if rule.access is Access.PARTIAL:
        text = translate(
            "Network",
            "Rule {rule} (priority {priority}) of {nsg} concerns a part of Azure Storage's addresses only, so the outcome cannot be proven. {reason}",
        )
    else:
        text = translate("Network", "Rule {rule} (priority {priority}) of {nsg} denies Azure Storage on TCP 443. {reason}")
    words = text.format(rule=rule.rule, priority=str(rule.priority), nsg=rule.nsg, reason=reason)
    return _weighed(need, words, (rule.evidence, *proof), proven=rule.access is Access.DENY)


def _weighed(need: Need, words: Text, evidence: tuple[Evidence, ...], *, proven: bool) -> Finding:
    """An obstacle is a fault only where something needs the way."""
    match need:
        case Need.REQUIRED:
            return failed(words, *evidence) if proven else warning(words, *evidence)
        case Need.POSSIBLE:
            return warning(words, *evidence)
        case Need.NONE:
            return ok(words, *evidence)
        case Need.UNKNOWN:
            return unknown(words, *evidence)


@cause.check(
    title=translate("Network", "The routes lead from the VM to Azure Storage"),
    why=translate(
        "Network",
        "A route with next hop None drops the traffic silently. A route to a firewall appliance or to the on-premises "
        "network hands the decision over to devices that Azure cannot ask.",
    ),
)
async def route_to_storage(vm: Vm) -> Finding:
    stopped = await off(vm)
    if stopped is not None:
        return stopped
    path, (need, reason, proof) = await asyncio.gather(primary_path(vm, Destination.STORAGE, HTTPS), need_of_storage(vm))
    route = path.route
    hop = route.next_hop.casefold()
    if route.partial:
        text = translate(
            "Network", "The route for {prefix} sends a part of the Internet's addresses to {hop}; Azure Storage may be among them. {reason}"
        )
        return _weighed(need, text.format(prefix=route.prefix, hop=route.next_hop, reason=reason), (route.evidence, *proof), proven=False)
    if hop in ("internet", "virtualnetworkserviceendpoint"):
        return ok(translate("Network", "By the configured routes, the traffic leaves through {hop}.").format(hop=route.next_hop), route.evidence)
    if hop == "none":
        text = translate("Network", "The route for {prefix} has next hop None: the traffic is dropped. {reason}")
        return _weighed(need, text.format(prefix=route.prefix, reason=reason), (route.evidence, *proof), proven=True)
    text = translate("Network", "The route for {prefix} leads to {hop}; whether Azure Storage is reached is decided there. {reason}")
    return _weighed(need, text.format(prefix=route.prefix, hop=route.next_hop, reason=reason), (route.evidence, *proof), proven=False)


@cause.check(
    title=translate("Network", "The VM may use Azure's name resolution"),
    why=translate(
        "Network",
        "Ordinary Deny rules do not touch the services of the Azure host (168.63.129.16); only rules with the tags "
        "AzurePlatformDNS, AzurePlatformIMDS and AzurePlatformLKM do. "
        "A Deny for AzurePlatformDNS leaves the VM without names.",
    ),
)
async def name_resolution(vm: Vm) -> Finding:
    stopped = await off(vm)
    if stopped is not None:
        return stopped
    path = await primary_path(vm, Destination.PLATFORM_DNS, DNS)
    if path.access is Access.ALLOW:
        return ok(translate("Network", "No rule keeps {nic} from Azure's name resolution.").format(nic=path.nic), *_evidence(path))
    rule = _blocking(path)
    text = translate(
        "Network",
        "Rule {rule} (priority {priority}) of {nsg} denies AzurePlatformDNS: unless the VM has its own DNS servers, it cannot resolve names.",
    )
    return warning(text.format(rule=rule.rule, priority=str(rule.priority), nsg=rule.nsg), rule.evidence)


@cause.check(
    title=translate("Network", "The guest reaches the Azure host"),
    why=translate(
        "Network",
        "The agent talks to the host address 168.63.129.16 on TCP 80 and 32526. A firewall, a proxy or a wrong route "
        "inside the guest cuts it off; Azure's own rules cannot.",
    ),
)
async def host_reachable(vm: Vm) -> Finding:
    guest = await look_inside(vm)
    if isinstance(guest, Finding):
        return guest
    answers = {port: seen for port, seen in guest.host_ports.items() if seen is not None}
    closed = [port for port, seen in answers.items() if not seen.value]
    evidence = tuple(seen.evidence for seen in answers.values())
    if closed:
        text = translate("Network", "From inside the VM, 168.63.129.16 is not reached on TCP {ports}.")
        return failed(text.format(ports=", ".join(map(str, closed))), *evidence)
    if len(answers) < len(guest.host_ports):
        return not_told()
    return ok(translate("Network", "From inside the VM, 168.63.129.16 is reached on TCP 80 and 32526."), *evidence)


@cause.manual(title=translate("Network", "Test the way to the Azure host from inside the VM"))
def test_host(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Network",
            "The agent needs the host address 168.63.129.16 on TCP 80 and 32526. No network security group or route stands in this way, "
            "but a firewall, a proxy or a wrong route inside the guest can. On Linux test as root: the agent's own "
            "firewall rules let nobody else through.",
        ),
        (
            Command(Shell.POWERSHELL, "Test-NetConnection 168.63.129.16 -Port 80; Test-NetConnection 168.63.129.16 -Port 32526"),
            Command(Shell.BASH, "sudo curl -s -m 5 'http://168.63.129.16/?comp=versions'"),
        ),
    )


@cause.manual(title=translate("Network", "Keep proxies and the guest firewall off the Azure host"))
def bypass_proxy(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Network",
            "Exempt 168.63.129.16 from every proxy setting of the system account, and allow outbound TCP 80 and 32526 to it in the guest firewall.",
        ),
        (
            Command(Shell.POWERSHELL, "netsh winhttp show proxy"),
            Command(Shell.POWERSHELL, "Get-NetFirewallRule -Enabled True -Direction Outbound -Action Block | Select-Object DisplayName"),
            Command(Shell.BASH, "sudo iptables -t security -L -n; sudo nft list ruleset; systemctl show walinuxagent waagent -p Environment"),
        ),
    )


@cause.manual(title=translate("Network", "If this VM needs it, allow Azure Storage of its region"))
def allow_storage(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Network",
            "In every network security group that denies the traffic add an outbound rule: TCP, destination port 443, "
            "destination service tag Storage.<region of the VM>, "
            "with a lower number than the rule that denies. A group may serve other subnets and interfaces too. "
            "Updating the agent is the better cure where only its age makes the rule necessary.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f"az network nsg rule create --subscription {vm.quoted(vm.subscription)} "
                '--resource-group "<group of the NSG>" --nsg-name "<NSG>" --name Allow-Storage --priority "<lower than the Deny>" '
                '--direction Outbound --access Allow --protocol Tcp --destination-port-ranges 443 --destination-address-prefixes "Storage.<Region>"',
            ),
        ),
    )


@cause.manual(title=translate("Network", "If a route leads nowhere or to a firewall, let Azure Storage pass"))
def fix_route(vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Network",
            "In the route table of the VM's subnet add a route for the service tag Storage.<region of the VM> with next hop Internet, "
            "or allow the same tag on the firewall the route leads to. In a private subnet a route to the Internet needs a NAT gateway as well.",
        ),
        (
            Command(
                Shell.AZURE_CLI,
                f"az network route-table route create --subscription {vm.quoted(vm.subscription)} "
                '--resource-group "<group>" --route-table-name "<table>" --name Storage --address-prefix "Storage.<Region>" --next-hop-type Internet',
            ),
        ),
    )


@cause.manual(title=translate("Network", "If the Internet may only be reached through a proxy"))
def use_proxy(_vm: VmId) -> Instructions:
    return Instructions(
        translate(
            "Network",
            "Let the proxy itself out in its network security group, and enter it for the system account in the guest. A "
            "proxy that asks for a password is not supported. "
            "On Linux the proxy of waagent.conf counts for the agent only, not for its extensions. Port 8443, once "
            "recommended for managed disks, is not used today.",
        ),
        (Command(Shell.CMD, 'netsh winhttp set proxy proxy-server="<proxy>:<port>" bypass-list="168.63.129.16"'),),
    )
