"""The lab's networks: what is in effect is worked out from what is configured, and decides whether a backup arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backup_doctor.core.resource_id import last_name
from backup_doctor.lab.breaking.machine import outdate_agent
from backup_doctor.lab.breaking.network import (
    add_admin_rules,
    add_rules,
    add_storage_endpoint,
    guard_interface,
    interface_of,
    make_private,
    route_subnet,
    subnet_of,
    unmanage_disks,
    use_dns_servers,
)
from backup_doctor.lab.build import Site
from backup_doctor.lab.build import windows as windows_vm
from backup_doctor.lab.egress import reaches_internet, reaches_storage
from backup_doctor.lab.failures import NO_NETWORK, failure_of
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.network import network_id, rule
from backup_doctor.lab.network_manager import admin_rule
from backup_doctor.lab.service_tags import expansion, storage_of
from backup_doctor.lab.world import World
from tests.unit.lab.azure import Azure, code_of, complete

Change = Callable[[World, VirtualMachine], object]

ALLOW = rule("Allow-Storage", 100, "Allow", "Storage.WestEurope", port="443", protocol="Tcp")
DENY = rule("Deny-Internet", 200, "Deny", "Internet")


def rules(*some: dict[str, Any]) -> Change:
    return lambda world, vm: add_rules(world, vm, *some)


def routes(*some: tuple[str, str]) -> Change:
    return lambda world, vm: route_subnet(world, vm, *((f"r{number}", *each) for number, each in enumerate(some)))


def admin(access: str) -> Change:
    return lambda world, vm: add_admin_rules(world, vm, "nm", admin_rule("From-Above", 1, access, "Internet"))


def endpoint(world: World, vm: VirtualMachine) -> None:
    add_storage_endpoint(world, vm)


def policed(world: World, vm: VirtualMachine) -> None:
    add_storage_endpoint(world, vm, policy="ours")


def nat_gateway(world: World, vm: VirtualMachine) -> None:
    subnet_of(world, vm)["properties"]["natGateway"] = {"id": "nat"}


def own_servers(world: World, vm: VirtualMachine) -> None:
    use_dns_servers(world, vm, "10.20.9.4")


def in_group(world: World, vm: VirtualMachine) -> None:
    group = {"id": network_id(vm.id.group_scope, "applicationSecurityGroups", "web")}
    interface_of(world, vm)["properties"]["ipConfigurations"][0]["properties"]["applicationSecurityGroups"] = [group]
    add_rules(world, vm, rule("Deny-Web", 150, "Deny", "*", sourceAddressPrefix="", sourceApplicationSecurityGroups=[group]))


@pytest.mark.parametrize(
    ("changes", "arrives"),
    [
        ([], True),
        ([rules(ALLOW, DENY)], True),
        ([rules(DENY)], False),
        ([rules(rule("Other", 100, "Allow", "Storage.NorthEurope"), DENY)], False),
        ([rules(rule("Udp", 100, "Allow", "Storage", protocol="Udp"), DENY)], False),
        ([rules(rule("Port", 100, "Allow", "Storage", port="80"), DENY)], False),
        ([rules(rule("Source-Port", 100, "Allow", "Storage", sourcePortRange="443"), DENY)], False),
        ([rules(rule("Elsewhere", 100, "Deny", "*", sourceAddressPrefix="10.99.0.0/24"))], True),
        ([rules(rule("Plural", 100, "Deny", "", destinationAddressPrefixes=["10.0.0.0/8", "Storage"]))], False),
        ([in_group], False),
        ([lambda world, vm: guard_interface(world, vm, ALLOW), rules(DENY)], False),
        ([admin("Deny"), rules(ALLOW)], False),
        ([admin("AlwaysAllow"), rules(DENY)], True),
        ([admin("Allow"), rules(DENY)], False),
        ([routes(("0.0.0.0/0", "None"))], False),
        ([routes(("0.0.0.0/0", "None"), ("Storage", "Internet"))], True),
        ([routes(("0.0.0.0/0", "VirtualAppliance"))], True),
        ([routes(("0.0.0.0/0", "None")), endpoint], True),
        ([policed], False),
        ([make_private], True),
        ([make_private, routes(("Storage", "Internet"))], False),
        ([make_private, routes(("Storage", "Internet")), nat_gateway], True),
        ([rules(rule("No-Names", 100, "Deny", "AzurePlatformDNS"))], False),
        ([rules(rule("No-Names", 100, "Deny", "AzurePlatformDNS")), own_servers], True),
    ],
)
def test_what_is_let_out_arrives(changes: list[Change], arrives: bool) -> None:
    world = World()
    vm = windows_vm(world, "web-01", Site("rg-web"))
    for change in changes:
        change(world, vm)
    assert reaches_storage(world, vm) is arrives


def test_only_what_needs_storage_fails_without_it() -> None:
    world = World()
    vm = windows_vm(world, "web-01", Site("rg-web"))
    add_rules(world, vm, DENY)
    assert failure_of(world, vm) is None
    unmanage_disks(vm)
    assert failure_of(world, vm) == NO_NETWORK
    vm = windows_vm(world, "web-02", Site("rg-web"))
    add_rules(world, vm, DENY)
    outdate_agent(vm, "2.7.41491.971")
    assert failure_of(world, vm) == NO_NETWORK


def groups_in_effect(azure: Azure) -> list[dict[str, Any]]:
    where = (azure.vm.resource_group, f"{azure.vm.name}-nic")
    found: list[dict[str, Any]] = complete(azure.network.network_interfaces.begin_list_effective_network_security_groups(*where)).as_dict()["value"]
    return found


def routes_in_effect(azure: Azure) -> list[dict[str, Any]]:
    where = (azure.vm.resource_group, f"{azure.vm.name}-nic")
    found: list[dict[str, Any]] = complete(azure.network.network_interfaces.begin_get_effective_route_table(*where)).as_dict()["value"]
    return found


def test_admin_rules_show_among_the_rules_in_effect_only(windows: Azure) -> None:
    admin("Deny")(windows.lab.world, windows.machine)
    first, second = groups_in_effect(windows)
    assert last_name(first["association"]["networkManager"]["id"]) == "nm"
    (shown,) = first["effectiveSecurityRules"]
    assert (shown["name"], shown["access"], shown["destinationAddressPrefix"]) == ("rules/From-Above", "Deny", "Internet")
    assert "networkManager" not in second["association"]


def test_tags_and_groups_come_with_their_addresses(windows: Azure) -> None:
    world, vm = windows.lab.world, windows.machine
    in_group(world, vm)
    add_rules(world, vm, rule("Plural", 120, "Deny", "Storage.WestEurope", destinationPortRange="", destinationPortRanges=["80", "443"]))
    group = next(each for each in groups_in_effect(windows) if "subnet" in each["association"])
    shown = {each["name"]: each for each in group["effectiveSecurityRules"]}
    assert shown["securityRules/Deny-Web"]["sourceAddressPrefix"] == "10.20.0.4"
    assert shown["securityRules/Plural"]["destinationPortRanges"] == ["80-80", "443-443"]
    assert shown["securityRules/Plural"]["expandedDestinationAddressPrefix"] == list(storage_of("westeurope"))
    assert group["tagMap"]["Storage.WestEurope"] == list(expansion("Storage.WestEurope"))


def test_a_service_endpoint_and_routes_for_tags_are_prefixes_in_effect(windows: Azure) -> None:
    world, vm = windows.lab.world, windows.machine
    add_storage_endpoint(world, vm)
    route_subnet(world, vm, ("to-sql", "Sql", "VirtualAppliance"))
    found = {route["nextHopType"]: route for route in routes_in_effect(windows)}
    assert found["VirtualNetworkServiceEndpoint"]["addressPrefix"] == list(storage_of("westeurope"))
    assert (found["VirtualAppliance"]["name"], found["VirtualAppliance"]["addressPrefix"]) == ("to-sql", list(expansion("Sql")))


def test_who_may_not_see_what_is_in_effect_is_told_the_action_and_the_scope(windows: Azure) -> None:
    windows.lab.world.deny("Microsoft.Network/networkInterfaces/effective*/action", windows.vm.group_scope)
    interface = f"{windows.vm.group_scope}/providers/Microsoft.Network/networkInterfaces/{windows.vm.name}-nic"
    for question in ("effectiveNetworkSecurityGroups", "effectiveRouteTable"):
        answer = windows.ask("POST", f"{interface}/{question}")
        assert (answer.status_code, code_of(answer)) == (403, "AuthorizationFailed")
        assert f"perform action 'Microsoft.Network/networkInterfaces/{question}/action' over scope '{interface}'" in answer.text


def test_a_group_that_guards_two_addresses_of_an_interface_shows_once(windows: Azure) -> None:
    properties = interface_of(windows.lab.world, windows.machine)["properties"]
    properties["ipConfigurations"].append({**properties["ipConfigurations"][0], "name": "second"})
    assert len(groups_in_effect(windows)) == 1


def test_a_rule_that_names_no_address_has_none_in_effect(windows: Azure) -> None:
    nobody = {"id": network_id(windows.vm.group_scope, "applicationSecurityGroups", "nobody")}
    add_rules(windows.lab.world, windows.machine, rule("To-Nobody", 100, "Deny", "", destinationApplicationSecurityGroups=[nobody]))
    (group,) = groups_in_effect(windows)
    (shown,) = (rule for rule in group["effectiveSecurityRules"] if rule["name"].endswith("/To-Nobody"))
    assert not any(name.startswith("destinationAddress") for name in shown)


def test_an_endpoint_of_another_service_leads_nowhere_near_storage(windows: Azure) -> None:
    before = routes_in_effect(windows)
    subnet_of(windows.lab.world, windows.machine)["properties"]["serviceEndpoints"] = [
        {"service": "Microsoft.Sql", "provisioningState": "Succeeded", "locations": ["westeurope"]}
    ]
    assert routes_in_effect(windows) == before


def test_a_vm_whose_interface_is_gone_reaches_nothing() -> None:
    world = World()
    vm = windows_vm(world, "web-01", Site("rg-web"))
    assert (reaches_storage(world, vm), reaches_internet(world, vm)) == (True, True)
    world.store.remove(vm.network_interfaces[0])
    assert (reaches_storage(world, vm), reaches_internet(world, vm)) == (False, False)
