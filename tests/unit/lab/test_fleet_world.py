"""The lab's fleet: the same every time, plausible, and failing for what it says."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from backup_doctor.core.fleet import Kind
from backup_doctor.core.resource_id import VmId, same_id, segment
from backup_doctor.lab.backup import COLLECTION_TYPE, ITEM_TYPE
from backup_doctor.lab.failures import failure_of
from backup_doctor.lab.fleet import Fleet, populate_fleet
from backup_doctor.lab.locks import LOCK_TYPE
from backup_doctor.lab.world import World
from tests.helpers.worlds import NIGHT

TOTAL = 1_000


@pytest.fixture(scope="module")
def built() -> tuple[World, Fleet]:
    world = World(clock=lambda: NIGHT)
    return world, populate_fleet(world, TOTAL)


def test_so_many_were_asked_for_and_so_many_there_are(built: tuple[World, Fleet]) -> None:
    world, _ = built
    assert len(world.machines()) == TOTAL
    assert len({str(vm.id).casefold() for vm in world.machines()}) == TOTAL


def test_the_same_number_gives_the_same_fleet(built: tuple[World, Fleet]) -> None:
    world, fleet = built
    again = World(clock=lambda: NIGHT)
    assert populate_fleet(again, TOTAL) == fleet
    assert again.store.of_type(ITEM_TYPE) == world.store.of_type(ITEM_TYPE)


def test_what_it_promises_adds_up(built: tuple[World, Fleet]) -> None:
    _, fleet = built
    assert sum(fleet.causes.values()) == len(fleet.failing) == 20
    assert fleet.causes["resource-group-lock"] == 14
    assert Counter(fault for _, fault in fleet.failing)["lock"] == 14


def test_as_many_fail_as_are_asked_for() -> None:
    assert len(populate_fleet(World(clock=lambda: NIGHT), 300, failing=90).failing) == 90


def test_every_failing_vm_would_fail_again_and_no_other_would(built: tuple[World, Fleet]) -> None:
    world, fleet = built
    failing = {identity.casefold() for identity, fault in fleet.failing if fault != "deleted"}
    would = {str(vm.id).casefold() for vm in world.machines() if failure_of(world, vm) is not None}
    assert would == failing


def test_only_the_failing_have_a_failed_backup(built: tuple[World, Fleet]) -> None:
    world, fleet = built
    failed = {item["properties"]["sourceResourceId"].casefold() for item in world.store.of_type(ITEM_TYPE) if _has_failed(item)}
    assert failed == {identity.casefold() for identity, _ in fleet.failing}


def _has_failed(item: dict[str, dict[str, str]]) -> bool:
    return item["properties"]["lastBackupStatus"] == "Failed"


def test_eleven_share_one_lock_and_three_have_one_each(built: tuple[World, Fleet]) -> None:
    world, fleet = built
    scopes = [lock["id"].partition("/providers/Microsoft.Authorization/")[0] for lock in world.store.of_type(LOCK_TYPE)]
    locked = [identity for identity, fault in fleet.failing if fault == "lock"]
    behind = Counter(scope for identity in locked for scope in scopes if same_id(_backup_group(world, identity), scope))
    assert sorted(behind.values()) == [1, 1, 1, 11]


def _backup_group(world: World, vm: str) -> str:
    collections = world.store.of_type(COLLECTION_TYPE)
    mine = next(collection["id"] for collection in collections if same_id(collection["properties"]["source"]["id"], vm))
    return str(mine).partition("/providers/")[0]


def test_vms_of_a_place_share_network_vault_and_policy(built: tuple[World, Fleet]) -> None:
    world, _ = built
    subnets = {vm.id: _subnet(world, vm.network_interfaces[0]) for vm in world.machines()}
    assert all(world.store.find(subnet) is not None for subnet in subnets.values())
    assert len(set(subnets.values())) < 25
    assert max(Counter(item["properties"]["policyId"] for item in world.store.of_type(ITEM_TYPE)).values()) <= 100, "a policy takes no more VMs"


def _subnet(world: World, interface: str) -> str:
    found = world.store.find(interface)
    assert found is not None
    return str(found["properties"]["ipConfigurations"][0]["properties"]["subnet"]["id"])


def test_no_two_interfaces_of_a_network_have_one_address(built: tuple[World, Fleet]) -> None:
    world, _ = built
    places = [
        place["properties"] for nic in world.store.of_type("Microsoft.Network/networkInterfaces") for place in nic["properties"]["ipConfigurations"]
    ]
    assert max(Counter((segment(place["subnet"]["id"], "virtualNetworks"), place["privateIPAddress"]) for place in places).values()) == 1


def test_the_smallest_fleet_has_every_cause() -> None:
    fleet = populate_fleet(World(clock=lambda: NIGHT), 1)
    assert set(fleet.causes) == {
        "resource-group-lock",
        "vm-no-internet-access",
        "windows-agent-unresponsive",
        "linux-agent-outdated",
        "policy-denies-restore-points",
        "backup-extension-load-failure",
        Kind.NOT_EXAMINED,
    }


def test_last_night_is_within_a_day(built: tuple[World, Fleet]) -> None:
    world, _ = built
    times = {item["properties"]["lastBackupTime"] for item in world.store.of_type(ITEM_TYPE)}
    assert min(times) > (NIGHT - timedelta(days=1)).isoformat()
    assert len(times) > 50, "backups begin one after another"


def test_ids_are_those_of_vms(built: tuple[World, Fleet]) -> None:
    _, fleet = built
    assert [str(VmId.parse(identity)) for identity, _ in fleet.failing] == [identity for identity, _ in fleet.failing]
