"""What is asked wrongly, or of what is not there, is refused as Azure refuses it; what the lab does not know it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backup_doctor.lab.breaking import network as breaking
from backup_doctor.lab.breaking.guest import probed, stop_service
from backup_doctor.lab.breaking.machine import break_backup_extension, fail_provisioning, silence_agent
from backup_doctor.lab.build import protected_item
from backup_doctor.lab.egress import subnet_of
from backup_doctor.lab.fleet_places import places
from backup_doctor.lab.machine import ScriptedGuest, VirtualMachine, windows_output
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, one_vm
from tests.unit.lab.azure import Azure, code_of

Where = Callable[[Azure], str]


def below(part: str) -> Where:
    """Something of the VM's group, in which ``{name}`` stands for the VM."""
    return lambda azure: f"{azure.vm.group_scope}/providers/Microsoft.Network/{part}".replace("{name}", azure.vm.name)


def of_vm(part: str) -> Where:
    return lambda azure: f"{azure.vm}{part}"


def of_subscription(part: str) -> Where:
    return lambda azure: f"{azure.vm.subscription_scope}{part}"


def item(azure: Azure) -> str:
    return str(protected_item(azure.lab.world, azure.machine)["id"])


RULE, ROUTE = below("networkSecurityGroups/{name}-nsg/securityRules/nobody"), below("routeTables/{name}-routes/routes/nobody")
SUBNET, NIC = below("virtualNetworks/{name}-vnet/subnets/default"), below("networkInterfaces/{name}-nic")
STATUS = of_subscription("/providers/Microsoft.RecoveryServices/locations/westeurope/backupStatus")


@pytest.mark.parametrize(
    ("method", "where", "body", "status", "code"),
    [
        ("PUT", RULE, {"properties": {"access": "Allow"}}, 400, "InvalidRequestFormat"),
        ("PUT", ROUTE, {"properties": {"addressPrefix": "10.0.0.0/8"}}, 400, "InvalidRequestFormat"),
        ("PUT", SUBNET, {"properties": []}, 400, "InvalidRequestFormat"),
        ("PUT", SUBNET, {"properties": {"addressPrefix": "10.99.0.0/16"}}, 501, "LabDoesNotKnow"),
        ("PUT", NIC, {"properties": {"ipConfigurations": []}}, 400, "InvalidRequestFormat"),
        ("PUT", NIC, {"properties": {"ipConfigurations": [{"name": "second", "properties": {}}]}}, 501, "LabDoesNotKnow"),
        ("POST", STATUS, {"resourceType": "SQLDataBase"}, 501, "LabDoesNotKnow"),
        ("GET", of_vm("/providers/Microsoft.Authorization/locks?$filter=name eq 'x'"), None, 501, "LabDoesNotKnow"),
        ("GET", of_subscription("/providers/Microsoft.Compute/virtualMachines?statusOnly=true"), None, 501, "LabDoesNotKnow"),
    ],
)
def test_a_request_of_the_wrong_shape_is_refused(windows: Azure, method: str, where: Where, body: Any, status: int, code: str) -> None:
    breaking.route_subnet(windows.lab.world, windows.machine, ("all", "0.0.0.0/0", "Internet"))
    answer = windows.ask(method, where(windows), body)
    assert (answer.status_code, code_of(answer)) == (status, code)


@pytest.mark.parametrize(
    "where",
    [
        RULE,
        of_vm("/providers/Microsoft.Authorization/locks/nobody"),
        lambda azure: f"{azure.vm.group_scope}/providers/Microsoft.Compute/restorePointCollections/nobody",
    ],
)
def test_to_delete_what_is_not_there_is_no_error(windows: Azure, where: Where) -> None:
    assert windows.ask("DELETE", where(windows)).status_code == 204


def test_a_restore_point_that_is_not_there_is_not_found(windows: Azure) -> None:
    collection = windows.lab.world.store.of_type("Microsoft.Compute/restorePointCollections")[0]
    assert windows.ask("GET", f"{collection['id']}/restorePoints/nobody").status_code == 404


def test_vaults_are_listed(windows: Azure) -> None:
    listed = windows.ask("GET", of_subscription("/providers/Microsoft.RecoveryServices/vaults")(windows)).json()["value"]
    assert [vault["name"] for vault in listed] == ["rsv-contoso-weu"]


def test_a_metric_that_nobody_keeps_is_refused(windows: Azure) -> None:
    path = f"{windows.vm}/providers/Microsoft.Insights/metrics?metricnames=Happiness&interval=PT5M&aggregation=average"
    answer = windows.ask("GET", f"{path}&timespan=2026-11-22T00:00:00Z/2026-11-22T01:00:00Z", version="2023-10-01")
    assert (answer.status_code, code_of(answer)) == (400, "BadRequest")


def test_a_vm_that_is_gone_cannot_be_backed_up(windows: Azure) -> None:
    protected_item(windows.lab.world, windows.machine)["properties"]["sourceResourceId"] = f"{windows.vm}-gone"
    answer = windows.ask("POST", f"{item(windows)}/backup", {"properties": {"objectType": "IaasVMBackupRequest"}})
    assert code_of(answer) == "BCMV2VMNotFound"


def silent(_world: World, vm: VirtualMachine) -> None:
    fail_provisioning(vm, "VMAgentStatusCommunicationError", "Nothing was heard.")
    silence_agent(vm)


def extension_failed(world: World, vm: VirtualMachine) -> None:
    fail_provisioning(vm, "VMExtensionProvisioningError", "It failed.")
    break_backup_extension(world, vm, "failed/1", "Failed", "It failed.", timedelta(hours=1))


def passed(_world: World, vm: VirtualMachine) -> None:
    fail_provisioning(vm, "AllocationFailed", "No room.")


@pytest.mark.parametrize(
    ("broken", "state"),
    [(silent, "Failed"), (extension_failed, "Failed"), (passed, "Succeeded"), (lambda _world, _vm: None, "Succeeded")],
)
def test_a_vm_is_well_again_only_where_the_reason_of_its_failure_has_passed(windows: Azure, broken: Break, state: str) -> None:
    broken(windows.lab.world, windows.machine)
    assert windows.ask("POST", f"{windows.vm}/reapply").status_code == 202
    windows.pass_time(timedelta(minutes=5))
    assert windows.ask("GET", str(windows.vm)).json()["properties"]["provisioningState"] == state


def without_interface(world: World, vm: VirtualMachine) -> None:
    world.store.remove(vm.network_interfaces[0])


def without_subnet(world: World, vm: VirtualMachine) -> None:
    subnet = breaking.subnet_of(world, vm)
    world.store.remove(subnet["id"])


def unprotected(world: World, vm: VirtualMachine) -> None:
    world.store.remove(protected_item(world, vm)["id"])


def scripted(_world: World, vm: VirtualMachine) -> None:
    vm.guest = ScriptedGuest({"whoami": windows_output("system")})


def bare(_world: World, vm: VirtualMachine) -> None:
    vm.extensions.clear()


@pytest.mark.parametrize(
    ("taken", "fault"),
    [
        (without_interface, breaking.interface_of),
        (without_subnet, breaking.subnet_of),
        (without_subnet, lambda world, vm: subnet_of(world, breaking.interface_of(world, vm)["properties"]["ipConfigurations"][0])),
        (unprotected, protected_item),
        (scripted, lambda _, vm: probed(vm)),
        (bare, lambda world, vm: break_backup_extension(world, vm, "failed/1", "Failed", "", timedelta())),
        (lambda _world, _vm: None, lambda _, vm: stop_service(vm, "Nobody")),
        (lambda _world, _vm: None, lambda world, _: places(world, 6)[0].add_rule(world, "nobody", {"name": "a", "properties": {}})),
    ],
)
def test_what_is_not_there_cannot_be_broken(taken: Break, fault: Break) -> None:
    with one_vm() as lab:
        vm = lab.world.machines()[0]
        taken(lab.world, vm)
        with pytest.raises((LookupError, TypeError)):
            fault(lab.world, vm)
