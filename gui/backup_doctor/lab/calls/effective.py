"""Effective security rules and routes of an interface, computed from what is configured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..answers import Answer, Json, lab_does_not_know
from ..egress import both, configurations_of, endpoints_of, groups_of, members_of, network_of, prefixes_of, routes_of, rules_of
from ..network_manager import admin_rules_of
from ..routing import Call, Routes
from ..service_tags import storage_of
from ..world import World
from .common import GROUP, begin, existing

routes = Routes()

INTERFACE = GROUP + "/providers/Microsoft.Network/networkInterfaces/{interface}"
ACTION = "Microsoft.Network/networkInterfaces"

# Routes to private ranges that belong to no network are dropped (NetworkInterfaceEffectiveRouteTableList, 2024-03-01).
_DROPPED = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")


@routes.serve("POST", INTERFACE + "/effectiveNetworkSecurityGroups", f"{ACTION}/effectiveNetworkSecurityGroups/action")
def security_groups(call: Call) -> Answer:
    """The security groups in force: admin rules, the interface's own group and that of each of its subnets."""
    interface = _running_interface(call)
    return begin(call, "Microsoft.Network", interface["location"], lambda: {"value": list(_groups(call.world, interface))}, asynchronous=False)


@routes.serve("POST", INTERFACE + "/effectiveRouteTable", f"{ACTION}/effectiveRouteTable/action")
def route_table(call: Call) -> Answer:
    """The routes in force: Azure's own, overruled by the subnet's table."""
    interface = _running_interface(call)
    return begin(call, "Microsoft.Network", interface["location"], lambda: {"value": list(_routes(call.world, interface))}, asynchronous=False)


def _running_interface(call: Call) -> Json:
    identity = call.path.rpartition("/")[0]
    interface = existing(call, identity)
    vm = call.world.machine_with_interface(identity)
    if vm is None or not vm.runs:
        raise lab_does_not_know("effective rules or routes of an interface whose VM does not run")
    return interface


def _groups(world: World, interface: Json) -> Iterator[Json]:
    configurations = configurations_of(interface)
    network = network_of(world, configurations[0])
    for manager, rules in [] if network is None else admin_rules_of(world, network["id"]):
        yield _entry(world, configurations[0], rules, {"networkManager": {"id": manager}})
    shown: set[str] = set()
    for configuration in configurations:
        for group, association in groups_of(world, interface, configuration):
            if str(association) not in shown:
                shown.add(str(association))
                yield {"networkSecurityGroup": {"id": group["id"]}, **_entry(world, configuration, rules_of(group), association)}


def _entry(world: World, configuration: Json, rules: Iterable[Json], association: Json) -> Json:
    in_effect = [_effective(world, configuration, rule) for rule in rules]
    tags = {word for rule in in_effect for word in both(rule, "destinationAddressPrefix") if word[0].isalpha()}
    tag_map = {tag: prefixes_of(world, configuration, tag) for tag in sorted(tags)}
    return {
        "association": association,
        "effectiveSecurityRules": in_effect,
        "tagMap": {tag: prefixes for tag, prefixes in tag_map.items() if prefixes},
    }


def _effective(world: World, configuration: Json, rule: Json) -> Json:
    """Ports become ranges, wildcards and application security groups become prefixes, and tags come with their addresses."""
    properties = rule["properties"]
    shown: Json = {
        "name": f"{rule['id'].split('/')[-2]}/{rule['name']}",
        "protocol": "All" if properties["protocol"] == "*" else properties["protocol"],
        "access": properties["access"],
        "priority": properties["priority"],
        "direction": properties["direction"],
    }
    for side in ("source", "destination"):
        words = [*both(properties, f"{side}AddressPrefix"), *members_of(world, properties.get(f"{side}ApplicationSecurityGroups", ()))]
        _put(shown, f"{side}AddressPrefix", ["0.0.0.0/0" if word == "*" else word for word in words])
        _put(shown, f"{side}PortRange", [_ports(ports) for ports in both(properties, f"{side}PortRange")])
        tags = [word for word in words if word[0].isalpha()]
        prefixes = [prefix for tag in tags for prefix in prefixes_of(world, configuration, tag)]
        if prefixes:
            shown[f"expanded{side.capitalize()}AddressPrefix"] = prefixes
    return shown


def _put(shown: Json, field: str, values: list[str]) -> None:
    """One value in the singular, several in the plural."""
    if len(values) == 1:
        shown[field] = values[0]
    elif values:
        shown[f"{field}es" if field.endswith("x") else f"{field}s"] = values


def _ports(ports: str) -> str:
    if ports == "*":
        return "0-65535"
    return ports if "-" in ports else f"{ports}-{ports}"


def _routes(world: World, interface: Json) -> Iterator[Json]:
    configuration = configurations_of(interface)[0]
    own = routes_of(world, configuration)
    overruled = {route["properties"]["addressPrefix"] for route in own}
    network = network_of(world, configuration)
    local = [] if network is None else network["properties"]["addressSpace"]["addressPrefixes"]
    defaults = [*((prefix, "VnetLocal") for prefix in local), ("0.0.0.0/0", "Internet"), *((prefix, "None") for prefix in _DROPPED)]
    for prefix, hop in defaults:
        yield _route("Default", "Invalid" if prefix in overruled else "Active", [prefix], hop)
    for service, region in endpoints_of(world, configuration, interface["location"]):
        if service.casefold() == "microsoft.storage":
            yield _route("Default", "Active", list(storage_of(region)), "VirtualNetworkServiceEndpoint")
    for route in own:
        properties = route["properties"]
        prefixes = prefixes_of(world, configuration, properties["addressPrefix"])
        yield {"name": route["name"], **_route("User", "Active", prefixes, properties["nextHopType"], properties.get("nextHopIpAddress"))}


def _route(source: str, state: str, prefixes: list[str], hop: str, address: str | None = None) -> Json:
    return {"source": source, "state": state, "addressPrefix": prefixes, "nextHopType": hop, "nextHopIpAddress": [address] if address else []}
