"""Which rule and which route decide, as tables (network security group overview 2025-07-15, user-defined routes 2023-05-27)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from backup_doctor.arm.errors import Garbled
from backup_doctor.arm.network import routes as routing
from backup_doctor.arm.network import rules as security
from backup_doctor.arm.network.addresses import spans
from backup_doctor.arm.network.decision import Judgement, judge
from backup_doctor.arm.network.matching import Flow
from backup_doctor.arm.network.surroundings import dns_servers, outlets, storage_endpoint
from backup_doctor.arm.reading import Reader
from backup_doctor.core.facts import Access, Destination, Level, NsgDecision, RouteDecision
from backup_doctor.lab.network import route_table, rule, security_group, subnet
from tests.helpers.azure_documents import SCOPE, SUBNET, reader

ASG = f"{SCOPE}/applicationSecurityGroups/Web"
STORAGE = Flow(Destination.STORAGE, "westeurope", 443, "10.20.0.4", frozenset({ASG.casefold()}))
DIVERTED = Flow(Destination.STORAGE, "West Europe", 443, "10.20.0.4", default_route_diverted=True)
DNS = Flow(Destination.PLATFORM_DNS, "westeurope", 53, "10.20.0.4")

ALLOW, DENY, PARTIAL = Access.ALLOW, Access.DENY, Access.PARTIAL


def own(name: str, priority: int, access: str, destination: str | None = "*", /, **fields: Any) -> dict[str, Any]:
    """A rule; fields that are None are taken out of it."""
    made = rule(name, priority, access, destination or "")
    fields = {"destinationAddressPrefix": destination, **fields}
    made["properties"] = {field: value for field, value in {**made["properties"], **fields}.items() if value is not None}
    return made


def group(*rules: dict[str, Any], level: Level = Level.SUBNET) -> security.Group:
    return security.configured(level, reader(security_group(f"{SCOPE}/networkSecurityGroups/nsg", "westeurope", rules)))


def decided(flow: Flow, *rules: dict[str, Any]) -> NsgDecision:
    return judge([group(*rules)], flow).groups[0]


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
        ([deny(None, destinationAddressPrefixes=["0.0.0.0/1", "128.0.0.0/1"])], DENY, "deny"),
        ([own("half", 200, "Deny", "0.0.0.0/1"), deny("128.0.0.0/1")], DENY, "deny"),
        ([own("udp", 200, "Allow", "Storage", protocol="Udp"), deny()], DENY, "deny"),
        ([own("half", 200, "Allow", "*", sourcePortRange="32768-49151"), deny()], PARTIAL, "half"),
        ([own("most", 200, "Allow", "*", sourcePortRange="32768-65535"), deny()], ALLOW, "most"),
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
    assert decided(DIVERTED, own("early", 200, "Allow", "VirtualNetwork"), deny("VirtualNetwork")).access is ALLOW


@pytest.mark.parametrize(
    ("region", "tag", "access"),
    [
        ("germanywestcentral", "Storage.GermanyWC", PARTIAL),
        ("germanywestcentral", "AzureCloud.germanywc", PARTIAL),
        ("germanywestcentral", "Storage.GermanyNorth", ALLOW),
        ("francecentral", "Storage.CentralFrance", PARTIAL),
        ("westeurope", "Storage.GermanyWC", ALLOW),
        ("eastus2", "Storage.EastUS", ALLOW),
        ("norwayeast", "Storage.NorwayW", ALLOW),
    ],
)
def test_the_short_form_of_a_region_is_not_guessed(region: str, tag: str, access: Access) -> None:
    assert decided(replace(STORAGE, region=region), deny(tag)).access is access


def test_every_rule_that_decides_about_a_part_is_listed() -> None:
    decision = decided(STORAGE, own("some", 200, "Allow", "20.60.0.0/16"), own("udp", 250, "Deny", protocol="Udp"), deny())
    assert [(each.name, each.priority, each.access.value) for each in decision.rules] == [("some", 200, "Allow"), ("deny", 300, "Deny")]


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


@pytest.mark.parametrize("field", ["priority", "access", "direction", "protocol", "destinationPortRange", "sourcePortRange", "sourceAddressPrefix"])
def test_a_rule_that_lacks_what_decides_is_no_answer(field: str) -> None:
    with pytest.raises(Garbled, match=field):
        decided(STORAGE, deny(**{field: None}))


@pytest.mark.parametrize("field", ["direction", "protocol", "destinationPortRange", "sourcePortRange"])
def test_a_word_nobody_knows_does_not_pass_for_a_rule_that_never_matches(field: str) -> None:
    with pytest.raises(Garbled, match=r"(?i)zebra"):
        decided(STORAGE, deny(**{field: "Zebra"}))


def test_a_rule_without_a_destination_is_no_answer() -> None:
    with pytest.raises(Garbled, match="destinationAddressPrefix"):
        decided(STORAGE, deny(None))


def test_what_is_in_effect_must_say_where() -> None:
    with pytest.raises(Garbled, match="association"):
        security.effective(reader({"value": [{**entry("subnet"), "association": {}}]}), SUBNET, [])


def test_an_access_nobody_knows_is_not_a_deny() -> None:
    with pytest.raises(Garbled, match="audit"):
        decided(STORAGE, deny(access="Audit"))


def test_a_group_without_its_default_rules_is_no_answer() -> None:
    cut = security_group(f"{SCOPE}/networkSecurityGroups/nsg", "westeurope")
    del cut["properties"]["defaultSecurityRules"]
    with pytest.raises(Garbled, match="defaultSecurityRules"):
        judge([security.configured(Level.SUBNET, reader(cut))], STORAGE)


FIRST_HALF, SECOND_HALF = own("first", 200, "Deny", "0.0.0.0/1"), own("second", 200, "Deny", "128.0.0.0/1")


@pytest.mark.parametrize(
    ("interface", "shared", "access"),
    [
        ([], [], ALLOW),
        ([deny()], [], DENY),
        ([], [deny()], DENY),
        ([own("early", 200, "Allow")], [deny()], DENY),
        ([FIRST_HALF], [], PARTIAL),
        ([FIRST_HALF], [deny()], DENY),
        ([FIRST_HALF], [SECOND_HALF], DENY),
    ],
)
def test_the_interfaces_group_and_the_subnets_must_both_allow(interface: list[dict[str, Any]], shared: list[dict[str, Any]], access: Access) -> None:
    assert judge([group(*interface, level=Level.INTERFACE), group(*shared)], STORAGE).access is access


def test_without_a_group_everything_is_allowed() -> None:
    assert judge([], STORAGE) == Judgement(ALLOW, None, ())


BASE = {"direction": "Outbound", "protocol": "All", "sourcePortRange": "0-65535", "sourceAddressPrefix": "0.0.0.0/0"}
EVERYTHING_ALLOWED = {**BASE, "name": "defaultSecurityRules/AllowInternetOutBound", "priority": 65001, "access": "Allow"} | {
    "destinationPortRange": "0-65535",
    "destinationAddressPrefix": "Internet",
}


def in_effect(name: str, priority: int, access: str, destination: str, **fields: Any) -> dict[str, Any]:
    made = {**BASE, "name": f"securityRules/{name}", "priority": priority, "access": access, "destinationAddressPrefix": destination}
    return {**made, "destinationPortRange": "443-443", **fields}


def entry(association: str, *rules: dict[str, Any], tags: dict[str, list[str]] | None = None, at: str = SUBNET) -> dict[str, Any]:
    ends = [] if association == "networkManager" else [EVERYTHING_ALLOWED]
    return {
        "networkSecurityGroup": {"id": f"{SCOPE}/networkSecurityGroups/{association}-nsg"},
        "association": {association: {"id": at if association == "subnet" else f"{SCOPE}/x/{association}"}},
        "effectiveSecurityRules": [*rules, *ends],
        "tagMap": tags or {},
    }


def judged(*entries: dict[str, Any], flow: Flow = STORAGE) -> Judgement:
    groups = security.effective(reader({"value": list(entries)}), SUBNET, [])
    return judge(groups, replace(flow, storage=security.storage_addresses(groups, flow.region)))


@pytest.mark.parametrize(
    ("admin", "shared", "access", "is_final"),
    [
        ([in_effect("a", 1, "Deny", "Internet")], [], DENY, True),
        ([in_effect("a", 1, "Deny", "Internet")], [in_effect("s", 100, "Allow", "Storage")], DENY, True),
        ([in_effect("a", 1, "AlwaysAllow", "Storage")], [in_effect("s", 100, "Deny", "Internet")], ALLOW, True),
        ([in_effect("a", 1, "Allow", "Storage")], [in_effect("s", 100, "Deny", "Internet")], DENY, False),
        ([in_effect("a", 1, "Allow", "Storage"), in_effect("b", 2, "Deny", "Internet")], [], ALLOW, False),
        ([in_effect("a", 1, "Deny", "20.60.0.0/16")], [], PARTIAL, False),
    ],
)
def test_admin_rules_come_before_every_group(admin: list[Any], shared: list[Any], access: Access, is_final: bool) -> None:
    judgement = judged(entry("subnet", *shared), entry("networkManager", *admin))
    assert judgement.access is access
    assert judgement.admin is not None
    assert (judgement.admin.nsg, judgement.admin.rule, judgement.admin.is_final) == ("networkManager", "a", is_final)
    assert judgement.admin.evidence.path.startswith("$.value[1].effectiveSecurityRules[")


def test_an_admin_rule_for_something_else_is_none() -> None:
    assert judged(entry("networkManager", in_effect("a", 1, "Deny", "Sql"))).admin is None


@pytest.mark.parametrize(
    ("destination", "access"),
    [("20.60.0.0/16", DENY), ("20.60.0.0/26", PARTIAL), ("20.70.0.0/16", ALLOW), ("Sql", ALLOW), ("Storage.WestEurope", DENY)],
)
def test_with_the_addresses_of_storage_known_an_overlap_is_exact(destination: str, access: Access) -> None:
    tags = {"Storage.WestEurope": ["20.60.0.0/25"], "Sql": ["20.80.0.0/24"]}
    assert judged(entry("subnet", in_effect("deny", 100, "Deny", destination), tags=tags)).access is access


def test_a_rule_for_the_tag_alone_tells_its_addresses_too() -> None:
    listed = in_effect("late", 200, "Allow", "Storage.WestEurope", expandedDestinationAddressPrefix=["20.60.0.0/25"])
    assert judged(entry("subnet", in_effect("deny", 100, "Deny", "20.60.0.0/16"), listed)).access is DENY


def test_plural_fields_are_read_in_what_is_in_effect() -> None:
    fields = {"destinationAddressPrefixes": ["10.0.0.0/8", "Storage"], "destinationPortRanges": ["80-80", "443-443"], "destinationPortRange": None}
    assert judged(entry("subnet", in_effect("deny", 100, "Deny", "", **fields))).access is DENY


def test_a_subnet_of_another_configuration_has_no_say() -> None:
    elsewhere = entry("subnet", in_effect("deny", 100, "Deny", "*"), at=f"{SUBNET}-2")
    assert judged(elsewhere, entry("subnet")).access is ALLOW


def test_what_is_in_effect_must_hold_the_groups_that_are_named() -> None:
    document = reader({"value": [entry("subnet")]})
    with pytest.raises(Garbled, match="own-nsg"):
        security.effective(document, SUBNET, [f"{SCOPE}/networkSecurityGroups/own-nsg"])
    assert security.effective(document, SUBNET.upper(), [f"{SCOPE}/networkSecurityGroups/SUBNET-NSG"])


def table(*routes: tuple[str, str]) -> Reader:
    return reader(route_table(f"{SCOPE}/routeTables/t", "westeurope", [(f"r{number}", *each) for number, each in enumerate(routes)]))


def endpoint_subnet(*services: str, **fields: Any) -> Reader:
    document = subnet(SUBNET, "10.20.0.0/24")
    document["properties"]["serviceEndpoints"] = [{"service": service, **fields} for service in services]
    return reader(document)


PLAIN_SUBNET = endpoint_subnet()


def configured_route(place: Reader, routes: Reader | None) -> RouteDecision:
    return routing.configured(place, routes, "westeurope", storage_endpoint(place, "westeurope"))


@pytest.mark.parametrize(
    ("routes", "prefix", "hop"),
    [
        ([], "0.0.0.0/0", "Internet"),
        ([("0.0.0.0/0", "VirtualAppliance")], "0.0.0.0/0", "VirtualAppliance"),
        ([("0.0.0.0/0", "None"), ("Storage", "Internet")], "Storage", "Internet"),
        ([("Storage", "Internet"), ("Storage.WestEurope", "None")], "Storage.WestEurope", "None"),
        ([("AzureCloud", "None"), ("AzureCloud.westeurope", "Internet")], "AzureCloud.westeurope", "Internet"),
        ([("Storage.NorthEurope", "None"), ("10.0.0.0/8", "VirtualAppliance")], "0.0.0.0/0", "Internet"),
        ([("0.0.0.0/1", "None"), ("128.0.0.0/1", "None")], "0.0.0.0/1", "None"),
        ([("0.0.0.0/1", "None"), ("128.0.0.0/1", "None"), ("Storage", "Internet")], "Storage", "Internet"),
        ([("168.63.129.16/32", "None")], "0.0.0.0/0", "Internet"),
    ],
)
def test_the_closest_route_decides(routes: list[tuple[str, str]], prefix: str, hop: str) -> None:
    found = configured_route(PLAIN_SUBNET, table(*routes))
    assert (found.prefix, found.next_hop, found.partial) == (prefix, hop, False)


@pytest.mark.parametrize(
    ("routes", "prefix"),
    [([("0.0.0.0/1", "VirtualAppliance")], "0.0.0.0/1"), ([("Storage", "Internet"), ("20.60.0.0/16", "None")], "20.60.0.0/16")],
)
def test_a_route_for_a_part_of_the_internet_concerns_storage_in_part(routes: list[tuple[str, str]], prefix: str) -> None:
    found = configured_route(PLAIN_SUBNET, table(*routes))
    assert (found.prefix, found.partial) == (prefix, True)


def test_without_a_table_traffic_goes_out_directly() -> None:
    assert configured_route(PLAIN_SUBNET, None).next_hop == "Internet"


@pytest.mark.parametrize(
    ("place", "is_one"),
    [
        (endpoint_subnet("Microsoft.Sql", "Microsoft.Storage"), True),
        (endpoint_subnet("microsoft.storage.global"), True),
        (endpoint_subnet("Microsoft.Storage", locations=["westeurope", "northeurope"]), True),
        (endpoint_subnet("Microsoft.Storage", locations=["*"]), True),
        (endpoint_subnet("Microsoft.Storage", locations=["eastus"]), False),
        (endpoint_subnet("Microsoft.Storage", provisioningState="Failed"), False),
        (endpoint_subnet("Microsoft.Sql"), False),
    ],
)
def test_a_service_endpoint_for_the_regions_storage_goes_before_every_route(place: Reader, is_one: bool) -> None:
    hop = configured_route(place, table(("0.0.0.0/0", "None"))).next_hop
    assert hop == ("VirtualNetworkServiceEndpoint" if is_one else "None")


def way(hop: str, *prefixes: str, source: str = "Default", state: str = "Active", name: str = "") -> dict[str, Any]:
    return {"name": name, "source": source, "state": state, "addressPrefix": list(prefixes), "nextHopType": hop, "nextHopIpAddress": []}


OUT = way("Internet", "0.0.0.0/0")
ENDPOINT = way("VirtualNetworkServiceEndpoint", "20.60.0.0/25")


@pytest.mark.parametrize(
    ("ways", "hop", "partial"),
    [
        ([OUT], "Internet", False),
        ([way("Internet", "0.0.0.0/0", state="Invalid"), way("None", "0.0.0.0/0", source="User")], "None", False),
        ([OUT, way("VirtualNetworkGateway", "0.0.0.0/0", source="VirtualNetworkGateway")], "VirtualNetworkGateway", False),
        ([way("VirtualAppliance", "0.0.0.0/0", source="User"), way("None", "0.0.0.0/0", source="VirtualNetworkGateway")], "VirtualAppliance", False),
        ([OUT, way("None", "20.60.0.0/26", source="User")], "None", True),
        ([OUT, way("None", "20.99.0.0/16", source="User")], "Internet", False),
        ([way("None", "0.0.0.0/0", source="User"), ENDPOINT], "VirtualNetworkServiceEndpoint", False),
        ([OUT, ENDPOINT, way("None", "20.60.0.0/26", source="VirtualNetworkGateway")], "VirtualNetworkServiceEndpoint", False),
        ([way("SomethingNew", "0.0.0.0/0")], "SomethingNew", False),
    ],
)
def test_the_longest_active_prefix_decides(ways: list[dict[str, Any]], hop: str, partial: bool) -> None:
    found = routing.effective(reader({"value": ways}), None, "westeurope", spans(["20.60.0.0/25"]), endpoint=True)
    assert (found.next_hop, found.partial) == (hop, partial)


def test_where_storage_is_not_known_the_configured_tag_tells_what_a_route_is_for() -> None:
    ways = [way("VirtualAppliance", "0.0.0.0/0", source="User"), way("Internet", "20.60.0.0/25", source="User", name="R0")]
    for tag, hop in (("Storage.WestEurope", "Internet"), ("Sql", "VirtualAppliance")):
        found = routing.effective(reader({"value": ways}), table((tag, "Internet")), "westeurope", None, endpoint=False)
        assert (found.next_hop, found.partial) == (hop, False)


def test_the_endpoint_of_another_service_leads_no_storage_anywhere() -> None:
    document = reader({"value": [OUT, ENDPOINT]})
    assert routing.effective(document, None, "westeurope", None, endpoint=True).next_hop == "VirtualNetworkServiceEndpoint"
    assert routing.effective(document, None, "westeurope", None, endpoint=False).next_hop == "Internet"


def test_routes_without_an_active_default_are_no_answer() -> None:
    with pytest.raises(Garbled, match="no active route"):
        routing.effective(reader({"value": [way("Internet", "0.0.0.0/0", state="Invalid")]}), None, "westeurope", None, endpoint=False)


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
    assert routing.is_diverted(None, table(*routes)) is diverted
    ways = [OUT, *(way(hop, prefix, source="User") for prefix, hop in routes)]
    assert routing.is_diverted(reader({"value": ways}), None) is diverted


def test_no_table_no_detour() -> None:
    assert routing.is_diverted(None, None) is False


def test_what_leads_out_of_a_subnet_is_told_apart() -> None:
    place = subnet(SUBNET, "10.20.0.0/24")
    place["properties"] |= {"defaultOutboundAccess": False, "natGateway": {"id": "nat"}, "serviceEndpointPolicies": [{"id": "policy"}]}
    configuration = {"properties": {"publicIPAddress": {"id": "address"}, "loadBalancerBackendAddressPools": [{"id": "pool"}]}}
    cut_off = {"properties": {"defaultOutboundConnectivityEnabled": False}}
    found = outlets(reader(cut_off), reader(place), reader(configuration), "westeurope")
    assert found.cut_off.value is True
    assert (found.private.value, [out.value for out in found.explicit]) == (True, ["nat", "address"])
    assert ([pool.value for pool in found.pools], [policy.value for policy in found.policies], found.endpoint) == (["pool"], ["policy"], None)


@pytest.mark.parametrize(
    ("interface", "network", "own"),
    [
        ([], [], ()),
        ([], ["10.1.0.4"], ("10.1.0.4",)),
        (["10.2.0.4"], ["10.1.0.4"], ("10.2.0.4",)),
        (["AzureProvidedDNS"], ["10.1.0.4"], ()),
        ([], ["168.63.129.16"], ()),
    ],
)
def test_an_interfaces_dns_servers_go_before_its_networks(interface: list[str], network: list[str], own: tuple[str, ...]) -> None:
    nic = {"properties": {"dnsSettings": {"dnsServers": interface}}}
    vnet = {"properties": {"dhcpOptions": {"dnsServers": network}}}
    assert dns_servers(reader(nic), reader(vnet)).own == own
