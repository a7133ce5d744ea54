"""Diagnoses of VMs to which something was done: remedies really carried out in the lab, and the checks made again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from backup_doctor.core.action import action_of
from backup_doctor.core.diagnosis import Diagnosis
from backup_doctor.core.model import Finding
from backup_doctor.core.undertaking import Undertaking
from tests.helpers.repairs import repair, undo_of
from tests.helpers.worlds import NIGHT, Lab, scenario

BACK_UP = "back-up-again/back-up-now"


def after(lab: Lab, first: Diagnosis, undertakings: Sequence[Undertaking]) -> Diagnosis:
    """The VM looked at anew, as the window does it: with what was done, and what the first look had found."""
    lab.world.now = lambda: NIGHT  # a VM nobody looked after for the days that a repair may take would show other faults
    again = lab.diagnose(first.symptom)
    actions = tuple(action_of(undertaking, lab.endpoint) for undertaking in undertakings)
    return replace(again, started=first.started, actions=actions, before=findings(first))


def findings(diagnosis: Diagnosis) -> dict[str, Finding]:
    """Every finding by the id of its check."""
    return {check.id: check.finding for cause in diagnosis.causes for check in cause.checks}


def repaired(name: str, folder: Path, *remedies: str, faults: tuple[str, ...] = (), undone: bool = False) -> Diagnosis:
    """A scenario to which remedies were done one after the other.

    Args:
        undone: whether the last one was taken back.
    """
    with scenario(name, *faults) as lab:
        first = lab.diagnose()
        done = [repair(lab, remedy, folder) for remedy in remedies]
        if undone:
            done[-1] = undo_of(lab, done[-1], folder)
        return after(lab, first, done)
