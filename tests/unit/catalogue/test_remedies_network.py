"""Repairs of the network as they are planned: the exact requests, what else they need, and when there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from backup_doctor.core.plan import Plan, Request
from backup_doctor.lab.answers import Json
from backup_doctor.lab.breaking.guest import turn_dhcp_off
from backup_doctor.lab.breaking.machine import outdate_agent, silence_agent
from backup_doctor.lab.breaking.network import (
    add_admin_rules,
    add_rules,
    add_storage_endpoint,
    guard_interface,
    interface_of,
    make_private,
    route_subnet,
    subnet_of,
)
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.network import network_id, route_resource, rule
from backup_doctor.lab.network_manager import admin_rule
from backup_doctor.lab.world import World
from tests.helpers.repairs import offer_of, plan_of, reason_of
from tests.helpers.worlds import Break, one_vm

ALLOW, ROUTE, ENDPOINT = (f"vm-no-internet-access/{name}" for name in ("allow-storage", "route-storage", "add-service-endpoint"))
DHCP = "snapshot-status-unavailable/keep-address-then-dhcp"


def planned(remedy: str, *broken: Break, os: str = "Windows") -> Plan:
    with one_vm(*broken, os=os) as lab:
        return plan_of(lab, remedy)


def refused(remedy: str, *broken: Break, os: str = "Windows") -> str:
    with one_vm(*broken, os=os) as lab:
        return reason_of(lab, remedy)


def requests(plan: Plan) -> list[Request]:
    return [step.request for step in plan.steps if step.request is not None]


def short(request: Request) -> str:
    """What comes behind the resource provider."""
    return request.path.rpartition("/providers/")[2]


def rule_of(request: Request) -> Any:
    assert request.body is not None
    return request.body["properties"]


def denies(priority: int, name: str = "deny-out") -> Break:
    return lambda world, vm: add_rules(world, vm, rule(name, priority, "Deny", "Internet"))


def routed(hop: str, *more: tuple[str, str, str]) -> Break:
    return lambda world, vm: route_subnet(world, vm, ("all", "0.0.0.0/0", hop), *more)


def locked(level: str) -> Break:
    return lambda world, vm: world.add_lock(vm.id.group_scope, "keep", level)


def with_rules(rules: Sequence[Json]) -> Break:
    return lambda world, vm: add_rules(world, vm, *rules)


def all_taken(direction: str) -> Sequence[Json]:
    return [rule(f"r{number}", number, "Allow", "192.0.2.1/32", direction=direction) for number in range(100, 105)]


def test_the_rule_lets_this_vm_and_no_other_reach_the_storage_of_its_region() -> None:
    (request,) = requests(planned(ALLOW, denies(200)))
    assert short(request) == "Microsoft.Network/networkSecurityGroups/web-01-nsg/securityRules/Allow-AzureStorage-For-Backup"
    assert (request.method, request.if_match) == ("PUT", "")
    assert rule_of(request) == {
        "description": "Lets this VM reach Azure Storage for its backup.",
        "protocol": "Tcp",
        "sourceAddressPrefix": "10.20.0.4",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "Storage.westeurope",
        "destinationPortRange": "443",
        "access": "Allow",
        "priority": 199,
        "direction": "Outbound",
    }


def test_the_rule_is_taken_back_by_deleting_it() -> None:
    plan = planned(ALLOW, denies(200))
    (step,) = plan.steps
    assert step.request is not None and step.undo is not None
    assert (step.undo.method, step.undo.path, step.undo.body) == ("DELETE", step.request.path, None)


def test_each_group_that_denies_gets_a_rule_below_its_own_deny() -> None:
    plan = planned(ALLOW, denies(200), lambda world, vm: guard_interface(world, vm, rule("no", 3000, "Deny", "*")))
    assert [(short(request).split("/")[2], rule_of(request)["priority"]) for request in requests(plan)] == [
        ("web-01-nic-nsg", 2999),
        ("web-01-nsg", 199),
    ]


def test_a_group_that_allows_is_left_alone() -> None:
    plan = planned(ALLOW, denies(200), lambda world, vm: guard_interface(world, vm))
    assert [short(request).split("/")[2] for request in requests(plan)] == ["web-01-nsg"]


def test_one_group_at_both_places_gets_one_rule() -> None:
    def twice(world: World, vm: VirtualMachine) -> None:
        interface_of(world, vm)["properties"]["networkSecurityGroup"] = subnet_of(world, vm)["properties"]["networkSecurityGroup"]

    assert len(planned(ALLOW, denies(200), twice).steps) == 1


def test_the_default_rule_that_denies_all_leaves_every_number_free() -> None:
    """Numbers of one's own end at 4096."""
    closed = with_rules([rule("only-web", 4096, "Deny", "Internet", port="80"), rule("no-internet", 4095, "Deny", "Internet")])
    (request,) = requests(planned(ALLOW, closed))
    assert rule_of(request)["priority"] == 4094


@pytest.mark.parametrize(("direction", "priority"), [("Outbound", None), ("Inbound", 104)])
def test_numbers_are_unique_per_direction(direction: str, priority: int | None) -> None:
    broken = (denies(105), with_rules(all_taken(direction)))
    if priority is None:
        assert "In web-01-nsg there is no free number below 105, the number of the rule that denies." in refused(ALLOW, *broken)
    else:
        assert rule_of(requests(planned(ALLOW, *broken))[0])["priority"] == priority


def test_no_number_is_lower_than_a_hundred() -> None:
    assert "there is no free number below 100" in refused(ALLOW, denies(100))


def test_the_first_of_several_denies_counts() -> None:
    halves = with_rules([rule("one", 300, "Deny", "203.0.113.32/27"), rule("two", 400, "Deny", "198.51.100.16/28")])
    (request,) = requests(planned(ALLOW, halves))
    assert rule_of(request)["priority"] == 299


def test_a_name_that_is_taken_gets_a_number() -> None:
    taken = with_rules(
        [rule("ALLOW-azurestorage-for-backup", 900, "Allow", "192.0.2.1/32"), rule("Allow-AzureStorage-For-Backup-2", 901, "Deny", "192.0.2.2/32")]
    )
    (request,) = requests(planned(ALLOW, denies(200), taken))
    assert short(request).endswith("/Allow-AzureStorage-For-Backup-3")


def test_a_shared_group_is_said_with_how_many_others() -> None:
    def share(world: World, vm: VirtualMachine) -> None:
        reference = subnet_of(world, vm)["properties"]["networkSecurityGroup"]
        for name in ("one", "two"):
            other = {"id": network_id(vm.id.group_scope, "virtualNetworks", f"web-01-vnet/subnets/{name}")}
            world.store.put({**other, "name": name, "type": "s", "properties": {"addressPrefix": "10.20.9.0/24", "networkSecurityGroup": reference}})

    notes = [str(note) for note in planned(ALLOW, denies(200), share).notes]
    assert any("web-01-nsg also serves 2 other" in note for note in notes)
    assert not any("also serves" in str(note) for note in planned(ALLOW, denies(200)).notes)


@pytest.mark.parametrize("old", [True, False])
def test_it_is_said_whether_this_vm_needs_the_way_at_all(old: bool) -> None:
    broken = [denies(200), *([lambda _, vm: outdate_agent(vm, "2.7.41491.900")] if old else [])]
    notes = " ".join(str(note) for note in planned(ALLOW, *broken).notes)
    assert ("This VM needs it" in notes, "This VM does not need it" in notes) == (old, not old)
    assert ("it is better to update the agent" in notes) is old


def test_where_no_group_denies_there_is_nothing_to_allow() -> None:
    assert "nothing to allow" in refused(ALLOW)


def test_an_admin_rule_is_somebody_elses_business() -> None:
    hub = admin_rule("no-storage", 10, "Deny", "Storage")
    reason = refused(ALLOW, denies(200), lambda world, vm: add_admin_rules(world, vm, "avnm-hub", hub))
    assert "The security admin rule no-storage of avnm-hub denies" in reason and "Only whoever manages" in reason


@pytest.mark.parametrize(("remedy", "broken"), [(ALLOW, denies(200)), (ROUTE, routed("None")), (ENDPOINT, routed("None"))])
def test_a_read_only_lock_stands_in_the_way(remedy: str, broken: Break) -> None:
    assert "Lock keep (ReadOnly)" in refused(remedy, broken, locked("ReadOnly"))


@pytest.mark.parametrize(("remedy", "broken"), [(ALLOW, denies(200)), (ROUTE, routed("None"))])
def test_a_lock_against_deletion_lets_it_be_done_but_not_taken_back(remedy: str, broken: Break) -> None:
    notes = [str(note) for note in planned(remedy, broken, locked("CanNotDelete")).notes]
    assert any("Lock keep" in note and "cannot be undone" in note for note in notes)


@pytest.mark.parametrize(
    ("remedy", "broken", "action"),
    [
        (ALLOW, denies(200), "Microsoft.Network/networkSecurityGroups/securityRules/write"),
        (ROUTE, routed("None"), "Microsoft.Network/routeTables/routes/write"),
        (ENDPOINT, routed("None"), "Microsoft.Network/virtualNetworks/subnets/write"),
        (ENDPOINT, routed("None"), "Microsoft.Network/networkSecurityGroups/join/action"),
        (ENDPOINT, routed("None"), "Microsoft.Network/routeTables/join/action"),
        (DHCP, lambda _world, vm: turn_dhcp_off(vm), "Microsoft.Network/networkInterfaces/write"),
        (DHCP, lambda _world, vm: turn_dhcp_off(vm), "Microsoft.Network/virtualNetworks/subnets/join/action"),
    ],
)
def test_a_permission_that_is_missing_is_named(remedy: str, broken: Break, action: str) -> None:
    with one_vm(broken, lambda world, vm: world.deny(action, vm.id.group_scope)) as lab:
        offered = offer_of(lab, remedy)
    assert not offered.is_available
    assert [need.action for need in offered.missing] == [action]


def test_the_route_leads_to_the_storage_of_the_region_and_is_taken_back_by_deleting_it() -> None:
    (step,) = planned(ROUTE, routed("None")).steps
    assert step.request is not None and step.undo is not None
    assert short(step.request) == "Microsoft.Network/routeTables/web-01-routes/routes/To-AzureStorage-For-Backup"
    assert (step.request.method, step.request.body) == ("PUT", {"properties": {"addressPrefix": "Storage.westeurope", "nextHopType": "Internet"}})
    assert (step.undo.method, step.undo.path) == ("DELETE", step.request.path)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ([], "already lead to Azure Storage"),
        ([routed("VirtualNetworkServiceEndpoint")], "already lead to Azure Storage"),
        ([routed("None", ("mine", "storage.WestEurope", "VirtualAppliance"))], "already has a route for Storage.westeurope, called mine"),
        ([routed("None"), make_private], "would do nothing"),
        ([lambda world, vm: route_subnet(world, vm, ("all", "0.0.0.0/0", "Internet")), make_private], "would do nothing"),
    ],
)
def test_no_route_where_it_would_help_nothing(broken: list[Break], reason: str) -> None:
    assert reason in refused(ROUTE, *broken)


@pytest.mark.parametrize(("number", "room"), [(24, True), (25, False)])
def test_a_table_takes_no_more_than_25_routes_with_tags(number: int, room: bool) -> None:
    def fill(world: World, vm: VirtualMachine) -> None:
        table = world.store.find(network_id(vm.id.group_scope, "routeTables", "web-01-routes"))
        assert table is not None
        table["properties"]["routes"] += [
            route_resource(table["id"], f"t{each}", {"addressPrefix": f"Sql.Region{each}", "nextHopType": "Internet"}) for each in range(number)
        ]

    with one_vm(routed("None"), fill) as lab:
        assert offer_of(lab, ROUTE).is_available is room


def test_the_service_endpoint_leaves_the_rest_of_the_subnet_as_it_is() -> None:
    other = {"service": "Microsoft.Sql", "provisioningState": "Succeeded", "locations": ["westeurope"]}

    def talk_to_sql(world: World, vm: VirtualMachine) -> None:
        subnet_of(world, vm)["properties"]["serviceEndpoints"] = [other]

    with one_vm(routed("None"), talk_to_sql) as lab:
        (step,) = plan_of(lab, ENDPOINT).steps
        vm = lab.world.machine(lab.vm)
        assert vm is not None and step.request is not None and step.request.body is not None
        stored = subnet_of(lab.world, vm)
    body: Any = step.request.body
    assert short(step.request) == "Microsoft.Network/virtualNetworks/web-01-vnet/subnets/default"
    assert step.request.method == "PUT" and step.request.if_match == body["etag"] != ""
    assert step.undo is None
    assert body["properties"]["serviceEndpoints"] == [other, {"service": "Microsoft.Storage"}]
    rest = {name: value for name, value in stored["properties"].items() if name != "serviceEndpoints"}
    assert {name: body["properties"][name] for name in rest} == rest
    assert {need.action.split("/")[1] for need in step.also_needs} == {"networkSecurityGroups", "routeTables"}


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ([], "already lead to Azure Storage"),
        (
            [routed("None"), lambda world, vm: subnet_of(world, vm)["properties"].update(serviceEndpointPolicies=[{"id": "/a/b"}])],
            "service endpoint policy",
        ),
        (
            [
                routed("None"),
                lambda world, vm: subnet_of(world, vm)["properties"].update(
                    serviceEndpoints=[{"service": "Microsoft.Storage", "locations": ["northeurope"], "provisioningState": "Succeeded"}]
                ),
            ],
            "already has a service endpoint",
        ),
        ([routed("None"), add_storage_endpoint], "already lead to Azure Storage"),
    ],
)
def test_no_service_endpoint_where_it_would_help_nothing_or_do_harm(broken: list[Break], reason: str) -> None:
    assert reason in refused(ENDPOINT, *broken)


def test_the_address_is_kept_in_azure_before_the_guest_lets_go_of_it() -> None:
    keep, switch = requests(planned(DHCP))
    assert (keep.method, short(keep), bool(keep.if_match)) == ("PUT", "Microsoft.Network/networkInterfaces/web-01-nic", True)
    body: Any = keep.body
    (configuration,) = body["properties"]["ipConfigurations"]
    assert configuration["properties"]["privateIPAllocationMethod"] == "Static"
    assert (configuration["name"], configuration["properties"]["privateIPAddress"]) == ("ipconfig1", "10.20.0.4")
    assert switch.runs_script


def test_an_address_that_is_static_already_needs_only_the_script() -> None:
    def fix(world: World, vm: VirtualMachine) -> None:
        interface_of(world, vm)["properties"]["ipConfigurations"][0]["properties"]["privateIPAllocationMethod"] = "Static"

    (only,) = requests(planned(DHCP, fix))
    assert only.runs_script


def two_configurations(world: World, vm: VirtualMachine) -> None:
    properties = interface_of(world, vm)["properties"]
    first = properties["ipConfigurations"][0]
    second = {**first, "name": "two", "properties": {**first["properties"], "primary": False, "privateIPAddress": "10.20.0.9"}}
    properties["ipConfigurations"].append(second)


@pytest.mark.parametrize(
    ("broken", "os", "reason"),
    [
        (two_configurations, "Windows", "several IP configurations"),
        (lambda _world, vm: silence_agent(vm), "Windows", "serial console"),
        (lambda _world, _vm: None, "Linux", "Only Windows needs DHCP"),
    ],
)
def test_no_dhcp_where_it_is_wrong_or_cannot_be_reached(broken: Break, os: str, reason: str) -> None:
    assert reason in refused(DHCP, broken, os=os)


def test_a_group_of_a_strange_name_is_left_to_the_portal() -> None:
    def strange(world: World, vm: VirtualMachine) -> None:
        group = add_rules(world, vm, rule("deny-out", 200, "Deny", "Internet"))
        world.store.remove(group["id"])
        group["id"] = group["id"].replace("web-01-nsg", "web\\01")
        world.store.put(group)
        subnet_of(world, vm)["properties"]["networkSecurityGroup"] = {"id": group["id"]}

    assert "cannot be put into a request safely" in refused(ALLOW, strange)


def test_only_of_an_address_that_may_change_it_is_said_that_the_rule_has_to_follow() -> None:
    def fixed(world: World, vm: VirtualMachine) -> None:
        interface_of(world, vm)["properties"]["ipConfigurations"][0]["properties"]["privateIPAllocationMethod"] = "Static"

    for broken, said in (((denies(200),), True), ((denies(200), fixed), False)):
        assert any("which is dynamic" in str(note) for note in planned(ALLOW, *broken).notes) is said
