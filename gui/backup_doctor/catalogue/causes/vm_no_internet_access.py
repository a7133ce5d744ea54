"""The VM's network keeps the snapshot command from Azure Storage.

Sources: agent and extension article (2025-11-12), network security groups (2025-07-15), user-defined routes (2023-05-27). What is decided how
stands in `catalogue.storage_need` and in the modules of the checks.
"""

from __future__ import annotations

from ...core.facts import Vm
from ...core.model import Cause, Command, Finding, Instructions, Shell
from ...core.plan import Plan, Risk
from ...core.resource_id import VmId
from ...core.text import lazy_translate as translate
from .. import host_repairs, network_host, network_names, network_routes, network_rules, storage_access
from ..inside_repairs import RUN

cause = Cause(
    id="vm-no-internet-access",
    title=translate("Network", "The VM's network blocks its access to Azure Storage"),
    explanation=translate(
        "Network",
        "Some VMs send the snapshot command from inside the guest to Azure Storage over TCP 443: those with an agent "
        "below the supported minimum or with unmanaged disks. "
        "A current agent with managed disks takes the snapshot through the Azure host and needs no Internet access at all.",
    ),
    learn_more="https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout",
)


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
    return await network_rules.outbound_storage(vm)


@cause.check(
    title=translate("Network", "No security admin rule blocks the VM's access to Azure Storage"),
    why=translate(
        "Network",
        "Security admin rules of Virtual Network Manager come before every network security group: their Deny ends the matter, "
        "whatever the groups allow. Only the rules in effect show them.",
    ),
)
async def security_admin_rules(vm: Vm) -> Finding:
    return await network_rules.security_admin_rules(vm)


@cause.check(
    title=translate("Network", "The routes lead from the VM to Azure Storage"),
    why=translate(
        "Network",
        "A route with next hop None drops the traffic silently. A route to a firewall appliance or to the on-premises "
        "network hands the decision over to devices that Azure cannot ask.",
    ),
)
async def route_to_storage(vm: Vm) -> Finding:
    return await network_routes.route_to_storage(vm)


@cause.check(
    title=translate("Network", "The VM has a way out of its subnet where it needs one"),
    why=translate(
        "Network",
        "From a private subnet only what has been set up for it leads to the Internet: a NAT gateway, a public address, a load balancer, a "
        "firewall. Storage in the VM's own region can be reached without one, but a custom route to the Internet has no effect without one.",
    ),
)
async def egress_exists(vm: Vm) -> Finding:
    return await network_routes.egress_exists(vm)


@cause.check(
    title=translate("Network", "No service endpoint policy blocks the VM's access to Azure Storage"),
    why=translate(
        "Network",
        "With a policy at the subnet's service endpoint, every storage account it does not list is denied. "
        "The accounts that Azure Backup uses belong to Microsoft and cannot be listed.",
    ),
)
async def service_endpoint_policy(vm: Vm) -> Finding:
    return await network_routes.service_endpoint_policy(vm)


@cause.check(
    title=translate("Network", "The VM may use Azure's name resolution"),
    why=translate(
        "Network",
        "Ordinary Deny rules do not affect the services of the Azure host (168.63.129.16); only rules with the tags AzurePlatformDNS, "
        "AzurePlatformIMDS and AzurePlatformLKM do. A Deny for AzurePlatformDNS leaves the VM without name resolution.",
    ),
)
async def name_resolution(vm: Vm) -> Finding:
    return await network_names.name_resolution(vm)


@cause.check(
    title=translate("Network", "The VM's DNS servers resolve the names of Azure Storage"),
    why=translate(
        "Network",
        "If the VM or its network uses its own DNS servers, those must resolve the names of Azure Storage. Azure cannot say whether they do.",
    ),
)
async def dns_servers(vm: Vm) -> Finding:
    return await network_names.dns_servers(vm)


@cause.check(
    title=translate("Network", "The guest reaches the Azure host"),
    why=translate(
        "Network",
        "The agent talks to the host address 168.63.129.16 on TCP 80 and 32526. A firewall, a proxy or a wrong route "
        "inside the guest cuts it off; Azure's own rules cannot.",
    ),
)
async def host_reachable(vm: Vm) -> Finding:
    return await network_host.host_reachable(vm)


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
        "Adds an exception to the subnet's route table that leads straight to Azure Storage in the region. Helps if the routes drop the "
        "traffic or send it to a device that blocks it.",
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
        "Gives the subnet a direct route to Azure Storage in the region, which takes precedence over its other routes. Also works in a "
        "private subnet.",
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
    what=translate("Network", "Adds a rule that allows access to 168.63.129.16 on TCP 80 and 32526. Helps when the guest's own firewall blocks it."),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def open_host_in_firewall(vm: Vm) -> Plan:
    return await host_repairs.open_host(vm)


@cause.remedy(
    title=translate("Network", "Bypass the proxy for the Azure host"),
    what=translate("Network", "Adds 168.63.129.16 to the addresses that Windows reaches without its proxy, for WinHTTP and for the account SYSTEM."),
    permissions=RUN,
    risk=Risk.SAFE,
)
async def bypass_proxy_for_host(vm: Vm) -> Plan:
    return await host_repairs.bypass_proxy(vm)


@cause.manual(title=translate("Network", "Test the connection to the Azure host from inside the VM"))
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


@cause.manual(title=translate("Network", "Keep proxies and the guest firewall from blocking the Azure host"))
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
