"""The two agent causes: one grid decides for Windows and Linux (domain: instance view reference, agent article of 2025-11-12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backup_doctor.catalogue.causes import linux_agent_outdated, windows_agent_unresponsive
from backup_doctor.core.examination import look
from backup_doctor.core.model import Check, Status
from backup_doctor.core.text import verbatim
from backup_doctor.lab.breaking.machine import (
    add_extension,
    age_agent_report,
    halt_inside,
    keep_changing,
    make_from_specialised_disk,
    make_without_agent,
    outdate_agent,
    silence_agent,
    turn_off,
)
from backup_doctor.lab.breaking.policy import follow_enhanced_policy
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, nothing

READY = {"Windows": windows_agent_unresponsive.agent_ready, "Linux": linux_agent_outdated.agent_ready}
VERSION = {"Windows": windows_agent_unresponsive.agent_version, "Linux": linux_agent_outdated.agent_version}
MINIMUM = {"Windows": "2.7.41491.1010", "Linux": "2.2.53.1"}
OLD = {"Windows": "2.7.41491.971", "Linux": "2.2.9"}

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN


def silent(_world: World, vm: VirtualMachine) -> None:
    silence_agent(vm)


def missing(_world: World, vm: VirtualMachine) -> None:
    vm.agent.installed = False


def shut_down_inside(_world: World, vm: VirtualMachine) -> None:
    halt_inside(vm)


def reported(ago: timedelta) -> Break:
    return lambda _world, vm: age_agent_report(vm, ago)


def power(state: str) -> Break:
    return lambda _world, vm: turn_off(vm, state)


def changing(ago: timedelta) -> Break:
    return lambda _world, vm: keep_changing(vm, ago)


def agentless(world: World, vm: VirtualMachine) -> None:
    follow_enhanced_policy(world, vm, agentless=True)


def enhanced(world: World, vm: VirtualMachine) -> None:
    follow_enhanced_policy(world, vm)


def spelled(code: str) -> Break:
    return lambda _world, vm: setattr(vm.agent, "code", code)


def version(words: str | dict[str, str]) -> Break:
    return lambda _world, vm: outdate_agent(vm, words if isinstance(words, str) else words[vm.os])


@pytest.mark.parametrize("os", ["Windows", "Linux"])
@pytest.mark.parametrize(
    ("broken", "ready", "supported"),
    [
        ([nothing], OK, OK),
        ([version(MINIMUM)], OK, OK),
        ([version(OLD)], OK, WARNING),
        ([version("Unknown")], OK, UNKNOWN),
        ([reported(timedelta(minutes=14))], OK, OK),
        ([reported(timedelta(minutes=16))], WARNING, OK),
        ([reported(timedelta(hours=6)), version(OLD)], WARNING, WARNING),
        ([reported(timedelta(minutes=-5))], OK, OK),
        ([reported(timedelta(hours=-3))], UNKNOWN, OK),
        ([silent], FAILED, UNKNOWN),
        ([missing], FAILED, UNKNOWN),
        ([shut_down_inside], SKIPPED, SKIPPED),
        ([silent, power("stopped")], SKIPPED, SKIPPED),
        ([silent, power("deallocated")], SKIPPED, SKIPPED),
        ([power("deallocated")], SKIPPED, SKIPPED),
        ([silent, power("starting")], UNKNOWN, UNKNOWN),
        ([silent, power("stopping")], UNKNOWN, UNKNOWN),
        ([silent, power("deallocating")], UNKNOWN, UNKNOWN),
        ([spelled("PROVISIONINGSTATE/Succeeded")], OK, OK),
        ([spelled("ProvisioningState/Updating")], UNKNOWN, OK),
        ([silent, changing(timedelta(minutes=20))], UNKNOWN, UNKNOWN),
        ([silent, changing(timedelta(hours=5))], FAILED, UNKNOWN),
        ([changing(timedelta(minutes=20))], OK, OK),
        ([silent, agentless], SKIPPED, SKIPPED),
        ([reported(timedelta(hours=6)), version(OLD), agentless], SKIPPED, SKIPPED),
        ([silent, enhanced], FAILED, UNKNOWN),
        ([agentless], OK, OK),
    ],
)
def test_the_grid(os: str, broken: list[Break], ready: Status, supported: Status) -> None:
    assert find(READY[os], *broken, os=os).status is ready
    assert find(VERSION[os], *broken, os=os).status is supported


@pytest.mark.parametrize(("fault", "words"), [("403", "Microsoft.Compute/virtualMachines/read"), ("429/60", "60 second"), ("500", "500")])
def test_what_could_not_be_read_is_unknown_and_never_a_fault(fault: str, words: str) -> None:
    registered = Check(windows_agent_unresponsive.cause, verbatim(""), verbatim(""), READY["Windows"])
    finding = find(lambda vm: look(vm, registered), faults=(f"{fault}:virtualMachines/web-01",))
    assert finding.status is UNKNOWN
    assert words in str(finding.text)


def test_a_silent_agent_is_blamed_when_the_health_of_the_vm_may_not_be_read() -> None:
    assert find(READY["Windows"], silent, faults=("403:ResourceHealth",)).status is FAILED


def test_a_silent_agent_is_quoted() -> None:
    finding = find(READY["Windows"], silent)
    assert "VM status blob is found but not yet populated." in str(finding.text)
    (evidence,) = finding.evidence
    assert (evidence.path, evidence.value) == ("$.properties.instanceView.vmAgent.statuses[0].code", "ProvisioningState/Unavailable")


def test_evidence_names_the_request_and_its_id() -> None:
    evidence = find(READY["Linux"], os="Linux").evidence[0]
    assert evidence.request.startswith("GET http://127.0.0.1:")
    assert "/virtualMachines/web-01?" in evidence.request
    assert len(evidence.request_id) == 36
    assert evidence.value == "ProvisioningState/succeeded"


def test_a_policy_that_cannot_be_read_does_not_clear_the_agent() -> None:
    assert find(READY["Windows"], silent, agentless, faults=("403:backupPolicies",)).status is FAILED


def test_versions_are_compared_as_numbers() -> None:
    assert find(VERSION["Linux"], version("2.10.0.8"), os="Linux").status is OK
    assert find(VERSION["Linux"], version("2.2.9"), os="Linux").status is WARNING


def without_agent(_world: World, vm: VirtualMachine) -> None:
    make_without_agent(vm)


def installed_later(_world: World, vm: VirtualMachine) -> None:
    make_without_agent(vm)
    vm.agent.installed = True


def specialised(_world: World, vm: VirtualMachine) -> None:
    make_from_specialised_disk(vm)


@pytest.mark.parametrize("os", ["Windows", "Linux"])
@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], OK),
        ([silent], OK),
        ([without_agent], WARNING),
        ([installed_later], OK),
        ([specialised], SKIPPED),
        ([without_agent, power("stopped")], SKIPPED),
        ([without_agent, power("starting")], UNKNOWN),
        ([without_agent, agentless], SKIPPED),
        ([shut_down_inside], SKIPPED),
    ],
)
def test_a_vm_made_without_an_agent(os: str, broken: list[Break], status: Status) -> None:
    check = windows_agent_unresponsive.agent_provisioned if os == "Windows" else linux_agent_outdated.agent_provisioned
    assert find(check, *broken, os=os).status is status


def undated(_world: World, vm: VirtualMachine) -> None:
    for extension in vm.extensions:
        extension.since = None


def others(*states: str, ago: timedelta = timedelta(hours=1)) -> Break:
    def fault(world: World, vm: VirtualMachine) -> None:
        for number, state in enumerate(states):
            add_extension(world, vm, "Contoso.Extensions", f"Kind{number}", state, ago)

    return fault


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ([nothing], SKIPPED),
        ([others("failed/1")], SKIPPED),
        ([others("succeeded", "succeeded")], OK),
        ([others("failed/1", "succeeded")], OK),
        ([others("failed/1", "failed/2")], WARNING),
        ([others("failed/1", "transitioning", ago=timedelta(minutes=91))], WARNING),
        ([others("failed/1", "transitioning", ago=timedelta(minutes=89))], OK),
        ([others("transitioning", "transitioning", ago=timedelta(minutes=5))], OK),
        ([others("transitioning", "transitioning", ago=timedelta(hours=9)), undated], UNKNOWN),
        ([others("failed/1", "failed/2"), silent], SKIPPED),
        ([others("failed/1", "failed/2"), power("deallocated")], SKIPPED),
    ],
)
def test_all_extensions_at_once_point_at_the_agent_and_one_alone_does_not(broken: list[Break], status: Status) -> None:
    assert find(windows_agent_unresponsive.extensions_move, *broken).status is status
