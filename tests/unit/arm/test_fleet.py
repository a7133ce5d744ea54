"""Tonight's failures are found in all subscriptions, and examined together: each question once, within limits, one trouble stopping nobody else."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from backup_doctor.arm import fleet as arm_fleet
from backup_doctor.arm.errors import AzureError, Forbidden
from backup_doctor.arm.fleet import examine_fleet, failed_vms
from backup_doctor.arm.fleet.failure_sources import Sources
from backup_doctor.arm.fleet.pacing import Pace
from backup_doctor.arm.reading import Reader, Source
from backup_doctor.arm.signin import Session
from backup_doctor.catalogue.last_failure import diagnose
from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.facts import Vm
from backup_doctor.core.fleet import Begun, Ended, Examined, FailedVm, Failures, FleetNews, Kind, Remarked, Slowed, grouped
from backup_doctor.core.model import Verdict
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.backup import ITEM_TYPE, JOB_TYPE, VAULT_TYPE, make_item, make_vault, zulu
from backup_doctor.lab.calls.backups import PAGE_SIZE as ITEMS_A_PAGE
from backup_doctor.lab.calls.machines import PAGE_SIZE as MACHINES_A_PAGE
from backup_doctor.lab.fleet import Fleet
from backup_doctor.lab.world import World
from tests.helpers.fleets import signed_in, small_fleet
from tests.helpers.logfail import LogWatch
from tests.helpers.worlds import NIGHT, Lab

DENIED = "403:ResourceGraph"
READING_POSTS = ("/backupstatus", "microsoft.resourcegraph/resources", "/effectivenetworksecuritygroups", "/effectiveroutetable")


def failures(lab: Lab, since: timedelta = timedelta(days=1), news: list[FleetNews] | None = None) -> Failures:
    return signed_in(lab, lambda session: failed_vms(session, since, (news if news is not None else []).append))


def all_of(lab: Lab, news: list[FleetNews] | None = None, **more: Any) -> list[Examined]:
    async def work(session: Session) -> list[Examined]:
        found = await failed_vms(session)
        return await examine_fleet(session, found.failed, (news if news is not None else []).append, diagnose, **more)

    return signed_in(lab, work)


@dataclass(frozen=True)
class Ran:
    """What a run over a small fleet has asked, told and found."""

    fleet: Fleet
    asked: list[str]
    news: list[FleetNews]
    examined: list[Examined]


@pytest.fixture(scope="module")
def ran() -> Ran:
    """One run in which nothing goes wrong, for all that only look at it."""
    news: list[FleetNews] = []
    with small_fleet() as (lab, fleet):
        examined = all_of(lab, news)
    return Ran(fleet, list(lab.seen), news, examined)


def ids(found: Failures) -> set[str]:
    return {str(failed.vm).casefold() for failed in found.failed}


def failing(fleet: Fleet) -> set[str]:
    return {identity.casefold() for identity, _ in fleet.failing}


def item_of(world: World, vm: str) -> dict[str, Any]:
    return next(item for item in world.store.of_type(ITEM_TYPE) if item["properties"]["sourceResourceId"].casefold() == vm.casefold())


def test_every_failure_of_every_subscription_is_found() -> None:
    with small_fleet() as (lab, fleet):
        found = failures(lab)
    assert ids(found) == failing(fleet)
    assert found.since == NIGHT - timedelta(days=1), "Azure's clock counts"
    known = [failed for failed in found.failed if failed.location]
    assert {failed.os for failed in known} == {"Windows", "Linux"}
    assert all(failed.subscription.startswith("Contoso ") and failed.error for failed in known)


def test_a_deleted_vm_whose_backup_still_fails_is_among_them() -> None:
    with small_fleet() as (lab, fleet):
        gone = next(identity for identity, fault in fleet.failing if fault == "deleted")
        failed = next(failed for failed in failures(lab).failed if failed.vm.same(gone))
    assert (failed.location, failed.os, failed.error) == ("", "", "UserErrorGuestAgentStatusUnavailable")


def test_what_failed_before_the_span_is_not_of_tonight() -> None:
    with small_fleet() as (lab, _):
        assert failures(lab, timedelta(hours=2)).failed == ()


def test_a_vm_that_was_backed_up_since_has_not_failed() -> None:
    def repair(world: World, fleet: Fleet) -> None:
        item_of(world, fleet.failing[0][0])["properties"] |= {"lastBackupStatus": "CompletedWithWarnings", "lastBackupTime": zulu(NIGHT)}

    with small_fleet(change=repair) as (lab, fleet):
        assert ids(failures(lab)) == failing(fleet) - {fleet.failing[0][0].casefold()}


def test_a_newer_vault_that_has_backed_the_vm_up_counts() -> None:
    def move(world: World, fleet: Fleet) -> None:
        vm = VmId.parse(fleet.failing[0][0])
        vault = f"{world.store.add_group(vm.subscription, 'rg-new')}/providers/Microsoft.RecoveryServices/vaults/rsv-new"
        world.store.put(make_vault(vault, "westeurope"))
        world.store.put(make_item(vault, vm, f"{vault}/backupPolicies/DefaultPolicy", NIGHT - timedelta(hours=1), "Completed"))

    with small_fleet(change=move) as (lab, fleet):
        assert ids(failures(lab)) == failing(fleet) - {fleet.failing[0][0].casefold()}


def test_a_failed_job_counts_while_the_item_still_says_something_else() -> None:
    def lag(world: World, fleet: Fleet) -> None:
        item_of(world, fleet.failing[0][0])["properties"] |= {"lastBackupStatus": "Completed", "lastBackupTime": zulu(NIGHT - timedelta(hours=33))}

    with small_fleet(change=lag) as (lab, fleet):
        assert ids(failures(lab)) == failing(fleet)


def test_a_failed_item_counts_without_its_job() -> None:
    def forget(world: World, _fleet: Fleet) -> None:
        for job in world.store.of_type(JOB_TYPE):
            world.store.remove(job["id"])

    with small_fleet(change=forget) as (lab, fleet):
        found = failures(lab)
    assert ids(found) == failing(fleet)
    assert {failed.error for failed in found.failed} == {""}


def test_a_failed_job_counts_without_its_item() -> None:
    def forget(world: World, fleet: Fleet) -> None:
        world.store.remove(item_of(world, fleet.failing[0][0])["id"])

    with small_fleet(change=forget) as (lab, fleet):
        assert ids(failures(lab)) == failing(fleet)


def test_what_bears_no_time_or_has_not_ended_has_not_failed() -> None:
    def blur(world: World, fleet: Fleet) -> None:
        (running, _), (timeless, _) = fleet.failing[:2]
        item_of(world, running)["properties"]["lastBackupStatus"] = "InProgress"
        item_of(world, timeless)["properties"]["lastBackupTime"] = ""
        for job in world.store.of_type(JOB_TYPE):
            world.store.remove(job["id"])

    with small_fleet(change=blur) as (lab, fleet):
        assert ids(failures(lab)) == failing(fleet) - {vm.casefold() for vm, _ in fleet.failing[:2]}


def test_a_machine_whose_id_is_none_is_left_out() -> None:
    found, asked = Sources({}), Source("POST https://x", "id", NIGHT, dated=True)
    found.add_machines([Reader({"id": "/nonsense"}, "$.data[0]", asked)], lambda *_: pytest.fail("it is no machine"))
    assert found.machines == {}


def test_an_item_of_no_vm_is_named_apart() -> None:
    def make_classic(world: World, fleet: Fleet) -> None:
        vm = fleet.failing[0][0]
        item_of(world, vm)["properties"]["sourceResourceId"] = vm.replace("Microsoft.Compute", "Microsoft.ClassicCompute")

    with small_fleet(change=make_classic) as (lab, fleet):
        found = failures(lab)
        wanted = item_of(lab.world, fleet.failing[0][0].replace("Microsoft.Compute", "Microsoft.ClassicCompute"))["id"]
    assert fleet.failing[0][0].casefold() not in ids(found)
    assert [identity.casefold() for identity in found.nameless] == [wanted.casefold()]


def test_vaults_that_may_not_be_read_are_suspected_aloud() -> None:
    def hide(world: World, fleet: Fleet) -> None:
        world.deny("Microsoft.RecoveryServices/*", f"/subscriptions/{VmId.parse(fleet.failing[0][0]).subscription}")

    news: list[FleetNews] = []
    with small_fleet(change=hide) as (lab, fleet):
        found = failures(lab, news=news)
    hidden = VmId.parse(fleet.failing[0][0]).subscription
    assert ids(found) == {vm for vm in failing(fleet) if hidden not in vm}
    (remark,) = news
    assert isinstance(remark, Remarked)
    assert "Contoso Retail Production" in str(remark.text)


class TestWithoutResourceGraph:
    """The vaults' own lists stand in for it, and it is said what they do not tell."""

    def test_the_same_machines_have_failed(self) -> None:
        news: list[FleetNews] = []
        with small_fleet() as (lab, fleet):
            whole = failures(lab)
            lab.suffer(DENIED)
            found = failures(lab, news=news)
        assert ids(found) == failing(fleet)
        assert found == replace(whole, failed=tuple(replace(failed, error="") for failed in whole.failed))
        (remark,) = news
        assert isinstance(remark, Remarked)
        assert str(remark.text).startswith("Azure Resource Graph did not say which backups failed. Each vault is asked for its items instead")
        assert "Microsoft.ResourceGraph/resources/read" in str(remark.text)

    def test_nothing_else_is_asked_than_the_lists_page_by_page(self) -> None:
        with small_fleet() as (lab, _):
            lab.suffer(DENIED)
            before = len(lab.seen)
            failures(lab)
            asked = [line for line in lab.seen[before:] if "ResourceGraph" not in line]
            vaults = lab.world.store.of_type(VAULT_TYPE)
            items = Counter(item["id"].casefold().partition("/backupfabrics/")[0] for item in lab.world.store.of_type(ITEM_TYPE))
            machines = Counter(vm.id.subscription for vm in lab.world.machines())
            subscriptions = len(lab.world.subscriptions)
        counts = Counter(line.partition("?")[0].rpartition("/")[2] for line in asked)
        assert counts["virtualMachines"] == sum(-(-max(machines[each], 1) // MACHINES_A_PAGE) for each in lab.world.subscriptions)
        assert counts["vaults"] == subscriptions
        assert counts["backupProtectedItems"] == sum(-(-max(items[vault["id"].casefold()], 1) // ITEMS_A_PAGE) for vault in vaults)
        assert set(counts) - {"virtualMachines", "vaults", "backupProtectedItems"} == {"subscriptions", "tenants"}, "those are the sign-in's"

    def test_a_subscription_whose_vaults_are_denied_is_named_once_and_hides_no_other(self) -> None:
        def hide(world: World, fleet: Fleet) -> None:
            world.deny("Microsoft.RecoveryServices/Vaults/read", f"/subscriptions/{VmId.parse(fleet.failing[0][0]).subscription}")

        news: list[FleetNews] = []
        with small_fleet(DENIED, change=hide) as (lab, fleet):
            found = failures(lab, news=news)
        hidden = VmId.parse(fleet.failing[0][0]).subscription
        assert ids(found) == {vm for vm in failing(fleet) if hidden not in vm}
        _, remark = news
        assert isinstance(remark, Remarked)
        assert str(remark.text).startswith("In 1 subscription")
        assert "last backups could not be read. In Contoso Retail Production" in str(remark.text)

    def test_failures_are_found_where_the_machines_may_not_be_listed(self) -> None:
        news: list[FleetNews] = []
        with small_fleet(DENIED, change=lambda world, _: world.deny("Microsoft.Compute/virtualMachines/read", "/")) as (lab, fleet):
            found = failures(lab, news=news)
        assert ids(found) == failing(fleet)
        assert {(failed.location, failed.os) for failed in found.failed} == {("", "")}
        assert any("VMs could not be read" in str(each.text) for each in news if isinstance(each, Remarked))

    def test_vaults_that_are_denied_altogether_are_an_error_and_not_a_quiet_night(self) -> None:
        hide = "Microsoft.RecoveryServices/Vaults/read"
        with small_fleet(DENIED, change=lambda world, _: world.deny(hide, "/")) as (lab, _), pytest.raises(Forbidden, match=hide):
            failures(lab)

    @pytest.mark.parametrize("fault", ["500:ResourceGraph", "html:ResourceGraph"])
    def test_a_failure_of_azures_own_is_no_reason_to_go_round(self, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("backup_doctor.arm.graph.rows.PAUSES", (0.01,))
        with small_fleet(fault) as (lab, _), pytest.raises(AzureError):
            failures(lab)
        assert not any("backupProtectedItems" in line for line in lab.seen)

    def test_a_run_finds_the_same_causes(self, ran: Ran) -> None:
        with small_fleet(DENIED) as (lab, _):
            groups = grouped(all_of(lab))
        assert {group.cause or group.kind: len(group.members) for group in groups} == dict(ran.fleet.causes)


def test_a_run_finds_the_causes_that_are_there(ran: Ran) -> None:
    groups = grouped(ran.examined)
    found = {group.cause or group.kind: len(group.members) for group in groups}
    assert found == dict(ran.fleet.causes)
    shared = groups[0].shares[0]
    assert (shared.what, shared.count, len(groups[0].members)) == ("lock", 11, 14)
    assert shared.value.endswith("/resourceGroups/AzureBackupRG_westeurope_1/providers/Microsoft.Authorization/locks/do-not-delete")


def test_what_came_of_each_is_in_the_order_in_which_they_were_given(ran: Ran) -> None:
    assert [str(each.failed.vm) for each in ran.examined] == sorted((str(each.failed.vm) for each in ran.examined), key=str.casefold)


def test_a_run_only_reads(ran: Ran) -> None:
    assert [line for line in ran.asked if not line.startswith("GET ") and not line.split("?")[0].casefold().endswith(READING_POSTS)] == []


def test_what_several_vms_need_is_asked_once(ran: Ran) -> None:
    of_one_vm_by_its_body = ("microsoft.resourcegraph", "/backupstatus")
    asked = Counter(line for line in map(str.casefold, ran.asked) if not any(part in line for part in of_one_vm_by_its_body))
    assert [line for line, times in asked.items() if times > 1] == []
    lists = ("/restorepointcollections?", "/backupjobs?", "/eventtypes/")
    assert all(any(part in line for line in asked) for part in lists), "the test would be empty without them"


def test_paths_are_asked_for_as_azure_spells_them(ran: Ran) -> None:
    assert [line for line in ran.asked if "%2F" in line.partition("?")[0]] == []


def test_answers_are_forgotten_after_the_run() -> None:
    with small_fleet() as (lab, fleet):
        locked = VmId.parse(next(identity for identity, fault in fleet.failing if fault == "lock"))

        async def twice(session: Session) -> None:
            found = await failed_vms(session)
            for _ in range(2):
                await examine_fleet(session, [each for each in found.failed if each.vm == locked], lambda _: None, diagnose)

        signed_in(lab, twice)
    locks = Counter(line for line in lab.seen if "/locks?" in line)
    assert set(locks.values()) == {2}


def test_every_vm_is_told_when_it_begins_and_when_it_ends(ran: Ran) -> None:
    begun = [str(each.failed.vm).casefold() for each in ran.news if isinstance(each, Begun)]
    ended = [each for each in ran.news if isinstance(each, Ended)]
    assert set(begun) == {str(each.examined.failed.vm).casefold() for each in ended} == failing(ran.fleet)
    assert [each.done for each in ended] == list(range(1, len(begun) + 1))
    assert {each.total for each in ended} == {len(begun)}


@pytest.mark.parametrize("at_once", [1, 3])
def test_no_more_vms_are_looked_at_than_may_be(at_once: int) -> None:
    now = most = 0

    def watch(news: FleetNews) -> None:
        nonlocal now, most
        now += isinstance(news, Begun) - isinstance(news, Ended)
        most = max(most, now)

    async def work(session: Session) -> None:
        found = await failed_vms(session)
        await examine_fleet(session, found.failed[:6], watch, diagnose, at_once=at_once)

    with small_fleet() as (lab, _):
        signed_in(lab, work)
    assert most == at_once


def test_trouble_with_one_vm_stops_no_other() -> None:
    with small_fleet() as (lab, fleet):
        unlucky = VmId.parse(fleet.failing[3][0]).name
        lab.suffer(f"html:virtualMachines/{unlucky}")
        lab.suffer("403:metrics")
        examined = {each.failed.vm.name: each for each in all_of(lab)}
    assert len(examined) == len(fleet.failing)
    others = [each for name, each in examined.items() if name not in (unlucky, "gone-01")]
    assert all(each.diagnosis is not None and each.diagnosis.root_cause for each in others)


def test_a_fault_of_our_own_is_logged_and_told(log_watch: LogWatch) -> None:
    log_watch.expect("is broken")

    async def stumble(vm: Vm, failed: FailedVm) -> Diagnosis:
        if failed.vm.name == "gone-01":
            raise ZeroDivisionError
        return await diagnose(vm, failed)

    async def work(session: Session) -> list[Examined]:
        return await examine_fleet(session, (await failed_vms(session)).failed, lambda _: None, stumble)

    with small_fleet() as (lab, _):
        examined = signed_in(lab, work)
    broken = [each for each in examined if each.error is not None]
    assert [(each.failed.vm.name, str(each.error)) for each in broken] == [("gone-01", "The examination itself failed. The log says why.")]


def test_a_subscription_that_may_not_be_read_is_not_taken_for_healthy() -> None:
    def hide(world: World, fleet: Fleet) -> None:
        for provider in ("Compute", "Network", "RecoveryServices/vaults/backupJobs", "Authorization", "Insights", "RecoveryServices/locations"):
            world.deny(f"Microsoft.{provider}/*", f"/subscriptions/{VmId.parse(fleet.failing[0][0]).subscription}")

    with small_fleet(change=hide) as (lab, fleet):
        hidden = VmId.parse(fleet.failing[0][0]).subscription
        examined = all_of(lab)
    theirs = [each for each in examined if each.failed.vm.subscription == hidden]
    assert theirs
    for each in theirs:
        assert each.diagnosis is not None
        assert each.diagnosis.root is None
        assert {cause.verdict for cause in each.diagnosis.causes} <= {Verdict.UNKNOWN, Verdict.NOT_APPLICABLE}
    rest = grouped([each for each in examined if each.failed.vm.subscription != hidden])
    assert sum(len(group.members) for group in rest if group.kind is Kind.CAUSE) == len(examined) - len(theirs) - 1


def test_an_account_that_is_signed_out_half_way_is_asked_no_more() -> None:
    asked_before: list[int] = []
    with small_fleet() as (lab, fleet):

        async def work(session: Session) -> list[Examined]:
            found = await failed_vms(session)

            def expire(news: FleetNews) -> None:
                if isinstance(news, Ended) and news.done == 2:
                    asked_before.append(len(lab.seen))
                    lab.suffer("401:/")

            return await examine_fleet(session, found.failed, expire, diagnose, at_once=1)

        examined = signed_in(lab, work)
    unseen = examined[2:]
    assert len(examined) == len(fleet.failing)
    assert {str(each.error) for each in unseen} == {"Azure does not accept this sign-in (InvalidAuthenticationToken): The access token is invalid."}
    assert len(lab.seen) - asked_before[0] < len(unseen), "one VM found out for all"


def test_a_storm_of_refusals_slows_the_run_down_and_does_not_end_it() -> None:
    news: list[FleetNews] = []
    with small_fleet() as (lab, fleet):

        async def work(session: Session) -> tuple[list[Examined], Pace]:
            found = await failed_vms(session)
            pace = arm_fleet.pace_for(session)
            lab.suffer("429/1:virtualMachines:12")
            return await examine_fleet(session, found.failed, news.append, diagnose, pace=pace), pace

        examined, pace = signed_in(lab, work)
    found = {group.cause or group.kind: len(group.members) for group in grouped(examined)}
    assert found == dict(fleet.causes)
    assert pace.refused == 12
    slowed = [each for each in news if isinstance(each, Slowed)]
    assert slowed
    assert str(slowed[0].text) == "Azure is throttling this account and asks to wait 1 second(s). The run waits and then continues."


def test_cancelling_leaves_nothing_behind() -> None:
    left: list[str] = []

    async def work(session: Session) -> None:
        found = await failed_vms(session)
        first = asyncio.Event()
        run = asyncio.create_task(examine_fleet(session, found.failed, ended_sets(first), diagnose))
        await first.wait()
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        left.extend(task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task())

    with small_fleet() as (lab, _):
        signed_in(lab, work)
    assert left == []


def ended_sets(first: asyncio.Event) -> Callable[[FleetNews], None]:
    return lambda news: first.set() if isinstance(news, Ended) else None


def test_the_error_of_the_list_stands_in_for_a_job_that_cannot_be_read() -> None:
    with small_fleet("403:backupJobs/") as (lab, fleet):
        examined = {str(each.failed.vm).casefold(): each for each in all_of(lab)}
    stopped = next(identity for identity, fault in fleet.failing if fault == "stopped-agent")
    diagnosis = examined[stopped.casefold()].diagnosis
    assert diagnosis is not None
    assert (diagnosis.symptom.code, diagnosis.root_cause) == ("UserErrorGuestAgentStatusUnavailable", "windows-agent-unresponsive")
