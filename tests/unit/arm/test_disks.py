"""Disks and key vaults as Azure shows them, and the load it measured: fields that are missing, odd or spelled differently.

Shapes: REST references of Compute disks (2024-03-02), Key Vault (2023-07-01) and Azure Monitor (2023-10-01).
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import unquote

import pytest

from backup_doctor.arm import disks, parsing
from backup_doctor.arm.errors import Garbled, Rejected
from backup_doctor.arm.gateway import Gateway
from backup_doctor.core.facts import Disk, Load
from backup_doctor.lab.breaking.disks import change_data_disk, encrypt_disks, make_os_disk_ephemeral
from backup_doctor.lab.breaking.machine import turn_off
from backup_doctor.lab.build import protected_item
from backup_doctor.lab.disks import disks_of
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, nothing, one_vm
from tests.unit.arm.test_parsing import read


def seen(*broken: Break) -> tuple[Disk, ...]:
    with one_vm(*broken) as lab:
        return lab.ask(lambda vm: vm.disks()).items


def test_a_plain_disk() -> None:
    os, data = seen()
    assert (os.name, data.name) == ("web-01_OsDisk", "web-01_Data_0")
    assert (data.sku.value, data.shares.value, data.access_mode.value, data.security_type.value) == ("Premium_LRS", 1, "", "")
    assert data.size_gb is not None
    assert (data.size_gb.value, data.size_gb.evidence.path, data.size_gb.evidence.value) == (512, "$.properties.diskSizeGB", "512")
    assert "/disks/web-01_Data_0?" in data.sku.evidence.request
    assert (data.encryption.value, data.secret_vaults, data.key_vaults) == (False, (), ())


@pytest.mark.parametrize(("size", "known"), [(512.5, False), ("512", False), (True, False), (None, False), (1, True)])
def test_a_size_that_is_no_number_is_no_size(size: object, known: bool) -> None:
    disk = seen(lambda world, vm: change_data_disk(world, vm, diskSizeGB=size))[1]
    assert (disk.size_gb is not None) is known


def encrypted(world: World, vm: VirtualMachine) -> None:
    encrypt_disks(world, vm)


def settings(**change: object) -> Break:
    return lambda world, vm: disks_of(world, vm)[1]["properties"]["encryptionSettingsCollection"].update(change)


def test_an_encrypted_disk_names_its_vault_once_for_secrets_and_once_for_keys() -> None:
    disk = seen(encrypted)[1]
    assert disk.encryption.value
    assert disk.secret_vaults == disk.key_vaults
    assert [vault.rpartition("/")[2] for vault in disk.secret_vaults] == ["kv-web-01"]


@pytest.mark.parametrize(("enabled", "is_on"), [(True, True), (None, True), (False, False)])
def test_only_a_clear_no_switches_encryption_off(enabled: object, is_on: bool) -> None:
    disk = seen(encrypted, settings(enabled=enabled))[1]
    assert (disk.encryption.value, bool(disk.secret_vaults)) == (is_on, is_on)


def test_an_ephemeral_disk_is_not_asked_for() -> None:
    with one_vm(lambda world, vm: make_os_disk_ephemeral(world, vm)) as lab:
        assert [disk.name for disk in lab.ask(lambda vm: vm.disks()).items] == ["web-01_Data_0"]
        assert [line for line in lab.seen if "OsDisk" in line] == []


def test_an_unlisted_disk_is_not_an_absent_one() -> None:
    machine = replace(parsing.machine(read()), data_disks=None)
    with pytest.raises(Garbled, match="dataDisks"):
        asyncio.run(disks.disks(cast(Gateway, None), machine))


def load(*broken: Break) -> Load:
    with one_vm(*broken) as lab:
        return lab.ask(lambda vm: vm.load())


def off(_world: World, vm: VirtualMachine) -> None:
    turn_off(vm, "deallocated")


def busy(_world: World, vm: VirtualMachine) -> None:
    vm.load.cpu, vm.load.memory_free = 97.25, None


def unprotected(world: World, vm: VirtualMachine) -> None:
    world.store.remove(protected_item(world, vm)["id"])


@pytest.mark.parametrize(("broken", "cpu", "memory"), [(nothing, 11.5, 58.0), (busy, 97.25, None), (off, None, None)])
def test_the_load_around_the_last_backup(broken: Break, cpu: float | None, memory: float | None) -> None:
    found = load(broken)
    assert (found.cpu and found.cpu.value, found.memory_free and found.memory_free.value) == (cpu, memory)
    assert found.until - found.since == timedelta(hours=2)
    if found.cpu is not None:
        assert found.cpu.evidence.value == str(cpu)
        assert found.cpu.evidence.path.startswith("$.value[0].timeseries[0].data[")


def test_without_a_backup_the_last_hour_counts() -> None:
    found = load(unprotected)
    assert found.until - found.since == timedelta(hours=1)


def test_the_question_is_what_azure_monitor_expects() -> None:
    with one_vm() as lab:
        lab.ask(lambda vm: vm.load())
        (asked,) = [line for line in lab.seen if "metrics" in line]
    query = dict(part.split("=", 1) for part in asked.partition("?")[2].split("&"))
    assert (query["interval"], query["aggregation"], query["metricnames"].count("%20")) == ("PT5M", "Average", 3)
    since, until = (datetime.fromisoformat(moment) for moment in unquote(query["timespan"]).split("/"))
    assert until - since == timedelta(hours=2)


def metrics(**answer: Any) -> Load:
    """The load from one answer that the lab would not give: the wire itself is not needed for it."""

    class Canned:
        async def get(self, *_: object) -> object:
            return replace(read(), value=answer)

    from backup_doctor.arm.insights import load as read_load
    from tests.helpers.diagnoses import VM

    return asyncio.run(read_load(cast(Gateway, Canned()), VM, parsing.machine(read()), None))


def counter(name: str, *samples: object) -> dict[str, Any]:
    return {
        "name": {"value": name},
        "timeseries": [{"data": [{"timeStamp": "x", **({} if each is None else {"average": each})} for each in samples]}],
    }


def test_the_worst_sample_counts_and_what_is_no_number_does_not() -> None:
    found = metrics(value=[counter("percentage cpu", 3, "99", True, None, 71.5, 12), counter("Available Memory Percentage", 40.0, 7, None)])
    assert found.cpu is not None
    assert found.memory_free is not None
    assert (found.cpu.value, found.cpu.evidence.path) == (71.5, "$.value[0].timeseries[0].data[4].average")
    assert (found.memory_free.value, found.memory_free.evidence.value) == (7.0, "7")


@pytest.mark.parametrize("answer", [{}, {"value": []}, {"value": [counter("Percentage CPU", 1)]}])
def test_a_metric_that_is_not_in_the_answer_is_not_an_idle_vm(answer: dict[str, Any]) -> None:
    with pytest.raises(Garbled):
        metrics(**answer)


def test_a_counter_nobody_knows_is_refused_in_azures_words() -> None:
    with one_vm() as lab, pytest.raises(Rejected, match="Failed to find metric configuration"):
        path = f"{lab.vm}/providers/Microsoft.Insights/metrics"
        query = {"metricnames": "Happiness", "timespan": "2026-11-22T00:00:00Z/2026-11-22T01:00:00Z", "interval": "PT5M", "aggregation": "Average"}
        lab.use(lambda gateway: gateway.get(path, "2023-10-01", query))
