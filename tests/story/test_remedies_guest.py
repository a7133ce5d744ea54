"""Repairs inside the guest: a VM that is broken in a known way, the repair, and what the checks say then."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest

from backup_doctor.catalogue.inside_repairs import BUSY_TRIES, RUN
from backup_doctor.catalogue.remedies import all_remedies, remedy_of
from backup_doctor.core.diagnosis import NO_CODE
from backup_doctor.core.model import Verdict
from backup_doctor.core.offering import offer
from backup_doctor.core.plan import Risk
from backup_doctor.core.undertaking import Outcome
from backup_doctor.lab.answers import Json
from backup_doctor.lab.backup_run import start_backup
from backup_doctor.lab.breaking import guest as inside_of
from backup_doctor.lab.breaking.machine import age_agent_report, outdate_agent, refuse_extensions, silence_agent, turn_off
from backup_doctor.lab.breaking.network import add_rules
from backup_doctor.lab.build import fail_last_backup, protected_item
from backup_doctor.lab.failures import VM_TOO_BUSY, WRITERS_BAD
from backup_doctor.lab.guest import ProbedGuest
from backup_doctor.lab.machine import Load, VirtualMachine
from backup_doctor.lab.network import rule
from backup_doctor.lab.world import World
from tests.helpers.repairs import changes, offer_of, plan_of, reason_of, repair, requests_of, resumed, stages, undo_of, verdicts
from tests.helpers.worlds import Break, Lab, inside, nothing, one_vm

WINDOWS, LINUX = "windows-agent-unresponsive", "linux-agent-outdated"
NETWORK, VSS, ENVIRONMENT = "vm-no-internet-access", "vss-or-com-failure", "windows-extension-environment"
CONFIRMED, SUSPECTED, RULED_OUT = Verdict.CONFIRMED, Verdict.SUSPECTED, Verdict.RULED_OUT


def machine(lab: Lab) -> VirtualMachine:
    vm = lab.world.machine(lab.vm)
    assert vm is not None
    return vm


def guest(lab: Lab) -> ProbedGuest:
    return inside_of.probed(machine(lab))


def state(lab: Lab) -> Json:
    """All that a script can change, but for the clock."""
    found = guest(lab)
    says = {name: value for name, value in found.says().items() if name != "clock"}
    return deepcopy({**says, "switches": sorted(found.switches), "version": machine(lab).agent.version})


def old(version: str) -> Break:
    return lambda _world, vm: outdate_agent(vm, version)


def both(*faults: Break) -> Break:
    def change(world: World, vm: VirtualMachine) -> None:
        for fault in faults:
            fault(world, vm)

    return change


old_linux = inside(inside_of.age_goal_state, "2.2.41.0")
shut_out = inside(inside_of.block_host)
proxied = inside(inside_of.set_proxy, "proxy:3128")

TRIED: list[tuple[str, str, Break, Verdict, Verdict]] = [
    (f"{WINDOWS}/restart-agent", "Windows", inside(inside_of.stop_service, "WindowsAzureGuestAgent"), CONFIRMED, RULED_OUT),
    (f"{WINDOWS}/restart-agent", "Windows", inside(inside_of.hang_service, "WindowsAzureGuestAgent"), CONFIRMED, RULED_OUT),
    (f"{WINDOWS}/restart-agent", "Windows", inside(inside_of.start_by_hand, "RdAgent"), SUSPECTED, RULED_OUT),
    (f"{WINDOWS}/reinstall-agent", "Windows", old("2.7.41491.900"), SUSPECTED, RULED_OUT),
    (f"{WINDOWS}/reinstall-agent", "Windows", inside(inside_of.lose_program, "RdAgent"), CONFIRMED, RULED_OUT),
    (f"{LINUX}/restart-service", "Linux", inside(inside_of.stop_service, "walinuxagent"), CONFIRMED, RULED_OUT),
    (f"{LINUX}/restart-service", "Linux", inside(inside_of.start_by_hand, "walinuxagent"), SUSPECTED, RULED_OUT),
    (f"{LINUX}/update-package", "Linux", old_linux, SUSPECTED, RULED_OUT),
    (f"{LINUX}/auto-update-on", "Linux", both(old_linux, inside(inside_of.stop_auto_update)), SUSPECTED, RULED_OUT),
    ("linux-agent-configuration/provisioning-auto", "Linux", inside(inside_of.set_provisioning_agent), SUSPECTED, RULED_OUT),
    (f"{NETWORK}/open-host-in-firewall", "Windows", both(shut_out, inside(inside_of.add_firewall_blocks)), CONFIRMED, RULED_OUT),
    (f"{NETWORK}/open-host-in-firewall", "Linux", inside(inside_of.block_host, 32526), CONFIRMED, RULED_OUT),
    (f"{NETWORK}/open-host-in-firewall", "Linux", inside(inside_of.lose_route), CONFIRMED, CONFIRMED),
    (f"{VSS}/restart-writer-services", "Windows", inside(inside_of.spoil_writers), SUSPECTED, RULED_OUT),
    (f"{VSS}/restart-vss", "Windows", inside(inside_of.disable_service, "VSS"), CONFIRMED, RULED_OUT),
    (f"{VSS}/restart-vss", "Windows", inside(inside_of.silence_vss), Verdict.UNKNOWN, RULED_OUT),
    (f"{VSS}/repair-com", "Windows", inside(inside_of.disable_service, "COMSysApp"), CONFIRMED, RULED_OUT),
    (f"{VSS}/repair-msdtc", "Windows", inside(inside_of.run_service_as, "MSDTC", "LocalSystem"), SUSPECTED, RULED_OUT),
    (f"{VSS}/repair-msdtc", "Windows", inside(inside_of.remove_service, "MSDTC"), CONFIRMED, RULED_OUT),
    (f"{ENVIRONMENT}/strong-crypto-on", "Windows", inside(inside_of.weaken_crypto), SUSPECTED, RULED_OUT),
    (f"{ENVIRONMENT}/installer-service-on", "Windows", inside(inside_of.disable_installer), SUSPECTED, RULED_OUT),
]


@pytest.mark.parametrize(("remedy", "os", "broken", "before", "after"), TRIED)
def test_the_repair_changes_what_the_checks_see(remedy: str, os: str, broken: Break, before: Verdict, after: Verdict, tmp_path: Path) -> None:
    cause = remedy.partition("/")[0]
    with one_vm(broken, os=os) as lab:
        assert verdicts(lab, looks_inside=True)[cause] is before
        looked = len(changes(lab))
        plan = plan_of(lab, remedy)
        undertaking = repair(lab, remedy, tmp_path)
        assert (undertaking.outcome, set(stages(undertaking))) == (Outcome.DONE, {"done"}), undertaking.steps[0].said
        assert changes(lab)[looked:] == [line.partition("?")[0] for line, _ in requests_of(plan)], "what was confirmed is what was sent"
        assert verdicts(lab, looks_inside=True)[cause] is after


WITH_A_WAY_BACK = ("-auto", "-firewall", "-crypto-on", "-service-on")

TAKEN_BACK: list[tuple[str, str, Break]] = [
    *((remedy, os, broken) for remedy, os, broken, before, after in TRIED if remedy.endswith(WITH_A_WAY_BACK) and before is not after),
    (f"{LINUX}/auto-update-on", "Linux", inside(inside_of.stop_auto_update)),
    (f"{LINUX}/verbose-logs-on", "Linux", nothing),
    (f"{NETWORK}/bypass-proxy-for-host", "Windows", proxied),
    (f"{VSS}/snapshot-without-threads", "Windows", inside(inside_of.spoil_writers)),
    ("guest-resources/host-snapshot-first", "Windows", nothing),
]


@pytest.mark.parametrize(("remedy", "os", "broken"), TAKEN_BACK)
def test_what_can_be_taken_back_leaves_the_guest_as_it_was(remedy: str, os: str, broken: Break, tmp_path: Path) -> None:
    with one_vm(broken, os=os) as lab:
        before, found = state(lab), verdicts(lab, looks_inside=True)
        undertaking = repair(lab, remedy, tmp_path)
        assert state(lab) != before
        undone = undo_of(lab, undertaking, tmp_path)
        assert (undone.outcome, set(stages(undone))) == (Outcome.UNDONE, {"undone"})
        assert state(lab) == before
        assert verdicts(lab, looks_inside=True) == found


def test_what_the_plan_offers_to_take_back_is_tried_here() -> None:
    """Every repair inside a guest is carried out above or below, and every one with a way back is taken back."""
    ours = {remedy.id for remedy in all_remedies() if remedy.permissions == RUN}
    tried = {remedy for remedy, *_ in TRIED} | {remedy for remedy, *_ in TAKEN_BACK}
    assert ours - tried == {f"{WINDOWS}/collect-logs", f"{LINUX}/fetch-logs"}
    for os in ("Windows", "Linux"):
        with one_vm(os=os) as lab:
            plans = {remedy: offer_of(lab, remedy).plan for remedy in sorted(ours)}
        undoable = {remedy for remedy, plan in plans.items() if plan is not None and any(step.undo is not None for step in plan.steps)}
        assert undoable <= {remedy for remedy, *_ in TAKEN_BACK}


def back_up(lab: Lab, folder: Path) -> str:
    """How a backup ends now."""
    repair(lab, "back-up-again/back-up-now", folder)
    with lab.world.lock:
        return str(protected_item(lab.world, machine(lab))["properties"]["lastBackupStatus"])


def busy(world: World, vm: VirtualMachine) -> None:
    vm.load = Load(cpu=97.4, memory_free=22.0)
    fail_last_backup(world, vm, VM_TOO_BUSY)


def writers_fail(world: World, vm: VirtualMachine) -> None:
    inside_of.spoil_writers(vm)
    fail_last_backup(world, vm, WRITERS_BAD)


@pytest.mark.parametrize(
    ("remedy", "broken", "after"),
    [("guest-resources/host-snapshot-first", busy, RULED_OUT), (f"{VSS}/snapshot-without-threads", writers_fail, SUSPECTED)],
)
def test_what_only_the_next_backup_shows(remedy: str, broken: Break, after: Verdict, tmp_path: Path) -> None:
    cause = remedy.partition("/")[0]

    def verdict(lab: Lab) -> Verdict:
        return next(found.verdict for found in lab.diagnose(looks_inside=True).causes if found.id == cause)

    with one_vm(broken) as lab:
        assert verdict(lab) is CONFIRMED
        assert back_up(lab, tmp_path) == "Failed"
        assert repair(lab, remedy, tmp_path).outcome is Outcome.DONE
        assert verdict(lab) is CONFIRMED, "the repair itself proves nothing"
        assert back_up(lab, tmp_path) == "Completed"
        assert {found.id: found.verdict for found in lab.diagnose(NO_CODE, looks_inside=True).causes}[cause] is after


def test_a_proxy_that_the_host_goes_round_is_no_hint_any_more(tmp_path: Path) -> None:
    def words(lab: Lab) -> str:
        causes = lab.diagnose(NO_CODE, looks_inside=True).causes
        return next(str(check.finding.text) for cause in causes for check in cause.checks if check.id == f"{NETWORK}/host-reachable")

    with one_vm(both(shut_out, proxied)) as lab:
        assert "proxy" in words(lab)
        repair(lab, f"{NETWORK}/bypass-proxy-for-host", tmp_path)
        assert "proxy" not in words(lab)
        assert verdicts(lab, looks_inside=True)[NETWORK] is CONFIRMED, "the firewall is still there"


# What a script cannot do it says, and nothing is claimed


@pytest.mark.parametrize(
    ("remedy", "os", "broken", "words"),
    [
        (f"{WINDOWS}/restart-agent", "Windows", inside(inside_of.remove_service, "RdAgent"), "Not installed: RdAgent"),
        (f"{WINDOWS}/reinstall-agent", "Windows", lambda w, vm: add_rules(w, vm, rule("no", 200, "Deny", "Internet")), "Unable to connect"),
        (f"{LINUX}/update-package", "Linux", lambda w, vm: add_rules(w, vm, rule("no", 200, "Deny", "Internet")), "could not be read"),
        (f"{LINUX}/update-package", "Linux", nothing, "no newer walinuxagent"),
        (f"{LINUX}/restart-service", "Linux", inside(inside_of.disable_service, "walinuxagent"), "no service"),
        (f"{VSS}/restart-writer-services", "Windows", both(writers_fail, inside(inside_of.fill_disk, 300, 97)), "not stable now: 2 of 12"),
        (f"{VSS}/restart-writer-services", "Windows", inside(inside_of.silence_vss), "Restart VSS first"),
        (f"{VSS}/repair-com", "Windows", inside(inside_of.remove_service, "COMSysApp"), "cannot be started"),
    ],
)
def test_a_script_that_could_not_do_its_work_is_no_success(remedy: str, os: str, broken: Break, words: str, tmp_path: Path) -> None:
    with one_vm(broken, os=os) as lab:
        before = state(lab)
        undertaking = repair(lab, remedy, tmp_path)
        assert (undertaking.outcome, stages(undertaking)) == (Outcome.FAILED, ["failed"])
        assert words in str(undertaking.steps[0].said)
        assert state(lab) == before


# The way inside


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda _w, vm: silence_agent(vm), "it is silent"),
        (lambda _w, vm: age_agent_report(vm, timedelta(hours=2)), "hangs"),
        (lambda _w, vm: turn_off(vm, "stopped"), "Start it first"),
        (lambda _w, vm: turn_off(vm, "deallocated"), "Start it first"),
        (lambda w, vm: w.add_lock(str(vm.id), "frozen", "ReadOnly"), "Lock frozen (ReadOnly)"),
        (lambda w, vm: w.add_lock(vm.id.group_scope, "frozen", "ReadOnly"), "Lock frozen (ReadOnly)"),
        (lambda _w, vm: refuse_extensions(vm), "switched off for this VM"),
    ],
)
def test_without_a_way_inside_no_repair_inside_is_offered(broken: Break, words: str) -> None:
    for os in ("Windows", "Linux"):
        with one_vm(broken, os=os) as lab:
            for remedy in all_remedies():
                if remedy.permissions == RUN and remedy.cause.os in (None, os):
                    assert words in reason_of(lab, remedy.id), remedy.id
            assert changes(lab) == []


def test_a_lock_against_deletion_does_not_stand_in_the_way() -> None:
    with one_vm(lambda w, vm: w.add_lock(str(vm.id), "keep", "CanNotDelete")) as lab:
        assert plan_of(lab, f"{WINDOWS}/restart-agent").risk is Risk.SAFE


DURING_BACKUP = {
    "open-host-in-firewall", "bypass-proxy-for-host", "repair-com", "snapshot-without-threads", "host-snapshot-first", "strong-crypto-on",
    "installer-service-on", "collect-logs", "fetch-logs",
}  # fmt: skip
"""What a running backup does not feel."""


def start_slow_backup(world: World, vm: VirtualMachine) -> None:
    world.pace = timedelta(hours=1)
    start_backup(world, vm, protected_item(world, vm), "11111111-2222-3333-4444-555555555555")


@pytest.mark.parametrize("os", ["Windows", "Linux"])
def test_during_a_backup_nothing_is_offered_that_would_make_it_fail(os: str) -> None:
    with one_vm(start_slow_backup, os=os) as lab:
        ours = [remedy for remedy in all_remedies() if remedy.permissions == RUN and remedy.cause.os in (None, os)]
        offers = {remedy.id.partition("/")[2]: offer_of(lab, remedy.id) for remedy in ours}
    backup = {name for name, offered in offers.items() if "A backup of this VM is running" in str(offered.reason)}
    assert backup == set(offers) - DURING_BACKUP
    assert backup


def test_while_another_command_runs_it_is_waited_for(tmp_path: Path) -> None:
    with one_vm(inside(inside_of.weaken_crypto)) as lab:
        vm = machine(lab)
        vm.command_running = True
        asked = 0
        settle = lab.world.settle

        def settle_and_count() -> None:
            nonlocal asked
            settle()
            asked += sum(line.startswith("POST") and "runCommand" in line for line in lab.seen[-1:])
            if asked > 3:
                vm.command_running = False

        lab.world.settle = settle_and_count  # type: ignore[method-assign]  # what another program's command does meanwhile
        undertaking = repair(lab, f"{ENVIRONMENT}/strong-crypto-on", tmp_path)
        assert undertaking.outcome is Outcome.DONE
        assert sum("runCommand" in line for line in changes(lab)) > 1


def test_a_command_that_never_ends_is_said_and_the_repair_can_be_tried_again(tmp_path: Path) -> None:
    with one_vm(inside(inside_of.weaken_crypto)) as lab:
        machine(lab).command_running = True
        undertaking = repair(lab, f"{ENVIRONMENT}/strong-crypto-on", tmp_path)
        assert stages(undertaking) == ["failed"]
        assert "409 Conflict" in str(undertaking.steps[0].said)
        assert sum("runCommand" in line for line in changes(lab)) == BUSY_TRIES
        assert guest(lab).says()["crypto"] is False


def test_an_agent_that_falls_silent_meanwhile_changes_nothing(tmp_path: Path) -> None:
    with one_vm(inside(inside_of.weaken_crypto)) as lab:
        plan = plan_of(lab, f"{ENVIRONMENT}/strong-crypto-on")
        machine(lab).agent.ready = False
        undertaking = repair(lab, f"{ENVIRONMENT}/strong-crypto-on", tmp_path, plan=plan)
        assert stages(undertaking) == ["failed"]
        assert "VMAgentStatusCommunicationError" in str(undertaking.steps[0].said)
        assert guest(lab).says()["crypto"] is False


def test_a_restart_is_waited_for_and_not_taken_for_over_too_early(tmp_path: Path) -> None:
    """What the agent reports before the restart says nothing of it."""
    with one_vm(inside(inside_of.stop_service, "RdAgent")) as lab:
        undertaking = repair(lab, f"{WINDOWS}/restart-agent", tmp_path)
        (record,) = undertaking.steps
        assert record.accepted is not None
        assert lab.world.now() - record.accepted > timedelta(minutes=3)


def test_a_look_inside_that_found_nothing_leaves_nothing_to_repair() -> None:
    def reason(lab: Lab, remedy: str, *, looks_inside: bool) -> str | None:
        wanted = remedy_of(remedy)
        assert wanted is not None
        offered = lab.ask(lambda vm: offer(vm, wanted), looks_inside=looks_inside)
        return None if offered.reason is None else str(offered.reason)

    with one_vm() as lab:
        for remedy in (
            f"{VSS}/restart-writer-services",
            f"{VSS}/repair-msdtc",
            f"{ENVIRONMENT}/strong-crypto-on",
            f"{NETWORK}/open-host-in-firewall",
        ):
            assert "found nothing that this would change" in (reason(lab, remedy, looks_inside=True) or "")
            assert reason(lab, remedy, looks_inside=False) is None
    with one_vm(inside(inside_of.spoil_writers)) as lab:
        assert reason(lab, f"{VSS}/restart-writer-services", looks_inside=True) is None


def test_where_the_agent_refuses_extensions_run_command_is_not_tried() -> None:
    def refuse(_world: World, vm: VirtualMachine) -> None:
        extension = vm.backup_extension
        assert extension is not None
        extension.message = "Extension will not be processed since extension processing is disabled."

    with one_vm(refuse, os="Linux") as lab:
        assert "Switch extensions on manually" in reason_of(lab, "linux-agent-configuration/provisioning-auto")


def test_on_linux_there_is_no_proxy_to_go_round() -> None:
    with one_vm(proxied, os="Linux") as lab:
        assert "never uses a proxy" in reason_of(lab, f"{NETWORK}/bypass-proxy-for-host")
    with one_vm(os="Linux") as lab:
        assert "Windows only" in reason_of(lab, "guest-resources/host-snapshot-first")


# Logs


@pytest.mark.parametrize(
    ("remedy", "os", "files"),
    [
        (f"{WINDOWS}/collect-logs", "Windows", ["TransparentInstaller.log", "VMSnapshot.log", "WaAppAgent.log"]),
        (f"{LINUX}/fetch-logs", "Linux", ["extension.log", "others.log", "state.txt", "waagent.log"]),
    ],
)
def test_logs_are_saved_in_a_folder_of_their_own_and_nothing_is_changed(remedy: str, os: str, files: list[str], tmp_path: Path) -> None:
    with one_vm(os=os) as lab:
        before = state(lab)
        undertaking = repair(lab, remedy, tmp_path)
        assert (undertaking.outcome, set(stages(undertaking))) == (Outcome.DONE, {"done"})
        assert state(lab) == before
        (folder,) = [path for path in tmp_path.iterdir() if path.is_dir()]
        assert folder.name.startswith("web-01-")
        assert sorted(path.name for path in folder.iterdir()) == files
        log = next(path for path in folder.iterdir() if path.name in ("WaAppAgent.log", "waagent.log"))
        assert machine(lab).agent.version in log.read_text("utf-8")
        assert [str(record.said).startswith("Saved: ") for record in undertaking.steps] == [True] * len(files)
        assert verdicts(lab, looks_inside=True)[remedy.partition("/")[0]] is RULED_OUT


def test_a_collection_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    with one_vm(os="Linux") as lab:
        plan = plan_of(lab, f"{LINUX}/fetch-logs")
        machine(lab).agent.ready = False
        undertaking = repair(lab, f"{LINUX}/fetch-logs", tmp_path, plan=plan)
        assert stages(undertaking) == ["failed", "planned", "planned", "planned"]
        machine(lab).agent.ready = True
        again = resumed(lab, undertaking, tmp_path)
        assert stages(again) == ["done"] * 4


HELPS_TO_LOOK = {f"{WINDOWS}/collect-logs", f"{LINUX}/fetch-logs", f"{LINUX}/verbose-logs-on"}


def test_where_nothing_is_broken_only_what_helps_to_look_is_offered() -> None:
    ours = [remedy for remedy in all_remedies() if remedy.permissions == RUN]
    assert {remedy.id for remedy in ours if not remedy.needs_fault} == HELPS_TO_LOOK
    with one_vm() as lab:
        assert offer_of(lab, f"{WINDOWS}/collect-logs", RULED_OUT).is_available
        assert not offer_of(lab, f"{WINDOWS}/restart-agent", RULED_OUT).is_available


def test_without_the_permission_the_button_says_which() -> None:
    with one_vm(lambda world, vm: world.deny(RUN[0], str(vm.id))) as lab:
        offered = offer_of(lab, f"{WINDOWS}/restart-agent")
        assert [need.action for need in offered.missing] == [*RUN]
