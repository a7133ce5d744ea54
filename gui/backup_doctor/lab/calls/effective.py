"""Effective security rules and routes of an interface, computed from what is configured."""

from __future__ import annotations

from ..answers import Answer, Json, lab_does_not_know
from ..egress import groups_of, rules_of, subnet_of
from ..routing import Call, Routes
from ..world import World
from .common import GROUP, begin, existing

routes = Routes()

INTERFACE = GROUP + "/providers/Microsoft.Network/networkInterfaces/{interface}"
ACTION = "Microsoft.Network/networkInterfaces"

# Routes to private ranges that belong to no network are dropped (NetworkInterfaceEffectiveRouteTableList, 2024-03-01).
_DROPPED = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")


@routes.serve("POST", INTERFACE + "/effectiveNetworkSecurityGroups", f"{ACTION}/effectiveNetworkSecurityGroups/action")
def security_groups(call: Call) -> Answer:
    """The security groups in force: the interface's own and the subnet's."""
    interface = _running_interface(call)
    return begin(call, "Microsoft.Network", interface["location"], lambda: _groups(call.world, interface), asynchronous=False)


@routes.serve("POST", INTERFACE + "/effectiveRouteTable", f"{ACTION}/effectiveRouteTable/action")
def route_table(call: Call) -> Answer:
    """The routes in force: Azure's own, overruled by the subnet's table."""
    interface = _running_interface(call)
    return begin(call, "Microsoft.Network", interface["location"], lambda: _routes(call.world, interface), asynchronous=False)


def _running_interface(call: Call) -> Json:
    identity = call.path.rpartition("/")[0]
    interface = existing(call, identity)
    vm = call.world.machine_with_interface(identity)
    if vm is None or not vm.runs:
        raise lab_does_not_know("effective rules or routes of an interface whose VM does not run")
    return interface


def _groups(world: World, interface: Json) -> Json:
    return {
        "value": [
            {
                "networkSecurityGroup": {"id": group["id"]},
                "association": association,
                "effectiveSecurityRules": [_effective(rule) for rule in rules_of(group)],
            }
            for group, association in groups_of(world, interface)
        ]
    }


def _effective(rule: Json) -> Json:
    """Ports become ranges and wildcards become prefixes; the expansion of service tags is left out, its addresses not being published."""
    properties = rule["properties"]
    kind = rule["id"].split("/")[-2]
    return {
        "name": f"{kind}/{rule['name']}",
        "protocol": "All" if properties["protocol"] == "*" else properties["protocol"],
        "sourcePortRange": _ports(properties["sourcePortRange"]),
        "destinationPortRange": _ports(properties["destinationPortRange"]),
        "sourceAddressPrefix": _prefix(properties["sourceAddressPrefix"]),
        "destinationAddressPrefix": _prefix(properties["destinationAddressPrefix"]),
        "access": properties["access"],
        "priority": properties["priority"],
        "direction": properties["direction"],
    }


def _ports(ports: str) -> str:
    if ports == "*":
        return "0-65535"
    return ports if "-" in ports else f"{ports}-{ports}"


def _prefix(prefix: str) -> str:
    return "0.0.0.0/0" if prefix == "*" else prefix


def _routes(world: World, interface: Json) -> Json:
    own = _own_routes(world, interface)
    overruled = {route["properties"]["addressPrefix"] for route in own}
    vnet = world.store.find(subnet_of(world, interface)["id"].rsplit("/", 2)[0])
    local = [] if vnet is None else vnet["properties"]["addressSpace"]["addressPrefixes"]
    defaults = [*((prefix, "VnetLocal") for prefix in local), ("0.0.0.0/0", "Internet"), *((prefix, "None") for prefix in _DROPPED)]
    value = [_route("Default", "Invalid" if prefix in overruled else "Active", prefix, hop) for prefix, hop in defaults]
    for route in own:
        properties = route["properties"]
        value.append(_route("User", "Active", properties["addressPrefix"], properties["nextHopType"], properties.get("nextHopIpAddress")))
    return {"value": value}


def _own_routes(world: World, interface: Json) -> list[Json]:
    reference = subnet_of(world, interface)["properties"].get("routeTable")
    table = world.store.find(reference["id"]) if reference else None
    routes_of_table: list[Json] = [] if table is None else table["properties"]["routes"]
    return routes_of_table


def _route(source: str, state: str, prefix: str, hop: str, address: str | None = None) -> Json:
    return {"source": source, "state": state, "addressPrefix": [prefix], "nextHopType": hop, "nextHopIpAddress": [address] if address else []}
