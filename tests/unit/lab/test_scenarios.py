"""The demo tenant: every scenario is whole, and one does not spoil another."""

from __future__ import annotations

from pathlib import Path

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.catalogue.symptoms import recognise
from backup_doctor.core.model import Verdict
from backup_doctor.core.resource_id import VmId
from backup_doctor.lab import scenarios
from backup_doctor.lab.failures import failure_of
from backup_doctor.lab.running import populate
from backup_doctor.lab.scenarios import all_scenarios, module_names
from backup_doctor.lab.world import World

NAMES = sorted(all_scenarios())


def test_every_file_is_a_scenario_named_like_it() -> None:
    files = {name.rpartition(".")[2] for name in module_names()}
    assert files == {name.replace("-", "_") for name in NAMES}
    folder = Path(scenarios.__file__).parent
    assert files == {path.stem for path in folder.glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_expects_something_of_causes_that_exist(name: str) -> None:
    scenario = all_scenarios()[name].scenario
    causes = {cause.id for cause in catalogue()}
    assert scenario.verdicts.keys() <= causes
    assert scenario.verdicts
    if scenario.root_cause is None:
        assert not {Verdict.CONFIRMED, Verdict.SUSPECTED} & set(scenario.verdicts.values())
    else:
        assert scenario.verdicts[scenario.root_cause] in (Verdict.CONFIRMED, Verdict.SUSPECTED)


@pytest.mark.parametrize("name", NAMES)
def test_the_root_cause_is_among_the_causes_of_the_code(name: str) -> None:
    scenario = all_scenarios()[name].scenario
    if scenario.code is None:
        assert scenario.root_cause in (None, "backup-not-active")  # a VM that nobody protects has no job that could fail
    else:
        symptom = recognise(scenario.code)
        assert symptom is not None
        assert scenario.root_cause in symptom.causes


def test_vm_names_are_unique_in_the_demo_tenant() -> None:
    world = World()
    names = [VmId.parse(vm.id).name for vm in populate(world)]
    assert len(set(names)) == len(names) == len(NAMES)
    assert set(world.subscriptions.values()) == {"Contoso Production", "Contoso Sandbox", "Contoso Finance"}


def test_all_together_each_fails_as_it_does_alone() -> None:
    world = World()
    for vm in populate(world):
        machine = world.machine(vm.id)
        assert machine is not None
        failure = failure_of(world, machine)
        declared = all_scenarios()[vm.scenario].scenario.code
        assert (failure and failure.code) == declared, f"{vm.scenario}: lab/failures.py says how its backup ends"
