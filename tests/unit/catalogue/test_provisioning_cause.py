"""The VM's provisioning state, and the extensions that decide about it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backup_doctor.catalogue.causes import vm_provisioning_failed as cause
from backup_doctor.core.model import Status
from backup_doctor.lab.breaking.machine import add_extension, break_backup_extension, fail_provisioning, keep_changing, turn_off
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN


def state(word: str, ago: timedelta = timedelta(minutes=1)) -> Break:
    def fault(_world: World, vm: VirtualMachine) -> None:
        keep_changing(vm, ago)
        vm.provisioning = word

    return fault


def failed_with(code: str, message: str = "") -> Break:
    return lambda _world, vm: fail_provisioning(vm, code, message)


def off(_world: World, vm: VirtualMachine) -> None:
    turn_off(vm, "stopped")


@pytest.mark.parametrize(
    ("broken", "status", "words"),
    [
        (nothing, OK, "Succeeded"),
        (state("SUCCEEDED"), OK, "Succeeded"),
        (state("Failed"), FAILED, "activity log"),
        (failed_with("VMExtensionProvisioningError"), FAILED, "the error VMExtensionProvisioningError."),
        (failed_with("AllocationFailed", "No room."), FAILED, "Azure says: No room."),
        (state("Updating", timedelta(minutes=89)), UNKNOWN, "look again"),
        (state("Updating", timedelta(minutes=91)), WARNING, "stuck"),
        (state("Migrating", timedelta(days=1)), WARNING, "Migrating"),
        (state("Dreaming"), UNKNOWN, "Dreaming"),
    ],
)
def test_the_state(broken: Break, status: Status, words: str) -> None:
    finding = find(cause.provisioning_state, broken)
    assert finding.status is status
    assert words in str(finding.text)


def other(code: str = "failed/3", *, hides: bool = False) -> Break:
    def fault(world: World, vm: VirtualMachine) -> None:
        message = "Enable failed" if code.startswith("failed") else "Enabled"
        add_extension(world, vm, "Microsoft.Azure.Security", "IaaSAntimalware", code, timedelta(hours=2), message=message).hides_failures = hides

    return fault


def ours(world: World, vm: VirtualMachine) -> None:
    break_backup_extension(world, vm, "failed/16", "Failed", "It says so.", timedelta(hours=2))


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([other("succeeded")], OK),
        ([state("Failed")], OK),
        ([other()], WARNING),
        ([other(), state("Failed")], FAILED),
        ([ours], OK),
        ([ours, state("Failed")], FAILED),
        ([other(), off], SKIPPED),
        ([other(hides=True), state("Failed")], OK),
    ],
)
def test_extensions_that_failed(broken: list[Break], status: Status) -> None:
    assert find(cause.failed_extensions, *broken).status is status


def test_the_extension_that_failed_the_vm_is_named_with_its_words() -> None:
    finding = find(cause.failed_extensions, other(), state("Failed"))
    assert "IaaSAntimalware (Enable failed)" in str(finding.text)
    assert [item.value for item in finding.evidence] == ["Failed", "ProvisioningState/failed/3"]


@pytest.mark.parametrize(
    ("broken", "status"),
    [([nothing], OK), ([other()], OK), ([other("succeeded", hides=True)], OK), ([other(hides=True)], WARNING), ([other(hides=True), off], SKIPPED)],
)
def test_failures_that_are_hidden(broken: list[Break], status: Status) -> None:
    assert find(cause.hidden_failures, *broken).status is status
