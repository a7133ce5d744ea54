"""VSS and COM+, security software, and what the extension needs of Windows: what the guest shows, weighed by the error code."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backup_doctor.catalogue.causes import extension_blocked_by_security_software as security
from backup_doctor.catalogue.causes import vss_or_com_failure as vss
from backup_doctor.catalogue.causes import windows_extension_environment as environment
from backup_doctor.core.model import Check, CheckFunction, Status
from backup_doctor.lab.breaking import guest as breaking
from backup_doctor.lab.breaking.backup import run_backup
from backup_doctor.lab.breaking.machine import silence_agent, turn_off
from backup_doctor.lab.build import fail_last_backup, protected_item
from backup_doctor.lab.failures import INTERNAL, WRITERS_BAD
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, find_inside, inside, nothing

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN
PROVIDER = "IaaSVmProvider"
CHECKS = [check for module in (security, vss, environment) for check in module.cause.checks]


def untold(*fields: str) -> Break:
    return inside(breaking.say_nothing_of, *fields)


def blocked_last_night(world: World, vm: VirtualMachine) -> None:
    breaking.block_extension(vm)
    fail_last_backup(world, vm, INTERNAL)


def agentless(world: World, vm: VirtualMachine) -> None:
    """The policy takes snapshots without asking the guest."""
    policy = world.store.find(protected_item(world, vm)["properties"]["policyId"])
    assert policy is not None
    policy["properties"] |= {"policyType": "V2", "snapshotConsistencyType": "OnlyCrashConsistent"}


@pytest.mark.parametrize(
    ("check", "broken", "status"),
    [
        (vss.writers, nothing, OK),
        (vss.writers, inside(breaking.spoil_writers, 2), WARNING),
        (vss.writers, inside(breaking.silence_vss), UNKNOWN),
        (vss.shadow_copy, nothing, OK),
        (vss.shadow_copy, inside(breaking.stop_service, "VSS"), OK),
        (vss.shadow_copy, inside(breaking.disable_service, "VSS"), FAILED),
        (vss.shadow_copy, inside(breaking.remove_service, "VSS"), FAILED),
        (vss.shadow_copy, untold("services"), UNKNOWN),
        (vss.com_plus, nothing, OK),
        (vss.com_plus, inside(breaking.stop_service, "COMSysApp"), OK),
        (vss.com_plus, inside(breaking.disable_service, "COMSysApp"), FAILED),
        (vss.com_plus, untold("services"), UNKNOWN),
        (vss.transaction_coordinator, nothing, OK),
        (vss.transaction_coordinator, inside(breaking.run_service_as, "MSDTC", "NT AUTHORITY\\NETWORK SERVICE"), OK),
        (vss.transaction_coordinator, inside(breaking.run_service_as, "MSDTC", "LocalSystem"), WARNING),
        (vss.transaction_coordinator, inside(breaking.run_service_as, "MSDTC", ""), UNKNOWN),
        (vss.transaction_coordinator, inside(breaking.stop_service, "MSDTC"), WARNING),
        (vss.transaction_coordinator, inside(breaking.disable_service, "MSDTC"), FAILED),
        (vss.transaction_coordinator, untold("services"), UNKNOWN),
        (vss.provider, nothing, OK),
        (vss.provider, inside(breaking.disable_service, PROVIDER), FAILED),
        (vss.provider, inside(breaking.remove_service, PROVIDER), WARNING),
        (vss.provider, untold("services"), UNKNOWN),
    ],
)
def test_what_prepares_the_snapshot(check: CheckFunction, broken: Break, status: Status) -> None:
    finding = find_inside(check, broken)
    assert finding.status is status, str(finding.text)


@pytest.mark.parametrize(
    ("check", "broken", "status"),
    [
        (environment.extension_files, nothing, OK),
        (environment.extension_files, inside(breaking.lose_provider), FAILED),
        (environment.extension_files, inside(breaking.remove_plugin), SKIPPED),
        (environment.extension_files, untold("plugin"), UNKNOWN),
        (environment.extension_files, untold("provider"), UNKNOWN),
        (environment.strong_crypto, nothing, OK),
        (environment.strong_crypto, inside(breaking.weaken_crypto), WARNING),
        (environment.strong_crypto, untold("crypto"), UNKNOWN),
        (environment.machine_keys, nothing, OK),
        (environment.machine_keys, inside(breaking.spoil_machine_keys), WARNING),
        (environment.machine_keys, untold("keys"), UNKNOWN),
        (environment.windows_installer, nothing, OK),
        (environment.windows_installer, inside(breaking.disable_installer), WARNING),
        (environment.windows_installer, untold("installer"), UNKNOWN),
        (environment.unlocked_volumes, nothing, OK),
        (environment.unlocked_volumes, inside(breaking.lock_volumes, 1), FAILED),
        (environment.unlocked_volumes, untold("locked"), UNKNOWN),
        (security.not_blocked, nothing, OK),
        (security.not_blocked, blocked_last_night, FAILED),
        (security.not_blocked, untold("blocks"), UNKNOWN),
        (security.no_crashes, nothing, OK),
        (security.no_crashes, inside(breaking.crash_extension), WARNING),
        (security.no_crashes, untold("crashes"), UNKNOWN),
        (security.selinux, nothing, SKIPPED),
    ],
)
def test_what_the_extension_needs_and_what_is_in_its_way(check: CheckFunction, broken: Break, status: Status) -> None:
    finding = find_inside(check, broken)
    assert finding.status is status, str(finding.text)


@pytest.mark.parametrize(
    ("check", "broken", "code", "status"),
    [
        (vss.writers, inside(breaking.spoil_writers, 2), "ExtensionFailedVssWriterInBadState", FAILED),
        (vss.writers, inside(breaking.spoil_writers, 2), "ExtensionSnapshotFailedCOM", WARNING),
        (vss.com_plus, inside(breaking.stop_service, "COMSysApp"), "ExtensionSnapshotFailedCOM", WARNING),
        (vss.com_plus, nothing, "ExtensionSnapshotFailedCOM", OK),
        (vss.transaction_coordinator, inside(breaking.run_service_as, "MSDTC", "LocalSystem"), "ExtensionInstallationFailedMDTC", FAILED),
        (vss.transaction_coordinator, inside(breaking.stop_service, "MSDTC"), "ExtensionInstallationFailedCOM", FAILED),
        (environment.strong_crypto, inside(breaking.weaken_crypto), "ExtensionSnapshotFailedNoSecureNetwork", FAILED),
        (environment.machine_keys, inside(breaking.spoil_machine_keys), "ExtensionConfigParsingFailure", FAILED),
        (environment.windows_installer, inside(breaking.disable_installer), "ExtensionVCRedistInstallationFailure", FAILED),
        (environment.windows_installer, inside(breaking.disable_installer), "ExtensionConfigParsingFailure", WARNING),
        (security.no_crashes, inside(breaking.crash_extension), "VMRestorePointInternalError", FAILED),
        (security.no_crashes, inside(breaking.crash_extension), "guestagentsnapshottaskstatuserror", FAILED),
        (security.no_crashes, inside(breaking.crash_extension), "UserErrorGuestAgentStatusUnavailable", WARNING),
    ],
)
def test_the_code_decides_whether_it_is_the_fault_itself(check: CheckFunction, broken: Break, code: str, status: Status) -> None:
    assert find_inside(check, broken, code=code).status is status


def test_the_code_of_the_last_job_counts_as_well() -> None:
    def failed_last_night(world: World, vm: VirtualMachine) -> None:
        fail_last_backup(world, vm, WRITERS_BAD)

    assert find_inside(vss.writers, inside(breaking.spoil_writers, 2), failed_last_night).status is FAILED


def test_a_code_alone_shows_nothing() -> None:
    assert find_inside(vss.writers, nothing, code="ExtensionFailedVssWriterInBadState").status is OK


def test_writers_are_busy_while_a_backup_runs() -> None:
    def backup_runs(world: World, vm: VirtualMachine) -> None:
        run_backup(world, vm, timedelta(minutes=5))

    assert find_inside(vss.writers, inside(breaking.spoil_writers, 2), backup_runs).status is UNKNOWN
    assert find_inside(vss.writers, backup_runs).status is OK


def test_a_provider_is_not_missed_before_the_extension_was_there() -> None:
    broken = (inside(breaking.remove_plugin), inside(breaking.remove_service, PROVIDER))
    assert find_inside(vss.provider, *broken).status is SKIPPED


def test_what_counts_is_said_with_its_number_and_shown() -> None:
    finding = find_inside(vss.writers, inside(breaking.spoil_writers, 2))
    assert str(finding.text) == "2 VSS writer(s) are not stable."
    assert [item.value for item in finding.evidence] == ["2"]


def test_a_missing_library_is_shown_as_an_empty_version() -> None:
    finding = find_inside(environment.extension_files, inside(breaking.lose_provider))
    assert [item.value for item in finding.evidence] == ["1.0.110.0", '""']


def test_msdtc_may_rest_where_it_starts_on_demand() -> None:
    resting = (inside(breaking.start_by_hand, "MSDTC"), inside(breaking.stop_service, "MSDTC"))
    assert find_inside(vss.transaction_coordinator, *resting).status is OK
    assert find_inside(vss.transaction_coordinator, *resting, code="ExtensionSnapshotFailedCOM").status is FAILED


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.id))
def test_nothing_is_said_without_a_look(check: Check) -> None:
    assert find(check.run).status is SKIPPED


@pytest.mark.parametrize(
    ("check", "broken"),
    [
        (vss.writers, inside(breaking.spoil_writers, 2)),
        (vss.shadow_copy, inside(breaking.disable_service, "VSS")),
        (environment.extension_files, inside(breaking.lose_provider)),
        (security.not_blocked, inside(breaking.block_extension)),
    ],
)
def test_agentless_snapshots_do_not_depend_on_the_guest(check: CheckFunction, broken: Break) -> None:
    finding = find_inside(check, broken, agentless, code="ExtensionFailedVssWriterInBadState")
    assert finding.status is SKIPPED
    assert "agentless" in str(finding.text)


def test_a_vm_that_is_off_is_not_blamed() -> None:
    def off(_world: World, vm: VirtualMachine) -> None:
        turn_off(vm, "deallocated")

    assert find_inside(vss.writers, inside(breaking.spoil_writers, 2), off).status is SKIPPED


def test_nobody_looks_through_a_silent_agent() -> None:
    def silent(_world: World, vm: VirtualMachine) -> None:
        silence_agent(vm)

    assert find_inside(environment.strong_crypto, inside(breaking.weaken_crypto), silent).status is UNKNOWN
