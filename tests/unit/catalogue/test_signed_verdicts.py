"""Verdicts that a support engineer would not have signed: faults that are over, observations gone stale, and VMs that are not concerned."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from backup_doctor.arm.errors import Garbled
from backup_doctor.arm.insights import load
from backup_doctor.arm.parsing import agent, machine
from backup_doctor.arm.reading import Reader
from backup_doctor.arm.vm import AzureVm
from backup_doctor.catalogue import agent_state
from backup_doctor.catalogue.causes import backup_extension_load_failure as extension_cause
from backup_doctor.catalogue.causes import backup_job_running as job_cause
from backup_doctor.catalogue.causes import backup_not_active as protection_cause
from backup_doctor.catalogue.causes import extension_blocked_by_security_software as security_cause
from backup_doctor.catalogue.causes import guest_resources as resources_cause
from backup_doctor.catalogue.causes import linux_agent_configuration as configuration_cause
from backup_doctor.catalogue.causes import policy_denies_restore_points as policy_cause
from backup_doctor.catalogue.causes import resource_group_lock as lock_cause
from backup_doctor.catalogue.causes import restore_point_limit as limit_cause
from backup_doctor.catalogue.causes import snapshot_status_unavailable as snapshot_cause
from backup_doctor.catalogue.causes import unsupported_disks as disks_cause
from backup_doctor.catalogue.causes import vm_provisioning_failed as provisioning_cause
from backup_doctor.catalogue.causes.windows_agent_unresponsive import extensions_move
from backup_doctor.core.model import CheckFunction, Status, Verdict
from backup_doctor.core.resource_id import group_scope
from backup_doctor.lab.breaking.backup import add_foreign_points, log_refused, make_anew, run_backup_elsewhere
from backup_doctor.lab.breaking.disks import change_data_disk
from backup_doctor.lab.breaking.guest import block_extension, block_host, turn_dhcp_off
from backup_doctor.lab.breaking.machine import (
    add_extension,
    age_agent_report,
    fail_provisioning,
    halt_inside,
    keep_changing,
    make_without_agent,
    silence_agent,
    turn_off,
)
from backup_doctor.lab.breaking.policy import follow_enhanced_policy
from backup_doctor.lab.build import fail_last_backup
from backup_doctor.lab.failures import INTERNAL
from backup_doctor.lab.machine import Health, VirtualMachine
from backup_doctor.lab.protection import collections_of
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, find_inside, inside, one_vm
from tests.unit.arm.test_guest import SOURCE

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN
POINTS = "Microsoft.Compute/restorePointCollections/restorePoints"


def agentless(world: World, vm: VirtualMachine) -> None:
    follow_enhanced_policy(world, vm, agentless=True)


def of_world(fault: Callable[..., object], *values: object) -> Break:
    return lambda world, vm: fault(world, vm, *values)


silent, halted, off = inside(silence_agent), inside(halt_inside), inside(turn_off, "deallocated")
hanging, changing = inside(age_agent_report, timedelta(hours=3)), inside(keep_changing, timedelta(minutes=3))
other_failed = of_world(add_extension, "Contoso", "Monitor", "failed/3", timedelta(hours=1))
other_failed_long_ago = of_world(add_extension, "Contoso", "Monitor", "failed/3", timedelta(days=40))
antivirus_failed_long_ago = of_world(add_extension, "Contoso", "Antivirus", "failed/3", timedelta(days=40))


def halted_and_still_shown_as_ready(world: World, vm: VirtualMachine) -> None:
    age_agent_report(vm, timedelta(hours=3))
    vm.health = Health("Unavailable", "VM Initiated", "The virtual machine was shut down from within the guest.", "Customer Initiated")


# What lies outside the guest concerns an agentless backup too.


def huge(world: World, vm: VirtualMachine) -> None:
    change_data_disk(world, vm, size=40 * 1024)


@pytest.mark.parametrize(
    ("check", "broken", "code"),
    [
        (protection_cause.same_vm, inside(make_anew), "UserErrorBcmDatasourceNotPresent"),
        (job_cause.other_vaults, of_world(run_backup_elsewhere, "rsv-old", timedelta(hours=2)), "UserErrorBackupOperationInProgress"),
        (disks_cause.disk_sizes, huge, "UserErrorUnsupportedDiskSize"),
    ],
)
def test_an_agentless_policy_excuses_nothing_outside_the_guest(check: CheckFunction, broken: Break, code: str) -> None:
    assert find(check, broken, agentless).status is WARNING
    assert find(check, broken, agentless, code=code).status is FAILED


# What lies inside it does not.


@pytest.mark.parametrize(
    ("check", "broken"),
    [(snapshot_cause.true_state, halted), (provisioning_cause.failed_extensions, other_failed)],
)
def test_an_agentless_policy_excuses_what_the_guest_does(check: CheckFunction, broken: Break) -> None:
    assert find(check, broken).status in (WARNING, FAILED)
    assert find(check, broken, agentless).status is SKIPPED


def test_an_agentless_policy_excuses_a_hidden_failure() -> None:
    def hiding(world: World, vm: VirtualMachine) -> None:
        add_extension(world, vm, "Contoso", "Monitor", "failed/3", timedelta(hours=1)).hides_failures = True

    assert find(provisioning_cause.hidden_failures, hiding).status is WARNING
    assert find(provisioning_cause.hidden_failures, hiding, agentless).status is SKIPPED


# An agent that hangs is judged like a silent one.


def test_a_guest_that_was_shut_down_is_seen_behind_an_agent_that_azure_still_shows_as_ready() -> None:
    assert find(agent_state.reports, halted_and_still_shown_as_ready).status is SKIPPED
    assert find(snapshot_cause.true_state, halted_and_still_shown_as_ready).status is FAILED


def test_the_halted_guest_is_the_root_and_not_its_agent() -> None:
    with one_vm(halted_and_still_shown_as_ready) as lab:
        assert lab.diagnose().root_cause == "snapshot-status-unavailable"


def test_a_restart_ordered_from_outside_is_no_shutdown_from_inside() -> None:
    def restarting(_world: World, vm: VirtualMachine) -> None:
        vm.health = Health("Unavailable", "Customer Initiated", "Restarting as requested by an authorized user.", "Customer Initiated")

    finding = find(snapshot_cause.true_state, silent, restarting)
    assert finding.status is WARNING
    assert "Restarting as requested" in str(finding.text)
    assert find(agent_state.reports, silent, restarting).status is SKIPPED


def test_an_agent_that_hangs_while_azure_changes_the_vm_is_left_open() -> None:
    assert find(agent_state.reports, hanging).status is WARNING
    assert find(agent_state.reports, hanging, changing).status is UNKNOWN


def test_an_agent_whose_clock_is_a_little_ahead_reported_just_now() -> None:
    assert find(agent_state.reports, inside(age_agent_report, timedelta(minutes=-5))).text.params["age"] == timedelta()


def test_no_agent_is_missed_while_its_silence_says_nothing() -> None:
    assert find(agent_state.provisioned, inside(make_without_agent)).status is WARNING
    assert find(agent_state.provisioned, inside(make_without_agent), changing).status is UNKNOWN


class Stopped(AzureVm):
    """A VM that is stopped but keeps its host, where Azure still shows the old agent of before."""

    def __init__(self, power: str) -> None:
        status = {"code": "ProvisioningState/succeeded"}
        view = {"vmAgent": {"vmAgentVersion": "2.7.1.1", "statuses": [status]}, "statuses": [{"code": f"PowerState/{power}"}]}
        profile = {"osDisk": {"osType": "Windows", "managedDisk": {"id": "d"}}}
        properties = {"provisioningState": "Succeeded", "storageProfile": profile, "instanceView": view}
        self.document = Reader({"id": "x", "name": "vm", "location": "westeurope", "properties": properties}, "$", SOURCE)
        self.answers = {}

    async def _document(self) -> Reader:
        return self.document

    async def backup_policy(self) -> None:
        return None


@pytest.mark.parametrize(("power", "status"), [("running", WARNING), ("stopped", SKIPPED), ("starting", UNKNOWN)])
def test_an_old_agent_is_no_matter_while_the_vm_is_off(power: str, status: Status) -> None:
    assert agent(Stopped(power).document).is_ready
    assert str(machine(Stopped(power).document).power.value) == power
    assert asyncio.run(agent_state.supported(Stopped(power))).status is status


# What a silent agent once said is old news.


def refusing(_world: World, vm: VirtualMachine) -> None:
    extension = vm.backup_extension
    assert extension is not None
    extension.state, extension.message = "failed/3", "This extension will not be processed since extension processing is disabled."


def test_an_extension_behind_a_silent_agent_is_not_said_to_work() -> None:
    assert find(extension_cause.backup_extension, silent).status is SKIPPED


def test_a_refusal_that_a_silent_agent_once_wrote_proves_nothing() -> None:
    assert find(configuration_cause.extensions_accepted, refusing, os="Linux").status is FAILED
    assert find(configuration_cause.extensions_accepted, refusing, silent, os="Linux").status is SKIPPED


# The agent is not to blame for extensions that failed by themselves.


def test_a_snapshot_taken_since_shows_that_the_agent_carries_out_extensions() -> None:
    finding = find(extensions_move, other_failed_long_ago, antivirus_failed_long_ago)
    assert finding.status is OK
    assert len(finding.evidence) == 3, "the extension that was carried out is shown too"


def test_extensions_that_failed_after_the_last_snapshot_point_at_the_agent() -> None:
    other = of_world(add_extension, "Contoso", "Antivirus", "failed/3", timedelta(hours=1))
    assert find(extensions_move, other_failed, other).status is WARNING


def test_extensions_at_work_for_less_than_they_may_do_not_stand_still() -> None:
    at_work = [of_world(add_extension, "Contoso", kind, "transitioning", timedelta(minutes=40)) for kind in ("Chef", "Dsc")]
    assert find(extensions_move, *at_work).status is OK


# A VM that failed for another reason.


@pytest.mark.parametrize(
    ("code", "status"),
    [("VMExtensionProvisioningError", FAILED), ("VMAgentStatusCommunicationError", FAILED), ("OperationNotAllowed", WARNING)],
)
def test_an_old_failed_extension_is_not_blamed_for_a_resize_that_failed(code: str, status: Status) -> None:
    finding = find(provisioning_cause.failed_extensions, other_failed_long_ago, inside(fail_provisioning, code, "quota"))
    assert finding.status is status
    assert find(provisioning_cause.provisioning_state, inside(fail_provisioning, code, "quota")).status is FAILED


def test_nor_for_a_vm_that_could_not_be_started() -> None:
    assert find(provisioning_cause.failed_extensions, other_failed_long_ago, inside(fail_provisioning, "AllocationFailed", ""), off).status is SKIPPED


# Locks and refusals that are not in the way of Azure Backup.


def test_a_lock_on_the_collection_of_others_does_not_keep_azure_backup_from_cleaning_up() -> None:
    def foreign_behind_a_lock(world: World, vm: VirtualMachine) -> None:
        add_foreign_points(world, vm, vm.id.resource_group, "asr-points", 20)
        world.add_lock(group_scope(vm.id.subscription, vm.id.resource_group), "keep", "CanNotDelete")

    assert find(lock_cause.no_lock, foreign_behind_a_lock).status is OK
    assert find(lock_cause.room, foreign_behind_a_lock).status is OK, "a full number is for the other cause to say"
    assert find(limit_cause.room, foreign_behind_a_lock).status is FAILED


@pytest.mark.parametrize(("operation", "status"), [("write", OK), ("delete", FAILED)])
def test_a_refusal_after_which_a_point_was_made_is_over(operation: str, status: Status) -> None:
    def refused(world: World, vm: VirtualMachine) -> None:
        log_refused(world, vm, f"{POINTS}/{operation}", f"{collections_of(world, vm)[0]['id']}/restorePoints/p", "Require tags")

    finding = find(policy_cause.nothing_refused, refused)
    assert finding.status is status
    assert find(policy_cause.nothing_refused, refused, code="UserErrorRequestDisallowedByPolicy").status is not OK


def test_a_state_of_a_collection_that_is_not_known_is_not_a_good_one() -> None:
    def odd(world: World, vm: VirtualMachine) -> None:
        collections_of(world, vm)[0]["properties"]["provisioningState"] = "Frobnicating"

    assert find(limit_cause.collections_settled, odd).status is UNKNOWN


# What did no harm to a backup that completed.


def busy(_world: World, vm: VirtualMachine) -> None:
    vm.load.cpu, vm.load.memory_free = 97.0, 2.0


@pytest.mark.parametrize("check", [resources_cause.processors, resources_cause.memory_then])
def test_load_around_a_backup_that_completed_is_no_fault(check: CheckFunction) -> None:
    assert find(check, busy, code="ExtensionFailedTimeoutVMNetworkUnresponsive").status is OK
    assert find(check, busy, of_world(fail_last_backup, INTERNAL)).status is WARNING


def test_blocks_before_a_backup_that_completed_are_a_warning() -> None:
    assert find_inside(security_cause.not_blocked, inside(block_extension)).status is WARNING
    assert find_inside(security_cause.not_blocked, inside(block_extension), of_world(fail_last_backup, INTERNAL)).status is FAILED


def test_a_hand_typed_address_is_the_fault_only_where_the_host_is_not_found() -> None:
    assert find_inside(snapshot_cause.guest_address, inside(turn_dhcp_off)).status is WARNING
    assert find_inside(snapshot_cause.guest_address, inside(turn_dhcp_off), inside(block_host, 32526)).status is FAILED


def test_a_vm_that_is_off_is_what_the_code_complains_of() -> None:
    assert find(snapshot_cause.power_state, off).status is OK
    assert find(snapshot_cause.power_state, off, code="AzureVmOffline").status is WARNING


# An account that may only read.


def test_disks_of_the_usual_kind_need_no_look_at_the_vault() -> None:
    def reader_only(world: World, _vm: VirtualMachine) -> None:
        world.deny("*/action", "")

    with one_vm(reader_only) as lab:
        found = {cause.id: cause.verdict for cause in lab.diagnose().causes}
    assert found["unsupported-disks"] is Verdict.RULED_OUT
    assert found["backup-not-active"] is Verdict.UNKNOWN


def test_without_azures_date_nobody_says_when_the_load_was() -> None:
    undated = replace(machine(Stopped("running").document), now=None)
    with one_vm() as lab, pytest.raises(Garbled):
        lab.use(lambda gateway: load(gateway, lab.vm, undated, None))
