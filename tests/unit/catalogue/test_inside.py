"""In-guest checks: asked only when chosen, only through a ready agent, and true to what the guest says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.signin import sign_in, token_credential
from backup_doctor.arm.vm import AzureVm
from backup_doctor.catalogue.causes import catalogue, linux_agent_outdated, snapshot_status_unavailable, windows_agent_unresponsive
from backup_doctor.core.examination import look
from backup_doctor.core.model import Check, Command, Finding, Shell, Status
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.breaking import guest as inside
from backup_doctor.lab.breaking.machine import age_agent_report, silence_agent, turn_off
from backup_doctor.lab.guest import ProbedGuest
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.running import RunningLab, start
from tests.helpers.diagnoses import VM

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN

Break = Callable[[VirtualMachine], object]
WINDOWS, LINUX = windows_agent_unresponsive.cause, linux_agent_outdated.cause


def check(identity: str) -> Check:
    """A check by its id."""
    return next(check for cause in catalogue() for check in cause.checks if check.id == identity)


HOST = check("vm-no-internet-access/host-reachable")
SERVICES = check("windows-agent-unresponsive/services")
SUPPORTING = check("windows-agent-unresponsive/supporting-services")
DOTNET = check("windows-agent-unresponsive/dotnet")
SERVICE = check("linux-agent-outdated/service")
WORKING = check("linux-agent-outdated/working-version")
UPDATE = check("linux-agent-outdated/auto-update")
FITS = check("linux-agent-outdated/extension-fits")
ADDRESS = check("snapshot-status-unavailable/guest-address")
CLOCK = {"Windows": check("windows-agent-unresponsive/clock"), "Linux": check("linux-agent-outdated/clock")}


def found_by(lab: RunningLab, checks: Sequence[Check], *, looks_inside: bool = True) -> list[Finding]:
    """What checks find on the lab's first VM, in one diagnosis."""

    async def asked() -> list[Finding]:
        session = await sign_in(custom(lab.endpoint), token_credential(lab.token))
        try:
            vm = AzureVm(session.gateway, VmId.parse(lab.vms[0].id), looks_inside=looks_inside)
            return [await look(vm, check) for check in checks]
        finally:
            await session.gateway.close()

    return asyncio.run(asked())


def found(lab: RunningLab, check: Check, *, looks_inside: bool = True) -> Finding:
    """What one check finds there."""
    return found_by(lab, [check], looks_inside=looks_inside)[0]


def healthy(_vm: VirtualMachine) -> None:
    """Nothing is broken."""


def both(*faults: Break) -> Break:
    return lambda vm: [fault(vm) for fault in faults]


def looked(os: str, check: Check, broken: Break) -> Finding:
    """What a check finds in a guest that is healthy but for this."""
    with start([f"healthy-{os.casefold()}"]) as lab:
        broken(lab.world.machines()[0])
        return found(lab, check)


@pytest.mark.parametrize(
    ("check", "broken", "status", "words"),
    [
        (HOST, healthy, OK, ""),
        (HOST, lambda vm: inside.block_host(vm, 32526), FAILED, "32526"),
        (HOST, lambda vm: inside.say_nothing_of(vm, "host80"), UNKNOWN, "manually"),
        (SERVICES, healthy, OK, "run and are set to Automatic"),
        (SERVICES, lambda vm: inside.start_by_hand(vm, "RdAgent"), WARNING, "not set to Automatic: RdAgent."),
        (SERVICES, lambda vm: inside.stop_service(vm, "RdAgent"), FAILED, "Not running: RdAgent."),
        (SERVICES, lambda vm: inside.hang_service(vm, "WindowsAzureGuestAgent"), FAILED, "Not running: WindowsAzureGuestAgent."),
        (SERVICES, lambda vm: inside.remove_service(vm, "WindowsAzureGuestAgent"), FAILED, "Not installed: WindowsAzureGuestAgent."),
        (SERVICES, lambda vm: inside.lose_program(vm, "RdAgent"), FAILED, "gone from the disk: RdAgent."),
        (SERVICES, lambda vm: inside.say_nothing_of(vm, "services"), UNKNOWN, "manually"),
        (SERVICES, lambda vm: inside.stop_service(vm, "VSS"), OK, ""),
        (SUPPORTING, healthy, OK, "Winmgmt, KeyIso, CryptSvc"),
        (SUPPORTING, lambda vm: inside.stop_service(vm, "KeyIso"), WARNING, "KeyIso"),
        (SUPPORTING, lambda vm: inside.disable_service(vm, "Winmgmt"), WARNING, "Winmgmt"),
        (SUPPORTING, lambda vm: inside.remove_service(vm, "CryptSvc"), WARNING, "CryptSvc"),
        (SUPPORTING, lambda vm: inside.say_nothing_of(vm, "services"), UNKNOWN, "manually"),
        (DOTNET, healthy, OK, "528449"),
        (DOTNET, lambda vm: inside.age_dotnet(vm, 378389), OK, "378389"),
        (DOTNET, lambda vm: inside.age_dotnet(vm, 378388), FAILED, "4.5"),
        (DOTNET, inside.age_dotnet, FAILED, "4.5"),
        (DOTNET, lambda vm: inside.say_nothing_of(vm, "dotnet"), UNKNOWN, "manually"),
        (ADDRESS, healthy, OK, "DHCP"),
        (ADDRESS, inside.turn_dhcp_off, WARNING, "manually set"),
        (ADDRESS, both(inside.turn_dhcp_off, inside.block_host), FAILED, "manually set"),
        (ADDRESS, lambda vm: inside.turn_dhcp_off(vm, 3), OK, "several"),
        (ADDRESS, lambda vm: inside.say_nothing_of(vm, "dhcp"), UNKNOWN, "manually"),
    ],
)
def test_what_windows_says(check: Check, broken: Break, status: Status, words: str) -> None:
    finding = looked("Windows", check, broken)
    assert (finding.status, words in str(finding.text)) == (status, True), str(finding.text)


OLD = "2.2.9"


@pytest.mark.parametrize(
    ("check", "broken", "status", "words"),
    [
        (HOST, healthy, OK, ""),
        (HOST, inside.block_host, FAILED, "80"),
        (SERVICE, healthy, OK, "walinuxagent"),
        (SERVICE, lambda vm: inside.stop_service(vm, "walinuxagent"), FAILED, "does not run"),
        (SERVICE, lambda vm: inside.start_by_hand(vm, "walinuxagent"), WARNING, "does not start with the system"),
        (SERVICE, lambda vm: inside.disable_service(vm, "walinuxagent"), FAILED, "does not run"),
        (SERVICE, lambda vm: inside.remove_service(vm, "walinuxagent"), WARNING, "no service"),
        (SERVICE, lambda vm: inside.say_nothing_of(vm, "services"), UNKNOWN, "manually"),
        (WORKING, healthy, OK, "2.15.0.1"),
        (WORKING, inside.age_daemon, OK, "2.2.45"),
        (WORKING, lambda vm: inside.age_goal_state(vm, OLD), WARNING, "2.2.53.1"),
        (WORKING, lambda vm: inside.age_goal_state(vm, "2.2.53.1"), OK, "2.2.53.1"),
        (WORKING, lambda vm: inside.say_nothing_of(vm, "daemon"), OK, "2.15.0.1"),
        (WORKING, lambda vm: inside.say_nothing_of(vm, "goal"), UNKNOWN, "manually"),
        (UPDATE, healthy, OK, "updates itself"),
        (UPDATE, inside.stop_auto_update, OK, "manually"),
        (UPDATE, both(inside.stop_auto_update, lambda vm: inside.age_goal_state(vm, OLD)), WARNING, "too old"),
        (UPDATE, lambda vm: inside.age_goal_state(vm, OLD), OK, "updates itself"),
        (UPDATE, lambda vm: inside.say_nothing_of(vm, "autoupdate"), UNKNOWN, "manually"),
        (FITS, healthy, OK, "does not complain"),
        (FITS, inside.misfit_agent, WARNING, "old wala code"),
        (FITS, lambda vm: inside.say_nothing_of(vm, "misfit"), UNKNOWN, "manually"),
        (ADDRESS, healthy, OK, "route"),
        (ADDRESS, inside.lose_route, FAILED, "no route"),
        (ADDRESS, lambda vm: inside.say_nothing_of(vm, "route"), UNKNOWN, "manually"),
    ],
)
def test_what_linux_says(check: Check, broken: Break, status: Status, words: str) -> None:
    finding = looked("Linux", check, broken)
    assert (finding.status, words in str(finding.text)) == (status, True), str(finding.text)


@pytest.mark.parametrize("os", ["Windows", "Linux"])
@pytest.mark.parametrize(("ahead", "status"), [(0, OK), (-600, OK), (4, OK), (6, WARNING), (60 * 24 * 365, WARNING)])
def test_only_a_clock_in_the_future_is_wrong(os: str, ahead: int, status: Status) -> None:
    finding = looked(os, CLOCK[os], lambda vm: inside.set_clock_ahead(vm, timedelta(minutes=ahead)))
    assert finding.status is status
    assert finding.evidence[0].path.endswith(".clock")


def test_a_clock_that_nobody_tells_is_unknown() -> None:
    assert looked("Linux", CLOCK["Linux"], lambda vm: inside.say_nothing_of(vm, "clock")).status is UNKNOWN


IN_GUEST = [HOST, SERVICES, SUPPORTING, DOTNET, ADDRESS, CLOCK["Windows"]]


@pytest.mark.parametrize("check", IN_GUEST, ids=lambda check: str(check.id))
def test_nobody_looks_unasked(check: Check) -> None:
    with start(["healthy-windows"]) as lab:
        lab.world.machines()[0].guest = ProbedGuest("Linux", lab.world.now)  # would answer 501 if it were asked
        finding = found(lab, check, looks_inside=False)
    assert finding.status is SKIPPED
    assert "manually" in str(finding.text)


@pytest.mark.parametrize(
    ("broken", "status", "words"),
    [
        (silence_agent, UNKNOWN, "serial console"),
        (lambda vm: age_agent_report(vm, timedelta(hours=2)), UNKNOWN, "hangs"),
        (lambda vm: turn_off(vm, "deallocated"), SKIPPED, "deallocated"),
        (lambda vm: turn_off(vm, "starting"), UNKNOWN, "starting"),
    ],
)
def test_nobody_looks_but_through_a_ready_agent(broken: Break, status: Status, words: str) -> None:
    with start(["healthy-windows"]) as lab:
        vm = lab.world.machines()[0]
        vm.guest = ProbedGuest("Linux", lab.world.now)
        broken(vm)
        finding = found(lab, SERVICES)
    assert (finding.status, words in str(finding.text)) == (status, True), str(finding.text)


def test_a_busy_run_command_is_not_a_fault_of_the_vm() -> None:
    with start(["healthy-windows"]) as lab:
        lab.world.machines()[0].command_running = True
        finding = found(lab, SERVICES)
    assert finding.status is UNKNOWN
    assert "Run command extension execution is in progress" in str(finding.text)


def test_a_guest_that_answers_gibberish_is_not_judged() -> None:
    with start(["healthy-linux"]) as lab:
        inside.probed(lab.world.machines()[0]).differs["v"] = 1
        finding = found(lab, SERVICE)
    assert finding.status is UNKNOWN
    assert "no readable answer" in str(finding.text)


@pytest.mark.parametrize("os", ["Windows", "Linux"])
def test_whoever_cannot_look_is_shown_how(os: str) -> None:
    """Every cause with an in-guest check has a manual step with commands for inside the guest."""
    checks = [check for cause in catalogue() if cause.os in (None, os) for check in cause.checks]
    with start([f"healthy-{os.casefold()}"]) as lab:
        findings = found_by(lab, checks, looks_inside=False)
    unseen = [check for check, finding in zip(checks, findings, strict=True) if "looking inside was not chosen" in str(finding.text)]
    causes = {check.cause.id: check.cause for check in unseen}
    assert {"snapshot-status-unavailable", (WINDOWS if os == "Windows" else LINUX).id} <= set(causes)
    shells = {Shell.POWERSHELL, Shell.CMD} if os == "Windows" else {Shell.BASH}
    for cause in causes.values():
        commands: list[Command] = [command for step in cause.manual_steps for command in step.instructions(VM).commands]
        assert [command for command in commands if command.shell in shells], cause.id


SHOWN = {
    "services": r"Get-Service RdAgent, WindowsAzureGuestAgent",
    "supporting_services": r"Get-Service Winmgmt, KeyIso, CryptSvc",
    "dotnet": r"Release$",
    "guest_address": r"Get-NetIPInterface.*\n(.*\n)*.*ip route get",
    "service": r"systemctl show walinuxagent",
    "working_version": r"waagent --version",
    "auto_update": r"AutoUpdate",
    "extension_fits": r"old wala code",
    "clock": r"UtcNow|date -u",
}


@pytest.mark.parametrize(
    "module", [windows_agent_unresponsive, linux_agent_outdated, snapshot_status_unavailable], ids=lambda module: module.cause.id
)
def test_each_of_these_checks_has_its_command(module: object) -> None:
    cause = module.cause  # type: ignore[attr-defined] # a module of the catalogue
    lines = "\n".join(command.line for step in cause.manual_steps for command in step.instructions(VM).commands)
    names = [check.run.__name__ for check in cause.checks if check.run.__name__ in SHOWN]
    assert names
    assert [name for name in names if not re.search(SHOWN[name], lines, re.MULTILINE)] == []
