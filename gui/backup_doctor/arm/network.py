"""Which rule and which route decide an outbound flow, by the configured network security groups and route tables.

Semantics: Azure's network security group overview (2025-07-15), user-defined routes overview (2023-05-27)
and default outbound access (2025-12-03). Nothing here asks Azure; it reads what was fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network

from ..core.facts import Access, Destination, NsgDecision, RouteDecision
from ..core.text import lazy_translate as translate
from .errors import Garbled
from .reading import Reader


class Match(Enum):
    """How much of a flow a rule covers."""

    NONE = 0
    PARTIAL = 1
    FULL = 2


@dataclass(frozen=True, slots=True)
class Flow:
    """One outbound flow of a network interface."""

    destination: Destination
    region: str
    """Azure's short region name, ``westeurope``."""
    port: int
    addresses: tuple[str, ...]
    """The interface's private addresses: a group sees the flow before address translation."""
    groups: tuple[str, ...]
    """Ids of the application security groups the interface is in, case-folded."""
    default_route_diverted: bool
    """With 0.0.0.0/0 routed to an appliance or gateway, ``VirtualNetwork`` may cover Internet addresses too."""


ANY = ("*", "any", "0.0.0.0/0")

PROTOCOL = {Destination.PLATFORM_DNS: "udp"}
"""Names are asked for over UDP; everything else here is TCP."""


def whole_tags(flow: Flow) -> frozenset[str]:
    """Service tags that contain the whole destination, case-folded (service tags overview, 2021-04-23)."""
    if flow.destination is not Destination.STORAGE:
        return frozenset({flow.destination.casefold()})
    region = flow.region.casefold().replace(" ", "")
    return frozenset({"internet", "storage", f"storage.{region}", "azurecloud", f"azurecloud.{region}"})


def decide(nsg: Reader, flow: Flow) -> NsgDecision:
    """The decision of one group: by priority, the first rule that covers the whole flow; unless a rule before it covers a part."""
    partial: list[Reader] = []
    for rule in _outbound_rules(nsg):
        match = _match(rule["properties"], flow)
        if match is Match.FULL:
            return _decision(nsg, rule, partial)
        if match is Match.PARTIAL:
            partial.append(rule)
    if flow.destination is Destination.STORAGE:  # the default rules cover every flow, so the list was cut short
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=nsg["properties"]["defaultSecurityRules"].path))
    named = f"[?(@.properties.destinationAddressPrefix=='{flow.destination}')]"
    return NsgDecision(nsg["name"].text(), nsg["id"].text(), "", 0, Access.ALLOW, nsg["properties"]["securityRules"].counted(0, named))


def _outbound_rules(nsg: Reader) -> list[Reader]:
    rules = [*nsg["properties"]["securityRules"], *nsg["properties"]["defaultSecurityRules"]]
    outbound = [rule for rule in rules if rule["properties"]["direction"].needed().casefold() == "outbound"]
    return sorted(outbound, key=_priority)


def _priority(rule: Reader) -> int:
    priority = rule["properties"]["priority"].value
    if not isinstance(priority, int):
        raise Garbled(translate("Azure", "Azure's answer lacks the field {path}.").format(path=rule["properties"]["priority"].path))
    return priority


def _decision(nsg: Reader, rule: Reader, partial: list[Reader]) -> NsgDecision:
    access = _access(rule)
    contradicting = [earlier for earlier in partial if _access(earlier) is not access]
    shown = contradicting[0] if contradicting else rule
    return NsgDecision(
        nsg=nsg["name"].text(),
        nsg_id=nsg["id"].text(),
        rule=shown["name"].text(),
        priority=_priority(shown),
        access=Access.PARTIAL if contradicting else access,
        evidence=shown["properties"]["access"].evidence(),
    )


def _access(rule: Reader) -> Access:
    access = rule["properties"]["access"].needed()
    if access.casefold() not in ("allow", "deny"):
        raise Garbled(translate("Azure", "Azure names a rule access this program does not know: {access}.").format(access=access))
    return Access.ALLOW if access.casefold() == "allow" else Access.DENY


def _match(rule: Reader, flow: Flow) -> Match:
    if rule["protocol"].text().casefold() not in ("*", "all", "any", PROTOCOL.get(flow.destination, "tcp")):
        return Match.NONE
    sources = _source_ports(_either(rule, "sourcePortRange"))
    if sources is Match.NONE or not _covers_port(_either(rule, "destinationPortRange"), flow.port) or not _from_here(rule, flow):
        return Match.NONE
    there = _to_there(rule, flow)
    return Match.PARTIAL if there is Match.FULL and sources is Match.PARTIAL else there


def _either(rule: Reader, field: str) -> tuple[str, ...]:
    """The union of the singular and the plural field; an empty plural means «not used»."""
    plural = f"{field}es" if field.endswith("x") else f"{field}s"
    single = rule[field].text()
    return tuple(filter(None, (single, *rule[plural].texts())))


def _covers_port(ranges: Iterable[str], port: int) -> bool:
    for text in ranges:
        low, _, high = text.partition("-")
        if text == "*" or (low.strip().isdigit() and int(low) <= port <= int(high.strip() if high.strip().isdigit() else low)):
            return True
    return False


EPHEMERAL = 32768
"""Linux takes source ports from here on, Windows from 49152."""


def _source_ports(ranges: Iterable[str]) -> Match:
    """A whole range covers the flow, one that reaches into the ephemeral ports a part of it, and «source port 443» none."""
    found = Match.NONE
    for text in ranges:
        low, _, high = text.partition("-")
        if text == "*" or (low.isdigit() and int(low) <= 1024 and high == "65535"):
            return Match.FULL
        if (high or low).isdigit() and int(high or low) >= EPHEMERAL:
            found = Match.PARTIAL
    return found


def _from_here(rule: Reader, flow: Flow) -> bool:
    asgs = {place["id"].text().casefold() for place in rule["sourceApplicationSecurityGroups"]}
    if asgs & set(flow.groups):
        return True
    prefixes = _either(rule, "sourceAddressPrefix")
    return any(prefix.casefold() in (*ANY, "virtualnetwork") or _holds_any(prefix, flow.addresses) for prefix in prefixes)


def _to_there(rule: Reader, flow: Flow) -> Match:
    """How much of the destination a rule covers."""
    found = Match.NONE
    for prefix in _either(rule, "destinationAddressPrefix"):
        folded = prefix.casefold()
        if folded in whole_tags(flow) or (flow.destination is Destination.STORAGE and folded in ANY):
            return Match.FULL
        if flow.destination is Destination.STORAGE and (_is_public(prefix) or (folded == "virtualnetwork" and flow.default_route_diverted)):
            found = Match.PARTIAL
    return found


def _network(prefix: str) -> IPv4Network | None:
    try:
        network = ip_network(prefix.strip(), strict=False)
    except ValueError:
        return None
    return network if isinstance(network, IPv4Network) else None  # IPv6 prefixes never match IPv4 traffic


def _holds_any(prefix: str, addresses: Iterable[str]) -> bool:
    network = _network(prefix)
    if network is None:
        return False
    parsed = []
    for text in addresses:
        try:
            parsed.append(ip_address(text))
        except ValueError:
            continue
    return any(isinstance(address, IPv4Address) and address in network for address in parsed)


def _is_public(prefix: str) -> bool:
    """Whether an address range may hold storage addresses. The host's 168.63.129.16 is no storage."""
    network = _network(prefix)
    if network is None or network == IPv4Network("168.63.129.16/32"):
        return False
    return network.is_global or network.prefixlen < 8


ANYWHERE = "0.0.0.0/0"
DIVERTING = ("virtualappliance", "virtualnetworkgateway")


def route(subnet: Reader, table: Reader | None, region: str) -> RouteDecision:
    """Where the configured routes send traffic to the region's storage: service endpoint, then the closest tag,
    then what concerns a part of the public addresses, then 0.0.0.0/0."""
    for endpoint in subnet["properties"]["serviceEndpoints"]:
        failed = endpoint["provisioningState"].text().casefold() == "failed"
        if endpoint["service"].text().casefold() in ("microsoft.storage", "microsoft.storage.global") and not failed:
            return RouteDecision("Microsoft.Storage", "VirtualNetworkServiceEndpoint", endpoint["service"].evidence())
    if table is None:
        return RouteDecision(ANYWHERE, "Internet", subnet["properties"]["routeTable"].evidence())
    routes = table["properties"]["routes"]
    folded = region.casefold().replace(" ", "")
    for tag in (f"storage.{folded}", "storage", f"azurecloud.{folded}", "azurecloud"):
        for place in routes:
            if _prefix(place).casefold() == tag:
                return _route(place)
    parts = [place for place in routes if _prefix(place) != ANYWHERE and _is_public(_prefix(place))]
    for place in parts:
        if place["properties"]["nextHopType"].text().casefold() != "internet":
            return replace(_route(place), partial=True)
    default = next((place for place in routes if _prefix(place) == ANYWHERE), None)
    return RouteDecision(ANYWHERE, "Internet", routes.evidence()) if default is None else _route(default)


def _prefix(place: Reader) -> str:
    return place["properties"]["addressPrefix"].text()


def _route(place: Reader) -> RouteDecision:
    hop = place["properties"]["nextHopType"]
    return RouteDecision(_prefix(place), hop.needed(), hop.evidence())


def is_diverted(table: Reader | None) -> bool:
    """Whether the default route leads to an appliance or a gateway."""
    if table is None:
        return False
    hops = [place["properties"] for place in table["properties"]["routes"]]
    return any(hop["addressPrefix"].text() == ANYWHERE and hop["nextHopType"].text().casefold() in DIVERTING for hop in hops)
