"""A fault inside the guest makes the lab's backups fail with its own code, and a backup succeeds once it is put right."""

from __future__ import annotations

import pytest

from backup_doctor.lab.answers import ArmError
from backup_doctor.lab.breaking import guest as breaking
from backup_doctor.lab.breaking.guest import probed
from backup_doctor.lab.breaking.machine import refuse_extensions, turn_off
from backup_doctor.lab.build import Site, linux, windows
from backup_doctor.lab.failures import failure_of
from backup_doctor.lab.machine import Load, ScriptedGuest, VirtualMachine, windows_output
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, inside


def busy(_world: World, vm: VirtualMachine) -> None:
    vm.load = Load(cpu=97.0)


@pytest.mark.parametrize(
    ("os", "fault", "code"),
    [
        ("Windows", inside(breaking.fill_disk, 50), "ExtensionOperationFailedForManagedDisks"),
        ("Windows", inside(breaking.block_extension), "GuestAgentSnapshotTaskStatusError"),
        ("Windows", inside(breaking.crash_extension), "VMRestorePointInternalError"),
        ("Windows", inside(breaking.spoil_machine_keys), "ExtensionConfigParsingFailure"),
        ("Windows", inside(breaking.lose_provider), "BackUpOperationFailedV2"),
        ("Windows", inside(breaking.weaken_crypto), "ExtensionSnapshotFailedNoSecureNetwork"),
        ("Windows", inside(breaking.disable_service, "COMSysApp"), "ExtensionSnapshotFailedCOM"),
        ("Windows", inside(breaking.disable_service, "MSDTC"), "ExtensionInstallationFailedMDTC"),
        ("Windows", inside(breaking.run_service_as, "MSDTC", "LocalSystem"), "ExtensionInstallationFailedMDTC"),
        ("Windows", inside(breaking.disable_service, "VSS"), "ExtensionFailedVssServiceInBadState"),
        ("Windows", inside(breaking.lock_volumes), "ExtensionSnapshotBitlockerError"),
        ("Windows", inside(breaking.spoil_writers), "ExtensionFailedVssWriterInBadState"),
        ("Windows", busy, "ExtensionFailedTimeoutVMNetworkUnresponsive"),
        ("Linux", inside(breaking.disable_extensions), "GuestAgentSnapshotTaskStatusError"),
        ("Linux", inside(breaking.mount_noexec), "ExtensionOperationFailedForManagedDisks"),
        ("Linux", inside(breaking.remove_python), "ExtensionOperationFailedForManagedDisks"),
        ("Linux", inside(breaking.fill_disk, 0, 100), "ExtensionOperationFailedForManagedDisks"),
        ("Linux", inside(breaking.fail_snapshot, 121), "UserErrorFsFreezeFailed"),
        ("Linux", inside(breaking.fail_snapshot, 123), "UserErrorUnableToOpenMount"),
        ("Linux", inside(breaking.lose_freezer), "UserErrorFsFreezeFailed"),
        ("Linux", inside(breaking.double_mounts), "UserErrorFsFreezeFailed"),
    ],
)
def test_a_fault_has_its_code_until_it_is_put_right(os: str, fault: Break, code: str) -> None:
    world = World()
    vm = (windows if os == "Windows" else linux)(world, "web-01", Site("rg-web"))
    fault(world, vm)
    failure = failure_of(world, vm)
    assert failure is not None
    assert failure.code == code
    probed(vm).differs.clear()
    vm.load = Load()
    assert failure_of(world, vm) is None


def test_an_installer_is_only_missed_before_the_extension_is_there() -> None:
    world = World()
    vm = windows(world, "web-01", Site("rg-web"))
    breaking.disable_installer(vm)
    assert failure_of(world, vm) is None
    breaking.remove_plugin(vm)
    failure = failure_of(world, vm)
    assert failure is not None
    assert failure.code == "ExtensionVCRedistInstallationFailure"


def test_a_vm_that_is_off_needs_nothing_of_its_guest() -> None:
    world = World()
    vm = windows(world, "web-01", Site("rg-web"))
    breaking.spoil_writers(vm)
    turn_off(vm, "deallocated")
    assert failure_of(world, vm) is None


def test_a_guest_that_knows_no_probe_has_nothing_wrong_inside() -> None:
    world = World()
    vm = windows(world, "web-01", Site("rg-web"))
    breaking.spoil_writers(vm)
    vm.guest = ScriptedGuest({"whoami": windows_output("system")})
    assert failure_of(world, vm) is None
    assert vm.guest.answer("whoami")[0]["message"] == "system"
    with pytest.raises(ArmError):
        vm.guest.answer("hostname")


def test_where_extensions_are_off_the_extension_fails() -> None:
    world = World()
    vm = windows(world, "web-01", Site("rg-web"))
    refuse_extensions(vm)
    failure = failure_of(world, vm)
    assert failure is not None
    assert failure.code == "ExtensionOperationFailedForManagedDisks"
