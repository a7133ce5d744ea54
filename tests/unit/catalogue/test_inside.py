"""In-guest checks: asked only when chosen, only through a ready agent, and true to what the guest says."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.signin import sign_in, token_credential
from backup_doctor.arm.vm import AzureVm
from backup_doctor.catalogue.causes import linux_agent_outdated, snapshot_status_unavailable, vm_no_internet_access, windows_agent_unresponsive
from backup_doctor.core.examination import look
from backup_doctor.core.model import Check, Finding, Status
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.guest import ProbedGuest
from backup_doctor.lab.running import RunningLab, start

HOST = next(check for check in vm_no_internet_access.cause.checks if check.run is vm_no_internet_access.host_reachable)
SERVICES = next(check for check in windows_agent_unresponsive.cause.checks if check.run is windows_agent_unresponsive.services)
DOTNET = next(check for check in windows_agent_unresponsive.cause.checks if check.run is windows_agent_unresponsive.dotnet)
CONFIGURATION = next(check for check in linux_agent_outdated.cause.checks if check.run is linux_agent_outdated.configuration)
ADDRESS = next(check for check in snapshot_status_unavailable.cause.checks if check.run is snapshot_status_unavailable.guest_address)
WRITERS = next(check for check in snapshot_status_unavailable.cause.checks if check.run is snapshot_status_unavailable.vss_writers)

MANUAL = [{"name": name, "state": "Running", "start": "Manual"} for name in ("RdAgent", "WindowsAzureGuestAgent")]
GONE = [{"name": "RdAgent", "state": "Running", "start": "Auto"}, {"name": "WindowsAzureGuestAgent", "state": "Absent", "start": ""}]


def found(lab: RunningLab, check: Check, *, looks_inside: bool = True) -> Finding:
    """What a check finds on the lab's first VM."""

    async def asked() -> Finding:
        session = await sign_in(custom(lab.endpoint), token_credential(lab.token))
        try:
            return await look(AzureVm(session.gateway, VmId.parse(lab.vms[0].id), looks_inside=looks_inside), check)
        finally:
            await session.gateway.close()

    return asyncio.run(asked())


@pytest.mark.parametrize(
    ("scenario", "differs", "check", "status"),
    [
        ("healthy-windows", {}, HOST, Status.OK),
        ("healthy-linux", {}, HOST, Status.OK),
        ("healthy-windows", {"host32526": False}, HOST, Status.FAILED),
        ("healthy-linux", {"host80": None}, HOST, Status.UNKNOWN),
        ("healthy-windows", {}, SERVICES, Status.OK),
        ("healthy-windows", {"services": MANUAL}, SERVICES, Status.WARNING),
        ("healthy-windows", {"services": GONE}, SERVICES, Status.FAILED),
        ("healthy-windows", {"services": "hostile"}, SERVICES, Status.UNKNOWN),
        ("healthy-linux", {}, SERVICES, Status.SKIPPED),
        ("healthy-windows", {"dotnet": 378389}, DOTNET, Status.OK),
        ("healthy-windows", {"dotnet": 0}, DOTNET, Status.FAILED),
        ("healthy-linux", {}, CONFIGURATION, Status.OK),
        ("healthy-linux", {"extensions": "False"}, CONFIGURATION, Status.FAILED),
        ("healthy-linux", {"noexec": True}, CONFIGURATION, Status.FAILED),
        ("healthy-linux", {"extensions": ""}, CONFIGURATION, Status.UNKNOWN),
        ("healthy-windows", {"dhcp": "Disabled"}, ADDRESS, Status.FAILED),
        ("healthy-windows", {"dhcp": "Disabled", "addresses": 3}, ADDRESS, Status.OK),
        ("healthy-linux", {}, ADDRESS, Status.SKIPPED),
        ("healthy-windows", {"badwriters": 2}, WRITERS, Status.WARNING),
        ("healthy-windows", {"writers": 0}, WRITERS, Status.UNKNOWN),
    ],
)
def test_the_guest_decides(scenario: str, differs: dict[str, Any], check: Check, status: Status) -> None:
    with start([scenario]) as lab:
        vm = lab.world.machines()[0]
        vm.guest = ProbedGuest(vm.os, differs)
        finding = found(lab, check)
    assert finding.status is status, str(finding.text)
    assert bool(finding.evidence) or status in (Status.SKIPPED, Status.UNKNOWN)


def test_nobody_looks_unasked() -> None:
    with start(["healthy-windows"]) as lab:
        lab.world.machines()[0].guest = ProbedGuest("Linux")  # would answer 501 if it were asked
        assert found(lab, HOST, looks_inside=False).status is Status.SKIPPED


def test_nobody_looks_through_a_silent_agent() -> None:
    with start(["windows-agent-stopped"]) as lab:
        finding = found(lab, HOST)
    assert finding.status is Status.UNKNOWN
    assert "agent" in str(finding.text)


def test_a_vm_that_is_off_has_nothing_to_look_into() -> None:
    with start(["deallocated"]) as lab:
        assert found(lab, HOST).status is Status.SKIPPED


def test_a_busy_run_command_is_not_a_fault_of_the_vm() -> None:
    with start(["healthy-windows"]) as lab:
        lab.world.machines()[0].command_running = True
        finding = found(lab, HOST)
    assert finding.status is Status.UNKNOWN
    assert "Run command extension execution is in progress" in str(finding.text)
