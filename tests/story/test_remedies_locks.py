"""Restore points behind a lock, too many of them, a backup in the way: found, planned, repaired, looked at again."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backup_doctor.catalogue.watches import WATCHES
from backup_doctor.core.model import Verdict
from backup_doctor.core.plan import Plan, Step
from backup_doctor.core.resource_id import group_scope
from backup_doctor.core.undertaking import Outcome, Stage, StepRecord, Undertaking
from backup_doctor.lab.backup import JOB_TYPE, make_job
from backup_doctor.lab.breaking.backup import (
    let_deletions_time_out,
    let_locks_linger,
    let_somebody_copy,
    move_data,
    stall_clean_up,
)
from backup_doctor.lab.breaking.machine import fill_restore_points
from backup_doctor.lab.build import fail_last_backup, protected_item, vault_of
from backup_doctor.lab.failures import INTERNAL
from backup_doctor.lab.identity import guid
from backup_doctor.lab.locks import CAN_NOT_DELETE, LOCK_TYPE, READ_ONLY
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.protection import collections_of, own_collections_of
from backup_doctor.lab.world import World
from tests.helpers.repairs import changes, no, offer_of, plan_of, reason_of, repair, resumed, stages, undo_of, verdicts
from tests.helpers.worlds import Break, Lab, one_vm, scenario

AGAIN, FOR_GOOD = "resource-group-lock/unlock-and-lock-again", "resource-group-lock/unlock-for-good"
SET_OFF, DELETE = "restore-point-limit/set-off-clean-up", "restore-point-limit/delete-collection"
CANCEL, BACK_UP = "backup-job-running/cancel-job", "back-up-again/back-up-now"
LOCK, LIMIT, RUNNING = "resource-group-lock", "restore-point-limit", "backup-job-running"
CONFIRMED, RULED_OUT = Verdict.CONFIRMED, Verdict.RULED_OUT
GROUP = "AzureBackupRG_westeurope_1"
BOTH = pytest.mark.parametrize("remedy", [AGAIN, FOR_GOOD])


def locked(world: World, vm: VirtualMachine) -> None:
    """As many points as there may be, a lock that keeps them, and a backup that failed for it."""
    fill_restore_points(world, vm)
    world.add_lock(group_scope(vm.id.subscription, GROUP), "keep", CAN_NOT_DELETE, "Ask Ada before you lift it")
    fail_last_backup(world, vm, INTERNAL)


def also_on_the_subscription(world: World, vm: VirtualMachine) -> None:
    world.add_lock(vm.id.subscription_scope, "everything", READ_ONLY, "Year-end freeze")


def full(world: World, vm: VirtualMachine) -> None:
    fill_restore_points(world, vm)


def machine_of(lab: Lab) -> VirtualMachine:
    vm = lab.world.machine(lab.vm)
    assert vm is not None
    return vm


def locks_of(lab: Lab) -> list[dict[str, Any]]:
    return copy.deepcopy(sorted(lab.world.store.of_type(LOCK_TYPE), key=lambda lock: str(lock["id"])))


def points_of(lab: Lab) -> int:
    return sum(len(collection["properties"]["restorePoints"]) for collection in collections_of(lab.world, machine_of(lab)))


def impatient(plan: Plan) -> Plan:
    """The same plan, which does not wait four hours for a clean-up that never comes."""
    return replace(plan, steps=tuple(replace(step, limit=timedelta(0)) if step.watch == "clean-up" else step for step in plan.steps))


def said(undertaking: Undertaking, index: int) -> str:
    return str(undertaking.steps[index].said)


@pytest.mark.parametrize("name", ["restore-points-locked", "custom-group-locked", "old-collection-locked", "subscription-lock"])
def test_unlock_clean_up_and_lock_again(name: str, tmp_path: Path) -> None:
    with scenario(name) as lab:
        before, locks = verdicts(lab), locks_of(lab)
        undertaking = repair(lab, AGAIN, tmp_path)
        after = verdicts(lab)
        assert locks_of(lab) == locks
        assert points_of(lab) == 2
    assert (before[LIMIT], after[LIMIT]) == (CONFIRMED, RULED_OUT)
    assert (before[LOCK], after[LOCK]) == (CONFIRMED, CONFIRMED)  # it is there again, as the user chose
    assert undertaking.outcome is Outcome.DONE
    assert stages(undertaking) == ["undone", "failed", "done", "skipped", "done"]
    assert "A failure is expected this time. Azure says: UserErrorRpCollectionLimitReached" in said(undertaking, 1)
    assert said(undertaking, 4) == "The lock is back in place, exactly as it was."
    assert not undertaking.undoable


@pytest.mark.parametrize("name", ["restore-points-locked", "custom-group-locked", "old-collection-locked", "subscription-lock"])
def test_unlock_for_good_and_the_next_backup_succeeds(name: str, tmp_path: Path) -> None:
    with scenario(name) as lab:
        before, locks = verdicts(lab), locks_of(lab)
        undertaking = repair(lab, FOR_GOOD, tmp_path)
        after = verdicts(lab)
        assert (before[LOCK], before[LIMIT]) == (CONFIRMED, CONFIRMED)
        assert (after[LOCK], after[LIMIT]) == (RULED_OUT, RULED_OUT)
        assert undertaking.outcome is Outcome.DONE
        assert said(repair(lab, BACK_UP, tmp_path), 0) == "The backup job ended: Completed."
        assert not locks_of(lab)
        assert stages(undo_of(lab, undertaking, tmp_path))[0] == "undone"
        assert locks_of(lab) == locks


@BOTH
def test_a_read_only_lock_is_lifted_and_the_very_backup_succeeds(remedy: str, tmp_path: Path) -> None:
    with scenario("restore-points-readonly") as lab:
        before, locks = verdicts(lab), locks_of(lab)
        undertaking = repair(lab, remedy, tmp_path)
        after = verdicts(lab)
        assert locks_of(lab) == (locks if remedy == AGAIN else [])
    assert said(undertaking, 1) == "The backup job ended: Completed."
    assert stages(undertaking)[3] == "skipped"
    assert (before[LOCK], after[LOCK]) == (CONFIRMED, CONFIRMED if remedy == AGAIN else RULED_OUT)


@BOTH
def test_two_locks_are_lifted_and_each_comes_back_as_it_was(remedy: str, tmp_path: Path) -> None:
    with one_vm(locked, also_on_the_subscription) as lab:
        locks = locks_of(lab)
        undertaking = repair(lab, remedy, tmp_path)
        assert undertaking.outcome is Outcome.DONE
        assert points_of(lab) == 2
        assert locks_of(lab) == (locks if remedy == AGAIN else [])
        if remedy == FOR_GOOD:
            undo_of(lab, undertaking, tmp_path)
            assert locks_of(lab) == locks


def test_a_clean_up_that_never_comes_ends_in_the_last_resort_which_the_user_approves(tmp_path: Path) -> None:
    with one_vm(locked, stall_clean_up) as lab:
        locks = locks_of(lab)
        undertaking = repair(lab, AGAIN, tmp_path, plan=impatient(plan_of(lab, AGAIN)))
        assert stages(undertaking) == ["undone", "failed", "failed", "done", "done"]
        assert "Not finished within" in said(undertaking, 2)
        assert "18 restore point(s) now" in said(undertaking, 2)
        assert not collections_of(lab.world, machine_of(lab))
        assert locks_of(lab) == locks
        assert verdicts(lab)[LIMIT] is RULED_OUT


def test_a_last_resort_that_is_declined_deletes_nothing_and_the_lock_comes_back(tmp_path: Path) -> None:
    with one_vm(locked, stall_clean_up) as lab:
        locks = locks_of(lab)
        undertaking = repair(lab, AGAIN, tmp_path, plan=impatient(plan_of(lab, AGAIN)), approve=no)
        assert stages(undertaking) == ["undone", "failed", "failed", "skipped", "done"]
        assert points_of(lab) == 18
        assert locks_of(lab) == locks
        assert not [line for line in changes(lab) if line.startswith("DELETE") and "/restorePointCollections/" in line]
        assert verdicts(lab)[LIMIT] is CONFIRMED


def test_nobody_is_asked_for_a_last_resort_that_is_not_needed(tmp_path: Path) -> None:
    with one_vm(locked) as lab:
        asked: list[Step] = []

        def approve(step: Step) -> bool:
            asked.append(step)
            return True

        repair(lab, AGAIN, tmp_path, approve=approve)
    assert asked == []


def linger(world: World, _vm: VirtualMachine) -> None:
    let_locks_linger(world, 2)


def time_out(world: World, _vm: VirtualMachine) -> None:
    let_deletions_time_out(world, 2)


@pytest.mark.parametrize("trouble", [linger, time_out])
def test_a_lock_that_lingers_and_a_deletion_that_times_out_are_tried_again(trouble: Break, tmp_path: Path) -> None:
    with one_vm(locked, stall_clean_up, trouble) as lab:
        undertaking = repair(lab, AGAIN, tmp_path, plan=impatient(plan_of(lab, AGAIN)))
        assert stages(undertaking)[3:] == ["done", "done"]
        assert len([line for line in changes(lab) if line.startswith("DELETE") and "/restorePointCollections/" in line]) == 3


def copy_always(world: World, _vm: VirtualMachine) -> None:
    let_somebody_copy(world, 99)


def linger_long(world: World, _vm: VirtualMachine) -> None:
    let_locks_linger(world, 99)


def time_out_long(world: World, _vm: VirtualMachine) -> None:
    let_deletions_time_out(world, 99)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [(copy_always, "DiskRestorePointUsedByCustomer"), (linger_long, "ScopeLocked"), (time_out_long, "GatewayTimeout")],
)
def test_a_deletion_that_azure_refuses_for_good_stops_there_and_leaves_both_ways_on(trouble: Break, reason: str, tmp_path: Path) -> None:
    with one_vm(locked, stall_clean_up, trouble) as lab:
        locks = locks_of(lab)
        stopped = repair(lab, AGAIN, tmp_path / "a", plan=impatient(plan_of(lab, AGAIN)))
        assert stages(stopped)[3:] == ["failed", "planned"]
        assert stopped.is_open
        assert reason in said(stopped, 3)
        assert not locks_of(lab)
        taken_back = undo_of(lab, stopped, tmp_path / "a")
        assert taken_back.outcome is Outcome.UNDONE
        assert locks_of(lab) == locks

        again = repair(lab, AGAIN, tmp_path / "b", plan=impatient(plan_of(lab, AGAIN)))
        troubles = lab.world.point_troubles
        troubles.readers, troubles.timeouts, troubles.lifted = 0, 0, []
        finished = resumed(lab, again, tmp_path / "b")
        assert finished.outcome is Outcome.DONE
        assert locks_of(lab) == locks


def test_a_collection_is_not_deleted_under_a_backup_that_has_begun_meanwhile(tmp_path: Path) -> None:
    with one_vm(locked, stall_clean_up) as lab:
        locks, plan = locks_of(lab), impatient(plan_of(lab, AGAIN))
        vault = vault_of(protected_item(lab.world, machine_of(lab)))
        job = lab.world.store.put(make_job(vault, guid("by schedule"), lab.vm, lab.world.now(), user_triggered=False))
        stopped = repair(lab, AGAIN, tmp_path, plan=plan)
        assert stages(stopped)[3:] == ["failed", "planned"]
        assert "must not be deleted under it" in said(stopped, 3)
        assert points_of(lab) == 18
        job["properties"]["status"] = "Completed"
        assert resumed(lab, stopped, tmp_path).outcome is Outcome.DONE
        assert locks_of(lab) == locks


DENIED = [
    ("Microsoft.Authorization/locks/delete", 0, "locks/delete"),
    ("Microsoft.RecoveryServices/Vaults/backupFabrics/*/backup/action", 1, "backup/action"),
    ("Microsoft.Compute/restorePointCollections/delete", 3, "restorePointCollections/delete"),
    ("Microsoft.Authorization/locks/write", 4, "locks/write"),
]


@pytest.mark.parametrize(("action", "step", "named"), DENIED)
def test_a_right_that_is_taken_away_meanwhile_stops_the_plan_there_and_it_goes_on_with_the_right(
    action: str, step: int, named: str, tmp_path: Path
) -> None:
    with one_vm(locked, stall_clean_up) as lab:
        locks, plan = locks_of(lab), impatient(plan_of(lab, AGAIN))
        lab.world.deny(action, lab.vm.subscription_scope)
        stopped = repair(lab, AGAIN, tmp_path, plan=plan)
        assert stages(stopped)[step] == "failed"
        assert set(stages(stopped)[step + 1 :]) <= {"planned"}
        assert "lacks" in said(stopped, step)
        assert named.casefold() in said(stopped, step).casefold()
        assert stopped.is_open == (step > 0)  # nothing had been done before the first
        assert locks_of(lab) == (locks if step == 0 else [])
        lab.world.permissions.allow_everything()
        if step == 0:
            return
        assert resumed(lab, stopped, tmp_path).outcome is Outcome.DONE
        assert locks_of(lab) == locks


def part_of(lab: Lab, plan: Plan, step: int) -> str:
    request = plan.steps[step].request
    assert request is not None
    return f"{request.method} {request.path}"


def let_time_pass(folder: Path) -> None:
    """The program was away for an hour: everything in its journal began an hour earlier."""
    for file in folder.glob("*.jsonl"):
        events = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        for event in events:
            if event.get("began"):
                event["began"] = (datetime.fromisoformat(event["began"]) - timedelta(hours=1)).isoformat()
        file.write_text("".join(json.dumps(event) + "\n" for event in events), "utf-8")


@pytest.mark.parametrize("kind", ["reset", "lost"])
@pytest.mark.parametrize("step", [0, 1, 3, 4])
def test_a_connection_that_is_lost_at_any_request_leaves_the_truth_and_the_plan_goes_on(kind: str, step: int, tmp_path: Path) -> None:
    """``reset``: Azure never heard it; ``lost``: Azure did it, and nobody heard of it."""
    with one_vm(locked, stall_clean_up) as lab:
        locks, plan = locks_of(lab), impatient(plan_of(lab, AGAIN))
        lab.suffer(f"{kind}:{part_of(lab, plan, step)}:2")  # what may be sent twice is sent again at once
        stopped = repair(lab, AGAIN, tmp_path, plan=plan)
        assert stages(stopped)[step] == "sending"
        assert "it is not known whether Azure has carried this out" in said(stopped, step)
        assert stopped.is_open
        lab.faults.forget()
        if (kind, step) == ("reset", 1):
            let_time_pass(tmp_path)
        finished = resumed(lab, stopped, tmp_path)
        assert finished.outcome is Outcome.DONE
        assert locks_of(lab) == locks
        assert not own_collections_of(lab.world, machine_of(lab))
        backups = [line for line in changes(lab) if line.endswith("/backup")]
        assert len(backups) == 1  # never sent twice, whether it was heard or not
        jobs = [job for job in lab.world.store.of_type(JOB_TYPE) if job["properties"]["isUserTriggered"]]
        assert len(jobs) == (0 if (kind, step) == ("reset", 1) else 1)


def test_a_job_whose_start_was_not_heard_of_is_found_again(tmp_path: Path) -> None:
    with one_vm(locked) as lab:
        plan = plan_of(lab, AGAIN)
        lab.suffer(f"lost:{part_of(lab, plan, 1)}:1")
        stopped = repair(lab, AGAIN, tmp_path, plan=plan)
        finished = resumed(lab, stopped, tmp_path)
        assert "UserErrorRpCollectionLimitReached" in said(finished, 1)
        assert finished.outcome is Outcome.DONE
        assert points_of(lab) == 2


def test_a_backup_that_was_never_started_is_said_so() -> None:
    with one_vm(locked) as lab:
        record = StepRecord(plan_of(lab, AGAIN).steps[1], Stage.WATCHING, began=datetime.now(UTC) - timedelta(minutes=2))
        watched = lab.ask(lambda vm: WATCHES["job-ends"](vm, record))
    assert watched.over
    assert not watched.good
    assert "none was started" in str(watched.text)


def test_taking_it_back_in_the_middle_puts_every_lock_on_again(tmp_path: Path) -> None:
    with one_vm(locked, also_on_the_subscription) as lab:
        locks, plan = locks_of(lab), plan_of(lab, AGAIN)
        lab.world.deny("Microsoft.RecoveryServices/Vaults/backupFabrics/*/backup/action", lab.vm.subscription_scope)
        stopped = repair(lab, AGAIN, tmp_path, plan=plan)
        assert not locks_of(lab)
        taken_back = undo_of(lab, stopped, tmp_path)
        assert taken_back.outcome is Outcome.UNDONE
        assert [record.stage for record in taken_back.steps[:2]] == [Stage.UNDONE] * 2
        assert locks_of(lab) == locks


def test_a_lock_that_somebody_changed_meanwhile_is_put_back_as_the_plan_showed_it(tmp_path: Path) -> None:
    with one_vm(locked) as lab:
        locks, plan = locks_of(lab), plan_of(lab, AGAIN)
        lab.world.store.of_type(LOCK_TYPE)[0]["properties"]["notes"] = "changed"
        repair(lab, AGAIN, tmp_path, plan=plan)
        assert locks_of(lab) == locks


def test_the_clean_up_without_a_lock(tmp_path: Path) -> None:
    with scenario("points-full") as lab:
        before = verdicts(lab)
        undertaking = repair(lab, SET_OFF, tmp_path)
        after = verdicts(lab)
        assert stages(undertaking) == ["failed", "done"]
        assert (before[LIMIT], after[LIMIT]) == (CONFIRMED, RULED_OUT)
        assert "There is room for another restore point" in reason_of(lab, SET_OFF)
        assert "There is room for another restore point" in reason_of(lab, DELETE)


def test_the_collection_deleted_without_a_lock(tmp_path: Path) -> None:
    with scenario("points-full") as lab:
        before, plan = verdicts(lab), plan_of(lab, DELETE)
        assert plan.risk.value == "destructive"
        assert "18 instant restore point(s), for good" in str(plan.loss)
        assert repair(lab, DELETE, tmp_path).outcome is Outcome.DONE
        assert (before[LIMIT], verdicts(lab)[LIMIT]) == (CONFIRMED, RULED_OUT)
        assert said(repair(lab, BACK_UP, tmp_path), 0) == "The backup job ended: Completed."


def test_of_points_that_others_made_none_is_touched(tmp_path: Path) -> None:
    with scenario("points-full-of-others") as lab:
        theirs = [collection["id"] for collection in collections_of(lab.world, machine_of(lab)) if not collection["name"].startswith("AzureBackup")]
        plan = plan_of(lab, DELETE)
        assert "16 restore point(s) were created by others" in " ".join(map(str, plan.notes))
        repair(lab, DELETE, tmp_path)
        assert [collection["id"] for collection in collections_of(lab.world, machine_of(lab))] == theirs
        assert verdicts(lab)[LIMIT] is not CONFIRMED


def test_behind_a_lock_the_clean_up_points_to_the_unlock() -> None:
    with scenario("restore-points-locked") as lab:
        for remedy in (SET_OFF, DELETE):
            assert "The cause about the lock has a repair" in reason_of(lab, remedy)


@pytest.mark.parametrize("name", ["backup-stuck", "backup-running-in-old-vault"])
def test_a_job_in_the_way_is_cancelled_in_whatever_vault(name: str, tmp_path: Path) -> None:
    with scenario(name) as lab:
        before = verdicts(lab)
        undertaking = repair(lab, CANCEL, tmp_path)
        after = verdicts(lab)
        assert stages(undertaking) == ["done"]
        assert said(undertaking, 0) == "The backup job ended: Cancelled."
        assert (before[RUNNING], after[RUNNING]) == (CONFIRMED, RULED_OUT)
        assert said(repair(lab, BACK_UP, tmp_path), 0) == "The backup job ended: Completed."


def moving(world: World, vm: VirtualMachine) -> None:
    move_data(world, vm, timedelta(hours=30))


def test_a_job_that_already_moves_data_cannot_be_cancelled() -> None:
    with one_vm(moving) as lab:
        assert "can no longer be cancelled" in reason_of(lab, CANCEL)
    with one_vm() as lab:
        assert "No backup of this VM is running" in reason_of(lab, CANCEL)
        assert "the checks rule this cause out" in str(offer_of(lab, CANCEL, Verdict.RULED_OUT).reason)
