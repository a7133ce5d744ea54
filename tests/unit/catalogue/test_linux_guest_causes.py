"""The Linux agent's configuration, SELinux and the freezing of file systems: what the guest shows and what Azure sees of it."""

from __future__ import annotations

import pytest

from backup_doctor.catalogue.causes import extension_blocked_by_security_software as security
from backup_doctor.catalogue.causes import linux_agent_configuration as configuration
from backup_doctor.catalogue.causes import linux_file_system_freeze as freeze
from backup_doctor.core.model import Check, CheckFunction, Status
from backup_doctor.lab.breaking import guest as breaking
from backup_doctor.lab.breaking.machine import turn_off
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World
from tests.helpers.worlds import Break, find, find_inside, inside, nothing

OK, WARNING, FAILED, SKIPPED, UNKNOWN = Status.OK, Status.WARNING, Status.FAILED, Status.SKIPPED, Status.UNKNOWN
CHECKS = [check for module in (configuration, freeze) for check in module.cause.checks]
REFUSED = "Extension will not be processed since extension processing is disabled. To enable it, set Extensions.Enabled=y in /etc/waagent.conf"


def untold(*fields: str) -> Break:
    return inside(breaking.say_nothing_of, *fields)


@pytest.mark.parametrize(
    ("check", "broken", "status"),
    [
        (configuration.extensions_enabled, nothing, OK),
        (configuration.extensions_enabled, inside(breaking.disable_extensions), FAILED),
        (configuration.extensions_enabled, untold("extensions"), UNKNOWN),
        (configuration.provisioning_agent, nothing, OK),
        (configuration.provisioning_agent, inside(breaking.set_provisioning_agent, "cloud-init"), OK),
        (configuration.provisioning_agent, inside(breaking.set_provisioning_agent, "waagent"), OK),
        (configuration.provisioning_agent, inside(breaking.set_provisioning_agent, "disabled"), WARNING),
        (configuration.provisioning_agent, inside(breaking.set_provisioning_agent, "chef"), UNKNOWN),
        (configuration.provisioning_agent, untold("provisioning"), UNKNOWN),
        (configuration.programs_may_run, nothing, OK),
        (configuration.programs_may_run, inside(breaking.mount_noexec), FAILED),
        (configuration.programs_may_run, untold("noexec"), UNKNOWN),
        (configuration.python, nothing, OK),
        (configuration.python, inside(breaking.remove_python), FAILED),
        (configuration.python, inside(breaking.age_python, "2.6.6"), OK),
        (configuration.python, inside(breaking.age_python, "2.4.3"), WARNING),
        (configuration.python, inside(breaking.age_python, "PyPy"), UNKNOWN),
        (configuration.python, untold("python"), UNKNOWN),
        (security.selinux, nothing, SKIPPED),
        (security.selinux, inside(breaking.set_selinux, "Permissive"), OK),
        (security.selinux, inside(breaking.set_selinux, "Enforcing"), OK),
        (security.selinux, untold("selinux"), UNKNOWN),
        (security.not_blocked, nothing, SKIPPED),
        (security.no_crashes, nothing, SKIPPED),
    ],
)
def test_how_the_agent_is_set_up(check: CheckFunction, broken: Break, status: Status) -> None:
    finding = find_inside(check, broken, os="Linux")
    assert finding.status is status, str(finding.text)


def test_a_proxy_asks_for_a_newer_python() -> None:
    proxied = inside(breaking.set_proxy, "http://proxy.contoso.internal:3128")
    assert find_inside(configuration.python, inside(breaking.age_python, "2.6.6"), proxied, os="Linux").status is WARNING
    assert find_inside(configuration.python, inside(breaking.age_python, "2.7.5"), proxied, os="Linux").status is OK


def test_selinux_is_only_suspicious_with_a_code_it_can_bring_about() -> None:
    enforcing = inside(breaking.set_selinux, "Enforcing")
    assert find_inside(security.selinux, enforcing, os="Linux", code="UserErrorVmNotInDesirableState").status is WARNING
    assert find_inside(security.selinux, inside(breaking.set_selinux, "Permissive"), os="Linux", code="VmNotInDesirableState").status is OK


def refusing(_world: World, vm: VirtualMachine) -> None:
    """A current agent that says why it runs no extension."""
    extension = vm.extensions[0]
    extension.state, extension.message = "failed/1", REFUSED


def off(_world: World, vm: VirtualMachine) -> None:
    turn_off(vm, "stopped")


def test_an_agent_that_refuses_extensions_says_so_in_azure() -> None:
    finding = find(configuration.extensions_accepted, refusing, os="Linux")
    assert finding.status is FAILED
    assert "VMSnapshotLinux" in str(finding.text)
    assert finding.evidence[0].value == "ProvisioningState/failed/1"


@pytest.mark.parametrize("broken", [(nothing,), (refusing, off)], ids=["says nothing", "is off"])
def test_an_agent_that_says_nothing_is_not_cleared(broken: tuple[Break, ...]) -> None:
    assert find(configuration.extensions_accepted, *broken, os="Linux").status is SKIPPED


@pytest.mark.parametrize(
    ("code", "status"),
    [
        *((0, OK), (1, OK)),
        *((121, FAILED), (122, FAILED), (123, FAILED), (124, FAILED)),
        *((299, SKIPPED), (300, WARNING), (318, WARNING), (319, SKIPPED)),
        *((76, SKIPPED), (402, SKIPPED)),
    ],
)
def test_only_its_own_codes_are_about_freezing(code: int, status: Status) -> None:
    finding = find_inside(freeze.last_run, inside(breaking.fail_snapshot, code), os="Linux")
    assert finding.status is status
    assert str(code) in str(finding.text)


@pytest.mark.parametrize(
    ("check", "broken", "status"),
    [
        (freeze.last_run, inside(breaking.remove_plugin), SKIPPED),
        (freeze.last_run, untold("code"), UNKNOWN),
        (freeze.freezer, nothing, OK),
        (freeze.freezer, inside(breaking.lose_freezer), FAILED),
        (freeze.freezer, inside(breaking.remove_plugin), SKIPPED),
        (freeze.mounts, nothing, OK),
        (freeze.mounts, inside(breaking.double_mounts, 2), WARNING),
        (freeze.mounts, untold("doubled"), UNKNOWN),
    ],
)
def test_what_freezing_needs(check: CheckFunction, broken: Break, status: Status) -> None:
    finding = find_inside(check, broken, os="Linux")
    assert finding.status is status, str(finding.text)


def test_double_mounts_are_no_proof_even_with_the_code() -> None:
    assert find_inside(freeze.mounts, inside(breaking.double_mounts, 1), os="Linux", code="UserErrorFsFreezeFailed").status is WARNING


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.id))
def test_nothing_is_said_without_a_look(check: Check) -> None:
    assert find(check.run, os="Linux").status is SKIPPED
