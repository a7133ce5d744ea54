"""Protection has to be there, active, not deleted, and this very VM's; a state nobody knows is no fault."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from backup_doctor.catalogue.causes import backup_not_active as cause
from backup_doctor.core.facts import Protection, Vm
from backup_doctor.core.model import CheckFunction, Evidence, Seen, Status
from backup_doctor.lab.breaking.backup import await_first_backup, delete_item, make_anew, put_in_state, speak_oddly, unprotect
from backup_doctor.lab.build import protected_item
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.protection import collections_of
from backup_doctor.lab.world import World
from tests.helpers.worlds import NIGHT, Break, find, nothing

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN
NOT_PRESENT = "UserErrorBcmDatasourceNotPresent"


def state(word: str) -> Break:
    return lambda world, vm: put_in_state(world, vm, word)


def of(source: str) -> Break:
    return lambda world, vm: protected_item(world, vm)["properties"].update(sourceResourceId=source)


def anew(_world: World, vm: VirtualMachine) -> None:
    make_anew(vm)


def latest_point(world: World, vm: VirtualMachine) -> dict[str, Any]:
    point: dict[str, Any] = collections_of(world, vm)[0]["properties"]["restorePoints"][-1]["properties"]
    return point


def of_machine(guid: str | None) -> Break:
    return lambda world, vm: latest_point(world, vm)["sourceMetadata"].update(vmId=guid)


def backed_up_as_new_and_as_old(world: World, vm: VirtualMachine) -> None:
    """An older point of the machine before, a newer one of today's."""
    collections_of(world, vm)[0]["properties"]["restorePoints"][0]["properties"]["sourceMetadata"]["vmId"] = "0" * 8 + "-0000-0000-0000-" + "0" * 12


def without_policy(world: World, vm: VirtualMachine) -> None:
    protected_item(world, vm)["properties"]["policyId"] = ""


@pytest.mark.parametrize(
    ("check", "broken", "status"),
    [
        (cause.protected, [nothing], OK),
        (cause.protected, [unprotect], FAILED),
        (cause.protected, [speak_oddly], OK),
        (cause.protected, [state("ProtectionStopped")], OK),
        (cause.active, [nothing], OK),
        (cause.active, [unprotect], SKIPPED),
        (cause.active, [state("protected")], OK),
        (cause.active, [await_first_backup], OK),
        (cause.active, [state("ProtectionStopped")], FAILED),
        (cause.active, [state("PROTECTIONPAUSED")], FAILED),
        (cause.active, [state("BackupsSuspended")], FAILED),
        (cause.active, [state("ProtectionError")], WARNING),
        (cause.active, [state("Invalid")], UNKNOWN),
        (cause.active, [state("Zebra")], UNKNOWN),
        (cause.active, [without_policy], UNKNOWN),
        (cause.not_deleted, [nothing], OK),
        (cause.not_deleted, [delete_item], FAILED),
        (cause.not_deleted, [unprotect], SKIPPED),
        (cause.same_vm, [nothing], OK),
        (cause.same_vm, [unprotect], SKIPPED),
        (cause.same_vm, [speak_oddly], OK),
        (cause.same_vm, [await_first_backup], OK),
        (cause.same_vm, [of("nonsense")], UNKNOWN),
        (cause.same_vm, [backed_up_as_new_and_as_old], OK),
        (cause.same_vm, [of_machine(None)], UNKNOWN),
        (cause.same_vm, [of_machine("Zebra")], UNKNOWN),
        (cause.same_vm, [anew], WARNING),
    ],
)
def test_protection(check: CheckFunction, broken: list[Break], status: Status) -> None:
    assert find(check, *broken).status is status


def test_the_item_of_another_vm_does_not_protect_this_one() -> None:
    def of_the_old_group(world: World, vm: VirtualMachine) -> None:
        of(str(vm.id).replace("rg-web", "rg-web-before-the-move"))(world, vm)

    finding = find(cause.same_vm, of_the_old_group)
    assert finding.status is FAILED
    assert "rg-web-before-the-move" in str(finding.text)


def test_a_machine_made_anew_is_the_fault_only_with_the_code_that_says_so() -> None:
    assert find(cause.same_vm, anew, code=NOT_PRESENT).status is FAILED
    assert find(cause.same_vm, anew, code="BackUpOperationFailed").status is WARNING


class HalfSetUp:
    """A VM of which no more is known than Azure Backup's word about its protection."""

    code = None

    def __init__(self, word: str) -> None:
        evidence = Evidence("POST https://management.azure.com/backupStatus", "1", NIGHT, "$.protectionStatus", word)
        self._protection = Protection(Seen(word, evidence), vault="/vaults/v", fabric="Azure", container="c", item="i")

    async def protection(self) -> Protection:
        return self._protection


@pytest.mark.parametrize(("word", "status"), [("Protecting", UNKNOWN), ("protectionFAILED", WARNING), ("Invalid", UNKNOWN), ("Zebra", UNKNOWN)])
def test_other_words_about_protection(word: str, status: Status) -> None:
    """The lab knows no world for these."""
    assert asyncio.run(_find_protected(cast(Vm, HalfSetUp(word)))) is status


async def _find_protected(vm: Vm) -> Status:
    return (await cause.protected(vm)).status
