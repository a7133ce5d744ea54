"""What the lab's networks let out: the security groups and routes in force at a VM's interfaces.

The lab judges by its own few lines and not by `arm.network`: a mistake made once would otherwise agree with itself.
"""

from __future__ import annotations

from .answers import Json
from .machine import VirtualMachine
from .world import World


def groups_of(world: World, interface: Json) -> list[tuple[Json, Json]]:
    """The security groups in force at an interface, its own first: each with the association that ARM shows for it."""
    found: list[tuple[Json, Json]] = []
    subnet = subnet_of(world, interface)
    for holder, association in ((interface, "networkInterface"), (subnet, "subnet")):
        reference = holder["properties"].get("networkSecurityGroup")
        group = world.store.find(reference["id"]) if reference else None
        if group is not None:
            found.append((group, {association: {"id": holder["id"]}}))
    return found


def subnet_of(world: World, interface: Json) -> Json:
    """The subnet of an interface's first address.

    Raises:
        KeyError: the world was built without it.
    """
    reference: str = interface["properties"]["ipConfigurations"][0]["properties"]["subnet"]["id"]
    subnet = world.store.find(reference)
    if subnet is None:
        raise KeyError(reference)
    return subnet


def rules_of(group: Json) -> list[Json]:
    """All rules of a group, those that are asked first coming first."""
    properties = group["properties"]
    rules: list[Json] = [*properties["securityRules"], *properties["defaultSecurityRules"]]
    return sorted(rules, key=lambda rule: int(rule["properties"]["priority"]))


def reaches_storage(world: World, vm: VirtualMachine) -> bool:
    """Whether TCP 443 to the region's storage is let out at every interface."""
    interfaces = [world.store.find(identity) for identity in vm.network_interfaces]
    return all(_lets_out(group, vm.location) for interface in interfaces if interface is not None for group, _ in groups_of(world, interface))


def _lets_out(group: Json, region: str) -> bool:
    """The first rule that matches decides; the last default rule matches everything."""
    destinations = {"*", "0.0.0.0/0", "internet", "azurecloud", f"azurecloud.{region}", "storage", f"storage.{region}"}
    for rule in rules_of(group):
        properties = rule["properties"]
        matches = (
            properties["direction"] == "Outbound"
            and properties["protocol"].casefold() in ("*", "tcp")
            and _holds(properties["destinationPortRange"], 443)
            and properties["destinationAddressPrefix"].casefold() in destinations
        )
        if matches:
            return bool(properties["access"] == "Allow")
    return True


def _holds(ports: str, port: int) -> bool:
    first, _, last = ports.partition("-")
    return ports == "*" or int(first) <= port <= int(last or first)
