"""A slow, obvious evaluator of security rules and routes to measure the real one by.

It takes flows one by one and walks Azure's documents for each: nothing is prepared, nothing is merged, nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, ip_network
from itertools import product
from typing import Any

Json = dict[str, Any]

PRIVATE = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
)
WITH_STORAGE = {"*", "0.0.0.0/0", "internet", "storage", "storage.westeurope", "azurecloud", "azurecloud.westeurope"}


@dataclass(frozen=True)
class Packet:
    """The first packet of a TCP connection to port 443."""

    source: str
    source_port: int
    target: str
    groups: frozenset[str]
    network_is_everything: bool
    """Whether ``VirtualNetwork`` takes in the Internet."""


def verdict(levels: Sequence[tuple[str, Sequence[Json]]], packet: Packet) -> str:
    """``allow`` or ``deny``: admin rules first, then each group has to allow."""
    for level, rules in levels:
        word = first_word(rules, packet)
        if word == "Deny":
            return "deny"
        if word == "AlwaysAllow" and level == "admin":
            return "allow"
    return "allow"


def first_word(rules: Iterable[Json], packet: Packet) -> str:
    """The access of the first rule that matches, by priority."""
    for rule in sorted(rules, key=lambda rule: int(rule["priority"])):
        if matches(rule, packet):
            return str(rule["access"])
    return ""


def matches(rule: Json, packet: Packet) -> bool:
    if rule["direction"] != "Outbound" or rule["protocol"] not in ("*", "All", "Tcp"):
        return False
    if not any(in_range(text, 443) for text in values(rule, "destinationPortRange", "destinationPortRanges")):
        return False
    if not any(in_range(text, packet.source_port) for text in values(rule, "sourcePortRange", "sourcePortRanges")):
        return False
    groups = {group["id"].casefold() for group in rule.get("sourceApplicationSecurityGroups", [])}
    sources = values(rule, "sourceAddressPrefix", "sourceAddressPrefixes")
    if not groups & packet.groups and not any(is_source(text, packet.source) for text in sources):
        return False
    return any(is_target(text, packet) for text in values(rule, "destinationAddressPrefix", "destinationAddressPrefixes"))


def values(rule: Json, one: str, many: str) -> list[str]:
    return [value for value in [rule.get(one), *(rule.get(many) or [])] if value]


def in_range(text: str, port: int) -> bool:
    if text == "*":
        return True
    low, _, high = text.partition("-")
    return port in range(int(low), int(high or low) + 1)


def is_source(text: str, address: str) -> bool:
    return text in ("*", "VirtualNetwork") or contains(text, address)


def is_target(text: str, packet: Packet) -> bool:
    if text == "VirtualNetwork":
        return packet.network_is_everything
    return text.casefold() in WITH_STORAGE or contains(text, packet.target)


@cache
def contains(prefix: str, address: str) -> bool:
    network = network_of(prefix)
    return network is not None and IPv4Address(address) in network


@cache
def network_of(prefix: str) -> IPv4Network | None:
    try:
        network = ip_network(prefix, strict=False)
    except ValueError:
        return None
    return network if isinstance(network, IPv4Network) else None


def targets(rules: Iterable[Json], storage: Sequence[str]) -> list[str]:
    """Every address of storage, where it is known; else an address on each side of every border that a rule draws in the public space."""
    if storage:
        return [str(address) for prefix in storage for address in IPv4Network(prefix)]
    return borders(prefix for rule in rules for prefix in values(rule, "destinationAddressPrefix", "destinationAddressPrefixes"))


def borders(prefixes: Iterable[str]) -> list[str]:
    """An address on each side of every border that prefixes draw in the public space."""
    networks = [network for prefix in (*prefixes, *PRIVATE) if (network := network_of(prefix)) is not None]
    edges = {edge for network in networks for edge in (int(network[0]) - 1, int(network[0]), int(network[-1]), int(network[-1]) + 1)}
    return [address for edge in edges if 0 <= edge < 2**32 and not is_private(address := str(IPv4Address(edge)))]


@cache
def is_private(address: str) -> bool:
    return any(contains(private, address) for private in PRIVATE)


def source_ports(rules: Iterable[Json]) -> list[int]:
    """A port on each side of every border that a rule draws among those that a guest takes."""
    edges = {32768, 49152, 65535}
    for rule in rules:
        for text in values(rule, "sourcePortRange", "sourcePortRanges"):
            if text != "*":
                low, _, high = text.partition("-")
                edges |= {int(low) - 1, int(low), int(high or low), int(high or low) + 1}
    return sorted(edge for edge in edges if 32768 <= edge <= 65535)


def verdicts(
    levels: Sequence[tuple[str, Sequence[Json]]], source: str, groups: frozenset[str], storage: Sequence[str], network: Sequence[bool]
) -> set[str]:
    """What becomes of every flow that may be meant."""
    rules = [rule for _, rules in levels for rule in rules]
    flows = product(targets(rules, storage), source_ports(rules), network)
    return {verdict(levels, Packet(source, port, target, groups, everything)) for target, port, everything in flows}


SYSTEM = ("VnetLocal", "VnetPeering", "VNetGlobalPeering", "VirtualNetworkServiceEndpoint")
ORDER: Mapping[str, int] = {"User": 0, "VirtualNetworkGateway": 1, "Default": 2}


def next_hop(routes: Sequence[Json], target: str) -> str | None:
    """Where the effective routes send an address."""
    fitting = [
        (route, IPv4Network(prefix).prefixlen)
        for route in routes
        if route["state"] == "Active"
        for prefix in route["addressPrefix"]
        if contains(prefix, target)
    ]
    if any(route["source"] == "Default" and route["nextHopType"] in SYSTEM for route, _ in fitting):
        fitting = [(route, length) for route, length in fitting if route["source"] != "VirtualNetworkGateway"]
    fitting.sort(key=lambda pair: (-pair[1], ORDER[pair[0]["source"]]))
    return str(fitting[0][0]["nextHopType"]) if fitting else None
