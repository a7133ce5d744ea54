"""The state of the VM and of its extensions, each in its healthy, its broken and its merely unusual form."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backup_doctor.catalogue.causes import backup_extension_load_failure as extension_cause
from backup_doctor.catalogue.causes import snapshot_status_unavailable as snapshot_cause
from backup_doctor.core.model import Status
from backup_doctor.lab.breaking.machine import add_extension, break_backup_extension, halt_inside, keep_changing, silence_agent, turn_off
from backup_doctor.lab.breaking.policy import follow_enhanced_policy
from backup_doctor.lab.machine import Extension, Health, VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN


def power(state: str) -> Break:
    return lambda _world, vm: turn_off(vm, state)


def silent(_world: World, vm: VirtualMachine) -> None:
    silence_agent(vm)


def halted(_world: World, vm: VirtualMachine) -> None:
    halt_inside(vm)


def health(state: str, context: str = "Platform Initiated") -> Break:
    return lambda _world, vm: setattr(vm, "health", Health(state, context, "Something about the host."))


@pytest.mark.parametrize(
    ("state", "status"),
    [("running", OK), ("stopped", OK), ("deallocated", OK), ("starting", UNKNOWN), ("stopping", UNKNOWN), ("unheard-of", UNKNOWN)],
)
def test_power(state: str, status: Status) -> None:
    assert find(snapshot_cause.power_state, power(state)).status is status


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([halted], FAILED),
        ([silent], OK),
        ([silent, health("Unavailable")], WARNING),
        ([silent, health("Degraded")], WARNING),
        ([silent, health("Unknown")], UNKNOWN),
        ([silent, health("Unavailable", "Customer Initiated")], WARNING),
        ([health("Unavailable", "Customer Initiated")], OK),
        ([power("deallocated")], OK),
        ([power("unheard-of")], UNKNOWN),
    ],
)
def test_the_state_behind_the_state(broken: list[Break], status: Status) -> None:
    assert find(snapshot_cause.true_state, *broken).status is status


def backup_extension(state: str, model: str = "Succeeded", ago: timedelta = timedelta(hours=9)) -> Break:
    return lambda world, vm: break_backup_extension(world, vm, state, model, "It says so.", ago)


def handled(word: str) -> Break:
    def say(_world: World, vm: VirtualMachine) -> None:
        for extension in vm.extensions:
            extension.handler = word

    return say


def in_deletion(ago: timedelta | None) -> Break:
    """The model says so; how long ago shows in the VM's own state only."""

    def fault(world: World, vm: VirtualMachine) -> None:
        break_backup_extension(world, vm, "succeeded", "Deleting", "It says so.", timedelta(days=1)).since = None
        if ago is not None:
            keep_changing(vm, ago)

    return fault


def timeless(_world: World, vm: VirtualMachine) -> None:
    for extension in vm.extensions:
        extension.since = None


def agentless(world: World, vm: VirtualMachine) -> None:
    follow_enhanced_policy(world, vm, agentless=True)


def renamed(_world: World, vm: VirtualMachine) -> None:
    for extension in vm.extensions:
        extension.name = "MyOwnName"


def removed(_world: World, vm: VirtualMachine) -> None:
    vm.extensions.clear()


def namesake(_world: World, vm: VirtualMachine) -> None:
    vm.extensions[:] = [Extension("VMSnapshot", "Evil.Corp", "VMSnapshot", "1.0.0.0", "failed/1", "Failed")]


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([removed], OK),
        ([namesake], OK),
        ([backup_extension("failed/16", "Failed")], FAILED),
        ([backup_extension("failed/16", "Failed"), renamed], FAILED),
        ([backup_extension("transitioning", "Updating", timedelta(minutes=3))], OK),
        ([backup_extension("transitioning", "Updating", timedelta(minutes=21))], FAILED),
        ([backup_extension("transitioning", "Updating"), timeless], UNKNOWN),
        ([backup_extension("installing", "Creating")], FAILED),
        ([backup_extension("succeeded", "Updating")], UNKNOWN),
        ([backup_extension("NotReady", "Succeeded")], WARNING),
        ([backup_extension("unresponsive", "Succeeded")], WARNING),
        ([backup_extension("dreaming", "Succeeded")], UNKNOWN),
        ([handled("Unresponsive")], WARNING),
        ([handled("Not Ready")], WARNING),
        ([handled("Installing")], UNKNOWN),
        ([handled("Ready")], OK),
        ([handled("Не готов")], OK),
        ([in_deletion(None)], WARNING),
        ([in_deletion(timedelta(minutes=19))], UNKNOWN),
        ([in_deletion(timedelta(minutes=21))], FAILED),
        ([backup_extension("failed/16", "Failed"), silent], WARNING),
        ([backup_extension("failed/16", "Failed"), power("deallocated")], SKIPPED),
        ([backup_extension("failed/16", "Failed"), agentless], SKIPPED),
        ([agentless], OK),
    ],
)
def test_the_backup_extension(broken: list[Break], status: Status) -> None:
    assert find(extension_cause.backup_extension, *broken).status is status


def other(state: str) -> Break:
    return lambda _world, vm: vm.extensions.append(Extension("Antimalware", "Microsoft.Azure.Security", "IaaSAntimalware", "1.5", state, "Succeeded"))


def run_command(ago: timedelta) -> Break:
    return lambda world, vm: add_extension(world, vm, "Microsoft.CPlat.Core", "RunCommandWindows", "transitioning", ago)


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([other("succeeded")], OK),
        ([other("failed/3")], WARNING),
        ([namesake], WARNING),
        ([backup_extension("failed/16")], OK),
        ([other("failed/3"), power("stopped")], SKIPPED),
        ([other("failed/3"), agentless], SKIPPED),
        ([run_command(timedelta(minutes=80))], OK),
        ([run_command(timedelta(minutes=91))], WARNING),
        ([run_command(timedelta(hours=9)), timeless], OK),
    ],
)
def test_other_extensions(broken: list[Break], status: Status) -> None:
    finding = find(extension_cause.other_extensions, *broken)
    assert finding.status is status


def switch(value: object) -> Break:
    return lambda _world, vm: vm.model["osProfile"].update(allowExtensionOperations=value)


def specialised(_world: World, vm: VirtualMachine) -> None:
    del vm.model["osProfile"]


def unsaid(_world: World, vm: VirtualMachine) -> None:
    del vm.model["osProfile"]["allowExtensionOperations"]


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([switch(False)], FAILED),
        ([specialised], SKIPPED),
        ([unsaid], OK),
        ([switch(False), power("stopped")], SKIPPED),
        ([switch(False), agentless], SKIPPED),
    ],
)
def test_the_switch_for_extensions(broken: list[Break], status: Status) -> None:
    assert find(extension_cause.extensions_allowed, *broken).status is status


def test_another_extension_that_is_stuck_is_not_taken_for_ours() -> None:
    assert find(extension_cause.backup_extension, run_command(timedelta(hours=9))).status is OK
    assert "RunCommandWindows" in str(find(extension_cause.other_extensions, run_command(timedelta(hours=9))).text)
