"""Random rules and routes: the evaluator has to agree with a slow, obvious one on every kind of flow that may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backup_doctor.arm.network import routes as routing
from backup_doctor.arm.network import rules as security
from backup_doctor.arm.network.addresses import spans
from backup_doctor.arm.network.decision import judge
from backup_doctor.arm.network.matching import Flow
from backup_doctor.core.facts import Access, Destination, Level
from tests.helpers.azure_documents import SCOPE, SUBNET, reader
from tests.helpers.reference_network import borders, next_hop, targets, verdicts

ADDRESS = "10.20.0.4"
ASG = f"{SCOPE}/applicationSecurityGroups/web"
MINE = frozenset({ASG.casefold()})
STORAGE = ["20.60.0.0/29", "20.60.128.0/30"]
TAGS = {
    "Storage.WestEurope": STORAGE,
    "Storage.NorthEurope": ["20.61.0.0/29"],
    "Storage": [*STORAGE, "20.61.0.0/29"],
    "AzureCloud.WestEurope": ["20.60.0.0/16"],
    "Sql": ["20.70.0.0/29"],
    "Internet": ["1.0.0.0/8", "2.0.0.0/7", "4.0.0.0/6", "16.0.0.0/4"],
}

PORTS = st.sampled_from(["*", "443", "80", "400-500", "443-443", "0-65535", "8443", "444-65535"])
SOURCE_PORTS = st.sampled_from(["*", "*", "*", "0-65535", "443", "49152-65535", "32768-49151", "1024-65535", "50000"])
SOURCES = st.sampled_from(["*", "*", "VirtualNetwork", "10.20.0.0/24", ADDRESS, "10.99.0.0/24", "Internet", "fd00::/64"])
CIDRS = ["0.0.0.0/1", "128.0.0.0/1", "20.60.0.0/16", "20.60.0.0/17", "20.60.128.0/17", "20.60.0.2", "10.0.0.0/8", "168.63.129.16", "2603:1020::/32"]
DESTINATIONS = st.sampled_from(["*", "0.0.0.0/0", "VirtualNetwork", *TAGS, *CIDRS, *CIDRS])


def field(draw: st.DrawFn, name: str, kind: st.SearchStrategy[str]) -> dict[str, Any]:
    """In the singular, in the plural, or in both."""
    plural = f"{name}es" if name.endswith("x") else f"{name}s"
    one, many = draw(kind), draw(st.lists(kind, min_size=1, max_size=3))
    return draw(st.sampled_from([{name: one}, {name: one, plural: []}, {plural: many}, {name: one, plural: many}]))


BASE = {"direction": "Outbound", "protocol": "*", "sourcePortRange": "*", "destinationPortRange": "*"}
PLAIN = st.sampled_from(["*", "Internet", "Storage", "AzureCloud.WestEurope", "20.60.0.0/17", "VirtualNetwork", "Storage.NorthEurope"])
"""Destinations for rules with nothing else to trip over: most rules drawn at random match nothing."""


@st.composite
def fields(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        return {**BASE, "sourcePortRange": draw(SOURCE_PORTS), "sourceAddressPrefix": "*", "destinationAddressPrefix": draw(PLAIN)}
    source = field(draw, "sourceAddressPrefix", SOURCES)
    group = {"sourceApplicationSecurityGroups": [{"id": draw(st.sampled_from([ASG, f"{ASG}2"]))}]}
    return {
        "direction": draw(st.sampled_from(["Outbound", "Outbound", "Outbound", "Inbound"])),
        "protocol": draw(st.sampled_from(["*", "*", "Tcp", "Udp", "Icmp"])),
        **field(draw, "destinationPortRange", PORTS),
        **field(draw, "sourcePortRange", SOURCE_PORTS),
        **field(draw, "destinationAddressPrefix", DESTINATIONS),
        **draw(st.sampled_from([source, source, group])),
    }


@st.composite
def rules(draw: st.DrawFn, accesses: Sequence[str] = ("Allow", "Deny")) -> list[dict[str, Any]]:
    priorities = draw(st.lists(st.integers(100, 4096), max_size=5, unique=True))
    return [{"priority": priority, "access": draw(st.sampled_from(accesses)), **draw(fields())} for priority in priorities]


DEFAULTS = [
    {**BASE, "priority": 65000, "access": "Allow", "sourceAddressPrefix": "VirtualNetwork", "destinationAddressPrefix": "VirtualNetwork"},
    {**BASE, "priority": 65001, "access": "Allow", "sourceAddressPrefix": "*", "destinationAddressPrefix": "Internet"},
    {**BASE, "priority": 65500, "access": "Deny", "sourceAddressPrefix": "*", "destinationAddressPrefix": "*"},
]
GROUPS = st.fixed_dictionaries({}, optional={"interface": rules(), "subnet": rules()})
EXPECTED = {frozenset({"allow"}): Access.ALLOW, frozenset({"deny"}): Access.DENY, frozenset({"allow", "deny"}): Access.PARTIAL}


def group(name: str, own: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """As it is configured."""
    listed = {
        key: [{"name": f"r{rule['priority']}", "properties": rule} for rule in some]
        for key, some in (("securityRules", own), ("defaultSecurityRules", DEFAULTS))
    }
    return {"name": name, "id": f"{SCOPE}/networkSecurityGroups/{name}", "properties": listed}


@settings(max_examples=200, deadline=None)
@given(groups=GROUPS, diverted=st.booleans())
def test_configured_rules_come_to_what_the_obvious_evaluator_says(groups: dict[str, list[dict[str, Any]]], diverted: bool) -> None:
    read = [security.configured(Level(level), reader(group(level, own))) for level, own in groups.items()]
    flow = Flow(Destination.STORAGE, "westeurope", 443, ADDRESS, MINE, diverted)
    levels = [(level, [*own, *DEFAULTS]) for level, own in groups.items()]
    found = verdicts(levels, ADDRESS, MINE, [], (False, True) if diverted else (False,))
    assert judge(read, flow).access is EXPECTED[frozenset(found)]


def entry(level: str, own: Sequence[dict[str, Any]], tags: dict[str, list[str]]) -> dict[str, Any]:
    """As Azure shows it in effect: no application security groups, and tags with their addresses."""
    association = {
        "admin": {"networkManager": {"id": f"{SCOPE}/networkManagers/nm"}},
        "interface": {"networkInterface": {"id": "nic"}},
        "subnet": {"subnet": {"id": SUBNET}},
    }
    everything = [*own] if level == "admin" else [*own, *DEFAULTS]
    return {
        "networkSecurityGroup": {"id": f"{SCOPE}/networkSecurityGroups/{level}"},
        "association": association[level],
        "effectiveSecurityRules": [{"name": f"securityRules/r{rule['priority']}", **rule} for rule in everything],
        "tagMap": tags,
    }


@settings(max_examples=200, deadline=None)
@given(admin=rules(("Allow", "Deny", "AlwaysAllow")), groups=GROUPS, listed=st.booleans(), diverted=st.booleans())
def test_rules_in_effect_come_to_what_the_obvious_evaluator_says(
    admin: list[dict[str, Any]], groups: dict[str, list[dict[str, Any]]], listed: bool, diverted: bool
) -> None:
    levels = [("admin", admin), *groups.items()]
    answer = {"value": [entry(level, own, TAGS if listed else {}) for level, own in levels]}
    read = security.effective(reader(answer), SUBNET, [])
    storage = security.storage_addresses(read, "westeurope")
    assert storage == (spans(STORAGE) if listed else None)
    flow = Flow(Destination.STORAGE, "westeurope", 443, ADDRESS, MINE, diverted, storage)
    whole = [(level, own if level == "admin" else [*own, *DEFAULTS]) for level, own in levels]
    found = verdicts(whole, ADDRESS, MINE, STORAGE if listed else [], (False, True) if diverted else (False,))
    assert judge(read, flow).access is EXPECTED[frozenset(found)]


HOPS = st.sampled_from(["Internet", "None", "VirtualAppliance", "VirtualNetworkGateway", "VnetPeering"])
PREFIXES = st.sampled_from(["0.0.0.0/1", "128.0.0.0/1", "20.0.0.0/8", "20.60.0.0/16", "20.60.0.0/30", "20.60.128.0/30", "10.0.0.0/8"])


@st.composite
def routes(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The default route, and others with prefixes of their own for each source."""
    found = [{"source": "Default", "state": "Active", "addressPrefix": ["0.0.0.0/0"], "nextHopType": draw(HOPS)}]
    for source, prefixes in ((source, draw(st.lists(PREFIXES, max_size=3, unique=True))) for source in ("User", "VirtualNetworkGateway", "Default")):
        state = draw(st.sampled_from(["Active", "Active", "Invalid"]))
        found += [{"source": source, "state": state, "addressPrefix": [prefix], "nextHopType": draw(HOPS)} for prefix in prefixes]
    return draw(st.permutations(found))


@settings(max_examples=200, deadline=None)
@given(listed=routes(), known=st.booleans())
def test_routes_in_effect_lead_where_the_obvious_evaluator_says(listed: list[dict[str, Any]], known: bool) -> None:
    addresses = targets([], STORAGE) if known else borders(prefix for route in listed for prefix in route["addressPrefix"])
    hops = {next_hop(listed, address) for address in addresses}
    decision = routing.effective(reader({"value": listed}), None, "westeurope", spans(STORAGE) if known else None, endpoint=False)
    assert decision.partial is (len(hops) > 1)
    assert decision.next_hop in hops
    if decision.partial:
        assert decision.next_hop != "Internet"
