"""Network resources as a GET shows them: with who uses them, and with the version that a conditional PUT has to name."""

from __future__ import annotations

import json

from ..core.resource_id import same_id, segment
from .answers import Json
from .identity import guid
from .store import type_of
from .world import World

_INTERFACES = "Microsoft.Network/networkInterfaces"
_SUBNETS = "Microsoft.Network/virtualNetworks/subnets"

_USERS = {
    "microsoft.network/networksecuritygroups": ("networkSecurityGroup", {"networkInterfaces": _INTERFACES, "subnets": _SUBNETS}),
    "microsoft.network/routetables": ("routeTable", {"subnets": _SUBNETS}),
}
"""By type: the field in which others name a resource, and under which field it shows them, by their type."""


def shown(world: World, resource: Json) -> Json:
    """A copy with ``etag`` and the read-only lists of users, empty ones left out."""
    kind = type_of(resource["id"])
    properties = dict(resource["properties"])
    field, users = _USERS.get(kind, ("", {}))
    for name, of in users.items():
        found = [{"id": user["id"]} for user in world.store.of_type(of, subscription_of(resource["id"])) if _names(user, field, resource["id"])]
        if found:
            properties[name] = found
    if kind == _SUBNETS.casefold():
        properties["ipConfigurations"] = [{"id": place["id"]} for place in configurations_in(world, resource["id"]) if "id" in place]
    return {**resource, "etag": etag_of(resource), "properties": properties}


def etag_of(resource: Json) -> str:
    """The version of a resource: another one with every change."""
    return f'W/"{guid(json.dumps(resource, sort_keys=True))}"'


def configurations_in(world: World, subnet: str) -> list[Json]:
    """The IP configurations of interfaces that lie in a subnet."""
    nics = world.store.of_type(_INTERFACES, subscription_of(subnet))
    places = [place for nic in nics for place in nic["properties"]["ipConfigurations"]]
    return [place for place in places if same_id(place["properties"]["subnet"]["id"], subnet)]


def subscription_of(identity: str) -> str:
    """The subscription's id: an interface and what it lies in are in the same one (Virtual Network FAQ, 2025)."""
    return f"/subscriptions/{segment(identity, 'subscriptions')}"


def _names(user: Json, field: str, identity: str) -> bool:
    reference = user["properties"].get(field)
    return reference is not None and same_id(reference["id"], identity)
