"""Virtual Network Manager: security admin rules that hold for a virtual network before any security group does.

Shapes: Microsoft.Network networkManagers, securityAdminConfigurations, ruleCollections, rules and networkGroups/staticMembers of 2024-03-01.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..core.resource_id import last_name, same_id
from .answers import Json
from .network import PROVIDER
from .world import World

_MANAGER = f"{PROVIDER}/networkManagers"
_MEMBER = f"{_MANAGER}/networkGroups/staticMembers"
_COLLECTION = f"{_MANAGER}/securityAdminConfigurations/ruleCollections"
_RULE = f"{_COLLECTION}/rules"


def admin_rule(name: str, priority: int, access: str, destination: str, *, port: str = "0-65535", protocol: str = "Any") -> Json:
    """An outbound admin rule from anywhere: ``access`` is ``Allow``, ``AlwaysAllow`` or ``Deny``."""
    kind = "IPPrefix" if destination == "*" or destination[0].isdigit() else "ServiceTag"
    properties = {
        "access": access,
        "direction": "Outbound",
        "priority": priority,
        "protocol": protocol,
        "sources": [{"addressPrefixType": "IPPrefix", "addressPrefix": "*"}],
        "destinations": [{"addressPrefixType": kind, "addressPrefix": destination}],
        "sourcePortRanges": ["0-65535"],
        "destinationPortRanges": [port],
        "provisioningState": "Succeeded",
    }
    return {"name": name, "properties": properties}


def manage(world: World, manager: str, network: str, rules: Sequence[Json]) -> None:
    """Put a network under a manager (its id) with these rules (from `admin_rule`)."""
    group = f"{manager}/networkGroups/group-{last_name(network)}"
    collection = f"{manager}/securityAdminConfigurations/security/ruleCollections/rules-{last_name(network)}"
    for identity, kind, properties in (
        (manager, _MANAGER, {"networkManagerScopeAccesses": ["SecurityAdmin"]}),
        (group, f"{_MANAGER}/networkGroups", {}),
        (f"{group}/staticMembers/{last_name(network)}", _MEMBER, {"resourceId": network}),
        (collection, _COLLECTION, {"appliesToGroups": [{"networkGroupId": group}]}),
    ):
        world.store.put({"name": last_name(identity), "id": identity, "type": kind, "properties": properties})
    for rule in rules:
        world.store.put({**rule, "id": f"{collection}/rules/{rule['name']}", "type": _RULE, "kind": "Custom"})


def admin_rules_of(world: World, network: str) -> list[tuple[str, list[Json]]]:
    """The managers of a network with their rules as a security group would have them, those that are asked first coming first."""
    members = [member for member in world.store.of_type(_MEMBER) if same_id(member["properties"]["resourceId"], network)]
    groups = [member["id"].rpartition("/staticMembers/")[0] for member in members]
    found: dict[str, list[Json]] = {}
    for collection in world.store.of_type(_COLLECTION):
        if any(same_id(applied["networkGroupId"], group) for applied in collection["properties"]["appliesToGroups"] for group in groups):
            manager = collection["id"].partition("/securityAdminConfigurations/")[0]
            found.setdefault(manager, []).extend(map(_as_security_rule, world.store.of_type(_RULE, collection["id"])))
    return [(manager, sorted(rules, key=lambda rule: int(rule["properties"]["priority"]))) for manager, rules in found.items()]


def _as_security_rule(rule: Json) -> Json:
    properties = rule["properties"]
    plain = {field: properties[field] for field in ("access", "direction", "priority", "sourcePortRanges", "destinationPortRanges")}
    return {
        "name": rule["name"],
        "id": rule["id"],
        "properties": {
            **plain,
            "protocol": "*" if properties["protocol"] == "Any" else properties["protocol"],
            "sourceAddressPrefixes": [source["addressPrefix"] for source in properties["sources"]],
            "destinationAddressPrefixes": [destination["addressPrefix"] for destination in properties["destinations"]],
        },
    }
