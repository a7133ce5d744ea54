"""What repairs change, and that it stays changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceExistsError, ResourceNotFoundError

from backup_doctor.core.resource_id import group_scope, last_name, segment
from backup_doctor.lab.breaking.network import route_subnet
from backup_doctor.lab.machine import ScriptedGuest, linux_output, windows_output
from backup_doctor.lab.machine_json import extension_view
from tests.unit.lab.azure import Azure, code_of, complete, everything, wait_for

OpenLab = Callable[..., Azure]


def error_code(error: pytest.ExceptionInfo[HttpResponseError]) -> str | None:
    return None if error.value.error is None else error.value.error.code


def power_of(azure: Azure) -> str:
    view = wait_for(azure.compute.virtual_machines.instance_view(azure.vm.resource_group, azure.vm.name)).as_dict()
    code = view["statuses"][1]["code"]
    assert isinstance(code, str)
    return code


def test_a_deleted_extension_is_gone_from_everywhere(open_lab: OpenLab) -> None:
    azure = open_lab("extension-stuck")
    vm, extensions = azure.vm, azure.compute.virtual_machine_extensions
    complete(extensions.begin_delete(vm.resource_group, vm.name, "VMSnapshot"))
    assert wait_for(extensions.list(vm.resource_group, vm.name)).as_dict()["value"] == []
    with pytest.raises(ResourceNotFoundError):
        wait_for(extensions.get(vm.resource_group, vm.name, "VMSnapshot"))
    whole = wait_for(azure.compute.virtual_machines.get(vm.resource_group, vm.name, expand="instanceView")).as_dict()
    assert "extensions" not in whole["properties"]["instanceView"]
    assert whole["properties"]["provisioningState"] == "Succeeded"
    complete(extensions.begin_delete(vm.resource_group, vm.name, "VMSnapshot"))


def test_extensions_of_a_vm_that_is_off_cannot_be_changed(open_lab: OpenLab) -> None:
    azure = open_lab("deallocated")
    with pytest.raises(ResourceExistsError, match=r"Cannot modify extensions in the VM when the VM is not running\.") as error:
        complete(azure.compute.virtual_machine_extensions.begin_delete(azure.vm.resource_group, azure.vm.name, "VMSnapshotLinux"))
    assert error_code(error) == "OperationNotAllowed"


def test_removing_an_extension_needs_an_agent(open_lab: OpenLab) -> None:
    azure = open_lab("windows-agent-stopped")
    with pytest.raises(HttpResponseError) as error:
        complete(azure.compute.virtual_machine_extensions.begin_delete(azure.vm.resource_group, azure.vm.name, "VMSnapshot"))
    assert error_code(error) == "VMAgentStatusCommunicationError"
    assert azure.machine.backup_extension is not None


def test_the_vm_is_switched_off_and_on_again(windows: Azure) -> None:
    machines, where = windows.compute.virtual_machines, (windows.vm.resource_group, windows.vm.name)
    complete(machines.begin_deallocate(*where))
    assert power_of(windows) == "PowerState/deallocated"
    complete(machines.begin_start(*where))
    assert power_of(windows) == "PowerState/running"
    complete(machines.begin_power_off(*where))
    assert power_of(windows) == "PowerState/stopped"


def test_a_start_shows_that_it_is_under_way(open_lab: OpenLab) -> None:
    azure = open_lab("deallocated")
    azure.lab.world.pace *= 100_000
    assert azure.ask("POST", f"{azure.vm}/start").status_code == 202
    assert power_of(azure) == "PowerState/starting"


@pytest.mark.parametrize("action", ["begin_restart", "begin_redeploy"])
def test_a_restart_brings_a_stopped_agent_back(open_lab: OpenLab, action: str) -> None:
    azure = open_lab("windows-agent-stopped")
    complete(getattr(azure.compute.virtual_machines, action)(azure.vm.resource_group, azure.vm.name))
    assert azure.machine.is_reporting


def test_a_reapply_mends_a_failed_state(open_lab: OpenLab) -> None:
    azure = open_lab("provisioning-failed")
    machines, where = azure.compute.virtual_machines, (azure.vm.resource_group, azure.vm.name)
    before = wait_for(machines.get(*where, expand="instanceView")).as_dict()["properties"]
    assert (before["provisioningState"], before["instanceView"]["statuses"][0]["code"]) == (
        "Failed",
        "ProvisioningState/failed/VMExtensionProvisioningError",
    )
    complete(machines.begin_reapply(*where))
    assert wait_for(machines.get(*where)).as_dict()["properties"]["provisioningState"] == "Succeeded"


@pytest.mark.parametrize(
    ("scenario", "command", "answer"),
    [
        ("healthy-windows", "RunPowerShellScript", windows_output("fine")),
        ("healthy-linux", "RunShellScript", linux_output("fine")),
    ],
)
def test_a_script_is_answered_by_the_guest(open_lab: OpenLab, scenario: str, command: str, answer: list[Any]) -> None:
    azure = open_lab(scenario)
    azure.machine.guest = ScriptedGuest({"first\nsecond": answer})
    where = (azure.vm.resource_group, azure.vm.name)
    body = {"commandId": command, "script": ["first", "second"]}
    result = complete(azure.compute.virtual_machines.begin_run_command(*where, body)).as_dict()
    assert result["value"] == answer


def test_scripts_run_one_at_a_time(windows: Azure) -> None:
    windows.machine.guest = ScriptedGuest({"whoami": windows_output("system")})
    windows.lab.world.pace *= 100_000
    body = {"commandId": "RunPowerShellScript", "script": ["whoami"]}
    assert windows.ask("POST", f"{windows.vm}/runCommand", body).status_code == 202
    second = windows.ask("POST", f"{windows.vm}/runCommand", body)
    assert (second.status_code, code_of(second)) == (409, "Conflict")


def test_a_script_needs_an_agent(open_lab: OpenLab) -> None:
    azure = open_lab("linux-agent-silent")
    body = {"commandId": "RunShellScript", "script": ["id"]}
    with pytest.raises(HttpResponseError) as error:
        complete(azure.compute.virtual_machines.begin_run_command(azure.vm.resource_group, azure.vm.name, body))
    assert error_code(error) == "VMAgentStatusCommunicationError"


@pytest.mark.parametrize(
    ("changed", "status"),
    [({}, 501), ({"commandId": "RunShellScript"}, 501), ({"script": "Get-Secret"}, 400), ({"parameters": [{"name": "a", "value": "b"}]}, 501)],
)
def test_a_script_nobody_has_described_is_not_answered(windows: Azure, changed: dict[str, object], status: int) -> None:
    body = {"commandId": "RunPowerShellScript", "script": ["Get-Secret"], **changed}
    assert windows.ask("POST", f"{windows.vm}/runCommand", body).status_code == status


def test_a_script_needs_a_vm_that_runs(open_lab: OpenLab) -> None:
    azure = open_lab("deallocated")
    answer = azure.ask("POST", f"{azure.vm}/runCommand", {"commandId": "RunShellScript", "script": ["id"]})
    assert (answer.status_code, code_of(answer)) == (409, "OperationNotAllowed")


def test_a_lock_keeps_restore_points_until_it_is_lifted_and_again_when_it_is_put_back(open_lab: OpenLab) -> None:
    azure = open_lab("restore-points-locked")
    collections, locks = azure.compute.restore_point_collections, azure.locks.management_locks
    collection = everything(collections.list_all())[0].as_dict()
    group, name = segment(collection["id"], "resourceGroups"), collection["name"]
    scope = group_scope(azure.vm.subscription, group)
    with pytest.raises(ResourceExistsError) as error:
        complete(collections.begin_delete(group, name))
    assert error_code(error) == "ScopeLocked"
    assert f"The scope '{collection['id']}' cannot perform delete operation" in error.value.message
    assert f"are locked: '{scope}'" in error.value.message

    lock = wait_for(locks.get_by_scope(scope.lstrip("/"), "no-delete"))
    wait_for(locks.delete_by_scope(scope.lstrip("/"), "no-delete"))
    with pytest.raises(ResourceNotFoundError):
        wait_for(locks.get_by_scope(scope.lstrip("/"), "no-delete"))
    back = wait_for(locks.create_or_update_by_scope(scope.lstrip("/"), "no-delete", lock))
    assert (back.id, back.level, back.notes) == (lock.id, lock.level, lock.notes)
    with pytest.raises(ResourceExistsError):
        complete(collections.begin_delete(group, name))

    wait_for(locks.delete_by_scope(scope.lstrip("/"), "no-delete"))
    complete(collections.begin_delete(group, name))
    assert everything(collections.list_all()) == []


def test_a_lock_inside_keeps_what_is_around_it(windows: Azure) -> None:
    extension = f"{windows.vm}/extensions/VMSnapshot"
    windows.lab.world.add_lock(extension, "inner", "CanNotDelete")
    assert code_of(windows.ask("DELETE", extension)) == "ScopeLocked"


def test_a_read_only_lock_forbids_every_change_but_no_look(open_lab: OpenLab) -> None:
    azure = open_lab("readonly-lock-on-vm-group")
    interface = f"{azure.vm.group_scope}/providers/Microsoft.Network/networkInterfaces/{azure.vm.name}-nic"
    rule = f"{azure.vm.group_scope}/providers/Microsoft.Network/networkSecurityGroups/{azure.vm.name}-nsg/securityRules/new"
    tried = [("POST", f"{azure.vm}/restart"), ("PUT", rule), ("DELETE", f"{azure.vm}/extensions/VMSnapshot")]
    assert [code_of(azure.ask(method, path, {})) for method, path in tried] == ["ScopeLocked"] * 3
    assert azure.ask("GET", interface).ok


def test_a_can_not_delete_lock_lets_changes_pass(windows: Azure) -> None:
    windows.lab.world.add_lock(windows.vm.group_scope, "keep", "CanNotDelete")
    assert windows.ask("POST", f"{windows.vm}/restart").status_code == 202


def test_a_lock_of_an_unknown_level_is_refused(windows: Azure) -> None:
    answer = windows.ask("PUT", f"{windows.vm}/providers/Microsoft.Authorization/locks/x", {"properties": {"level": "Maybe"}})
    assert answer.status_code == 400


def test_a_security_rule_is_added_replaced_and_removed(windows: Azure) -> None:
    rules, where = windows.network.security_rules, (windows.vm.resource_group, f"{windows.vm.name}-nsg")
    properties = {
        "access": "Allow",
        "direction": "Outbound",
        "priority": 150,
        "protocol": "Tcp",
        "sourceAddressPrefix": "VirtualNetwork",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "Storage.WestEurope",
        "destinationPortRange": "443",
    }
    complete(rules.begin_create_or_update(*where, "Allow-Storage", {"properties": properties}))
    complete(rules.begin_create_or_update(*where, "allow-storage", {"properties": {**properties, "priority": 160}}))
    group = wait_for(windows.network.network_security_groups.get(*where)).as_dict()["properties"]
    assert [rule["properties"]["priority"] for rule in group["securityRules"]] == [160]
    assert wait_for(rules.get(*where, "Allow-Storage")).as_dict()["properties"]["destinationAddressPrefix"] == "Storage.WestEurope"

    with pytest.raises(HttpResponseError) as error:
        complete(rules.begin_create_or_update(*where, "Rival", {"properties": {**properties, "priority": 160}}))
    assert error_code(error) == "SecurityRuleConflict"

    complete(rules.begin_delete(*where, "Allow-Storage"))
    with pytest.raises(ResourceNotFoundError):
        wait_for(rules.get(*where, "Allow-Storage"))


def test_effective_rules_are_the_configured_ones_spelled_out(open_lab: OpenLab) -> None:
    azure = open_lab("nsg-denies-storage")
    interfaces, where = azure.network.network_interfaces, (azure.vm.resource_group, f"{azure.vm.name}-nic")
    group = complete(interfaces.begin_list_effective_network_security_groups(*where)).as_dict()["value"][0]
    assert last_name(group["association"]["subnet"]["id"]) == "default"
    allow = next(rule for rule in group["effectiveSecurityRules"] if rule["name"] == "securityRules/Allow-Storage")
    assert (allow["protocol"], allow["destinationPortRange"], allow["sourceAddressPrefix"]) == ("Tcp", "443-443", "0.0.0.0/0")
    assert "defaultSecurityRules/DenyAllOutBound" in [rule["name"] for rule in group["effectiveSecurityRules"]]


def test_a_route_of_ones_own_overrules_the_default(windows: Azure) -> None:
    route_subnet(windows.lab.world, windows.machine, ("to-nowhere", "0.0.0.0/0", "None"))
    interfaces, where = windows.network.network_interfaces, (windows.vm.resource_group, f"{windows.vm.name}-nic")
    routes = complete(interfaces.begin_get_effective_route_table(*where)).as_dict()["value"]
    everywhere = [(route["source"], route["state"], route["nextHopType"]) for route in routes if route["addressPrefix"] == ["0.0.0.0/0"]]
    assert everywhere == [("Default", "Invalid", "Internet"), ("User", "Active", "None")]
    table = wait_for(windows.network.route_tables.get(windows.vm.resource_group, f"{windows.vm.name}-routes")).as_dict()
    assert [route["name"] for route in table["properties"]["routes"]] == ["to-nowhere"]


def test_effective_rules_of_a_vm_that_is_off_are_not_made_up(open_lab: OpenLab) -> None:
    azure = open_lab("deallocated")
    interface = f"{azure.vm.group_scope}/providers/Microsoft.Network/networkInterfaces/{azure.vm.name}-nic"
    assert azure.ask("POST", f"{interface}/effectiveNetworkSecurityGroups").status_code == 501


def test_an_agent_that_does_not_start_with_the_system_stays_away_after_a_restart(windows: Azure) -> None:
    windows.machine.agent.ready, windows.machine.agent.starts_with_os = False, False
    before = windows.machine.agent.reported_ago
    windows.machine.start_os()
    assert (windows.machine.agent.ready, windows.machine.agent.reported_ago) == (False, before)


def test_an_extension_of_which_nobody_knows_since_when_shows_no_time(windows: Azure) -> None:
    windows.machine.extensions[0].since = None
    (status,) = extension_view(windows.machine.extensions[0])["statuses"]
    assert "time" not in status
