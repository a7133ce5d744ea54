"""The VM's network keeps the snapshot command from Azure Storage."""

from __future__ import annotations

import asyncio

from ...core.facts import Access, Destination, Guest, NetworkPath, NsgDecision, Vm
from ...core.model import (
    Cause,
    Command,
    CouldNotLook,
    Evidence,
    Finding,
    Instructions,
    Listing,
    Shell,
    failed,
    ok,
    skipped,
    unknown,
    warning,
)
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import Text
from ...core.text import lazy_translate as translate
from .. import host_repairs, storage_access
from ..agent_state import unless_agentless
from ..inside import look_inside, not_told
from ..inside_repairs import RUN
from ..network_words import ACTIVATION, DNS, HTTP, blocked_elsewhere, grounds_of_routes, grounds_of_rules, names, said, shown, ways_out
from ..storage_need import StorageNeed, need_of_storage

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

OPEN = ("internet", "virtualnetworkserviceendpoint")
ELSEWHERE = (
    "virtualappliance",
    "virtualapplianceecmp",
    "virtualnetworkgateway",
    "vnetlocal",
    "vnetpeering",
    "vnetglobalpeering",
    "interfaceendpoint",
)
"""Next hops where somebody else decides (user-defined routes overview, 2023-05-27)."""


async def way_and_need(vm: Vm) -> tuple[NetworkPath, Listing[NetworkPath], StorageNeed]:
    """What every check of the way to storage asks."""
    (path, listed), need = await asyncio.gather(ways_out(vm), need_of_storage(vm))
    return path, listed, need


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
    path, listed, need = await way_and_need(vm)
    evidence = shown(path, listed)
    if path.admin is not None and path.admin.is_final:
        return _not_asked(path.admin, path)
    denying = [decision for decision in path.nsgs if decision.access is Access.DENY]
    doubtful = [decision for decision in path.nsgs if decision.access is Access.PARTIAL]
    rest = (*blocked_elsewhere(listed), grounds_of_rules(path.rules), need.reason)
    if (denying or doubtful) and path.access is not Access.ALLOW:
        words = said(*map(_denies, denying), *([] if denying else map(_in_doubt, doubtful)), *rest)
        return need.weigh(words, *evidence, proven=path.access is Access.DENY)
    return ok(said(_allowed(path), *rest), *evidence, *need.evidence)


def _not_asked(admin: NsgDecision, path: NetworkPath) -> Finding:
    if admin.access is Access.ALLOW:
        text = translate("Network", "The security admin rule {rule} of {nsg} always allows the traffic, so no network security group is asked.")
    else:
        text = translate("Network", "The security admin rule {rule} of {nsg} decides before any network security group is asked.")
    words = said(text.format(rule=admin.rule, nsg=admin.nsg), grounds_of_rules(path.rules))
    return ok(words, admin.evidence) if admin.access is Access.ALLOW else skipped(words, admin.evidence)


def _denies(rule: NsgDecision) -> Text:
    text = translate("Network", "Rule {rule} (priority {priority}) of {nsg} denies Azure Storage on TCP 443.")
    return text.format(rule=rule.rule, priority=str(rule.priority), nsg=rule.nsg)


def _in_doubt(decision: NsgDecision) -> Text:
    text = translate(
        "Network",
        "Rule {rule} (priority {priority}) of {nsg} concerns a part of Azure Storage's addresses only, so the outcome cannot be proven. "
        "These rules decide, each about a part: {names}.",
    )
    return text.format(rule=decision.rule, priority=str(decision.priority), nsg=decision.nsg, names=names(decision))


def _allowed(path: NetworkPath) -> Text:
    if not path.nsgs:
        text = translate("Network", "No network security group stands between {nic}, the VM's primary interface, and Azure Storage.")
        return text.format(nic=path.nic)
    text = translate("Network", "{nic}, the VM's primary interface, may reach Azure Storage on TCP 443; what decides is {names}.")
    return text.format(nic=path.nic, names=", ".join(decision.rule for decision in path.nsgs))


@cause.check(
    title=translate("Network", "No security admin rule keeps the VM from Azure Storage"),
    why=translate(
        "Network",
        "Security admin rules of Virtual Network Manager come before every network security group: their Deny ends the matter, "
        "whatever the groups allow. Only the rules in effect show them.",
    ),
)
async def security_admin_rules(vm: Vm) -> Finding:
    path, _, need = await way_and_need(vm)
    if not path.rules.effective:
        return _admin_rules_unseen(path, need)
    admin = path.admin
    if admin is None:
        return ok(translate("Network", "No security admin rule concerns the traffic to Azure Storage."), *path.rules.evidence)
    evidence = (*(rule.access for rule in admin.rules), *path.rules.evidence)
    values = {"rule": admin.rule, "priority": str(admin.priority), "nsg": admin.nsg}
    match admin.access:
        case Access.ALLOW:
            text = translate("Network", "The security admin rule {rule} (priority {priority}) of {nsg} lets the traffic to Azure Storage pass.")
            return ok(text.format(**values), *evidence)
        case Access.DENY:
            text = translate("Network", "The security admin rule {rule} (priority {priority}) of {nsg} denies Azure Storage on TCP 443.")
        case Access.PARTIAL:
            text = translate("Network", "The security admin rule {rule} (priority {priority}) of {nsg} denies a part of Azure Storage's addresses.")
    return need.weigh(said(text.format(**values), need.reason), *evidence, proven=admin.access is Access.DENY)


def _admin_rules_unseen(path: NetworkPath, need: StorageNeed) -> Finding:
    why = grounds_of_rules(path.rules)
    if need.is_none:
        return skipped(said(translate("Network", "Security admin rules could not be seen, which does not matter here."), why, need.reason))
    words = said(translate("Network", "Whether a security admin rule denies the traffic shows only in the rules in effect."), why)
    return unknown(words, *path.rules.evidence, missing=path.rules.missing)


@cause.check(
    title=translate("Network", "The routes lead from the VM to Azure Storage"),
    why=translate(
        "Network",
        "A route with next hop None drops the traffic silently. A route to a firewall appliance or to the on-premises "
        "network hands the decision over to devices that Azure cannot ask.",
    ),
)
async def route_to_storage(vm: Vm) -> Finding:
    path, _, need = await way_and_need(vm)
    route, hop = path.route, path.route.next_hop.casefold()
    evidence = (route.evidence, *path.routes.evidence)
    values = {"prefix": route.prefix, "hop": route.next_hop}
    rest = (grounds_of_routes(path.routes), need.reason)
    if hop in OPEN and not route.partial:
        text = translate("Network", "The route for {prefix} leads out through {hop}.")
        return ok(said(text.format(**values), *rest), *evidence, *need.evidence)
    if hop not in (*OPEN, *ELSEWHERE, "none") and not need.is_none:
        text = translate("Network", "The route for {prefix} has a next hop this program does not know: {hop}.")
        return unknown(said(text.format(**values), *rest), *evidence)
    if route.partial:
        text = translate("Network", "The route for {prefix} sends a part of the Internet's addresses to {hop}; Azure Storage may be among them.")
    elif hop == "none":
        text = translate("Network", "The route for {prefix} has next hop None: the traffic is dropped.")
    else:
        text = translate("Network", "The route for {prefix} leads to {hop}; whether Azure Storage is reached is decided there.")
    return need.weigh(said(text.format(**values), *rest), *evidence, proven=hop == "none" and not route.partial)


@cause.check(
    title=translate("Network", "The VM has a way out of its subnet where it needs one"),
    why=translate(
        "Network",
        "In a private subnet nothing leads to the Internet but what has been put there: a NAT gateway, a public address, a load "
        "balancer, a firewall. Storage of the VM's own region is reached without, but a route of one's own to the Internet does nothing.",
    ),
)
async def egress_exists(vm: Vm) -> Finding:
    path, _, need = await way_and_need(vm)
    out, route = path.outlets, path.route
    hop = route.next_hop.casefold()
    if out.explicit:
        text = translate("Network", "The subnet has an explicit way out.")
        return ok(text, *(place.evidence for place in out.explicit))
    if out.pools:
        text = translate("Network", "The interface is in the pool of a load balancer, whose outbound rules were not looked at.")
        return ok(text, *(pool.evidence for pool in out.pools))
    if hop in ELSEWHERE and not route.partial:
        return ok(translate("Network", "What leaves the subnet goes to {hop}.").format(hop=route.next_hop), route.evidence)
    if not out.private.value:
        return ok(translate("Network", "The subnet has no way out of its own and uses Azure's default outbound access."), out.private.evidence)
    if hop == "internet" and route.source.casefold() == "user":
        text = translate("Network", "The subnet is private and has no way out, so the route for {prefix} to the Internet does nothing.")
        return need.weigh(said(text.format(prefix=route.prefix), need.reason), out.private.evidence, route.evidence, proven=False)
    text = translate(
        "Network",
        "The subnet is private and has no way out. Azure Storage of the VM's region is reached all the same; "
        "other addresses are not, and a look inside the VM may not be able to send its result.",
    )
    return ok(text, out.private.evidence)


@cause.check(
    title=translate("Network", "No service endpoint policy keeps the VM from Azure Storage"),
    why=translate(
        "Network",
        "With a policy at the subnet's service endpoint, every storage account it does not list is denied. "
        "The accounts that Azure Backup uses belong to Microsoft and cannot be listed.",
    ),
)
async def service_endpoint_policy(vm: Vm) -> Finding:
    path, _, need = await way_and_need(vm)
    out = path.outlets
    if not out.policies:
        return ok(translate("Network", "The subnet has no service endpoint policy."), out.no_policies)
    policies = tuple(policy.evidence for policy in out.policies)
    if out.endpoint is None:
        text = translate("Network", "The subnet has a service endpoint policy, but no service endpoint for Azure Storage that it could act on.")
        return ok(text, *policies)
    text = translate("Network", "A policy at the subnet's service endpoint denies every storage account it does not list.")
    return need.weigh(said(text, need.reason), out.endpoint.evidence, *policies, proven=False)


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
    (path, listed), machine = await asyncio.gather(ways_out(vm, Destination.PLATFORM_DNS, DNS), vm.machine())
    rule = _denying(path)
    if rule is None:
        text = translate("Network", "No rule keeps {nic} from Azure's name resolution.").format(nic=path.nic)
        others, evidence = await _other_services(vm)
        return ok(said(text, *others), *shown(path, listed), *evidence)
    values = {"rule": rule.rule, "priority": str(rule.priority), "nsg": rule.nsg}
    text = translate("Network", "Rule {rule} (priority {priority}) of {nsg} denies AzurePlatformDNS.").format(**values)
    if machine.power.value.is_off:
        return ok(said(text, translate("Network", "The backup of a VM that is off needs no names.")), rule.evidence)
    try:
        servers = await vm.dns_servers()
    except CouldNotLook:
        servers = None
    if servers is not None and servers.own:
        return ok(said(text, translate("Network", "The VM asks DNS servers of its own, so it does not matter.")), rule.evidence, servers.evidence)
    seen = () if servers is None else (servers.evidence,)
    return warning(said(text, translate("Network", "Unless the VM has DNS servers of its own, it cannot resolve names.")), rule.evidence, *seen)


def _denying(path: NetworkPath) -> NsgDecision | None:
    decisions = [*path.nsgs] if path.admin is None else [path.admin] if path.admin.is_final else [path.admin, *path.nsgs]
    return next((decision for decision in decisions if decision.access is not Access.ALLOW), None)


async def _other_services(vm: Vm) -> tuple[list[Text], list[Evidence]]:
    """Denied services of the host that no backup asks for."""
    asked = ((Destination.PLATFORM_IMDS, HTTP), (Destination.PLATFORM_KMS, ACTIVATION))
    found = [(destination, _denying((await ways_out(vm, destination, port))[0])) for destination, port in asked]
    text = translate("Network", "Rule {rule} of {nsg} denies {tag}; the agent and the backup reach the Azure host all the same.")
    denied = [(destination, rule) for destination, rule in found if rule is not None]
    return [text.format(rule=rule.rule, nsg=rule.nsg, tag=str(tag)) for tag, rule in denied], [rule.evidence for _, rule in denied]


@cause.check(
    title=translate("Network", "The VM's DNS servers resolve the names of Azure Storage"),
    why=translate(
        "Network",
        "Where the VM or its network names DNS servers of its own, those must resolve the names of Azure Storage. Azure cannot say whether they do.",
    ),
)
async def dns_servers(vm: Vm) -> Finding:
    servers, need = await asyncio.gather(vm.dns_servers(), need_of_storage(vm))
    if not servers.own:
        return ok(translate("Network", "The VM uses Azure's name resolution."), servers.evidence)
    text = translate("Network", "The VM asks DNS servers of its own ({servers}).").format(servers=", ".join(servers.own))
    if need.is_none:
        return ok(said(text, need.reason), servers.evidence, *need.evidence)
    open_question = translate("Network", "Whether they resolve the names of Azure Storage can only be tried inside the VM.")
    return unknown(said(text, open_question, need.reason), servers.evidence)


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
        text = translate("Network", "From inside the VM, 168.63.129.16 is not reached on TCP {ports}.").format(ports=", ".join(map(str, closed)))
        hints, shows = _in_the_way(guest)
        return await unless_agentless(vm, failed(said(text, *hints), *evidence, *shows))
    if len(answers) < len(guest.host_ports):
        return not_told()
    if guest.host_answers is not None and not guest.host_answers.value:
        text = translate("Network", "168.63.129.16 takes connections from inside the VM, but does not answer over HTTP as the Azure host does.")
        hints, shows = _in_the_way(guest)
        return await unless_agentless(vm, warning(said(text, *hints), guest.host_answers.evidence, *evidence, *shows))
    return _reached(guest, evidence)


def _in_the_way(guest: Guest) -> tuple[list[Text], list[Evidence]]:
    """What inside the guest may be the reason."""
    found: list[tuple[Text, Evidence]] = []
    if guest.linux is not None and guest.linux.route_to_host is not None and not guest.linux.route_to_host.value:
        found.append((translate("Network", "The guest has no route to it."), guest.linux.route_to_host.evidence))
    if guest.windows is not None and guest.windows.firewall_blocks is not None and guest.windows.firewall_blocks.value:
        blocks = guest.windows.firewall_blocks
        text = translate("Network", "The guest firewall has %n enabled outbound rule(s) that block.", "", 0).counted(blocks.value)
        found.append((text, blocks.evidence))
    bypassed = None if guest.windows is None else guest.windows.proxy_bypassed
    if guest.proxy is not None and guest.proxy.value and not (bypassed is not None and bypassed.value):
        text = translate("Network", "A proxy is set for the system; it must not stand before 168.63.129.16.")
        found.append((text, guest.proxy.evidence))
    return [text for text, _ in found], [evidence for _, evidence in found]


def _reached(guest: Guest, evidence: tuple[Evidence, ...]) -> Finding:
    """An agent and an extension that do not fit together end in «no network» too (issue 1477 of WALinuxAgent)."""
    text = translate("Network", "From inside the VM, 168.63.129.16 is reached on TCP 80 and 32526.")
    misfit = None if guest.linux is None else guest.linux.misfit
    if misfit is None or not misfit.value:
        return ok(text, *evidence)
    trap = translate(
        "Network",
        "The extension's log shows that agent and extension do not fit together, which ends in the same error code as a missing network: "
        "update the agent and let the extension be installed again, and leave the firewall as it is.",
    )
    return ok(said(text, trap), *evidence, misfit.evidence)


@cause.remedy(
    title=translate("Network", "Allow Azure Storage in the network security groups"),
    what=translate(
        "Network",
        "Adds a rule that lets this VM reach Azure Storage of its region on TCP 443 to each network security group that denies it. "
        "Helps only a VM whose guest itself has to reach Azure Storage.",
    ),
    permissions=(
        "Microsoft.Network/networkSecurityGroups/securityRules/write",
        "Microsoft.Network/networkSecurityGroups/securityRules/delete",
    ),
    risk=Risk.SAFE,
)
async def allow_storage(vm: Vm) -> Plan:
    return await storage_access.allow(vm)


@cause.remedy(
    title=translate("Network", "Add a route for Azure Storage"),
    what=translate(
        "Network",
        "Adds an exception to the subnet's route table that leads straight to Azure Storage of the region. "
        "Helps where the routes drop the traffic or hand it to a device that stops it.",
    ),
    permissions=("Microsoft.Network/routeTables/routes/write", "Microsoft.Network/routeTables/routes/delete"),
    risk=Risk.DISRUPTIVE,
)
async def route_storage(vm: Vm) -> Plan:
    return await storage_access.route(vm)


@cause.remedy(
    title=translate("Network", "Add a service endpoint for Azure Storage"),
    what=translate(
        "Network",
        "Gives the subnet a direct way to Azure Storage of the region, which goes before its other routes. Works in a private subnet, too.",
    ),
    permissions=(
        "Microsoft.Network/virtualNetworks/subnets/write",
        "Microsoft.Network/networkSecurityGroups/join/action",
        "Microsoft.Network/routeTables/join/action",
        "Microsoft.Network/natGateways/join/action",
    ),
    risk=Risk.DISRUPTIVE,
)
async def add_service_endpoint(vm: Vm) -> Plan:
    return await storage_access.service_endpoint(vm)


@cause.remedy(
    title=translate("Network", "Allow the Azure host in the guest's firewall"),
    what=translate(
        "Network", "Adds a rule that lets 168.63.129.16 be reached on TCP 80 and 32526. Helps when the guest's own firewall keeps it away."
    ),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def open_host_in_firewall(vm: Vm) -> Plan:
    return await host_repairs.open_host(vm)


@cause.remedy(
    title=translate("Network", "Let the Azure host go round the proxy"),
    what=translate("Network", "Adds 168.63.129.16 to the addresses that Windows reaches without its proxy, for WinHTTP and for the account SYSTEM."),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def bypass_proxy_for_host(vm: Vm) -> Plan:
    return await host_repairs.bypass_proxy(vm)


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
def allow_storage_by_hand(vm: VmId) -> Instructions:
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
