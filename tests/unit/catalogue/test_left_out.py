"""What Azure leaves out of an answer is not known: nobody is blamed for it, and nothing is called healthy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backup_doctor.catalogue import place
from backup_doctor.catalogue.causes import (
    policy_denies_restore_points,
    unsupported_disks,
    vm_no_internet_access,
    vm_provisioning_failed,
    windows_agent_unresponsive,
)
from backup_doctor.core.api_versions import NETWORK
from backup_doctor.core.model import CheckFunction, CouldNotLook, Status
from backup_doctor.lab.breaking.backup import refuse_backup_group
from backup_doctor.lab.breaking.machine import keep_changing, silence_agent
from backup_doctor.lab.breaking.network import route_subnet
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.gaps import find_lacking, one_vm_lacking
from tests.helpers.repairs import reason_of
from tests.helpers.worlds import Break, find, nothing

OK, FAILED, UNKNOWN = Status.OK, Status.FAILED, Status.UNKNOWN

VM, LOG = "virtualMachines/web-01?", "eventtypes"


def silent(_world: World, vm: VirtualMachine) -> None:
    silence_agent(vm)


def without_power_state(_world: World, vm: VirtualMachine) -> None:
    vm.power = ""


def changing(_world: World, vm: VirtualMachine) -> None:
    keep_changing(vm, timedelta(hours=5))


def refused(world: World, vm: VirtualMachine) -> None:
    refuse_backup_group(world, vm, "Require tags")


@pytest.mark.parametrize(
    ("check", "part", "field", "broken", "status", "words"),
    [
        (windows_agent_unresponsive.agent_ready, VM, "time", nothing, UNKNOWN, "does not say when it last reported"),
        (unsupported_disks.disk_count, VM, "dataDisks", nothing, UNKNOWN, "does not list the data disks"),
        (vm_provisioning_failed.provisioning_state, VM, "time", changing, UNKNOWN, "does not say since when"),
        (policy_denies_restore_points.nothing_refused, LOG, "eventTimestamp", refused, FAILED, "Azure Policy (Require tags) refused"),
    ],
)
def test_a_check_says_what_it_lacks(check: CheckFunction, part: str, field: str, broken: Break, status: Status, words: str) -> None:
    finding = find_lacking(check, part, field, broken=(broken,))
    assert finding.status is status
    assert words in str(finding.text)


def test_a_silent_agent_of_a_vm_without_a_power_state_proves_nothing() -> None:
    finding = find_lacking(windows_agent_unresponsive.agent_ready, "", broken=(without_power_state, silent))
    assert finding.status is UNKNOWN
    assert "the VM may be off" in str(finding.text)


def test_a_vm_without_an_interface_has_no_way_that_could_be_judged() -> None:
    def cut_off(_world: World, vm: VirtualMachine) -> None:
        vm.model["networkProfile"]["networkInterfaces"] = []

    with pytest.raises(CouldNotLook, match="shows no network interface"):
        find(vm_no_internet_access.outbound_storage, cut_off)


def test_nothing_is_planned_for_an_interface_that_lost_its_address_meanwhile() -> None:
    """The plan reads it anew, in a version of its own."""
    part = f"web-01-nic?api-version={NETWORK}"
    with one_vm_lacking(part, "privateIPAddress") as lab, pytest.raises(CouldNotLook, match="does not show the address and the subnet"):
        lab.ask(place.place_of)


def test_routes_that_come_from_elsewhere_leave_no_table_to_put_an_exception_into() -> None:
    def diverted(world: World, vm: VirtualMachine) -> None:
        route_subnet(world, vm, ("all", "0.0.0.0/0", "None"))

    part = f"web-01-vnet/subnets/default?api-version={NETWORK}"
    with one_vm_lacking(part, "routeTable", broken=(diverted,)) as lab:
        assert "The subnet has no route table" in reason_of(lab, "vm-no-internet-access/route-storage")
