"""Answers of Azure that look like something they are not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from backup_doctor.arm.errors import Garbled
from backup_doctor.arm.parsing import agent, extensions, machine
from backup_doctor.arm.reading import Reader
from backup_doctor.catalogue import agent_state
from backup_doctor.catalogue.causes import resource_group_lock as lock_cause
from backup_doctor.core.model import Status
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import one_vm
from tests.unit.arm.test_guest import SOURCE

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
