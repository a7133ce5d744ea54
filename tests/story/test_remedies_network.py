"""Repairs of the network, the power and the platform: a VM that is broken in a known way, the repair, and what the checks say then."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from backup_doctor.catalogue.remedies import remedy_of
from backup_doctor.core.model import Verdict
from backup_doctor.core.undertaking import Outcome
from backup_doctor.lab.answers import Json
from backup_doctor.lab.breaking.guest import turn_dhcp_off
from backup_doctor.lab.breaking.machine import outdate_agent, refuse_extensions, silence_agent, turn_off
from backup_doctor.lab.breaking.network import add_rules, guard_interface, make_private, route_subnet
from backup_doctor.lab.build import fail_last_backup
from backup_doctor.lab.failures import Failure
from backup_doctor.lab.machine import VirtualMachine
from backup_doctor.lab.machine_json import vm_resource
from backup_doctor.lab.network import rule
from backup_doctor.lab.world import World
from tests.helpers.repairs import changes, plan_of, repair, requests_of, stages, undo_of, verdicts
from tests.helpers.worlds import Break, Lab, inside, one_vm, scenario

NETWORK = "vm-no-internet-access"
KINDS = ("networkSecurityGroups", "routeTables", "virtualNetworks/subnets", "networkInterfaces")

Opened = Callable[[], AbstractContextManager[Lab]]


def documents(lab: Lab) -> str:
    """The whole network and the VM, as they stand."""
    vm = machine(lab)
    found: list[Json] = [item for kind in KINDS for item in lab.world.store.of_type(f"Microsoft.Network/{kind}")]
    return json.dumps([*found, vm_resource(vm, lab.world.now(), instance_view=False)], sort_keys=True, indent=1)


def machine(lab: Lab) -> VirtualMachine:
    vm = lab.world.machine(lab.vm)
    assert vm is not None
    return vm


def old_agent(_world: World, vm: VirtualMachine) -> None:
    """With such an agent the guest itself has to reach storage."""
    outdate_agent(vm, "2.7.41491.900")


def both_groups_deny(world: World, vm: VirtualMachine) -> None:
    add_rules(world, vm, rule("deny-out", 200, "Deny", "Internet"))
    guard_interface(world, vm, rule("deny-all", 150, "Deny", "*"))


def idle_route(world: World, vm: VirtualMachine) -> None:
    """In a private subnet a route to the Internet leads nowhere."""
    make_private(world, vm)
    route_subnet(world, vm, ("out", "0.0.0.0/0", "Internet"))


def tunnelled(world: World, vm: VirtualMachine) -> None:
    """An appliance decides what gets out."""
    route_subnet(world, vm, ("all", "0.0.0.0/0", "VirtualAppliance"))


def off_at_night(world: World, vm: VirtualMachine) -> None:
    turn_off(vm, "deallocated")
    fail_last_backup(world, vm, Failure("AzureVmOffline", 0, "Backup extension cannot be installed while the VM is not running."))


def agent_refuses_to_return(_world: World, vm: VirtualMachine) -> None:
    silence_agent(vm)
    vm.agent.starts_with_os = False


def named(name: str) -> Opened:
    return partial(scenario, name)


def of(*broken: Break, os: str = "Windows") -> Opened:
    return partial(one_vm, *broken, os=os)


ALLOW = [
    named("nsg-denies-storage"),
    named("subnet-denies-although-interface-allows"),
    named("storage-of-wrong-region-allowed"),
    named("storage-allowed-on-wrong-port"),
    of(old_agent, both_groups_deny),
]
TRIED: list[tuple[str, Opened, Verdict, Verdict]] = [
    *((f"{NETWORK}/allow-storage", world, Verdict.CONFIRMED, Verdict.RULED_OUT) for world in ALLOW),
    (f"{NETWORK}/route-storage", named("route-leads-nowhere"), Verdict.CONFIRMED, Verdict.RULED_OUT),
    (f"{NETWORK}/route-storage", of(old_agent, tunnelled), Verdict.SUSPECTED, Verdict.RULED_OUT),
    (f"{NETWORK}/add-service-endpoint", named("route-leads-nowhere"), Verdict.CONFIRMED, Verdict.RULED_OUT),
    (f"{NETWORK}/add-service-endpoint", of(old_agent, tunnelled), Verdict.SUSPECTED, Verdict.RULED_OUT),
    (f"{NETWORK}/add-service-endpoint", of(old_agent, idle_route), Verdict.SUSPECTED, Verdict.RULED_OUT),
    ("snapshot-status-unavailable/start-vm", of(off_at_night), Verdict.SUSPECTED, Verdict.RULED_OUT),
    ("snapshot-status-unavailable/stop-and-start", named("shut-down-inside"), Verdict.CONFIRMED, Verdict.RULED_OUT),
    ("windows-agent-unresponsive/restart-vm", named("windows-agent-stopped"), Verdict.CONFIRMED, Verdict.RULED_OUT),
    ("windows-agent-unresponsive/restart-vm", named("windows-agent-stale"), Verdict.SUSPECTED, Verdict.RULED_OUT),
    ("windows-agent-unresponsive/redeploy-vm", named("windows-agent-stopped"), Verdict.CONFIRMED, Verdict.RULED_OUT),
    ("linux-agent-outdated/restart-vm", named("linux-agent-silent"), Verdict.CONFIRMED, Verdict.RULED_OUT),
    ("linux-agent-outdated/redeploy-vm", named("linux-agent-silent"), Verdict.CONFIRMED, Verdict.RULED_OUT),
    ("vm-provisioning-failed/reapply-vm", named("provisioning-failed"), Verdict.CONFIRMED, Verdict.RULED_OUT),
    ("vm-provisioning-failed/reapply-vm", named("vm-updating-for-hours"), Verdict.SUSPECTED, Verdict.RULED_OUT),
    ("vm-provisioning-failed/delete-failed-extension", named("vm-failed-by-extension"), Verdict.CONFIRMED, Verdict.RULED_OUT),
    ("vm-provisioning-failed/delete-failed-extension", named("other-extension-failed"), Verdict.SUSPECTED, Verdict.RULED_OUT),
    ("backup-extension-load-failure/allow-extensions", of(lambda _, vm: refuse_extensions(vm)), Verdict.CONFIRMED, Verdict.RULED_OUT),
    ("snapshot-status-unavailable/keep-address-then-dhcp", of(inside(turn_dhcp_off)), Verdict.SUSPECTED, Verdict.RULED_OUT),
]


@pytest.mark.parametrize(("remedy", "world", "before", "after"), TRIED)
def test_the_repair_changes_what_the_checks_see(remedy: str, world: Opened, before: Verdict, after: Verdict, tmp_path: Path) -> None:
    cause = remedy.partition("/")[0]
    with world() as lab:
        looks = remedy.endswith("dhcp")
        assert verdicts(lab, looks_inside=looks)[cause] is before
        looked = len(changes(lab))
        plan = plan_of(lab, remedy)
        undertaking = repair(lab, remedy, tmp_path)
        sent = changes(lab)[looked:]
        assert (undertaking.outcome, set(stages(undertaking)) <= {"done", "undone"}) == (Outcome.DONE, True)
        assert sent == [line.partition("?")[0] for line, _ in requests_of(plan)], "what was confirmed is what was sent"
        assert verdicts(lab, looks_inside=looks)[cause] is after


UNDONE = [(remedy, world, before) for remedy, world, before, _ in TRIED if remedy.endswith(("/allow-storage", "/route-storage", "/allow-extensions"))]


@pytest.mark.parametrize(("remedy", "world", "verdict"), UNDONE)
def test_what_can_be_taken_back_leaves_the_world_as_it_was(remedy: str, world: Opened, verdict: Verdict, tmp_path: Path) -> None:
    with world() as lab:
        before = documents(lab)
        undertaking = repair(lab, remedy, tmp_path)
        assert documents(lab) != before
        undone = undo_of(lab, undertaking, tmp_path)
        assert (undone.outcome, set(stages(undone))) == (Outcome.UNDONE, {"undone"})
        assert documents(lab) == before
        assert verdicts(lab)[remedy.partition("/")[0]] is verdict


def test_a_started_vm_can_be_switched_off_again(tmp_path: Path) -> None:
    with one_vm(off_at_night) as lab:
        undertaking = repair(lab, "snapshot-status-unavailable/start-vm", tmp_path)
        assert machine(lab).power == "running"
        undo_of(lab, undertaking, tmp_path)
        assert machine(lab).power == "deallocated"


@pytest.mark.parametrize("remedy", ["windows-agent-unresponsive/restart-vm", "windows-agent-unresponsive/redeploy-vm"])
def test_an_agent_that_does_not_start_with_windows_stays_away_and_nobody_claims_otherwise(remedy: str, tmp_path: Path) -> None:
    with one_vm(agent_refuses_to_return) as lab:
        plan = plan_of(lab, remedy)
        at_once = replace(plan, steps=tuple(replace(step, limit=timedelta(0)) for step in plan.steps))
        undertaking = repair(lab, remedy, tmp_path, plan=at_once)
        assert (undertaking.outcome, stages(undertaking)) == (Outcome.DONE, ["failed"])
        assert "Waiting for the agent to report again" in str(undertaking.steps[0].said)
        assert verdicts(lab)["windows-agent-unresponsive"] is Verdict.CONFIRMED


def test_a_reapply_does_not_hide_an_extension_that_still_fails(tmp_path: Path) -> None:
    with scenario("vm-failed-by-extension") as lab:
        undertaking = repair(lab, "vm-provisioning-failed/reapply-vm", tmp_path)
        assert (undertaking.outcome, stages(undertaking)) == (Outcome.FAILED, ["failed"])
        assert "CustomScript" in str(undertaking.steps[0].said)
        assert verdicts(lab)["vm-provisioning-failed"] is Verdict.CONFIRMED


def test_a_reapply_cures_once_the_agent_is_back(tmp_path: Path) -> None:
    with scenario("vm-failed-with-silent-agent") as lab:
        assert repair(lab, "vm-provisioning-failed/reapply-vm", tmp_path).outcome is Outcome.FAILED
        repair(lab, "windows-agent-unresponsive/restart-vm", tmp_path)
        assert repair(lab, "vm-provisioning-failed/reapply-vm", tmp_path).outcome is Outcome.DONE
        assert verdicts(lab)["vm-provisioning-failed"] is Verdict.RULED_OUT


def test_a_stop_that_nothing_followed_can_be_taken_back(tmp_path: Path) -> None:
    with scenario("shut-down-inside") as lab:
        lab.suffer("403:/start:1")
        undertaking = repair(lab, "snapshot-status-unavailable/stop-and-start", tmp_path)
        assert (stages(undertaking), machine(lab).power) == (["done", "failed"], "deallocated")
        assert undo_of(lab, undertaking, tmp_path).outcome is Outcome.UNDONE
        assert machine(lab).power == "running"


@pytest.mark.parametrize(
    ("remedy", "world", "place"),
    [
        (f"{NETWORK}/add-service-endpoint", partial(scenario, "route-leads-nowhere"), "virtualNetworks/subnets"),
        ("snapshot-status-unavailable/keep-address-then-dhcp", of(inside(turn_dhcp_off)), "networkInterfaces"),
    ],
)
def test_what_somebody_changed_after_the_plan_is_not_overwritten(remedy: str, world: Opened, place: str, tmp_path: Path) -> None:
    def change(lab: Lab) -> None:
        for item in lab.world.store.of_type(f"Microsoft.Network/{place}"):
            item["properties"]["changed"] = "by somebody else"

    with world() as lab:
        plan = plan_of(lab, remedy)
        change(lab)
        undertaking = repair(lab, remedy, tmp_path, plan=plan)
        assert (undertaking.outcome, stages(undertaking)[0]) == (Outcome.FAILED, "failed")
        assert undertaking.steps[0].said is not None and "412" in str(undertaking.steps[0].said)
        assert len(changes(lab)) == 1
        found: list[Any] = lab.world.store.of_type(f"Microsoft.Network/{place}")
        assert [item["properties"]["changed"] for item in found] == ["by somebody else"]


def test_a_tag_that_azure_does_not_know_changes_nothing(tmp_path: Path) -> None:
    def move(_world: World, vm: VirtualMachine) -> None:
        vm.location = "germanywestcentral"  # whose tag has a short form

    with one_vm(old_agent, both_groups_deny, move) as lab:
        before = documents(lab)
        undertaking = repair(lab, f"{NETWORK}/allow-storage", tmp_path)
        assert (undertaking.outcome, stages(undertaking)) == (Outcome.FAILED, ["failed", "planned"])
        assert "Storage.germanywestcentral" in str(undertaking.steps[0].said)
        assert documents(lab) == before


def test_a_second_group_that_refuses_leaves_the_first_to_be_taken_back(tmp_path: Path) -> None:
    with one_vm(old_agent, both_groups_deny) as lab:
        before = documents(lab)
        lab.suffer("403:web-01-nsg/securityRules:1")
        undertaking = repair(lab, f"{NETWORK}/allow-storage", tmp_path)
        assert (undertaking.outcome, stages(undertaking)) == (None, ["done", "failed"])
        assert undo_of(lab, undertaking, tmp_path).outcome is Outcome.UNDONE
        assert documents(lab) == before


@pytest.mark.parametrize(("remedy", "world"), {remedy: (remedy, world) for remedy, world, _, _ in TRIED}.values())
def test_the_card_names_the_risk_and_the_permissions_of_the_plan(remedy: str, world: Opened) -> None:
    found = remedy_of(remedy)
    assert found is not None
    with world() as lab:
        plan = plan_of(lab, remedy)
    assert found.risk is plan.risk
    assert {need.action for need in plan.needs} <= set(found.permissions)
