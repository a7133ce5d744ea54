"""Repairs by power and platform as they are planned: the exact requests, what they cost, and when there is none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backup_doctor.core.plan import Plan, Risk
from backup_doctor.lab.breaking.backup import run_backup
from backup_doctor.lab.breaking.disks import make_os_disk_ephemeral
from backup_doctor.lab.breaking.machine import (
    add_extension,
    break_backup_extension,
    fail_provisioning,
    keep_changing,
    make_from_specialised_disk,
    refuse_extensions,
    silence_agent,
    turn_off,
)
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.repairs import offer_of, plan_of, reason_of
from tests.helpers.worlds import Break, nothing, one_vm

AGENT, STATE, PROVISIONING = "windows-agent-unresponsive", "snapshot-status-unavailable", "vm-provisioning-failed"
START, RESTART, STOP_AND_START = f"{STATE}/start-vm", f"{AGENT}/restart-vm", f"{STATE}/stop-and-start"
REDEPLOY, REAPPLY, DELETE = f"{AGENT}/redeploy-vm", f"{PROVISIONING}/reapply-vm", f"{PROVISIONING}/delete-failed-extension"
SWITCH = "backup-extension-load-failure/allow-extensions"
LONG = timedelta(hours=2)


def off(power: str) -> Break:
    return lambda _world, vm: turn_off(vm, power)


def powered(power: str) -> Break:
    return lambda _world, vm: setattr(vm, "power", power)


def extension_fails(world: World, vm: VirtualMachine) -> None:
    add_extension(world, vm, "Contoso", "Monitor", "failed/1", LONG, message="exit status 1")


def planned(remedy: str, *broken: Break) -> Plan:
    with one_vm(*broken) as lab:
        return plan_of(lab, remedy)


def refused(remedy: str, *broken: Break) -> str:
    with one_vm(*broken) as lab:
        return reason_of(lab, remedy)


def sent(plan: Plan) -> list[str]:
    """Method and what comes behind the VM."""
    requests = [step.request for step in plan.steps if step.request is not None]
    return [f"{request.method} {request.path.rpartition('/virtualMachines/')[2]}" for request in requests]


@pytest.mark.parametrize(
    ("remedy", "broken", "requests", "risk"),
    [
        (START, off("stopped"), ["POST web-01/start"], Risk.SAFE),
        (RESTART, nothing, ["POST web-01/restart"], Risk.DISRUPTIVE),
        (STOP_AND_START, nothing, ["POST web-01/deallocate", "POST web-01/start"], Risk.DESTRUCTIVE),
        (REDEPLOY, nothing, ["POST web-01/redeploy"], Risk.DESTRUCTIVE),
        (REAPPLY, nothing, ["POST web-01/reapply"], Risk.SAFE),
        (DELETE, extension_fails, ["DELETE web-01/extensions/Monitor", "POST web-01/reapply"], Risk.DESTRUCTIVE),
        (SWITCH, lambda _, vm: refuse_extensions(vm), ["PATCH web-01"], Risk.SAFE),
    ],
)
def test_the_plan_is_these_requests(remedy: str, broken: Break, requests: list[str], risk: Risk) -> None:
    plan = planned(remedy, broken)
    assert (sent(plan), plan.risk) == (requests, risk)


@pytest.mark.parametrize(("remedy", "repeatable"), [(RESTART, False), (REDEPLOY, False), (STOP_AND_START, True), (REAPPLY, True)])
def test_what_would_hit_the_vm_twice_is_never_sent_twice(remedy: str, repeatable: bool) -> None:
    assert [step.repeatable for step in planned(remedy).steps] == [repeatable] * len(planned(remedy).steps)


@pytest.mark.parametrize(("remedy", "broken"), [(START, off("deallocated")), (RESTART, nothing), (STOP_AND_START, nothing), (REDEPLOY, nothing)])
def test_after_a_boot_the_agent_is_waited_for(remedy: str, broken: Break) -> None:
    last = planned(remedy, broken).steps[-1]
    assert (last.watch, last.tolerant) == ("agent-reports", True)


@pytest.mark.parametrize(("power", "verb"), [("stopped", "powerOff"), ("deallocated", "deallocate")])
def test_a_start_is_taken_back_to_how_the_vm_was_off(power: str, verb: str) -> None:
    (step,) = planned(START, off(power)).steps
    assert step.undo is not None and step.undo.path.endswith(f"/web-01/{verb}")


def test_the_start_takes_the_stop_back() -> None:
    stop, start = planned(STOP_AND_START).steps
    assert start.request is not None and stop.undo == start.request
    assert start.restores == 0


@pytest.mark.parametrize("remedy", [STOP_AND_START, REDEPLOY])
def test_what_is_lost_with_the_host_is_said(remedy: str) -> None:
    plan = planned(remedy)
    assert "temporary disk" in str(plan.loss)
    assert any("dynamic public address" in str(note) for note in plan.notes)


@pytest.mark.parametrize("remedy", [RESTART, STOP_AND_START, REDEPLOY, DELETE])
def test_what_is_off_is_started_first(remedy: str) -> None:
    assert "Start it first" in refused(remedy, extension_fails, off("deallocated"))


@pytest.mark.parametrize("broken", [nothing, powered("unknown")])
def test_only_what_is_off_is_started(broken: Break) -> None:
    assert "only one that is off can be started" in refused(START, broken)


@pytest.mark.parametrize("remedy", [START, RESTART, STOP_AND_START, REDEPLOY, REAPPLY, DELETE, SWITCH])
def test_a_read_only_lock_forbids_it(remedy: str) -> None:
    states: dict[str, Break] = {START: off("stopped"), SWITCH: lambda _, vm: refuse_extensions(vm), DELETE: extension_fails}
    reason = refused(remedy, states.get(remedy, nothing), lambda world, vm: world.add_lock(vm.id.subscription_scope, "calm", "ReadOnly"))
    assert "Lock calm (ReadOnly)" in reason


def test_a_lock_against_deletion_keeps_the_extension_but_lets_the_vm_restart() -> None:
    def keep(world: World, vm: VirtualMachine) -> None:
        world.add_lock(vm.id.group_scope, "keep", "CanNotDelete")

    assert "Lock keep (CanNotDelete)" in refused(DELETE, extension_fails, keep)
    assert sent(planned(RESTART, keep)) == ["POST web-01/restart"]


@pytest.mark.parametrize("remedy", [RESTART, STOP_AND_START, REDEPLOY, REAPPLY, DELETE])
def test_a_backup_that_runs_is_not_disturbed(remedy: str) -> None:
    assert "A backup of this VM is running" in refused(remedy, extension_fails, lambda world, vm: run_backup(world, vm, timedelta(minutes=5)))


@pytest.mark.parametrize("remedy", [START, RESTART, STOP_AND_START, REDEPLOY, REAPPLY])
@pytest.mark.parametrize("power", ["starting", "stopping", "deallocating"])
def test_a_vm_between_two_states_is_left_alone(remedy: str, power: str) -> None:
    assert "ook again in" in refused(remedy, powered(power))


@pytest.mark.parametrize("remedy", [RESTART, STOP_AND_START, REDEPLOY, REAPPLY])
def test_a_vm_that_azure_is_changing_is_left_alone_until_that_is_stuck(remedy: str) -> None:
    assert "Azure is changing the VM at the moment" in refused(remedy, lambda _, vm: keep_changing(vm, timedelta(minutes=5)))
    assert planned(remedy, lambda _, vm: keep_changing(vm, timedelta(hours=7))).steps


@pytest.mark.parametrize(("remedy", "allowed"), [(RESTART, True), (STOP_AND_START, False), (REDEPLOY, False)])
def test_a_vm_on_an_ephemeral_disk_never_leaves_its_host(remedy: str, allowed: bool) -> None:
    with one_vm(make_os_disk_ephemeral) as lab:
        offered = offer_of(lab, remedy)
    assert offered.is_available is allowed
    assert allowed or "ephemeral" in str(offered.reason)


@pytest.mark.parametrize(
    ("remedy", "action"),
    [(START, "start"), (RESTART, "restart"), (STOP_AND_START, "deallocate"), (REDEPLOY, "redeploy"), (REAPPLY, "reapply")],
)
def test_a_missing_permission_is_named(remedy: str, action: str) -> None:
    needed = f"Microsoft.Compute/virtualMachines/{action}/action"
    state = off("stopped") if remedy == START else nothing
    with one_vm(state, lambda world, vm: world.deny(needed, str(vm.id))) as lab:
        offered = offer_of(lab, remedy)
    assert [need.action for need in offered.missing] == [needed]


def test_the_extension_that_the_vm_blames_is_the_one_that_goes() -> None:
    def two(world: World, vm: VirtualMachine) -> None:
        extension_fails(world, vm)
        add_extension(world, vm, "Fabrikam", "Guard", "failed/1", LONG)
        fail_provisioning(vm, "VMExtensionProvisioningError", "VM has reported a failure when processing extension Guard.")

    plan = planned(DELETE, two)
    assert sent(plan)[0] == "DELETE web-01/extensions/Guard"
    assert any("1 more extension" in str(note) for note in plan.notes)


def test_a_failure_that_shows_goes_before_a_hidden_one() -> None:
    def hidden_first(world: World, vm: VirtualMachine) -> None:
        add_extension(world, vm, "Fabrikam", "Guard", "failed/1", LONG).hides_failures = True
        extension_fails(world, vm)

    assert sent(planned(DELETE, hidden_first))[0] == "DELETE web-01/extensions/Monitor"


def test_what_cannot_be_brought_back_is_said_with_what_installs_it_again() -> None:
    plan = planned(DELETE, extension_fails)
    assert all(step.undo is None for step in plan.steps)
    assert "cannot be read back" in str(plan.loss)
    assert "publisher Contoso, type Monitor, version 1.4.0.0" in str(plan.undo)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ([], "No extension has failed"),
        ([lambda world, vm: break_backup_extension(world, vm, "failed/1", "Failed", "x", LONG)], "Azure Backup's own"),
        ([extension_fails, lambda _, vm: silence_agent(vm)], "it is silent"),
    ],
)
def test_no_extension_is_removed_without_need_or_agent(broken: list[Break], reason: str) -> None:
    assert reason in refused(DELETE, *broken)


def test_extensions_are_switched_on_and_nothing_else() -> None:
    (step,) = planned(SWITCH, lambda _, vm: refuse_extensions(vm)).steps
    assert step.request is not None and step.undo is not None
    assert step.request.body == {"properties": {"osProfile": {"allowExtensionOperations": True}}}
    assert (step.undo.method, step.undo.path) == ("PATCH", step.request.path)
    assert step.undo.body == {"properties": {"osProfile": {"allowExtensionOperations": False}}}


@pytest.mark.parametrize(("broken", "reason"), [(nothing, "allowed already"), (lambda _, vm: make_from_specialised_disk(vm), "no such switch")])
def test_extensions_are_not_switched_on_twice(broken: Break, reason: str) -> None:
    assert reason in refused(SWITCH, broken)
