"""Back up again: what is sent, what is said beforehand, why it is not offered; and the job followed to its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote_plus

import pytest

from backup_doctor.catalogue.job_watch import job_cancelled, job_ends
from backup_doctor.core.carrying_out import Watched
from backup_doctor.core.plan import Plan, Request, Step
from backup_doctor.core.resource_id import group_scope
from backup_doctor.core.text import verbatim
from backup_doctor.core.undertaking import Stage, StepRecord
from backup_doctor.lab.backup import JOB_TYPE
from backup_doctor.lab.breaking.backup import back_up_on_demand, delete_item, keep_points, move_data, put_in_state, run_backup, unprotect
from backup_doctor.lab.build import Site, fail_last_backup, vault_of, windows
from backup_doctor.lab.failures import INTERNAL
from backup_doctor.lab.locks import READ_ONLY
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.repairs import offer_of, plan_of, reason_of
from tests.helpers.worlds import Break, Lab, one_vm, scenario

BACK_UP = "back-up-again/back-up-now"


def tried(times: int, ago: timedelta = timedelta(hours=2)) -> Break:
    return lambda world, vm: back_up_on_demand(world, vm, times, ago)


def state(name: str) -> Break:
    return lambda world, vm: put_in_state(world, vm, name)


def running(world: World, vm: VirtualMachine) -> None:
    run_backup(world, vm, timedelta(minutes=10))


def vault_frozen(world: World, vm: VirtualMachine) -> None:
    world.add_lock(group_scope(vm.id.subscription, "rg-backup"), "frozen", READ_ONLY)


def full(world: World, vm: VirtualMachine) -> None:
    keep_points(world, vm, 18)


def words(plan: Plan) -> str:
    return " ".join(map(str, plan.notes))


def test_the_restore_point_is_kept_for_thirty_days_by_azures_clock() -> None:
    with scenario("healthy-windows") as lab:  # where it is the 22nd of November 2026, 03:12:45
        request = plan_of(lab, BACK_UP).steps[0].request
    assert request is not None
    assert request.body == {"properties": {"objectType": "IaasVMBackupRequest", "recoveryPointExpiryTimeInUTC": "2026-12-22T03:12:45.000Z"}}
    assert request.permission is not None
    assert request.permission.action.casefold().endswith("/protecteditems/backup/action")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ([tried(9)], "9 backup(s) on demand of this VM were tried in the last 24 hours, and Azure takes no more than 9"),
        ([state("ProtectionStopped")], "not active (ProtectionStopped)"),
        ([state("ProtectionPaused")], "not active (ProtectionPaused)"),
        ([state("BackupsSuspended")], "not active (BackupsSuspended)"),
        ([delete_item], "has been deleted"),
        ([unprotect], "No vault protects this VM"),
        ([running], "A backup of this VM is running"),
        ([vault_frozen], "Lock frozen (ReadOnly)"),
    ],
)
def test_why_it_is_not_available(broken: list[Break], reason: str) -> None:
    with one_vm(*broken) as lab:
        assert reason in reason_of(lab, BACK_UP)


def of_another_vm(world: World, vm: VirtualMachine) -> None:
    back_up_on_demand(world, windows(world, "web-02", Site("rg-web")), 9, timedelta(hours=1))


def by_schedule(world: World, vm: VirtualMachine) -> None:
    tried(9)(world, vm)
    for job in world.store.of_type(JOB_TYPE):
        job["properties"]["isUserTriggered"] = False


@pytest.mark.parametrize(
    ("broken", "noted"),
    [
        ([], None),
        ([tried(2)], None),
        ([tried(3)], "3 backup(s) on demand were tried"),
        ([tried(8)], "8 backup(s) on demand were tried"),
        ([tried(9, timedelta(hours=25))], None),
        ([of_another_vm], None),
        ([by_schedule], None),
    ],
)
def test_how_many_there_were_today_is_said_once_it_matters(broken: list[Break], noted: str | None) -> None:
    with one_vm(*broken) as lab:
        said = words(plan_of(lab, BACK_UP))
    assert ("on demand were tried" in said) == (noted is not None)
    assert (noted or "") in said


def test_a_number_that_cannot_be_read_is_said_and_forbids_nothing() -> None:
    with one_vm(faults=("400:startTime",)) as lab:
        assert "could not be read" in words(plan_of(lab, BACK_UP))


def test_who_may_not_read_jobs_cannot_follow_one() -> None:
    def denied(world: World, vm: VirtualMachine) -> None:
        world.deny("Microsoft.RecoveryServices/Vaults/backupJobs/read", vm.id.subscription_scope)

    with one_vm(denied) as lab:
        assert "could not be checked" in reason_of(lab, BACK_UP)


def test_linux_may_pause_and_a_first_failure_is_announced() -> None:
    with one_vm(os="Linux") as lab:
        assert "may pause" in words(plan_of(lab, BACK_UP))
    with one_vm() as lab:
        assert not plan_of(lab, BACK_UP).notes
    with one_vm(full) as lab:
        assert "This backup is expected to fail, but it sets off the clean-up" in words(plan_of(lab, BACK_UP))


def test_it_needs_no_fault() -> None:
    with one_vm() as lab:
        assert offer_of(lab, BACK_UP).is_available


def watched(lab: Lab, *, job: str = "", began: timedelta | None = None) -> Watched:
    """One look at a job: one that is known by its id, or only by when it was asked for."""
    step = Step(title=verbatim("back up"), watch="job-ends")
    record = StepRecord(step, Stage.WATCHING, began=None if began is None else datetime.now(UTC) - began, kept=job)
    return lab.ask(lambda vm: job_ends(vm, record))


def test_the_tasks_of_a_job_are_shown_while_it_runs() -> None:
    def moving(world: World, vm: VirtualMachine) -> None:
        move_data(world, vm, timedelta(hours=1))

    with one_vm(moving) as lab:
        job = next(job for job in lab.world.store.of_type(JOB_TYPE) if job["properties"]["status"] == "InProgress")
        seen = watched(lab, job=job["name"])
    assert not seen.over
    assert seen.parts == (("Take Snapshot", "Completed"), ("Transfer data to vault", "InProgress"))


@pytest.mark.parametrize(
    ("broken", "ago", "over", "text"),
    [
        ([tried(1, timedelta(minutes=3))], timedelta(minutes=4), True, "The backup job ended: Failed."),
        ([tried(1, timedelta(minutes=7))], timedelta(minutes=4), True, "The backup job ended: Failed."),  # this clock is ahead of Azure's
        ([tried(1, timedelta(minutes=30))], timedelta(minutes=4), True, "none was started"),
        ([by_schedule], timedelta(hours=3), True, "none was started"),
        ([of_another_vm], timedelta(hours=3), True, "none was started"),
        ([], timedelta(seconds=20), False, "Waiting for the job to appear"),
        ([tried(1, timedelta(hours=30))], timedelta(hours=31), True, "The backup job ended: Failed."),  # taken up again a day later
    ],
)
def test_a_job_whose_id_nobody_heard_is_looked_for_among_those_begun_since(broken: list[Break], ago: timedelta, over: bool, text: str) -> None:
    with one_vm(*broken) as lab:
        seen = watched(lab, began=ago)
    assert seen.over is over
    assert text in str(seen.text)
    assert not (over and seen.good)


def test_a_job_that_is_not_listed_yet_and_a_backup_that_nobody_began_are_waited_for() -> None:
    with one_vm() as lab:
        for seen in (watched(lab, job="5aa9c8fa-8d1f-4c5c-9d5a-0d4b3a3d3a6e"), watched(lab)):
            assert not seen.over
            assert "Waiting for the job to appear" in str(seen.text)


@pytest.mark.parametrize(("tolerant", "said"), [(True, "A failure is expected this time. Azure says: "), (False, "Failed. Azure says: ")])
def test_a_job_that_failed_is_quoted_and_where_that_was_expected_it_says_so(tolerant: bool, said: str) -> None:
    def failed(world: World, vm: VirtualMachine) -> None:
        fail_last_backup(world, vm, INTERNAL)

    with one_vm(failed) as lab:
        name = next(job["name"] for job in lab.world.store.of_type(JOB_TYPE) if job["properties"]["status"] == "Failed")
        record = StepRecord(Step(title=verbatim("back up"), watch="job-ends", tolerant=tolerant), Stage.WATCHING, kept=name)
        seen = lab.ask(lambda vm: job_ends(vm, record))
    assert f"{said}{INTERNAL.code} · {INTERNAL.message}" in str(seen.text)


@pytest.mark.parametrize(("hour", "written"), [(0, "12:05:06 AM"), (11, "11:05:06 AM"), (12, "12:05:06 PM"), (23, "11:05:06 PM")])
def test_the_filter_of_jobs_speaks_in_twelve_hours(hour: int, written: str) -> None:
    since = datetime(2026, 3, 4, hour, 5, 6, tzinfo=UTC)
    with one_vm() as lab:
        lab.ask(lambda vm: vm.backups_on_demand(since))
        assert f"startTime eq '2026-03-04 {written}'" in unquote_plus(lab.seen[-1])


def test_vaults_are_not_mixed_up() -> None:
    with one_vm(tried(1)) as lab:
        jobs = lab.ask(lambda vm: vm.backups_on_demand(datetime.now(UTC) - timedelta(days=1))).items
        assert {vault_of({"id": job.id}).rpartition("/")[2] for job in jobs} == {"rsv-contoso-weu"}


def test_a_cancellation_is_waited_for_until_the_job_has_ended() -> None:
    with one_vm(running) as lab:
        job = next(job for job in lab.world.store.of_type(JOB_TYPE) if job["properties"]["status"] == "InProgress")
        step = Step(verbatim("cancel"), Request("POST", f"{job['id']}/cancel", "2025-02-01"), watch="job-cancelled")

        def look() -> Watched:
            return lab.ask(lambda vm: job_cancelled(vm, StepRecord(step, Stage.WATCHING)))

        assert not look().over
        job["properties"]["status"] = "Cancelled"
        assert (look().over, str(look().text)) == (True, "The backup job ended: Cancelled.")
