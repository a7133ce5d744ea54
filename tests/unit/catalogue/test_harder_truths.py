"""Answers of Azure that look like something they are not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from backup_doctor.arm.errors import Garbled
from backup_doctor.arm.parsing import agent, extensions, machine
from backup_doctor.arm.reading import Reader
from backup_doctor.catalogue import agent_state
from backup_doctor.catalogue.causes import resource_group_lock as lock_cause
from backup_doctor.catalogue.causes import vm_no_internet_access as network_cause
from backup_doctor.core.model import Status
from backup_doctor.lab.backup import COLLECTION_TYPE
from backup_doctor.lab.locks import make_lock
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.running import start
from backup_doctor.lab.world import World
from tests.helpers.worlds import one_vm
from tests.unit.arm.test_guest import SOURCE
from tests.unit.catalogue.test_inside import HOST, found

VM_SNAPSHOT = "Microsoft.Azure.RecoveryServices.VMSnapshot"


def silent(_world: World, vm: VirtualMachine) -> None:
    vm.agent.ready = False


def being_changed(_world: World, vm: VirtualMachine) -> None:
    vm.provisioning = "Updating"


def test_a_silent_agent_while_azure_changes_the_vm_is_left_open() -> None:
    with one_vm(silent, being_changed) as lab:
        assert lab.ask(agent_state.reports).status is Status.UNKNOWN


@pytest.mark.parametrize(("code", "is_silent"), [("ProvisioningState/Unavailable", True), ("", True), ("ProvisioningState/Updating", False)])
def test_only_an_unheard_agent_is_silent(code: str, is_silent: bool) -> None:
    document = {"properties": {"instanceView": {"vmAgent": {"statuses": [{"code": code}] if code else []}}}}
    assert agent(Reader(document, "$", SOURCE)).is_silent is is_silent


def view(*items: Mapping[str, object], handler: str = "ProvisioningState/succeeded") -> Reader:
    agent_view = {"extensionHandlers": [{"type": VM_SNAPSHOT, "status": {"code": handler}}]}
    return Reader({"properties": {"instanceView": {"vmAgent": agent_view, "extensions": list(items)}}}, "$", SOURCE)


def listed(*states: str) -> Reader:
    publisher, _, kind = VM_SNAPSHOT.rpartition(".")
    properties = [{"publisher": publisher, "type": kind, "provisioningState": state} for state in states]
    return Reader({"value": [{"name": "VMSnapshot", "properties": each} for each in properties]}, "$", SOURCE)


GOOD = {"name": "VMSnapshot", "type": VM_SNAPSHOT, "statuses": [{"code": "ProvisioningState/succeeded"}]}
BAD = {"name": "VMSnapshot", "type": VM_SNAPSHOT, "statuses": [{"code": "ProvisioningState/failed/4"}]}


@pytest.mark.parametrize(
    ("model", "guest", "state"),
    [
        (listed("Succeeded"), view(GOOD), "succeeded"),
        (listed("Failed"), view(GOOD), "failed"),
        (listed("Succeeded"), view(GOOD, handler="ProvisioningState/failed"), "failed"),
        (listed(), view(BAD), "failed"),
    ],
    ids=["healthy", "failed in the model", "failed handler", "seen by the guest only"],
)
def test_an_extension_is_no_better_than_what_is_known_of_it(model: Reader, guest: Reader, state: str) -> None:
    (extension,) = extensions(model, guest).items
    assert extension.takes_snapshots
    assert extension.state.value == state


def test_an_absent_list_is_not_an_empty_one() -> None:
    with pytest.raises(Garbled):
        extensions(Reader({}, "$", SOURCE), view())


def test_a_disk_of_neither_kind_is_left_open() -> None:
    profile = {"osDisk": {"osType": "Linux"}}
    document = {"id": "x", "name": "vm", "location": "westeurope", "properties": {"provisioningState": "Succeeded", "storageProfile": profile}}
    with pytest.raises(Garbled):
        machine(Reader(document, "$", SOURCE))


def collections_hidden(world: World, vm: VirtualMachine) -> None:
    world.deny("Microsoft.Compute/restorePointCollections/read", vm.id.subscription_scope)


def test_hidden_collections_alone_leave_the_lock_open() -> None:
    with one_vm(collections_hidden) as lab:
        finding = lab.ask(lock_cause.no_lock)
    assert finding.status is Status.UNKNOWN
    assert finding.missing is not None
    assert finding.evidence, "the refused request is shown, because support asks for its id"


def subscription_locked(world: World, vm: VirtualMachine) -> None:
    add_lock(world, vm.id.subscription_scope)


def backup_group_locked(world: World, vm: VirtualMachine) -> None:
    add_lock(world, f"{vm.id.subscription_scope}/resourceGroups/AzureBackupRG_westeurope_1")


def no_collections(world: World, _vm: VirtualMachine) -> None:
    for collection in world.store.of_type(COLLECTION_TYPE):
        world.store.remove(str(collection["id"]))


def add_lock(world: World, scope: str) -> None:
    world.store.put(make_lock(scope, "keep", "CanNotDelete"))


def test_a_lock_above_collections_that_cannot_be_read_is_not_hidden_by_them() -> None:
    with one_vm(collections_hidden, subscription_locked) as lab:
        finding = lab.ask(lock_cause.no_lock)
    assert finding.status is Status.WARNING
    assert finding.missing is not None


def test_a_lock_on_the_backup_group_counts_before_there_are_collections() -> None:
    with one_vm(no_collections, backup_group_locked) as lab:
        assert lab.ask(lock_cause.no_lock).status is Status.WARNING


def test_nobody_looks_through_an_agent_that_hangs() -> None:
    with start(["windows-agent-stale"]) as lab:
        assert found(lab, HOST).status is Status.UNKNOWN


def second_interface_named_first(_world: World, vm: VirtualMachine) -> None:
    own = vm.model["networkProfile"]["networkInterfaces"][0]["id"]
    other = {"id": f"{own}-unreadable", "properties": {"primary": False}}
    vm.model["networkProfile"]["networkInterfaces"] = [other, {"id": own, "properties": {"primary": True}}]


def test_only_the_primary_interface_is_asked() -> None:
    with one_vm(second_interface_named_first) as lab:
        assert lab.ask(network_cause.outbound_storage).status is Status.OK
