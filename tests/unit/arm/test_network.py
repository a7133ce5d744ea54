"""Which rule and which route decide, as tables (network security group overview 2025-07-15, user-defined routes 2023-05-27)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from backup_doctor.arm.errors import Garbled
from backup_doctor.arm.network import Flow, decide, is_diverted, route
from backup_doctor.arm.reading import Reader, Source
from backup_doctor.core.facts import Access, Destination, NetworkPath, NsgDecision, RouteDecision
from backup_doctor.lab.network import route_table, rule, security_group, subnet

SCOPE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network"
ASG = f"{SCOPE}/applicationSecurityGroups/Web"
SOURCE = Source("GET https://management.azure.com/x", "id", datetime(2026, 11, 22, tzinfo=UTC), dated=True)
STORAGE = Flow(Destination.STORAGE, "westeurope", 443, ("10.20.0.4", "fd00::4"), (ASG.casefold(),), default_route_diverted=False)
DIVERTED = Flow(Destination.STORAGE, "West Europe", 443, ("10.20.0.4",), (), default_route_diverted=True)
DNS = Flow(Destination.PLATFORM_DNS, "westeurope", 53, ("10.20.0.4",), (), default_route_diverted=False)

ALLOW, DENY, PARTIAL = Access.ALLOW, Access.DENY, Access.PARTIAL


def reader(document: Any) -> Reader:
    return Reader(document, "$", SOURCE)


def own(name: str, priority: int, access: str, destination: str | None = "*", /, **fields: Any) -> dict[str, Any]:
    """A rule; fields that are None are taken out of it."""
    made = rule(name, priority, access, destination or "")
    fields = {"destinationAddressPrefix": destination, **fields}
    made["properties"] = {field: value for field, value in {**made["properties"], **fields}.items() if value is not None}
    return made


def decided(flow: Flow, *rules: dict[str, Any]) -> NsgDecision:
    return decide(reader(security_group(f"{SCOPE}/networkSecurityGroups/nsg", "westeurope", rules)), flow)


def deny(destination: str | None = "*", /, **fields: Any) -> dict[str, Any]:
    return own("deny", 300, "Deny", destination, **fields)


@pytest.mark.parametrize(
    ("rules", "access", "decisive"),
    [
        ([], ALLOW, "AllowInternetOutBound"),
        ([deny()], DENY, "deny"),
        ([own("late", 400, "Allow"), deny()], DENY, "deny"),
        ([deny(), own("early", 200, "Allow", "Storage.WestEurope")], ALLOW, "early"),
        ([deny(direction="Inbound")], ALLOW, "AllowInternetOutBound"),
        ([deny(direction="OUTBOUND", access="DENY")], DENY, "deny"),
        # protocol and ports
        ([deny(protocol="Udp")], ALLOW, "AllowInternetOutBound"),
        ([deny(protocol="TCP")], DENY, "deny"),
        ([deny(destinationPortRange="80")], ALLOW, "AllowInternetOutBound"),
        ([deny(destinationPortRange="400-500")], DENY, "deny"),
        ([deny(destinationPortRange="443-443")], DENY, "deny"),
        ([deny(destinationPortRange="444-500")], ALLOW, "AllowInternetOutBound"),
        ([deny(destinationPortRange=None, destinationPortRanges=["80", "443"])], DENY, "deny"),
        ([deny(destinationPortRange="", destinationPortRanges=["80"])], ALLOW, "AllowInternetOutBound"),
        ([deny(destinationPortRange="nonsense")], ALLOW, "AllowInternetOutBound"),
        ([deny(sourcePortRange="443")], ALLOW, "AllowInternetOutBound"),
        ([deny(sourcePortRange="0-65535")], DENY, "deny"),
        # where from
        ([deny(sourceAddressPrefix="10.20.0.0/24")], DENY, "deny"),
        ([deny(sourceAddressPrefix="10.20.0.4")], DENY, "deny"),
        ([deny(sourceAddressPrefix="10.99.0.0/24")], ALLOW, "AllowInternetOutBound"),
        ([deny(sourceAddressPrefix="VirtualNetwork")], DENY, "deny"),
        ([deny(sourceAddressPrefix="Internet")], ALLOW, "AllowInternetOutBound"),
        ([deny(sourceAddressPrefix=None, sourceAddressPrefixes=["10.99.0.0/24", "10.20.0.0/24"])], DENY, "deny"),
        ([deny(sourceAddressPrefix="fd00::/64")], ALLOW, "AllowInternetOutBound"),
        ([deny(sourceAddressPrefix=None, sourceApplicationSecurityGroups=[{"id": ASG.upper()}])], DENY, "deny"),
        ([deny(sourceAddressPrefix=None, sourceApplicationSecurityGroups=[{"id": f"{ASG}2"}])], ALLOW, "AllowInternetOutBound"),
        # where to
        *(([deny(tag)], DENY, "deny") for tag in ("Internet", "Storage", "storage.westeurope", "AzureCloud", "AzureCloud.WestEurope")),
        *(([deny(prefix)], DENY, "deny") for prefix in ("0.0.0.0/0", "Any")),
        *(
            ([deny(tag)], ALLOW, "AllowInternetOutBound")
            for tag in ("Storage.NorthEurope", "AzureCloud.NorthEurope", "AzureBackup", "Sql", "VirtualNetwork", "AzurePlatformDNS")
        ),
        ([deny(None, destinationAddressPrefixes=["10.0.0.0/8", "Storage"])], DENY, "deny"),
        ([deny(None, destinationApplicationSecurityGroups=[{"id": ASG}])], ALLOW, "AllowInternetOutBound"),
        *(
            ([deny(prefix)], ALLOW, "AllowInternetOutBound")
            for prefix in ("10.0.0.0/8", "192.168.0.0/16", "100.64.0.0/10", "168.63.129.16", "169.254.169.254/32", "2603:1020::/32", "rubbish")
        ),
        # a part of the addresses
        *(([deny(prefix)], PARTIAL, "deny") for prefix in ("20.60.0.0/16", "20.60.1.1", "0.0.0.0/1", "128.0.0.0/1")),
        ([own("some", 200, "Allow", "20.60.0.0/16"), deny()], PARTIAL, "some"),
        ([own("some", 200, "Deny", "20.60.0.0/16"), deny()], DENY, "deny"),
        ([own("some", 200, "Allow", "20.60.0.0/16")], ALLOW, "AllowInternetOutBound"),
    ],
)
def test_the_first_rule_that_covers_the_flow_decides(rules: list[dict[str, Any]], access: Access, decisive: str) -> None:
    decision = decided(STORAGE, *rules)
    assert (decision.access, decision.rule) == (access, decisive)
    assert decision.evidence.path.endswith(".properties.access")


def test_with_a_diverted_default_route_virtual_network_may_mean_the_internet() -> None:
    assert decided(DIVERTED, deny("VirtualNetwork")).access is PARTIAL
    assert decided(DIVERTED, deny("Storage.WestEurope")).access is DENY


@pytest.mark.parametrize(
    ("rules", "access"),
    [
        ([], ALLOW),
        ([deny()], ALLOW),
        ([deny("Internet")], ALLOW),
        ([deny("AzurePlatformDNS")], DENY),
        ([deny("AzurePlatformDNS", protocol="Udp", destinationPortRange="53")], DENY),
        ([deny("AzurePlatformDNS", protocol="Tcp")], ALLOW),
        ([deny("AzurePlatformDNS"), own("early", 200, "Allow", "AzurePlatformDNS")], ALLOW),
    ],
)
def test_only_its_own_tag_touches_the_hosts_name_resolution(rules: list[dict[str, Any]], access: Access) -> None:
    assert decided(DNS, *rules).access is access


@pytest.mark.parametrize("field", ["priority", "access", "direction"])
def test_a_rule_that_lacks_what_decides_is_no_answer(field: str) -> None:
    with pytest.raises(Garbled, match=field):
        decided(STORAGE, deny(**{field: None}))


def test_a_group_without_its_default_rules_is_no_answer() -> None:
    group = security_group(f"{SCOPE}/networkSecurityGroups/nsg", "westeurope")
    del group["properties"]["defaultSecurityRules"]
    with pytest.raises(Garbled, match="defaultSecurityRules"):
        decide(reader(group), STORAGE)


@pytest.mark.parametrize(
    ("accesses", "access"),
    [([], ALLOW), ([ALLOW, ALLOW], ALLOW), ([ALLOW, DENY], DENY), ([DENY, ALLOW], DENY), ([PARTIAL, ALLOW], PARTIAL), ([PARTIAL, DENY], DENY)],
)
def test_the_interfaces_group_and_the_subnets_must_both_allow(accesses: list[Access], access: Access) -> None:
    evidence = SOURCE_EVIDENCE
    nsgs = tuple(NsgDecision("nsg", "id", "rule", 100, each, evidence) for each in accesses)
    assert NetworkPath("nic", True, nsgs, None, RouteDecision("0.0.0.0/0", "Internet", evidence)).access is access


SOURCE_EVIDENCE = reader({}).evidence()


def table(*routes: tuple[str, str]) -> Reader:
    return reader(route_table(f"{SCOPE}/routeTables/t", "westeurope", [(f"r{number}", *each) for number, each in enumerate(routes)]))


PLAIN_SUBNET = reader(subnet(f"{SCOPE}/virtualNetworks/v/subnets/s", "10.20.0.0/24"))


@pytest.mark.parametrize(
    ("routes", "prefix", "hop"),
    [
        ([], "0.0.0.0/0", "Internet"),
        ([("0.0.0.0/0", "VirtualAppliance")], "0.0.0.0/0", "VirtualAppliance"),
        ([("0.0.0.0/0", "None"), ("Storage", "Internet")], "Storage", "Internet"),
        ([("Storage", "Internet"), ("Storage.WestEurope", "None")], "Storage.WestEurope", "None"),
        ([("AzureCloud", "None"), ("AzureCloud.westeurope", "Internet")], "AzureCloud.westeurope", "Internet"),
        ([("Storage.NorthEurope", "None"), ("10.0.0.0/8", "VirtualAppliance")], "0.0.0.0/0", "Internet"),
    ],
)
def test_the_closest_route_decides(routes: list[tuple[str, str]], prefix: str, hop: str) -> None:
    found = route(PLAIN_SUBNET, table(*routes), "westeurope")
    assert (found.prefix, found.next_hop) == (prefix, hop)


def test_without_a_table_traffic_goes_out_directly() -> None:
    assert route(PLAIN_SUBNET, None, "westeurope").next_hop == "Internet"


@pytest.mark.parametrize("service", ["Microsoft.Storage", "microsoft.storage.global"])
def test_a_service_endpoint_goes_before_every_route(service: str) -> None:
    document = subnet(f"{SCOPE}/virtualNetworks/v/subnets/s", "10.20.0.0/24")
    document["properties"]["serviceEndpoints"] = [{"service": "Microsoft.Sql"}, {"service": service}]
    assert route(reader(document), table(("0.0.0.0/0", "None")), "westeurope").next_hop == "VirtualNetworkServiceEndpoint"


@pytest.mark.parametrize(
    ("routes", "diverted"),
    [
        ([], False),
        ([("0.0.0.0/0", "Internet")], False),
        ([("0.0.0.0/0", "None")], False),
        ([("0.0.0.0/0", "virtualAppliance")], True),
        ([("0.0.0.0/0", "VirtualNetworkGateway")], True),
        ([("10.0.0.0/8", "VirtualAppliance")], False),
    ],
)
def test_a_default_route_to_a_device_is_a_detour(routes: list[tuple[str, str]], diverted: bool) -> None:
    assert is_diverted(table(*routes)) is diverted


def test_no_table_no_detour() -> None:
    assert is_diverted(None) is False
