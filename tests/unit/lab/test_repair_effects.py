"""What our repair scripts do to a guest of the lab, also where they have nothing to do or cannot."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backup_doctor.core.scripts import script
from backup_doctor.lab.answers import ArmError
from backup_doctor.lab.breaking.guest import lose_program, probed, remove_service, set_proxy, stop_auto_update, stop_service, turn_dhcp_off
from backup_doctor.lab.breaking.machine import silence_agent
from backup_doctor.lab.build import Site, linux, windows
from backup_doctor.lab.guest_repairs import repair_of
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return World(clock=lambda: datetime(2026, 11, 22, tzinfo=UTC))


def ran(world: World, vm: VirtualMachine, file: str) -> Any:
    """The last line of a script's output."""
    effect = repair_of(vm, "\n".join(script(file).splitlines()))
    assert effect is not None
    message = "\n".join(status["message"] for status in effect(world))
    return json.loads(next(line for line in message.splitlines() if line.startswith('{"repair"')))


def later(world: World) -> None:
    world.skip(HOUR)
    world.settle()


def test_an_agent_whose_program_is_gone_does_not_come_back_by_a_restart(world: World) -> None:
    vm = windows(world, "web-01", Site("rg-web"))
    silence_agent(vm)
    lose_program(vm, "RdAgent")
    assert ran(world, vm, "windows-restart-agent.ps1")["ok"]
    later(world)
    assert not vm.agent.ready


def test_without_a_proxy_there_is_nothing_to_go_round(world: World) -> None:
    vm = windows(world, "web-01", Site("rg-web"))
    before = probed(vm).says()["bypass"]
    ran(world, vm, "windows-bypass-proxy-on.ps1")
    assert probed(vm).says()["bypass"] == before
    set_proxy(vm, "http://proxy.example:8080")
    ran(world, vm, "windows-bypass-proxy-on.ps1")
    assert probed(vm).says()["bypass"] is True


@pytest.mark.parametrize(("addresses", "ok", "said"), [(0, True, "already takes"), (1, True, "in a minute"), (2, False, "several addresses")])
def test_dhcp_is_switched_on_where_it_is_off_and_one_address_is_enough(world: World, addresses: int, ok: bool, said: str) -> None:
    vm = windows(world, "web-01", Site("rg-web"))
    if addresses:
        turn_dhcp_off(vm, addresses)
    answer = ran(world, vm, "windows-dhcp-on.ps1")
    assert (answer["ok"], said in answer["said"]) == (ok, True)
    later(world)
    assert probed(vm).says()["dhcp"] is ok


@pytest.mark.parametrize(("file", "service"), [("windows-restart-vss.ps1", "VSS"), ("windows-repair-com.ps1", "COMSysApp")])
def test_a_service_that_is_missing_cannot_be_started(world: World, file: str, service: str) -> None:
    vm = windows(world, "web-01", Site("rg-web"))
    stop_service(vm, service)
    assert ran(world, vm, file)["ok"]
    remove_service(vm, service)
    assert not ran(world, vm, file)["ok"]


def test_an_agent_that_may_no_longer_update_itself_stays_what_it_is(world: World) -> None:
    vm = linux(world, "web-01", Site("rg-web"))
    stop_auto_update(vm)
    vm.agent.version = "2.2.40"
    for file in ("linux-auto-update-on.sh", "linux-auto-update-off.sh"):
        assert ran(world, vm, file)["ok"]
    later(world)
    assert vm.agent.version == "2.2.40"


def test_a_script_for_the_other_system_is_not_made_up(world: World) -> None:
    vm = linux(world, "web-01", Site("rg-web"))
    with pytest.raises(ArmError):
        ran(world, vm, "windows-restart-vss.ps1")
