"""The plan of the safe unlock: the very requests, the very locks put back, and why there is none where there is none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backup_doctor.catalogue.clean_up import still_full
from backup_doctor.catalogue.watches import lock_is_there
from backup_doctor.core.model import CouldNotLook
from backup_doctor.core.plan import Plan, Request, Risk, Step
from backup_doctor.core.resource_id import group_scope
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Stage, StepRecord
from backup_doctor.lab.breaking.backup import add_foreign_points, back_up_on_demand, keep_points, move_points, put_in_state, run_backup, unprotect
from backup_doctor.lab.breaking.machine import fill_restore_points
from backup_doctor.lab.locks import CAN_NOT_DELETE, LOCK_TYPE, READ_ONLY
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.protection import own_collections_of
from backup_doctor.lab.scenarios import all_scenarios
from backup_doctor.lab.world import World
from tests.helpers.repairs import offer_of, plan_of, reason_of, requests_of
from tests.helpers.worlds import Break, Lab, one_vm, scenario

AGAIN, FOR_GOOD = "resource-group-lock/unlock-and-lock-again", "resource-group-lock/unlock-for-good"
BOTH = pytest.mark.parametrize("remedy", [AGAIN, FOR_GOOD])
GROUP = "AzureBackupRG_westeurope_1"


def locked(level: str = CAN_NOT_DELETE, name: str = "keep", group: str = GROUP, notes: str = "Ask Ada before you lift it") -> Break:
    return lambda world, vm: world.add_lock(group_scope(vm.id.subscription, group), name, level, notes)


def on_subscription(world: World, vm: VirtualMachine) -> None:
    world.add_lock(vm.id.subscription_scope, "everything", CAN_NOT_DELETE, "Baseline")


def on_collection(world: World, vm: VirtualMachine) -> None:
    world.add_lock(str(own_collections_of(world, vm)[0]["id"]), "one", READ_ONLY)


def full(world: World, vm: VirtualMachine) -> None:
    fill_restore_points(world, vm)


def locks_of(lab: Lab) -> list[dict[str, Any]]:
    return lab.world.store.of_type(LOCK_TYPE)


def by_method(plan: Plan, method: str, part: str = "/locks/") -> list[Step]:
    return [step for step in plan.steps if step.request is not None and step.request.method == method and part in step.request.path]


def words(plan: Plan) -> str:
    return " ".join(map(str, plan.notes))


@pytest.mark.parametrize(
    ("name", "lock", "vm", "collection"),
    [
        (
            "restore-points-locked",
            "/resourceGroups/AzureBackupRG_westeurope_2/providers/Microsoft.Authorization/locks/no-delete",
            "iaasvmcontainerv2;rg-sql-prod;sql-prod-02",
            "/resourceGroups/AzureBackupRG_westeurope_2/providers/Microsoft.Compute/restorePointCollections/AzureBackup_sql-prod-02_2599138680809285",
        ),
        (
            "custom-group-locked",
            "/resourceGroups/rg-restorepoints-1-prod/providers/Microsoft.Authorization/locks/keep",
            "iaasvmcontainerv2;rg-scada;scada-01",
            "/resourceGroups/rg-restorepoints-1-prod/providers/Microsoft.Compute/restorePointCollections/AzureBackup_scada-01_2468138480061093",
        ),
        (
            "old-collection-locked",
            "/resourceGroups/rg-legacy/providers/Microsoft.Authorization/locks/hands-off",
            "iaasvmcontainerv2;rg-legacy;legacy-01",
            "/resourceGroups/rg-legacy/providers/Microsoft.Compute/restorePointCollections/AzureBackup_legacy-01",
        ),
        (
            "subscription-lock",
            "/providers/Microsoft.Authorization/locks/do-not-delete",
            "iaasvmcontainerv2;rg-sandbox;sandbox-win-01",
            "/resourceGroups/AzureBackupRG_westeurope_1/providers/Microsoft.Compute/restorePointCollections/AzureBackup_sandbox-win-01_1055826206729930",
        ),
        (
            "restore-points-readonly",
            "/resourceGroups/AzureBackupRG_westeurope_4/providers/Microsoft.Authorization/locks/freeze",
            "iaasvmcontainerv2;rg-vdi;vdi-01",
            "/resourceGroups/AzureBackupRG_westeurope_4/providers/Microsoft.Compute/restorePointCollections/AzureBackup_vdi-01_3158995984971249",
        ),
    ],
)
@BOTH
def test_the_very_requests(name: str, lock: str, vm: str, collection: str, remedy: str) -> None:
    with scenario(name) as lab:
        plan = plan_of(lab, remedy)
        subscription, vault = lab.vm.subscription_scope, "rsv-sandbox-weu" if name == "subscription-lock" else "rsv-contoso-weu"
        properties = locks_of(lab)[0]["properties"]
    path = f"{subscription}{lock}?api-version=2020-05-01"
    item = (
        f"/Subscriptions{subscription.removeprefix('/subscriptions')}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/{vault}"
        f"/backupFabrics/Azure/protectionContainers/IaasVMContainer;{vm}/protectedItems/VM;{vm}"
    )
    body = {"properties": {"objectType": "IaasVMBackupRequest", "recoveryPointExpiryTimeInUTC": "2026-12-22T03:12:45.000Z"}}
    expected: list[tuple[str, object]] = [
        (f"DELETE {path}", None),
        (f"POST {item}/backup?api-version=2025-02-01", body),
        (f"DELETE {subscription}{collection}?api-version=2024-07-01", None),
    ]
    again: list[tuple[str, object]] = [(f"PUT {path}", {"properties": properties})] if remedy == AGAIN else []
    assert requests_of(plan) == expected + again
    lifting = plan.steps[0].undo
    assert lifting is not None
    assert (lifting.line, lifting.body) == (f"PUT {path}", {"properties": properties})
    assert plan.risk is Risk.DISRUPTIVE


def test_what_azure_keeps_in_a_lock_is_put_back_to_the_letter_even_what_no_reference_names() -> None:
    with one_vm(locked(notes="Line one\nLine two; “quoted”, $(echo) 'x'"), full) as lab:
        locks_of(lab)[0]["properties"] |= {"owners": [], "somethingNew": {"deep": [1, None, "ä"]}}
        plan = plan_of(lab, AGAIN)
        expected = {"properties": locks_of(lab)[0]["properties"]}
    restoring = plan.steps[0].undo
    assert restoring is not None
    assert restoring.body == expected
    assert plan.steps[-1].request == restoring


def test_several_locks_are_all_lifted_first_and_all_put_back_last_each_for_its_own() -> None:
    with one_vm(locked(), on_subscription, on_collection, full) as lab:
        plan = plan_of(lab, AGAIN)
        names = {lock["id"].casefold() for lock in locks_of(lab)}
    lifting, putting = by_method(plan, "DELETE"), by_method(plan, "PUT")
    assert list(plan.steps[:3]) == lifting
    assert list(plan.steps[-3:]) == putting
    assert {step.request.path.casefold() for step in lifting if step.request} == names
    assert [plan.steps[step.restores].undo for step in putting if step.restores is not None] == [step.request for step in putting]


def test_only_the_locks_that_hold_on_the_restore_points_are_lifted() -> None:
    def elsewhere(world: World, vm: VirtualMachine) -> None:
        world.add_lock(vm.id.group_scope, "of the VM", READ_ONLY)
        world.add_lock(group_scope(vm.id.subscription, "rg-backup"), "of-the-vault", CAN_NOT_DELETE)

    with one_vm(locked(), elsewhere, full) as lab:
        assert [step.request.path.rpartition("/")[2] for step in by_method(plan_of(lab, AGAIN), "DELETE") if step.request] == ["keep"]


@BOTH
def test_the_backup_may_fail_is_never_sent_twice_and_the_clean_up_is_waited_for_but_not_for_ever(remedy: str) -> None:
    with one_vm(locked(), full) as lab:
        _, backup, wait, last, *_ = plan_of(lab, remedy).steps
    assert (backup.repeatable, backup.tolerant, backup.watch) == (False, True, "job-ends")
    assert (wait.request, wait.watch, wait.tolerant, wait.limit) == (None, "clean-up", True, timedelta(hours=4))
    assert (last.only_if, last.tries, last.tolerant) == ("still-full", 3, False)
    asked = str(last.asks)
    assert "lost for good" in asked
    assert "Copies in the vault stay" in asked


def test_the_last_resort_never_touches_the_collections_of_others_nor_one_of_a_strange_name() -> None:
    def others(world: World, vm: VirtualMachine) -> None:
        add_foreign_points(world, vm, "rg-asr", "asr-web-01", 4)
        keep_points(world, vm, 16)

    with one_vm(others, locked()) as lab:
        deleted = by_method(plan_of(lab, FOR_GOOD), "DELETE", "/restorePointCollections/")
        assert [step.request.path for step in deleted if step.request] == [own_collections_of(lab.world, machine_of(lab))[0]["id"]]

    def renamed(world: World, vm: VirtualMachine) -> None:
        move_points(world, vm, GROUP, "AzureBackup_somebody-else_17")

    with one_vm(renamed, locked(), full) as lab:
        plan = plan_of(lab, FOR_GOOD)
        assert not by_method(plan, "DELETE", "/restorePointCollections/")
        assert "asked" not in str(plan.loss)


def machine_of(lab: Lab) -> VirtualMachine:
    vm = lab.world.machine(lab.vm)
    assert vm is not None
    return vm


def test_the_notes_say_what_putting_back_means_and_what_to_do_with_a_lock_on_the_subscription() -> None:
    with one_vm(locked(), full) as lab:
        assert "The lock brings the fault back" in words(plan_of(lab, AGAIN))
        assert "brings the fault back" not in words(plan_of(lab, FOR_GOOD))
        assert "on the subscription" not in words(plan_of(lab, AGAIN))
        assert "expected to fail this once" in words(plan_of(lab, FOR_GOOD))
    with one_vm(on_subscription) as lab:
        assert "all except the one in which Azure Backup keeps restore points" in words(plan_of(lab, AGAIN))
        assert "expected to fail" not in words(plan_of(lab, AGAIN))


def test_a_read_only_lock_on_the_subscription_does_not_stand_in_the_way_of_the_backup_for_it_is_lifted_before() -> None:
    def frozen(world: World, vm: VirtualMachine) -> None:
        world.add_lock(vm.id.subscription_scope, "frozen", READ_ONLY)

    with one_vm(frozen, os="Linux") as lab:
        plan = plan_of(lab, AGAIN)
        assert len(by_method(plan, "DELETE")) == 1
        assert "may pause for a moment" in words(plan)


def of_an_application(world: World, vm: VirtualMachine) -> None:
    locked()(world, vm)
    world.store.of_type(LOCK_TYPE)[0]["properties"]["owners"] = [{"applicationId": "d9327919-6775-4843-9037-3fb0fb0473cb"}]


def running(world: World, vm: VirtualMachine) -> None:
    run_backup(world, vm, timedelta(minutes=10))


def stopped(world: World, vm: VirtualMachine) -> None:
    put_in_state(world, vm, "ProtectionStopped")


def tried_nine_times(world: World, vm: VirtualMachine) -> None:
    back_up_on_demand(world, vm, 9, timedelta(hours=2))


def only_the_lock(world: World, vm: VirtualMachine) -> None:
    unprotect(world, vm)
    on_subscription(world, vm)


def strangely_named(world: World, vm: VirtualMachine) -> None:
    locked(name="..")(world, vm)


def vault_read_only(world: World, vm: VirtualMachine) -> None:
    world.add_lock(group_scope(vm.id.subscription, "rg-backup"), "frozen", READ_ONLY)


def locks_unreadable(world: World, vm: VirtualMachine) -> None:
    world.deny("Microsoft.Authorization/locks/read", vm.id.subscription_scope)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ([full], "No lock applies to the restore points"),
        ([full, locked(group="rg-web")], "No lock applies to the restore points"),
        ([full, locks_unreadable], "not all locks could be read"),
        ([full, of_an_application], "belongs to the application d9327919-6775-4843-9037-3fb0fb0473cb"),
        ([full, locked(), running], "A backup of this VM is running"),
        ([full, locked(), stopped], "not active (ProtectionStopped)"),
        ([full, locked(), tried_nine_times], "9 backup(s) on demand"),
        ([full, locked(), vault_read_only], "Lock frozen (ReadOnly)"),
        ([only_the_lock], "No vault protects this VM"),
        ([full, strangely_named], "cannot be put into a request safely"),
    ],
)
@BOTH
def test_why_it_is_not_available(broken: list[Break], reason: str, remedy: str) -> None:
    with one_vm(*broken) as lab:
        assert reason in reason_of(lab, remedy)
        assert not [line for line in lab.seen if line.startswith(("DELETE", "PUT"))]


@pytest.mark.parametrize("action", ["Microsoft.Authorization/locks/delete", "Microsoft.Authorization/locks/write", "Microsoft.Authorization/*"])
@BOTH
def test_a_contributor_is_told_which_right_is_missing_and_nobody_lifts_what_he_could_not_put_back(action: str, remedy: str) -> None:
    def contributor(world: World, vm: VirtualMachine) -> None:
        for verb in ("delete", "write") if action.endswith("*") else (action.rpartition("/")[2],):
            world.deny(f"Microsoft.Authorization/locks/{verb}", vm.id.subscription_scope)

    with one_vm(locked(), full, contributor) as lab:
        offered = offer_of(lab, remedy)
        assert not offered.is_available
        lacking = {need.action for need in offered.missing}
        assert lacking == ({"Microsoft.Authorization/locks/delete", "Microsoft.Authorization/locks/write"} if action.endswith("*") else {action})
        assert "The account lacks" in str(offered.reason)


def test_without_the_right_to_the_last_resort_the_plan_simply_has_none() -> None:
    def denied(world: World, vm: VirtualMachine) -> None:
        world.deny("Microsoft.Compute/restorePointCollections/delete", vm.id.subscription_scope)

    with one_vm(locked(), full, denied) as lab:
        plan = plan_of(lab, AGAIN)
    assert not [step for step in plan.steps if step.asks is not None]
    assert "asked" not in str(plan.loss)


@pytest.mark.parametrize("name", sorted(all_scenarios()))
def test_the_unlock_is_offered_wherever_the_checks_blame_a_lock_and_nowhere_else(name: str) -> None:
    with scenario(name) as lab:
        assert offer_of(lab, AGAIN).is_available == (all_scenarios()[name].scenario.root_cause == "resource-group-lock")


def test_a_right_that_nobody_can_look_up_is_not_taken_for_missing() -> None:
    with one_vm(locked(), full, faults=("403:Microsoft.Authorization/permissions",)) as lab:
        assert by_method(plan_of(lab, AGAIN), "DELETE", "/restorePointCollections/")


def test_the_last_resort_is_not_taken_while_a_backup_runs() -> None:
    with one_vm(full) as lab:
        assert lab.ask(still_full)
    with one_vm(full, running) as lab, pytest.raises(CouldNotLook, match="must not be deleted under it"):
        lab.ask(still_full)
    with one_vm() as lab:
        assert not lab.ask(still_full)


@pytest.mark.parametrize("remedy", ["restore-point-limit/set-off-clean-up", "restore-point-limit/delete-collection"])
def test_where_the_points_of_others_use_the_room_up_there_is_nothing_to_clean(remedy: str) -> None:
    with one_vm(lambda world, vm: add_foreign_points(world, vm, "rg-others", "asr-web-01", 20)) as lab:
        assert "Others created 20 restore point(s)" in reason_of(lab, remedy)


def test_a_lock_is_there_again_only_where_it_is_exactly_what_it_was() -> None:
    with one_vm(locked()) as lab:
        lock = locks_of(lab)[0]

        def seen(properties: dict[str, Any]) -> bool:
            step = Step(verbatim("put back"), Request("PUT", lock["id"], "2020-05-01", {"properties": properties}), watch="lock-is-there")
            return lab.ask(lambda vm: lock_is_there(vm, StepRecord(step, Stage.WATCHING))).over

        assert seen(dict(lock["properties"]))
        assert not seen({**lock["properties"], "notes": "something else"})
