"""What the lab's networks let out: rules and routes in force at a VM's interfaces, asked one address after the other.

The lab judges by its own few lines and not by `arm.network`: a mistake made once would otherwise agree with itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network

from .answers import Json
from .machine import VirtualMachine
from .network_manager import admin_rules_of
from .service_tags import expansion, storage_of
from .world import World

SOURCE_PORT = 50000
"""A port that guests send from, of the ephemeral ones."""
HTTPS, NAMES = 443, 53
"""TCP, and UDP to resolve names."""


def configurations_of(interface: Json) -> list[Json]:
    """The IP configurations of an interface, the primary one first."""
    configurations: list[Json] = interface["properties"]["ipConfigurations"]
    return sorted(configurations, key=lambda configuration: not configuration["properties"].get("primary"))


def subnet_of(world: World, configuration: Json) -> Json:
    """The subnet of an IP configuration.

    Raises:
        KeyError: the world was built without it.
    """
    reference: str = configuration["properties"]["subnet"]["id"]
    subnet = world.store.find(reference)
    if subnet is None:
        raise KeyError(reference)
    return subnet


def network_of(world: World, configuration: Json) -> Json | None:
    """The virtual network of an IP configuration."""
    return world.store.find(subnet_of(world, configuration)["id"].rsplit("/", 2)[0])


def groups_of(world: World, interface: Json, configuration: Json) -> list[tuple[Json, Json]]:
    """The security groups in force at a configuration, the interface's own first: each with the association that ARM shows for it."""
    found: list[tuple[Json, Json]] = []
    for holder, association in ((interface, "networkInterface"), (subnet_of(world, configuration), "subnet")):
        reference = holder["properties"].get("networkSecurityGroup")
        group = world.store.find(reference["id"]) if reference else None
        if group is not None:
            found.append((group, {association: {"id": holder["id"]}}))
    return found


def rules_of(group: Json) -> list[Json]:
    """All rules of a group, those that are asked first coming first."""
    properties = group["properties"]
    rules: list[Json] = [*properties["securityRules"], *properties["defaultSecurityRules"]]
    return sorted(rules, key=lambda rule: int(rule["properties"]["priority"]))


def both(properties: Json, field: str) -> list[str]:
    """A field's one value and the values of its plural, as far as they are used."""
    plural = f"{field}es" if field.endswith("x") else f"{field}s"
    return [*filter(None, [properties.get(field)]), *(properties.get(plural) or ())]


def members_of(world: World, groups: Iterable[Json]) -> list[str]:
    """The addresses of the interfaces of which some configuration is in one of these application security groups."""
    wanted = {group["id"].casefold() for group in groups}
    if not wanted:
        return []
    interfaces = world.store.of_type("Microsoft.Network/networkInterfaces")
    return [address for interface in interfaces if wanted & _groups_around(interface) for address in _addresses(interface)]


def _groups_around(interface: Json) -> set[str]:
    configurations = interface["properties"]["ipConfigurations"]
    return {group["id"].casefold() for place in configurations for group in place["properties"].get("applicationSecurityGroups", ())}


def prefixes_of(world: World, configuration: Json, word: str) -> list[str]:
    """The prefixes behind an address field's value: itself, everything, or what a tag stands for at this configuration."""
    if word == "*":
        return ["0.0.0.0/0"]
    if word[0].isdigit():
        return [word]
    if word.casefold() != "virtualnetwork":
        return list(expansion(word))
    network = network_of(world, configuration)
    own: list[str] = [] if network is None else network["properties"]["addressSpace"]["addressPrefixes"]
    # The tag takes in the prefixes of one's own routes, a default route among them (service tags overview, 2021-04-23).
    routed = [prefix for prefix, hop in _table_of(world, configuration) if hop in ("VirtualAppliance", "VirtualNetworkGateway")]
    return [*own, *(prefix for prefix in routed if prefix[0].isdigit())]


def is_tag(word: str) -> bool:
    """Whether a word is a service tag of the lab's Azure."""
    return word.casefold() in ("virtualnetwork", "azureloadbalancer") or word.casefold().startswith("azureplatform") or bool(expansion(word))


def reaches_storage(world: World, vm: VirtualMachine) -> bool:
    """Whether TCP 443 to the region's storage is let out at the primary interface, and routed to where it arrives."""
    primary = [place["id"] for place in vm.model["networkProfile"]["networkInterfaces"] if place.get("properties", {}).get("primary")]
    interface = world.store.find((primary or vm.network_interfaces)[0])
    if interface is None:
        return False
    configuration = configurations_of(interface)[0]
    subnet = subnet_of(world, configuration)["properties"]
    if _endpoint_regions(world, configuration, vm.location) and subnet.get("serviceEndpointPolicies"):
        return False  # nobody can list Azure Backup's own storage accounts in a policy
    if not _resolves(world, interface):
        return False
    targets = [IPv4Network(prefix)[1] for prefix in storage_of(vm.location)]
    return all(_lets_out(world, interface, target) and _arrives(world, configuration, vm.location, target) for target in targets)


SOMEWHERE = IPv4Address("20.201.28.148")
"""An address outside of every tag of the lab's Azure: where a guest gets its packages."""


def reaches_internet(world: World, vm: VirtualMachine) -> bool:
    """Whether TCP 443 to somewhere in the Internet is let out at the primary interface, and routed to where it arrives."""
    interface = world.store.find(vm.network_interfaces[0])
    if interface is None or not _resolves(world, interface) or not _lets_out(world, interface, SOMEWHERE):
        return False
    configuration = configurations_of(interface)[0]
    table = [(prefix, hop) for prefix, hop in _table_of(world, configuration) if prefix[0].isdigit()]
    fitting = [(IPv4Network(prefix).prefixlen, hop) for prefix, hop in table if _holds(prefix, SOMEWHERE)]
    hop = max(fitting)[1] if fitting else "Internet"
    return hop != "None" and (hop != "Internet" or _has_way_out(world, configuration))


def _resolves(world: World, interface: Json) -> bool:
    """Whether names can be had: Azure's resolver is out of reach only where its own tag is denied, and nobody else is asked."""
    configuration = configurations_of(interface)[0]
    network = network_of(world, configuration)
    options = {} if network is None else network["properties"].get("dhcpOptions", {})
    if interface["properties"]["dnsSettings"]["dnsServers"] or options.get("dnsServers"):
        return True
    naming = [
        next((rule["properties"]["access"] for rule in rules_of(group) if _is_for_names(rule["properties"])), "Allow")
        for group, _ in groups_of(world, interface, configuration)
    ]
    return "Deny" not in naming


def _is_for_names(rule: Json) -> bool:
    named = any(word.casefold() == "azureplatformdns" for word in both(rule, "destinationAddressPrefix"))
    ports = any(_holds_port(ports, NAMES) for ports in both(rule, "destinationPortRange"))
    return named and ports and rule["direction"] == "Outbound" and rule["protocol"].casefold() in ("*", "udp")


def _lets_out(world: World, interface: Json, target: IPv4Address) -> bool:
    """The first rule that matches decides on each level; the last default rule of a group matches everything."""
    configuration = configurations_of(interface)[0]
    network = network_of(world, configuration)
    for _, rules in [] if network is None else admin_rules_of(world, network["id"]):
        word = _first_word(world, interface, rules, target)
        if word in ("Deny", "AlwaysAllow"):
            return word == "AlwaysAllow"
    return all(_first_word(world, interface, rules_of(group), target) == "Allow" for group, _ in groups_of(world, interface, configuration))


def _first_word(world: World, interface: Json, rules: Iterable[Json], target: IPv4Address) -> str:
    return next((rule["properties"]["access"] for rule in rules if _matches(world, interface, rule["properties"], target)), "")


def _matches(world: World, interface: Json, rule: Json, target: IPv4Address) -> bool:
    configuration = configurations_of(interface)[0]
    own = IPv4Address(configuration["properties"]["privateIPAddress"])
    sources = [prefix for word in both(rule, "sourceAddressPrefix") for prefix in prefixes_of(world, configuration, word)]
    members = members_of(world, rule.get("sourceApplicationSecurityGroups", ()))
    destinations = [prefix for word in both(rule, "destinationAddressPrefix") for prefix in prefixes_of(world, configuration, word)]
    return (
        rule["direction"] == "Outbound"
        and rule["protocol"].casefold() in ("*", "tcp")
        and any(_holds_port(ports, SOURCE_PORT) for ports in both(rule, "sourcePortRange"))
        and any(_holds_port(ports, HTTPS) for ports in both(rule, "destinationPortRange"))
        and (any(_holds(prefix, own) for prefix in sources) or not set(members).isdisjoint(_addresses(interface)))
        and any(_holds(prefix, target) for prefix in destinations)
    )


def _addresses(interface: Json) -> list[str]:
    return [configuration["properties"]["privateIPAddress"] for configuration in interface["properties"]["ipConfigurations"]]


def _holds_port(ports: str, port: int) -> bool:
    first, _, last = ports.partition("-")
    return ports == "*" or int(first) <= port <= int(last or first)


def _holds(prefix: str, address: IPv4Address) -> bool:
    return ":" not in prefix and address in IPv4Network(prefix, strict=False)


def _table_of(world: World, configuration: Json) -> Iterator[tuple[str, str]]:
    for route in routes_of(world, configuration):
        yield route["properties"]["addressPrefix"], route["properties"]["nextHopType"]


def routes_of(world: World, configuration: Json) -> list[Json]:
    """The routes of a configuration's own table."""
    reference = subnet_of(world, configuration)["properties"].get("routeTable")
    table = world.store.find(reference["id"]) if reference else None
    routes: list[Json] = [] if table is None else table["properties"]["routes"]
    return routes


def _endpoint_regions(world: World, configuration: Json, location: str) -> list[str]:
    return [region for service, region in endpoints_of(world, configuration, location) if service.casefold() == "microsoft.storage"]


def endpoints_of(world: World, configuration: Json, location: str) -> list[tuple[str, str]]:
    """Service and region of each service endpoint of a configuration's subnet."""
    endpoints: list[Json] = subnet_of(world, configuration)["properties"].get("serviceEndpoints", [])
    regions = [(endpoint["service"], region) for endpoint in endpoints for region in endpoint.get("locations", [location])]
    return [(service, location if region == "*" else region) for service, region in regions]


def _arrives(world: World, configuration: Json, location: str, target: IPv4Address) -> bool:
    """Whether the longest route that fits leads out; an appliance or a gateway is taken to let the traffic pass."""
    regions = _endpoint_regions(world, configuration, location)
    routes = [(32, "Endpoint") for region in regions for prefix in storage_of(region) if _holds(prefix, target)]
    for word, hop in _table_of(world, configuration):
        routes += [(IPv4Network(prefix).prefixlen, hop) for prefix in prefixes_of(world, configuration, word) if _holds(prefix, target)]
    if not routes:
        return True  # Azure's own default route; storage of the same region is reached from a private subnet too
    hop = max(routes)[1]
    return hop != "None" and (hop != "Internet" or _has_way_out(world, configuration))


def _has_way_out(world: World, configuration: Json) -> bool:
    """In a private subnet a route to the Internet does nothing without one (default outbound access, 2025-12-03)."""
    subnet = subnet_of(world, configuration)["properties"]
    explicit = "natGateway" in subnet or "publicIPAddress" in configuration["properties"]
    return explicit or subnet.get("defaultOutboundAccess") is not False
