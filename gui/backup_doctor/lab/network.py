"""Network resources in the shape of the published examples (Microsoft.Network, 2024-03-01)."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.resource_id import last_name
from .answers import Json

PROVIDER = "Microsoft.Network"

# Name, priority, direction, source, destination, access: every group has these six (network-security-groups-overview, 2025-07-15).
_DEFAULT_RULES = (
    ("AllowVnetInBound", 65000, "Inbound", "VirtualNetwork", "VirtualNetwork", "Allow"),
    ("AllowAzureLoadBalancerInBound", 65001, "Inbound", "AzureLoadBalancer", "*", "Allow"),
    ("DenyAllInBound", 65500, "Inbound", "*", "*", "Deny"),
    ("AllowVnetOutBound", 65000, "Outbound", "VirtualNetwork", "VirtualNetwork", "Allow"),
    ("AllowInternetOutBound", 65001, "Outbound", "*", "Internet", "Allow"),
    ("DenyAllOutBound", 65500, "Outbound", "*", "*", "Deny"),
)


def network_id(group: str, kind: str, name: str) -> str:
    """The id of a network resource in a resource group (its scope)."""
    return f"{group}/providers/{PROVIDER}/{kind}/{name}"


def resource(identity: str, location: str, properties: Json) -> Json:
    """The frame that all network resources share."""
    kind = identity.split("/")[-2]
    body = {"provisioningState": "Succeeded", **properties}
    return {"name": last_name(identity), "id": identity, "type": f"{PROVIDER}/{kind}", "location": location, "properties": body}


def interface(identity: str, location: str, *, vm: str, subnet: str, address: str) -> Json:
    """A network interface with one address."""
    configuration = {
        "name": "ipconfig1",
        "id": f"{identity}/ipConfigurations/ipconfig1",
        "properties": {
            "provisioningState": "Succeeded",
            "privateIPAddress": address,
            "privateIPAllocationMethod": "Dynamic",
            "subnet": {"id": subnet},
            "primary": True,
            "privateIPAddressVersion": "IPv4",
        },
    }
    properties = {
        "ipConfigurations": [configuration],
        "dnsSettings": {"dnsServers": [], "appliedDnsServers": []},
        "enableAcceleratedNetworking": True,
        "enableIPForwarding": False,
        "primary": True,
        "virtualMachine": {"id": vm},
    }
    return resource(identity, location, properties)


def virtual_network(identity: str, location: str, prefix: str) -> Json:
    """A virtual network; its subnets are put in when it is read."""
    return resource(identity, location, {"addressSpace": {"addressPrefixes": [prefix]}})


def subnet(identity: str, prefix: str) -> Json:
    """A subnet without a security group or a route table."""
    properties = {"provisioningState": "Succeeded", "addressPrefix": prefix}
    return {"name": last_name(identity), "id": identity, "type": f"{PROVIDER}/virtualNetworks/subnets", "properties": properties}


def security_group(identity: str, location: str, rules: Sequence[Json] = ()) -> Json:
    """A network security group with its six default rules and these of its own (from `rule`)."""
    own = [rule_resource(identity, name, properties) for name, properties in ((rule["name"], rule["properties"]) for rule in rules)]
    defaults = [_default_rule(identity, *default) for default in _DEFAULT_RULES]
    return resource(identity, location, {"securityRules": own, "defaultSecurityRules": defaults})


def rule(
    name: str, priority: int, access: str, destination: str, *, port: str = "*", protocol: str = "*", description: str = "", **fields: object
) -> Json:
    """An outbound rule from anywhere, with further fields of Azure's own, or others in place of these (``sourceAddressPrefix``)."""
    properties: Json = {
        "protocol": protocol,
        "sourcePortRange": "*",
        "destinationPortRange": port,
        "sourceAddressPrefix": "*",
        "destinationAddressPrefix": destination,
        "access": access,
        "priority": priority,
        "direction": "Outbound",
    }
    if description:
        properties["description"] = description
    return {"name": name, "properties": {**properties, **fields}}


def rule_resource(group: str, name: str, properties: Json) -> Json:
    """A security rule as a child of its group."""
    return {
        "name": name,
        "id": f"{group}/securityRules/{name}",
        "type": f"{PROVIDER}/networkSecurityGroups/securityRules",
        "properties": {"provisioningState": "Succeeded", **properties},
    }


def route_table(identity: str, location: str, routes: Sequence[tuple[str, str, str]]) -> Json:
    """A route table of (name, prefix, next hop type)."""
    entries = [route_resource(identity, name, {"addressPrefix": prefix, "nextHopType": hop}) for name, prefix, hop in routes]
    return resource(identity, location, {"routes": entries, "disableBgpRoutePropagation": False})


def route_resource(table: str, name: str, properties: Json) -> Json:
    """A route as a child of its table."""
    return {"name": name, "id": f"{table}/routes/{name}", "properties": {"provisioningState": "Succeeded", **properties}}


def _default_rule(group: str, name: str, priority: int, direction: str, source: str, destination: str, access: str) -> Json:
    return {
        "name": name,
        "id": f"{group}/defaultSecurityRules/{name}",
        "type": f"{PROVIDER}/networkSecurityGroups/defaultSecurityRules",
        "properties": {
            "provisioningState": "Succeeded",
            "protocol": "*",
            "sourcePortRange": "*",
            "destinationPortRange": "*",
            "sourceAddressPrefix": source,
            "destinationAddressPrefix": destination,
            "access": access,
            "priority": priority,
            "direction": direction,
        },
    }
