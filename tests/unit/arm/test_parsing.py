"""Azure's documents as facts: odd letter case and missing fields, and that what is not there is never made up."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from backup_doctor.arm import parsing
from backup_doctor.arm.errors import Garbled
from backup_doctor.arm.reading import LONGEST_VALUE, Reader, Source
from backup_doctor.core.facts import Power

NOW = datetime(2026, 11, 22, 3, 12, 45, tzinfo=UTC)
VM: dict[str, Any] = {
    "id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm",
    "name": "vm",
    "location": "westeurope",
    "properties": {
        "provisioningState": "Succeeded",
        "storageProfile": {"osDisk": {"osType": "Windows", "managedDisk": {"id": "d"}}, "dataDisks": []},
        "osProfile": {},
        "instanceView": {
            "statuses": [{"code": "ProvisioningState/succeeded"}, {"code": "PowerState/running"}],
            "vmAgent": {
                "vmAgentVersion": "2.7.41491.1183",
                "statuses": [{"code": "ProvisioningState/succeeded", "time": "2026-11-22T03:11:45.1234567Z", "message": "Ready."}],
            },
        },
    },
}
Change = Callable[[dict[str, Any]], object]


def read(change: Change = dict) -> Reader:
    document = deepcopy(VM)
    change(document)
    return Reader(document, "$", Source("GET https://x", "id", NOW, dated=True))


def view(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["properties"]["instanceView"]
    return found


def test_a_complete_document() -> None:
    machine, agent = parsing.machine(read()), parsing.agent(read())
    assert (machine.os, machine.power.value, machine.managed_disks.value, machine.write_accelerator.value) == ("Windows", Power.RUNNING, True, False)
    assert machine.power.evidence.path == "$.properties.instanceView.statuses[1].code"
    assert machine.now == NOW
    assert agent.is_ready
    assert agent.reported == datetime(2026, 11, 22, 3, 11, 45, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("codes", "power"),
    [
        (["PowerState/Running"], Power.RUNNING),
        (["ProvisioningState/succeeded", "powerstate/DEALLOCATED"], Power.DEALLOCATED),
        (["PowerState/hibernating"], Power.UNKNOWN),
        (["ProvisioningState/succeeded"], Power.UNKNOWN),
        ([], Power.UNKNOWN),
    ],
)
def test_power_is_read_from_its_code(codes: list[str], power: Power) -> None:
    found = parsing.machine(read(lambda document: view(document).update(statuses=[{"code": code} for code in codes]))).power
    assert found.value is power
    assert found.evidence.path.startswith("$.properties.instanceView.statuses")


@pytest.mark.parametrize("path", ["id", "name", "location", "properties.provisioningState", "properties.storageProfile.osDisk.osType"])
@pytest.mark.parametrize("value", [None, 5, "", []])
def test_what_is_needed_and_missing_is_no_answer(path: str, value: object) -> None:
    def change(document: dict[str, Any]) -> None:
        *above, last = path.split(".")
        for key in above:
            document = document[key]
        document[last] = value

    with pytest.raises(Garbled):
        parsing.machine(read(change))


def test_an_operating_system_nobody_knows_is_no_answer() -> None:
    with pytest.raises(Garbled, match="OS/2"):
        parsing.machine(read(lambda document: document["properties"]["storageProfile"]["osDisk"].update(osType="OS/2")))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ProvisioningState/failed/VMExtensionProvisioningError", "VMExtensionProvisioningError"),
        ("ProvisioningState/Failed", None),
        ("ProvisioningState/succeeded/x", None),
    ],
)
def test_the_error_behind_a_failed_state(code: str, error: str | None) -> None:
    found = parsing.machine(read(lambda document: view(document).update(statuses=[{"code": code}]))).provisioning_error
    assert (found.value if found else None) == error


def test_since_when_and_why_a_provisioning_state_holds() -> None:
    status = {"code": "provisioningState/Updating", "time": "2026-11-22T01:00:00Z", "message": "At it."}
    found = parsing.machine(read(lambda document: view(document).update(statuses=[{"code": "PowerState/running", "time": "x"}, status])))
    assert (found.provisioning_since, found.provisioning_message) == (datetime(2026, 11, 22, 1, tzinfo=UTC), "At it.")
    silent = parsing.machine(read(lambda document: view(document).update(statuses=[])))
    assert (silent.provisioning_since, silent.provisioning_message) == (None, "")


def storage(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["properties"]["storageProfile"]
    return found


def test_disks_as_the_vm_has_them() -> None:
    def change(document: dict[str, Any]) -> None:
        storage(document)["osDisk"] |= {"name": "os", "diffDiskSettings": {"option": "Local"}}
        storage(document)["dataDisks"] = [{"lun": 0, "name": "data", "managedDisk": {"id": "e"}}, {"lun": "1", "vhd": {}}]

    found = parsing.machine(read(change))
    assert [(disk.name, disk.lun, disk.managed, disk.ephemeral) for disk in found.disks] == [
        ("os", None, "d", True),
        ("data", 0, "e", False),
        ("", None, "", False),
    ]
    assert found.disks[0].evidence.value == "Local"
    assert found.data_disks is not None
    assert (found.data_disks.value, found.data_disks.evidence.path) == (2, "$.properties.storageProfile.dataDisks.length()")


def test_an_absent_list_of_data_disks_is_not_an_empty_one() -> None:
    assert parsing.machine(read(lambda document: storage(document).pop("dataDisks"))).data_disks is None


@pytest.mark.parametrize(
    ("profile", "provisioned"),
    [
        (None, None),
        ({}, None),
        ({"windowsConfiguration": {}}, None),
        ({"windowsConfiguration": {"provisionVMAgent": False}}, False),
        ({"linuxConfiguration": {"provisionVMAgent": True}}, True),
        ({"linuxConfiguration": {"provisionVMAgent": "no"}}, None),
    ],
)
def test_whether_the_vm_was_made_with_an_agent(profile: object, provisioned: bool | None) -> None:
    found = parsing.machine(read(lambda document: document["properties"].update(osProfile=profile))).agent_provisioned
    assert (None if found is None else found.value) is provisioned


@pytest.mark.parametrize(
    ("change", "ready", "reported"),
    [
        (lambda view: view.pop("vmAgent"), False, False),
        (lambda view: view["vmAgent"].update(statuses=[]), False, False),
        (lambda view: view["vmAgent"]["statuses"][0].update(code="PROVISIONINGSTATE/SUCCEEDED"), True, True),
        (lambda view: view["vmAgent"]["statuses"][0].update(code="ProvisioningState/Unavailable"), False, True),
        (lambda view: view["vmAgent"]["statuses"][0].update(displayStatus="Не готов"), True, True),
        (lambda view: view["vmAgent"]["statuses"][0].update(time="yesterday"), True, False),
        (lambda view: view["vmAgent"]["statuses"][0].update(time=12345), True, False),
    ],
)
def test_the_agent_is_judged_by_its_code(change: Change, ready: bool, reported: bool) -> None:
    agent = parsing.agent(read(lambda document: change(view(document))))
    assert (agent.is_ready, agent.reported is not None) == (ready, reported)


def test_a_status_without_a_code_is_not_a_silent_agent() -> None:
    with pytest.raises(Garbled, match="code"):
        parsing.agent(read(lambda document: view(document)["vmAgent"]["statuses"][0].pop("code")))


def test_a_vm_read_without_its_instance_view_says_nothing_of_the_agent() -> None:
    with pytest.raises(Garbled, match="instanceView"):
        parsing.agent(read(lambda document: document["properties"].pop("instanceView")))


@pytest.mark.parametrize(
    ("model", "view_code", "state"),
    [
        ("Succeeded", "ProvisioningState/failed/4", "failed"),
        ("Updating", "ProvisioningState/Transitioning", "transitioning"),
        ("Deleting", "ProvisioningState/succeeded", "deleting"),
        ("Updating", "ProvisioningState/succeeded", "updating"),
        ("Creating", "ProvisioningState/succeeded", "creating"),
        ("Succeeded", None, "succeeded"),
        ("Failed", None, "failed"),
        ("Succeeded", "strange", ""),
    ],
)
def test_the_guests_word_on_an_extension_goes_before_the_models(model: str, view_code: str | None, state: str) -> None:
    source = read().source
    listed = Reader({"value": [{"name": "VMSnapshot", "properties": {"provisioningState": model}}]}, "$", source)
    views = [] if view_code is None else [{"name": "vmsnapshot", "statuses": [{"code": view_code}]}]
    document = read(lambda document: view(document).update(extensions=views))
    (extension,) = parsing.extensions(listed, document).items
    assert extension.state.value == state


def handled(**status: str) -> Reader:
    handler = {"type": "Microsoft.Azure.RecoveryServices.VMSnapshotLinux", "typeHandlerVersion": "1.0.9184.0", "status": status}
    return read(lambda document: view(document)["vmAgent"].update(extensionHandlers=[handler]))


def test_a_handler_whose_extension_nobody_lists_is_not_overlooked() -> None:
    document = handled(code="ProvisioningState/failed/3", displayStatus="Not Ready")
    (extension,) = parsing.extensions(Reader({"value": []}, "$", document.source), document).items
    assert (extension.takes_snapshots, extension.state.value, extension.version) == (True, "failed", "1.0.9184.0")
    assert extension.handler is not None
    assert (extension.handler.value, extension.handler.evidence.value) == ("notready", "Not Ready")


@pytest.mark.parametrize("name", ["VMSnapshotLinux", "my own name"])
def test_a_handler_belongs_to_the_extension_of_its_type_whatever_its_name(name: str) -> None:
    document = handled(code="ProvisioningState/succeeded", displayStatus="Unresponsive")
    properties = {
        "publisher": "microsoft.azure.recoveryservices",
        "type": "vmsnapshotlinux",
        "provisioningState": "Succeeded",
        "suppressFailures": True,
    }
    listed = Reader({"value": [{"name": name, "properties": properties}]}, "$", document.source)
    (extension,) = parsing.extensions(listed, document).items
    assert extension.handler is not None
    assert (extension.name, extension.state.value, extension.handler.value, extension.hides_failures) == (name, "succeeded", "unresponsive", True)


@pytest.mark.parametrize(
    ("identity", "scope"),
    [
        ("/subscriptions/s/providers/Microsoft.Authorization/locks/l", "/subscriptions/s"),
        ("/subscriptions/s/resourceGroups/rg/PROVIDERS/microsoft.authorization/Locks/l", "/subscriptions/s/resourceGroups/rg"),
    ],
)
def test_the_scope_of_a_lock_follows_from_its_id(identity: str, scope: str) -> None:
    place = Reader({"id": identity, "name": "l", "properties": {"level": "ReadOnly"}}, "$.value[0]", read().source)
    lock = parsing.lock(place)
    assert (lock.scope, lock.notes, lock.evidence.value) == (scope, "", "ReadOnly")


@pytest.mark.parametrize(
    ("properties", "by_customer"),
    [
        ({"availabilityState": "Unavailable", "context": "Customer Initiated"}, True),
        ({"availabilityState": "Unavailable", "reasonType": "User initiated"}, True),
        ({"availabilityState": "Unavailable", "context": "Platform Initiated"}, False),
        ({"availabilityState": "Available", "context": "Customer Initiated"}, False),
        ({"availabilityState": "Unavailable"}, False),
    ],
)
def test_who_shut_the_vm_down(properties: dict[str, str], by_customer: bool) -> None:
    assert parsing.health(Reader({"properties": properties}, "$", read().source)).is_shut_down_by_customer is by_customer


def test_a_place_that_is_not_there_has_a_path_and_no_value() -> None:
    absent = read()["properties"]["nothing"][3]["at all"]
    assert (absent.path, absent.is_there, absent.text(), absent.texts(), list(absent)) == ("$.properties.nothing[3].at all", False, "", (), [])
    assert absent.evidence().value == "(absent)"


def test_a_value_kept_as_evidence_is_literal_and_not_endless() -> None:
    source = read().source
    assert Reader({"b": True, "ж": None}, "$", source).evidence().value == '{"b": true, "ж": null}'
    assert len(Reader("x" * 100_000, "$", source).evidence().value) == LONGEST_VALUE + 1


def test_half_a_surrogate_pair_does_not_get_in() -> None:
    broken = Reader(["half \ud800 a pair"], "$", read().source)
    for words in (broken[0].text(), broken[0].needed(), broken.texts()[0], broken.evidence().value):
        assert "half ? a pair" in words
