"""Manual steps: every one can be shown for any VM, and its commands hold vetted names only."""

from __future__ import annotations

import shlex

import pytest

from backup_doctor.catalogue.causes import catalogue
from backup_doctor.core.language import LANGUAGES, language
from backup_doctor.core.model import Manual, Shell
from backup_doctor.core.resource_id import VmId
from tests.helpers.diagnoses import VM

STEPS = [step for cause in catalogue() for step in cause.manual_steps]
HOSTILE = VmId("x'; rm -rf ~; '", 'rg" --yes', "$(reboot)`id`")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.id))
def test_a_step_reads_well_and_its_commands_can_be_pasted(step: Manual) -> None:
    instructions = step.instructions(VM)
    for code in LANGUAGES:
        words = language(code).render(instructions.text)
        assert words.endswith(".")
        assert "{" not in words
    for command in instructions.commands:
        assert command.line.isascii()
        assert "\n" not in command.line
        if command.shell in (Shell.BASH, Shell.AZURE_CLI):
            assert shlex.split(command.line, comments=True), "balanced quotes"


@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.id))
def test_names_from_a_doctored_file_do_not_reach_a_command(step: Manual) -> None:
    lines = " ".join(command.line for command in step.instructions(HOSTILE).commands)
    assert [piece for piece in ("rm -rf", "--yes", "reboot", "`id`") if piece in lines] == []


def test_the_commands_name_the_vm() -> None:
    lines = [command.line for step in STEPS for command in step.instructions(VM).commands if command.shell is Shell.AZURE_CLI]
    assert f'az vm deallocate --subscription "{VM.subscription}" --resource-group "{VM.resource_group}" --name "{VM.name}"' in lines
