"""Disk, memory and processors: how little is too little, and what the host's counters say of the last backup."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import guest_resources as resources
from backup_doctor.core.examination import look
from backup_doctor.core.model import Status
from backup_doctor.lab.breaking import guest as breaking
from backup_doctor.lab.breaking.machine import turn_off
from backup_doctor.lab.build import fail_last_backup
from backup_doctor.lab.failures import INTERNAL
from backup_doctor.lab.machine import Load, VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, find_inside, inside, one_vm

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN
WRITERS = "ExtensionFailedVssWriterInBadState"
BUSY = "ExtensionFailedTimeoutVMNetworkUnresponsive"


@pytest.mark.parametrize(("free", "status"), [(1024, OK), (1023, WARNING), (100, WARNING), (99, FAILED), (0, FAILED)])
def test_room_on_the_system_drive(free: int, status: Status) -> None:
    finding = find_inside(resources.free_space, inside(breaking.fill_disk, free))
    assert finding.status is status
    assert str(finding.text) == f"The system drive has {free} MB left."
    assert [item.value for item in finding.evidence] == [str(free)]


@pytest.mark.parametrize(("used", "status"), [(85, OK), (89, OK), (90, WARNING), (99, WARNING), (100, FAILED)])
def test_room_under_the_linux_agent(used: int, status: Status) -> None:
    # A large file system may have little left in percent and much in megabytes, so these do not count on Linux.
    assert find_inside(resources.free_space, inside(breaking.fill_disk, 50, used), os="Linux").status is status


@pytest.mark.parametrize(("free", "status"), [(10, OK), (9, WARNING), (0, WARNING)])
def test_memory_inside(free: int, status: Status) -> None:
    assert find_inside(resources.memory_now, inside(breaking.exhaust_memory, free)).status is status


def test_what_the_guest_cannot_tell_is_left_open() -> None:
    assert find_inside(resources.free_space, inside(breaking.say_nothing_of, "freemb")).status is UNKNOWN
    assert find_inside(resources.free_space, inside(breaking.say_nothing_of, "used"), os="Linux").status is UNKNOWN
    assert find_inside(resources.memory_now, inside(breaking.say_nothing_of, "memfree")).status is UNKNOWN


def loaded(cpu: float | None = 11.5, memory_free: float | None = 58.0) -> Break:
    """The last backup failed, under this load."""

    def load(world: World, vm: VirtualMachine) -> None:
        fail_last_backup(world, vm, INTERNAL)
        vm.load = Load(cpu=cpu, memory_free=memory_free)

    return load


def off(_world: World, vm: VirtualMachine) -> None:
    turn_off(vm, "deallocated")


@pytest.mark.parametrize(("cpu", "status"), [(12.0, OK), (90.0, OK), (90.5, WARNING), (100.0, WARNING)])
def test_processors_around_the_last_backup(cpu: float, status: Status) -> None:
    finding = find(resources.processors, loaded(cpu))
    assert finding.status is status
    assert [item.value for item in finding.evidence] == [str(cpu)]


@pytest.mark.parametrize(("free", "status"), [(10.0, OK), (9.9, WARNING), (None, SKIPPED)])
def test_memory_around_the_last_backup(free: float | None, status: Status) -> None:
    assert find(resources.memory_then, loaded(memory_free=free)).status is status


def test_the_code_makes_a_shortage_the_fault_itself() -> None:
    assert find_inside(resources.free_space, inside(breaking.fill_disk, 400), code=WRITERS).status is FAILED
    assert find_inside(resources.memory_now, inside(breaking.exhaust_memory, 3), code=WRITERS).status is FAILED
    assert find(resources.processors, loaded(97.0), code=BUSY).status is FAILED
    assert find(resources.processors, loaded(97.0), code="ExtensionSnapshotFailedCOM").status is WARNING
    assert find(resources.memory_then, loaded(memory_free=2.0), code=BUSY).status is FAILED


def test_a_code_alone_shows_no_shortage() -> None:
    assert find(resources.processors, loaded(40.0), code=BUSY).status is OK


def test_a_vm_that_is_off_is_not_blamed_for_its_load() -> None:
    for check in (resources.processors, resources.memory_then):
        finding = find(check, loaded(99.0, 1.0), off)
        assert finding.status is SKIPPED
        assert "The VM is deallocated." in str(finding.text)


def test_no_samples_while_it_was_off_are_no_finding() -> None:
    finding = find(resources.processors, loaded(None))
    assert finding.status is SKIPPED
    assert "no samples" in str(finding.text)


def test_refused_counters_are_left_open_with_the_right_that_is_missing() -> None:
    def hidden(world: World, vm: VirtualMachine) -> None:
        world.deny("Microsoft.Insights/metrics/read", str(vm.id))

    check = next(check for check in resources.cause.checks if check.run is resources.processors)
    with one_vm(hidden) as lab:
        finding = lab.ask(lambda vm: look(vm, check))
    assert finding.status is UNKNOWN
    assert finding.missing is not None
    assert finding.missing.action == "Microsoft.Insights/metrics/read"
