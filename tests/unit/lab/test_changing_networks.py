"""Changes of routes, subnets, interfaces and of the VM's own settings, as Azure takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from backup_doctor.lab.breaking.disks import make_os_disk_ephemeral
from backup_doctor.lab.breaking.network import route_subnet
from backup_doctor.lab.network import network_id, route_resource
from tests.unit.lab.azure import Azure, code_of

OpenLab = Callable[..., Azure]


def place(azure: Azure, kind: str, name: str) -> str:
    return network_id(azure.vm.group_scope, kind, name)


def subnet(azure: Azure) -> str:
    return place(azure, "virtualNetworks", f"{azure.vm.name}-vnet/subnets/default")


def interface(azure: Azure) -> str:
    return place(azure, "networkInterfaces", f"{azure.vm.name}-nic")


def put(azure: Azure, identity: str, body: Any, if_match: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {azure.lab.token}", "If-Match": if_match}
    return requests.put(f"{azure.lab.endpoint}{identity}?api-version=2024-05-01", json=body, headers=headers, timeout=30)


def test_a_route_is_added_replaced_and_removed(windows: Azure) -> None:
    route_subnet(windows.lab.world, windows.machine, ("all", "0.0.0.0/0", "None"))
    table = place(windows, "routeTables", f"{windows.vm.name}-routes")
    route, body = f"{table}/routes/storage", {"properties": {"addressPrefix": "Storage.WestEurope", "nextHopType": "Internet"}}
    first = windows.ask("PUT", route, body)
    assert (first.status_code, "Azure-AsyncOperation" in first.headers, first.json()["id"]) == (201, True, route)
    assert windows.ask("PUT", route, body).status_code == 200
    assert windows.ask("GET", route).json()["properties"]["addressPrefix"] == "Storage.WestEurope"
    shown = windows.ask("GET", table).json()["properties"]
    assert [each["name"] for each in shown["routes"]] == ["all", "storage"]
    assert shown["subnets"] == [{"id": subnet(windows)}]
    assert [windows.ask("DELETE", route).status_code for _ in range(2)] == [202, 204]
    assert code_of(windows.ask("GET", route)) == "ResourceNotFound"


@pytest.mark.parametrize(
    ("prefix", "status"),
    [("Storage.Atlantis", 400), ("0.0.0.0/0", 400), ("10.0.0.0/8", 201), ("Sql", 201)],
)
def test_a_route_has_a_prefix_that_is_known_and_not_there_yet(windows: Azure, prefix: str, status: int) -> None:
    route_subnet(windows.lab.world, windows.machine, ("all", "0.0.0.0/0", "None"))
    route = place(windows, "routeTables", f"{windows.vm.name}-routes/routes/new")
    assert windows.ask("PUT", route, {"properties": {"addressPrefix": prefix, "nextHopType": "Internet"}}).status_code == status


def test_a_rule_for_a_tag_that_nobody_knows_is_refused(windows: Azure) -> None:
    rule = place(windows, "networkSecurityGroups", f"{windows.vm.name}-nsg/securityRules/new")
    properties = {
        "access": "Allow",
        "direction": "Outbound",
        "priority": 150,
        "protocol": "Tcp",
        "destinationAddressPrefix": "Storage.GermanyWestCentral",
    }
    assert code_of(windows.ask("PUT", rule, {"properties": properties})) == "SecurityRuleInvalidAddressPrefix"


def test_a_group_shows_who_uses_it(windows: Azure) -> None:
    group = windows.ask("GET", place(windows, "networkSecurityGroups", f"{windows.vm.name}-nsg")).json()
    assert group["properties"]["subnets"] == [{"id": subnet(windows)}]
    assert "networkInterfaces" not in group["properties"]


@pytest.mark.parametrize(
    ("where", "change"), [(subnet, {"serviceEndpoints": [{"service": "Microsoft.Sql"}]}), (interface, {"enableIPForwarding": True})]
)
def test_what_is_replaced_as_a_whole_has_to_be_the_version_that_was_read(
    windows: Azure, where: Callable[[Azure], str], change: dict[str, Any]
) -> None:
    identity = where(windows)
    body = windows.ask("GET", identity).json()
    body["properties"] |= change
    assert put(windows, identity, body, body["etag"]).status_code == 200
    again = put(windows, identity, body, body["etag"])
    assert (again.status_code, code_of(again)) == (412, "PreconditionFailed")
    assert put(windows, identity, body, windows.ask("GET", identity).json()["etag"]).status_code == 200


@pytest.mark.parametrize("where", [subnet, interface])
def test_what_is_put_back_as_it_was_read_is_what_it_was(windows: Azure, where: Callable[[Azure], str]) -> None:
    before = windows.ask("GET", where(windows)).json()
    assert windows.ask("PUT", where(windows), before).json() == before
    assert windows.ask("GET", where(windows)).json() == before


def test_a_service_endpoint_gets_its_region_from_azure(windows: Azure) -> None:
    body = windows.ask("GET", subnet(windows)).json()
    body["properties"]["serviceEndpoints"] = [{"service": "Microsoft.Storage"}]
    shown = windows.ask("PUT", subnet(windows), body).json()["properties"]["serviceEndpoints"]
    assert shown == [{"service": "Microsoft.Storage", "provisioningState": "Succeeded", "locations": ["westeurope"]}]


def test_what_a_subnet_leaves_out_is_gone(windows: Azure) -> None:
    """A PUT replaces: whoever sends half a document loses the other half."""
    body = windows.ask("GET", subnet(windows)).json()
    del body["properties"]["networkSecurityGroup"]
    windows.ask("PUT", subnet(windows), body)
    assert "networkSecurityGroup" not in windows.ask("GET", subnet(windows)).json()["properties"]


def test_naming_a_group_takes_the_right_to_join_it(windows: Azure) -> None:
    windows.lab.world.deny("Microsoft.Network/networkSecurityGroups/join/action", windows.vm.group_scope)
    answer = windows.ask("PUT", subnet(windows), windows.ask("GET", subnet(windows)).json())
    assert (answer.status_code, code_of(answer)) == (403, "LinkedAuthorizationFailed")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"privateIPAllocationMethod": "Static"}, 200),
        ({"privateIPAllocationMethod": "Static", "privateIPAddress": ""}, 400),
        ({"privateIPAllocationMethod": "Static", "privateIPAddress": "10.20.0.99"}, 501),
    ],
)
def test_an_interface_may_keep_its_address(windows: Azure, change: dict[str, str], status: int) -> None:
    body = windows.ask("GET", interface(windows)).json()
    body["properties"]["ipConfigurations"][0]["properties"] |= change
    assert windows.ask("PUT", interface(windows), body).status_code == status
    method = windows.ask("GET", interface(windows)).json()["properties"]["ipConfigurations"][0]["properties"]["privateIPAllocationMethod"]
    assert method == ("Static" if status == 200 else "Dynamic")


def test_a_new_subnet_or_interface_is_not_made_up(windows: Azure) -> None:
    assert windows.ask("PUT", f"{interface(windows)}-2", {"properties": {}}).status_code == 501


def test_a_table_with_25_tags_takes_no_more(windows: Azure) -> None:
    route_subnet(windows.lab.world, windows.machine, ("all", "0.0.0.0/0", "None"))
    identity = place(windows, "routeTables", f"{windows.vm.name}-routes")
    table = windows.lab.world.store.find(identity)
    assert table is not None
    tags = [{"addressPrefix": f"Sql.R{number}", "nextHopType": "Internet"} for number in range(25)]
    table["properties"]["routes"] += [route_resource(identity, f"t{number}", tag) for number, tag in enumerate(tags)]
    assert (
        windows.ask("PUT", f"{identity}/routes/one-more", {"properties": {"addressPrefix": "Storage", "nextHopType": "Internet"}}).status_code == 501
    )


@pytest.mark.parametrize("action", ["restart", "redeploy"])
def test_what_is_off_is_not_restarted(open_lab: OpenLab, action: str) -> None:
    azure = open_lab("deallocated")
    answer = azure.ask("POST", f"{azure.vm}/{action}")
    assert (answer.status_code, code_of(answer), azure.machine.power) == (409, "OperationNotAllowed", "deallocated")


def test_a_vm_on_an_ephemeral_disk_is_not_deallocated(windows: Azure) -> None:
    make_os_disk_ephemeral(windows.lab.world, windows.machine)
    assert code_of(windows.ask("POST", f"{windows.vm}/deallocate")) == "OperationNotAllowed"
    assert windows.machine.runs


def test_the_switch_for_extensions_goes_off_only_while_there_is_none(windows: Azure) -> None:
    switch = {"properties": {"osProfile": {"allowExtensionOperations": False}}}
    assert windows.ask("PATCH", str(windows.vm), switch).status_code == 501
    windows.machine.extensions.clear()
    assert windows.ask("PATCH", str(windows.vm), switch).json()["properties"]["osProfile"]["allowExtensionOperations"] is False
    assert windows.ask("PATCH", str(windows.vm), {**switch, "tags": {}}).status_code == 501
