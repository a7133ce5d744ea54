"""Interfaces, networks, security groups and route tables as configured, and changes of security rules."""

from __future__ import annotations

from ..answers import Answer, Json, bad_request
from ..egress import both, is_tag
from ..network import rule_resource
from ..network_view import shown
from ..routing import Call, Routes
from .common import GROUP, begin, existing, following

routes = Routes()

NETWORK = GROUP + "/providers/Microsoft.Network"
SECURITY_GROUP = NETWORK + "/networkSecurityGroups/{security_group}"
RULE = SECURITY_GROUP + "/securityRules/{rule}"
RULE_ACTION = "Microsoft.Network/networkSecurityGroups/securityRules"


@routes.serve("GET", NETWORK + "/networkInterfaces/{interface}", "Microsoft.Network/networkInterfaces/read")
@routes.serve("GET", SECURITY_GROUP, "Microsoft.Network/networkSecurityGroups/read")
@routes.serve("GET", NETWORK + "/routeTables/{table}", "Microsoft.Network/routeTables/read")
@routes.serve("GET", NETWORK + "/virtualNetworks/{network}/subnets/{subnet}", "Microsoft.Network/virtualNetworks/subnets/read")
def get(call: Call) -> Answer:
    return Answer(200, shown(call.world, existing(call, call.path)))


@routes.serve("GET", NETWORK + "/virtualNetworks/{network}", "Microsoft.Network/virtualNetworks/read")
def get_network(call: Call) -> Answer:
    """A virtual network with its subnets."""
    network = existing(call, call.path)
    subnets = call.world.store.of_type("Microsoft.Network/virtualNetworks/subnets", call.path)
    return Answer(200, {**network, "properties": {**network["properties"], "subnets": subnets}})


@routes.serve("GET", RULE, f"{RULE_ACTION}/read")
def get_rule(call: Call) -> Answer:
    group = _group(call)
    rule = _rule(group, call.args["rule"])
    return Answer(200, rule if rule is not None else existing(call, call.path))


@routes.serve("PUT", RULE, f"{RULE_ACTION}/write")
def put_rule(call: Call) -> Answer:
    """The rule holds at once; the operation only says so a moment later."""
    group = _group(call)
    name, properties = call.args["rule"], call.body.get("properties")
    if not isinstance(properties, dict) or not {"access", "direction", "priority", "protocol"} <= properties.keys():
        raise bad_request("InvalidRequestFormat", "Cannot parse the request.")
    _require_free_priority(group, name, properties)
    _require_known_tags(properties)
    known = _rule(group, name)
    rule = rule_resource(group["id"], name, properties)
    _remove(group, name)
    group["properties"]["securityRules"].append(rule)
    headers = following(call, call.world.begin(lambda: None), "Microsoft.Network", group["location"], monitored=False)
    return Answer(201 if known is None else 200, rule, headers)


@routes.serve("DELETE", RULE, f"{RULE_ACTION}/delete")
def delete_rule(call: Call) -> Answer:
    group = _group(call)
    if _rule(group, call.args["rule"]) is None:
        return Answer(204)
    return begin(call, "Microsoft.Network", group["location"], lambda: _remove(group, call.args["rule"]))


def _group(call: Call) -> Json:
    return existing(call, call.path.rsplit("/", 2)[0])


def _rule(group: Json, name: str) -> Json | None:
    rules: list[Json] = group["properties"]["securityRules"]
    return next((rule for rule in rules if rule["name"].casefold() == name.casefold()), None)


def _remove(group: Json, name: str) -> None:
    properties = group["properties"]
    properties["securityRules"] = [rule for rule in properties["securityRules"] if rule["name"].casefold() != name.casefold()]


def _require_known_tags(properties: Json) -> None:
    """A word that is neither an address nor a tag is refused, as is the long name of a region that has a short one."""
    for word in (*both(properties, "sourceAddressPrefix"), *both(properties, "destinationAddressPrefix")):
        if word != "*" and not word[0].isdigit() and not is_tag(word):
            raise bad_request("SecurityRuleInvalidAddressPrefix", f"Security rule has invalid Address prefix. Value provided: {word}")


def _require_free_priority(group: Json, name: str, properties: Json) -> None:
    """Priorities are unique per direction."""
    for rule in group["properties"]["securityRules"]:
        other = rule["properties"]
        same = (other["priority"], other["direction"]) == (properties["priority"], properties["direction"])
        if same and rule["name"].casefold() != name.casefold():
            message = f"Security rule {name} conflicts with rule {rule['name']}. Rules cannot have the same Priority and Direction."
            raise bad_request("SecurityRuleConflict", message)
