"""The verbs of the wizard: what belongs to a VM goes with it, what is looked at again says so, and nothing is asked twice."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from backup_doctor.core.resource_id import VmId
from backup_doctor.lab.scenarios import all_scenarios
from backup_doctor.ui.app import Parts
from tests.helpers.qt_repairs import repairing
from tests.helpers.qt_wizard import PATIENCE, Wizard

STOPPED, HEALTHY, INSIDE = "windows-agent-stopped", "healthy-windows", "linux-disk-full"
SLOWLY = "slow/30:/"
JOB = "11111111-2222-4333-8444-555555555555"


def under_way(wizard: Wizard) -> list[str]:
    """What is waited for, in words."""
    return [wizard.kit.render(activity.what) for activity in wizard.flow.activities]


def quiet(wizard: Wizard) -> None:
    """Wait until nothing is waited for."""
    wizard.qtbot.waitUntil(lambda: wizard.flow.activity is None, timeout=PATIENCE)


def test_signing_out_gives_up_everything_that_is_under_way(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, STOPPED) as wizard:
        wizard.sign_in()
        wizard.fail(SLOWLY)
        wizard.flow.list_vms()
        wizard.flow.choose_vm(wizard.vm(STOPPED))
        assert len(under_way(wizard)) == 2
        wizard.flow.sign_out()
        assert under_way(wizard) == []


def test_the_vm_that_is_taken_already_keeps_its_run_however_it_is_spelled(wizard: Wizard) -> None:
    run, vm = wizard.diagnose(STOPPED), wizard.vm(STOPPED)
    quiet(wizard)
    for same in (vm, VmId.parse(str(vm).upper())):
        wizard.flow.choose_vm(same)
        assert wizard.state.run is run
        assert under_way(wizard) == []


def test_another_vm_ends_what_was_asked_about_the_first_and_nothing_else(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, STOPPED, HEALTHY) as wizard:
        wizard.sign_in()
        wizard.fail(SLOWLY)
        wizard.flow.list_vms()
        for scenario in (STOPPED, HEALTHY):
            wizard.flow.choose_vm(wizard.vm(scenario))
        reading = f"Reading the last failed backup job of {wizard.vm(HEALTHY).name}…"
        assert under_way(wizard) == ["Reading the virtual machines…", reading]
        wizard.flow.paste("UserErrorGuestAgentStatusUnavailable")
        wizard.flow.start()
        checking = f"Checking {wizard.vm(HEALTHY).name}…"
        assert under_way(wizard) == ["Reading the virtual machines…", checking], "what the last job says is of no use any more"


@pytest.mark.parametrize(("fault", "words"), [(SLOWLY, "was cancelled"), ("403:/backupJobs", "lacks Microsoft.RecoveryServices/")])
def test_why_the_last_failed_job_is_not_known_is_said(qtbot: QtBot, parts: Parts, fault: str, words: str) -> None:
    with repairing(qtbot, parts, STOPPED) as wizard:
        wizard.sign_in()
        wizard.fail(fault)
        wizard.flow.choose_vm(wizard.vm(STOPPED))
        if fault == SLOWLY:
            wizard.flow.cancel()
        quiet(wizard)
        assert wizard.state.last_job_error is not None
        assert words in wizard.kit.render(wizard.state.last_job_error)
        assert wizard.state.complaint is not None, "one can go on without it"


def test_a_job_that_is_being_read_is_not_asked_for_twice(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, HEALTHY) as wizard:
        wizard.reach_symptom(HEALTHY)
        wizard.fail(SLOWLY)
        wizard.flow.paste(JOB)
        reading = wizard.flow.activity
        wizard.flow.paste(f"Job Id: {JOB}, says the mail")
        assert wizard.flow.activities == (reading,)


def test_how_far_a_look_has_come_is_counted(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, STOPPED) as wizard:
        wizard.reach_symptom(STOPPED)
        wizard.fail("slow/30:/locks")
        wizard.flow.start()
        looking, run = wizard.flow.activity, wizard.state.run
        assert looking is not None and run is not None
        assert (looking.done, looking.total) == (0, len(run.checks))
        qtbot.waitUntil(lambda: bool(run.findings), timeout=PATIENCE)
        assert looking.done == len(run.findings)
        wizard.flow.again(run.checks[:2])
        assert wizard.flow.activities == (looking,), "while something is looked at nothing is looked at again"
        wizard.flow.cancel()
        wizard.flow.again(run.checks[:2])
        assert wizard.flow.activity is not None and wizard.flow.activity.total == 2
        wizard.flow.cancel()


def test_a_look_again_that_finds_nothing_costs_no_other_finding(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, STOPPED) as wizard:
        run = wizard.diagnose(STOPPED)
        known = dict(run.findings)
        wizard.fail(f"404:/virtualMachines/{wizard.vm(STOPPED).name}")
        wizard.flow.again(run.checks[:1])
        quiet(wizard)
        assert wizard.state.run is run and not run.waiting
        assert {name for name, finding in run.findings.items() if finding is not known[name]} == {run.checks[0].id}


def test_what_a_look_has_learnt_of_the_vm_goes_into_the_report(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, STOPPED) as wizard:
        wizard.sign_in()
        wizard.flow.choose_vm(wizard.vm(STOPPED))  # as when its id is pasted: no row of the list tells of it
        quiet(wizard)
        wizard.flow.start()
        run = wizard.finish()
        assert (run.subject.os, run.subject.power) == ("Windows", "running")
        assert run.vm is not None


def test_a_look_inside_is_made_where_it_was_wished(qtbot: QtBot, parts: Parts) -> None:
    with repairing(qtbot, parts, INSIDE) as wizard:
        wizard.reach_symptom(INSIDE)
        wizard.state.set_looks_inside(True)
        wizard.flow.start()
        wizard.finish()
        assert wizard.state.diagnosis is not None
        assert wizard.state.diagnosis.root_cause == all_scenarios()[INSIDE].scenario.root_cause


def test_a_vm_of_the_list_brings_its_row(wizard: Wizard) -> None:
    wizard.sign_in()
    vm = wizard.vm(STOPPED)
    wizard.flow.choose_vm(vm, wizard.state.vm_list.known(vm))
    assert wizard.state.row is not None and wizard.state.row.id.same(str(vm))
