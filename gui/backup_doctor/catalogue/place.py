"""Where the VM stands in its network, as whole documents: what remedies change there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..core.api_versions import NETWORK
from ..core.facts import Document, NetworkPath, Vm
from ..core.model import CouldNotLook
from ..core.permission import Permission
from ..core.plan import Request
from ..core.resource_id import same_id
from ..core.text import lazy_translate as translate
from .network_words import ways_out


@dataclass(frozen=True, slots=True)
class Place:
    """The primary interface with its primary IP configuration, and the subnet that lies in."""

    path: NetworkPath
    interface: Document
    configuration: Mapping[str, Any]
    """``properties`` of the IP configuration."""
    subnet: Document

    @property
    def address(self) -> str:
        """The private address from which the VM talks."""
        return str(self.configuration["privateIPAddress"])

    @property
    def table(self) -> str:
        """Id of the subnet's route table; empty where it has none."""
        return named(self.subnet.properties, "routeTable")


async def place_of(vm: Vm) -> Place:
    """Read the interface and its subnet as a whole.

    Raises:
        CouldNotLook: Azure does not show them.
    """
    path, _ = await ways_out(vm)
    interface = await vm.resource(path.nic_id, NETWORK)
    properties = (place.get("properties") for place in listed(interface.properties, "ipConfigurations"))
    places = [place for place in properties if isinstance(place, Mapping)]
    configuration: Mapping[str, Any] = next((place for place in places if place.get("primary") is True), next(iter(places), {}))
    subnet = named(configuration, "subnet")
    if not subnet or not isinstance(configuration.get("privateIPAddress"), str):
        raise CouldNotLook(translate("Network", "Azure does not show the address and the subnet of {nic}.").format(nic=path.nic))
    return Place(path, interface, configuration, await vm.resource(subnet, NETWORK))


def named(properties: Mapping[str, Any], field: str) -> str:
    """The id of what a resource names in a field; empty where it names nothing."""
    reference = properties.get(field)
    identity = reference.get("id") if isinstance(reference, Mapping) else None
    return identity if isinstance(identity, str) else ""


def listed(properties: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    """The objects in a list; none where there is no list."""
    items = properties.get(field)
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def others(properties: Mapping[str, Any], field: str, own: str) -> int:
    """How many users a resource names in a list beside this one."""
    return sum(not same_id(str(item.get("id", "")), own) for item in listed(properties, field))


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """The name, or with the first number behind it that makes it new. Letter case does not count."""
    known = {name.casefold() for name in taken}
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(known) + 2))
    return next(name for name in names if name.casefold() not in known)


def replacing(document: Document, properties: Mapping[str, Any]) -> Request:
    """Replace a resource as a whole, if nobody has changed it since it was read."""
    body = {**document.body, "properties": dict(properties)}
    return Request("PUT", document.id, NETWORK, body, if_match=document.etag)


_JOINS = {
    "networkSecurityGroup": "Microsoft.Network/networkSecurityGroups/join/action",
    "routeTable": "Microsoft.Network/routeTables/join/action",
    "natGateway": "Microsoft.Network/natGateways/join/action",
    "subnet": "Microsoft.Network/virtualNetworks/subnets/join/action",
    "publicIPAddress": "Microsoft.Network/publicIPAddresses/join/action",
}
_JOINS_OF_LISTS = {
    "serviceEndpointPolicies": "Microsoft.Network/serviceEndpointPolicies/join/action",
    "loadBalancerBackendAddressPools": "Microsoft.Network/loadBalancers/backendAddressPools/join/action",
    "loadBalancerInboundNatRules": "Microsoft.Network/loadBalancers/inboundNatRules/join/action",
    "applicationGatewayBackendAddressPools": "Microsoft.Network/applicationGateways/backendAddressPools/join/action",
    "applicationSecurityGroups": "Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action",
}


def joins(*holders: Mapping[str, Any]) -> tuple[Permission, ...]:
    """What replacing a document takes beyond itself: the right to join all that it names (Azure network permissions, 2024)."""
    found = [Permission(action, named(holder, field)) for holder in holders for field, action in _JOINS.items() if named(holder, field)]
    for holder in holders:
        for field, action in _JOINS_OF_LISTS.items():
            found += [Permission(action, str(item.get("id", ""))) for item in listed(holder, field)]
    return tuple(dict.fromkeys(found))
