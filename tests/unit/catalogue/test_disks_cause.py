"""What Azure Backup takes of disks and what not (domain: support matrix of 2025-10-27 and where it contradicts the agent article of 2025-11-12)."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import unsupported_disks as cause
from backup_doctor.core.examination import look
from backup_doctor.core.model import Finding, Status
from backup_doctor.lab.breaking.disks import (
    attach_data_disks,
    change_data_disk,
    encrypt_disks,
    make_os_disk_ephemeral,
    set_security_type,
    share_data_disk,
)
from backup_doctor.lab.breaking.policy import follow_enhanced_policy, leave_out_disks
from backup_doctor.lab.build import protected_item
from backup_doctor.lab.disks import disks_of
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing, one_vm

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN


def looked(identity: str, *broken: Break, faults: tuple[str, ...] = (), code: str | None = None) -> Finding:
    """What the check with this id finds, with all that can go wrong on the way."""
    check = next(check for check in cause.cause.checks if check.id == f"unsupported-disks/{identity}")
    with one_vm(*broken, faults=faults) as lab:
        return lab.ask(lambda vm: look(vm, check), code=code)


def disk(**change: object) -> Break:
    return lambda world, vm: change_data_disk(world, vm, **change)  # type: ignore[arg-type]  # a test hands on what it was given


def enhanced(world: World, vm: VirtualMachine) -> None:
    follow_enhanced_policy(world, vm)


def left_out(*luns: int) -> Break:
    return lambda world, vm: leave_out_disks(world, vm, *luns)


def only(*luns: int) -> Break:
    def fault(world: World, vm: VirtualMachine) -> None:
        chosen = {"diskLunList": list(luns), "isInclusionList": True}
        protected_item(world, vm)["properties"]["extendedProperties"] = {"diskExclusionProperties": chosen}

    return fault


def encrypted(world: World, vm: VirtualMachine) -> None:
    encrypt_disks(world, vm)


def unprotected(world: World, vm: VirtualMachine) -> None:
    world.store.remove(protected_item(world, vm)["id"])


def of_type(kind: str) -> Break:
    return lambda _world, vm: set_security_type(vm, kind)


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (nothing, OK),
        (of_type("Standard"), OK),
        (of_type("TrustedLaunch"), OK),
        (of_type("confidentialvm"), FAILED),
        (of_type("Paranoid"), UNKNOWN),
    ],
)
def test_confidential_vms(broken: Break, status: Status) -> None:
    assert find(cause.not_confidential, broken).status is status


def attached(count: int) -> Break:
    return lambda world, vm: attach_data_disks(world, vm, count)


@pytest.mark.parametrize(("count", "status"), [(1, OK), (32, OK), (33, FAILED)])
def test_the_number_of_disks(count: int, status: Status) -> None:
    finding = find(cause.disk_count, attached(count))
    assert finding.status is status
    assert finding.evidence[0].value == str(count)


def unmanaged(_world: World, vm: VirtualMachine) -> None:
    for place in (vm.model["storageProfile"]["osDisk"], *vm.model["storageProfile"]["dataDisks"]):
        del place["managedDisk"]
        place["vhd"] = {"uri": "https://contoso.blob.core.windows.net/vhds/disk.vhd"}


def test_unmanaged_disks_are_warned_of_and_nothing_else_is_asked_of_them() -> None:
    assert find(cause.managed_disks).status is OK
    assert find(cause.managed_disks, unmanaged).status is WARNING
    assert find(cause.not_shared, unmanaged).status is SKIPPED


def ephemeral(world: World, vm: VirtualMachine) -> None:
    make_os_disk_ephemeral(world, vm)


def test_an_ephemeral_os_disk_is_a_warning_because_the_documents_contradict_each_other() -> None:
    assert find(cause.os_disk).status is OK
    finding = find(cause.os_disk, ephemeral)
    assert (finding.status, finding.evidence[0].value) == (WARNING, "Local")
    assert find(cause.not_shared, ephemeral).status is OK, "it has no resource to be asked, and the others are"


def shared(world: World, vm: VirtualMachine) -> None:
    share_data_disk(world, vm)


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([disk(maxShares=1)], OK),
        ([shared], FAILED),
        ([shared, enhanced], FAILED),
        ([shared, left_out(0)], FAILED),
        ([shared, enhanced, left_out(0)], OK),
        ([shared, enhanced, left_out(1)], FAILED),
        ([shared, enhanced, only(0)], FAILED),
        ([shared, enhanced, only()], OK),
    ],
    ids=[
        "no",
        "one VM",
        "standard policy",
        "enhanced policy",
        "a standard policy cannot leave it out",
        "left out",
        "another left out",
        "the only data disk",
        "OS disk only",
    ],
)
def test_shared_disks(broken: list[Break], status: Status) -> None:
    assert find(cause.not_shared, *broken).status is status


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([disk(sku="StandardSSD_ZRS")], OK),
        ([disk(sku="UltraSSD_LRS")], FAILED),
        ([disk(sku="ultrassd_lrs")], FAILED),
        ([disk(sku="PremiumV2_LRS")], FAILED),
        ([disk(sku="UltraSSD_LRS"), enhanced], OK),
        ([disk(sku="PremiumV2_LRS"), enhanced], OK),
        ([disk(sku="PremiumV2_LRS"), unprotected], SKIPPED),
        ([disk(sku="Quantum_LRS")], UNKNOWN),
    ],
)
def test_kinds_of_disks(broken: list[Break], status: Status) -> None:
    assert find(cause.disk_kinds, *broken).status is status


def of_unknown_kind(world: World, vm: VirtualMachine) -> None:
    follow_enhanced_policy(world, vm)["properties"]["policyType"] = "V9"


def test_a_policy_that_is_unknown_or_unreadable_leaves_an_ultra_disk_open() -> None:
    assert looked("disk-kinds", disk(sku="UltraSSD_LRS"), of_unknown_kind).status is UNKNOWN
    finding = looked("disk-kinds", disk(sku="UltraSSD_LRS"), faults=("403:backupPolicies",))
    assert finding.status is UNKNOWN
    assert finding.missing is not None
    assert looked("disk-kinds", faults=("403:backupPolicies",)).status is OK, "an ordinary disk asks for no policy"


SIZE = "UserErrorUnsupportedDiskSize"


@pytest.mark.parametrize(
    ("broken", "code", "status"),
    [
        ([nothing], None, OK),
        ([disk(size=20 * 1024)], SIZE, OK),
        ([disk(size=32 * 1024)], None, OK),
        ([disk(size=40 * 1024)], None, WARNING),
        ([disk(size=40 * 1024)], SIZE.upper(), FAILED),
        ([disk(size=64 * 1024)], None, WARNING),
        ([disk(size=64 * 1024 + 1)], None, FAILED),
        ([disk(size=5 * 1024)], SIZE, OK),
        ([disk(size=5 * 1024), encrypted], None, WARNING),
        ([disk(size=5 * 1024), encrypted], SIZE, FAILED),
        ([disk(diskSizeGB=None)], None, UNKNOWN),
    ],
)
def test_sizes(broken: list[Break], code: str | None, status: Status) -> None:
    assert find(cause.disk_sizes, *broken, code=code).status is status


def test_all_disks_together_have_a_limit_too() -> None:
    def nine_large(world: World, vm: VirtualMachine) -> None:
        attach_data_disks(world, vm, 9)
        for resource in disks_of(world, vm)[1:]:
            resource["properties"]["diskSizeGB"] = 60 * 1024

    assert find(cause.disk_sizes, nine_large).status is FAILED


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (nothing, OK),
        (disk(dataAccessAuthMode="None"), OK),
        (disk(networkAccessPolicy="AllowPrivate", publicNetworkAccess="Disabled"), OK),
        (disk(networkAccessPolicy="DenyAll", publicNetworkAccess="Disabled"), OK),
        (disk(dataAccessAuthMode="AzureActiveDirectory"), FAILED),
        (disk(dataAccessAuthMode="azureactivedirectory"), FAILED),
        (disk(dataAccessAuthMode="Handshake"), UNKNOWN),
    ],
)
def test_access_to_the_disks(broken: Break, status: Status) -> None:
    assert find(cause.disk_access, broken).status is status


def os_disk_of_trusted_launch(world: World, vm: VirtualMachine) -> None:
    disks_of(world, vm)[0]["properties"]["securityProfile"] = {"securityType": "TrustedLaunch"}


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (nothing, OK),
        (os_disk_of_trusted_launch, OK),
        (disk(securityProfile={"securityType": "TrustedLaunch"}), FAILED),
        (disk(securityProfile={"securityType": "ConfidentialVM_NonPersistedTPM"}), FAILED),
        (disk(securityProfile={"securityType": "Paranoid"}), UNKNOWN),
    ],
)
def test_security_types_of_data_disks(broken: Break, status: Status) -> None:
    assert find(cause.data_disk_security, broken).status is status


@pytest.mark.parametrize("identity", ["not-shared", "disk-kinds", "disk-sizes", "disk-access", "data-disk-security"])
def test_disks_that_cannot_be_read_are_left_open(identity: str) -> None:
    finding = looked(identity, faults=("403:disks/web-01_Data_0",))
    assert finding.status is UNKNOWN
    assert finding.missing is not None
    assert finding.missing.action == "Microsoft.Compute/disks/read"
