"""Changes of route tables, subnets and network interfaces.

A subnet and an interface are replaced as a whole, a route is a child of its own. What is named in them has to be joined, which takes
a permission at what is joined (Azure network permissions, 2024). Shapes: SubnetCreateServiceEndpoint and NetworkInterfaceCreate of
Microsoft.Network, 2024-05-01; a route is answered as it stands in the table that lists it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...core.resource_id import last_name
from ..answers import Answer, ArmError, Json, bad_request, lab_does_not_know, resource_not_found
from ..egress import is_tag
from ..identity import OBJECT_ID, USER
from ..network import route_resource
from ..network_view import etag_of, shown
from ..routing import Call, Routes
from .common import existing, following
from .networks import NETWORK

routes = Routes()

TABLE = NETWORK + "/routeTables/{table}"
ROUTE = TABLE + "/routes/{route}"
SUBNET = NETWORK + "/virtualNetworks/{network}/subnets/{subnet}"
INTERFACE = NETWORK + "/networkInterfaces/{interface}"

_JOINS = {
    "networkSecurityGroup": "Microsoft.Network/networkSecurityGroups/join/action",
    "routeTable": "Microsoft.Network/routeTables/join/action",
    "natGateway": "Microsoft.Network/natGateways/join/action",
    "serviceEndpointPolicies": "Microsoft.Network/serviceEndpointPolicies/join/action",
    "subnet": "Microsoft.Network/virtualNetworks/subnets/join/action",
    "publicIPAddress": "Microsoft.Network/publicIPAddresses/join/action",
    "loadBalancerBackendAddressPools": "Microsoft.Network/loadBalancers/backendAddressPools/join/action",
    "applicationSecurityGroups": "Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action",
}

_MOST_TAGS = 25
"""Routes with a service tag in one table (user-defined routes, 2023-05-27)."""


@routes.serve("GET", ROUTE, "Microsoft.Network/routeTables/routes/read")
def get_route(call: Call) -> Answer:
    route = _route(_table(call), call.args["route"])
    if route is None:
        raise resource_not_found("Microsoft.Network/routeTables/routes", call.args["route"], call.args["group"])
    return Answer(200, route)


@routes.serve("PUT", ROUTE, "Microsoft.Network/routeTables/routes/write")
def put_route(call: Call) -> Answer:
    """It holds at once; the operation only says so a moment later."""
    table, name, properties = _table(call), call.args["route"], _properties(call)
    prefix = properties.get("addressPrefix")
    if not isinstance(prefix, str) or "nextHopType" not in properties:
        raise bad_request("InvalidRequestFormat", "Cannot parse the request.")
    if not prefix[:1].isdigit() and not is_tag(prefix):
        raise bad_request("InvalidAddressPrefixFormat", f"Address prefix {prefix} of resource {call.path} is not formatted correctly.")
    others = [route for route in table["properties"]["routes"] if route["name"].casefold() != name.casefold()]
    if any(route["properties"]["addressPrefix"].casefold() == prefix.casefold() for route in others):
        raise bad_request("RouteConflict", f"Route {name} conflicts with another route of the same address prefix {prefix}.")
    tags = [route for route in others if not route["properties"]["addressPrefix"][0].isdigit()]
    if not prefix[0].isdigit() and len(tags) >= _MOST_TAGS:
        raise lab_does_not_know("more routes with a service tag than a table may have")
    known = len(others) < len(table["properties"]["routes"])
    route = route_resource(table["id"], name, properties)
    table["properties"]["routes"] = [*others, route]
    return Answer(200 if known else 201, route, _followed(call, table["location"]))


@routes.serve("DELETE", ROUTE, "Microsoft.Network/routeTables/routes/delete")
def delete_route(call: Call) -> Answer:
    table = _table(call)
    route = _route(table, call.args["route"])
    if route is None:
        return Answer(204)
    table["properties"]["routes"].remove(route)
    return Answer(202, None, _followed(call, table["location"]))


@routes.serve("PUT", SUBNET, "Microsoft.Network/virtualNetworks/subnets/write")
def put_subnet(call: Call) -> Answer:
    known, properties = _known(call), _properties(call)
    if properties.get("addressPrefix") != known["properties"].get("addressPrefix"):
        raise lab_does_not_know("another address range for a subnet")
    _require_joins(call, properties)
    location = existing(call, call.path.rsplit("/", 2)[0])["location"]
    endpoints = [_endpoint(endpoint, location) for endpoint in properties.get("serviceEndpoints") or ()]
    kept = {name: value for name, value in properties.items() if name not in ("ipConfigurations", "serviceEndpoints")}
    subnet = {**known, "properties": {**kept, **({"serviceEndpoints": endpoints} if endpoints else {}), "provisioningState": "Succeeded"}}
    call.world.store.put(subnet)
    return Answer(200, shown(call.world, subnet), _followed(call, location))


@routes.serve("PUT", INTERFACE, "Microsoft.Network/networkInterfaces/write")
def put_interface(call: Call) -> Answer:
    known, properties = _known(call), _properties(call)
    places = properties.get("ipConfigurations")
    if not isinstance(places, list) or not places:
        raise bad_request("InvalidRequestFormat", "Cannot parse the request.")
    _require_joins(call, properties, *(place["properties"] for place in places))
    own = {place["name"]: place for place in known["properties"]["ipConfigurations"]}
    if own.keys() != {place["name"] for place in places}:
        raise lab_does_not_know("other IP configurations for an interface")
    for place in places:
        _require_address(place["properties"], own[place["name"]]["properties"])
    fixed = {name: known["properties"][name] for name in ("virtualMachine", "primary", "provisioningState") if name in known["properties"]}
    nic = {**known, "properties": {**properties, **fixed, "ipConfigurations": [{**own[place["name"]], **place} for place in places]}}
    call.world.store.put(nic)
    return Answer(200, shown(call.world, nic), _followed(call, known["location"]))


def _require_address(wanted: Json, known: Json) -> None:
    """The lab lets an address be kept, but not changed."""
    static = str(wanted.get("privateIPAllocationMethod")).casefold() == "static"
    if static and not wanted.get("privateIPAddress"):
        raise bad_request("StaticIPAddressRequired", "A static allocation method needs a private IP address.")
    if static and wanted["privateIPAddress"] != known["privateIPAddress"]:
        raise lab_does_not_know("another address for an interface")
    wanted["privateIPAddress"] = known["privateIPAddress"]


def _endpoint(endpoint: Json, location: str) -> Json:
    """Azure puts in the region where none is named."""
    return {"service": endpoint["service"], "provisioningState": "Succeeded", "locations": endpoint.get("locations") or [location]}


def _known(call: Call) -> Json:
    """What is to be replaced, in the version that the caller has seen.

    Raises:
        ArmError: PreconditionFailed, where it has changed since.
    """
    known = call.world.store.find(call.path)
    if known is None:
        raise lab_does_not_know(f"a new {call.path.split('/')[-2]}")
    if call.if_match and call.if_match not in ("*", etag_of(known)):
        raise ArmError(412, "PreconditionFailed", f"Precondition failed. The etag {call.if_match} is not that of {last_name(call.path)}.")
    return known


def _properties(call: Call) -> Json:
    properties = call.body.get("properties")
    if not isinstance(properties, dict):
        raise bad_request("InvalidRequestFormat", "Cannot parse the request.")
    return properties


def _require_joins(call: Call, *holders: Json) -> None:
    """Whoever names something in a resource has to be allowed to join it, also where it was named before."""
    for holder in holders:
        for action, scope in _joined(holder):
            if not call.world.permissions.allows(action, scope):
                message = (
                    f"The client '{USER}' with object id '{OBJECT_ID}' has permission to perform the action on scope '{call.path}'; however, it "
                    f"does not have permission to perform action(s) '{action}' on the linked scope(s) '{scope}' or the linked scope(s) are invalid."
                )
                raise ArmError(403, "LinkedAuthorizationFailed", message)


def _joined(holder: Json) -> Iterator[tuple[str, str]]:
    for name, action in _JOINS.items():
        references = holder.get(name) or ()
        for reference in [references] if isinstance(references, dict) else references:
            yield action, reference["id"]


def _table(call: Call) -> Json:
    return existing(call, call.path.rsplit("/", 2)[0])


def _route(table: Json, name: str) -> Json | None:
    return next((route for route in table["properties"]["routes"] if route["name"].casefold() == name.casefold()), None)


def _followed(call: Call, location: str) -> dict[str, str]:
    return following(call, call.world.begin(lambda: None), "Microsoft.Network", location, monitored=False)
