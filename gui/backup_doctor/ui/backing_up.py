"""What the window knows of the last backup it has started: where it stands, and whether its failure was to be expected."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ..core.text import Text
from ..core.text import lazy_translate as translate
from .theme import Tone

if TYPE_CHECKING:
    from ..core.resource_id import VmId
    from ..core.undertaking import StepRecord, Undertaking
    from .kit import Kit
    from .run import Run

BACK_UP_NOW = "back-up-again/back-up-now"
"""The remedy whose offer every run has."""

UNLOCKING = "resource-group-lock/"
"""How the ids of the remedies begin that lift a lock."""


class Phase(StrEnum):
    """Where a backup stands."""

    NONE = "none"
    """None was started."""
    RUNNING = "running"
    """It is being followed."""
    OPEN = "open"
    """It is no longer followed, and its end has not been seen."""
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The request's answer was lost, and no job tells what came of it."""
    LEFT = "left"
    """The user does not want to know how it ended."""


def vm_of(kit: Kit) -> VmId | None:
    """The VM the window is about."""
    run = kit.state.run
    return kit.state.vm if run is None else run.subject.id


def backup_of(kit: Kit) -> Undertaking | None:
    """The backup of this VM that is being followed, else the last one, also of an earlier start of the program while its end is open."""
    current, vm, run = kit.repairs.current, vm_of(kit), kit.state.run
    if vm is None:
        return None
    if current is not None and _is_backup(current, vm):
        return current
    known = [] if run is None else [item for item in run.undertakings.values() if _is_backup(item, vm)]
    opened = [item for item in kit.repairs.open_items if _is_backup(item, vm)]
    return max((*known, *opened), key=lambda item: item.begun, default=None)  # the same one is known better than the journal tells it


def _is_backup(undertaking: Undertaking, vm: VmId) -> bool:
    return undertaking.remedy == BACK_UP_NOW and undertaking.vm.same(str(vm))


def is_followed(kit: Kit, backup: Undertaking) -> bool:
    """Whether somebody waits for it here."""
    return kit.repairs.current is not None and kit.repairs.current.id == backup.id


def phase_of(kit: Kit, backup: Undertaking | None) -> Phase:
    """Where it stands."""
    if backup is None:
        return Phase.NONE
    if is_followed(kit, backup):
        return Phase.RUNNING
    from ..core.undertaking import Outcome, Stage  # not for the first picture

    match backup.outcome:
        case None:
            return Phase.OPEN
        case Outcome.DONE:
            return Phase.DONE if step_of(backup).stage is Stage.DONE else Phase.UNKNOWN
        case Outcome.LEFT | Outcome.UNDONE:
            return Phase.LEFT
        case Outcome.FAILED:
            return Phase.FAILED


def step_of(backup: Undertaking) -> StepRecord:
    """The step that starts the backup and follows its job: its only one."""
    return backup.steps[0]


def failure_was_expected(run: Run | None, backup: Undertaking) -> bool:
    """Whether the failure of this backup is part of the cure.

    The first backup after a lock is lifted fails while there is no room for another restore point, and sets the clean-up going
    (agent and extension article, 2025-11-12). Where the clean-up has been seen to end, nothing excuses a failure any more.
    """
    from ..catalogue.clean_up import CLEAN_UP  # not for the first picture
    from ..core.undertaking import Stage

    earlier = [] if run is None else [item for item in run.undertakings.values() if item.begun < backup.begun]
    if run is None or not earlier or not earlier[-1].remedy.startswith(UNLOCKING):
        return False
    lifted = any(record.stage is Stage.DONE and record.step.undo is not None for record in earlier[-1].steps)
    cleaned = any(record.stage is Stage.DONE and record.step.watch == CLEAN_UP for record in earlier[-1].steps)
    return lifted and not cleaned and _had_no_room(run)


def _had_no_room(run: Run) -> bool:
    from ..core.model import Status

    found = run.before.get(UNLOCKING + "room", run.findings.get(UNLOCKING + "room"))
    return found is not None and found.status in (Status.WARNING, Status.FAILED)


MARKS: dict[Phase, tuple[Text, str, Tone]] = {
    Phase.RUNNING: (translate("BackingUp", "Running…"), "pending", Tone.INFO),
    Phase.OPEN: (translate("BackingUp", "End not seen"), "unknown", Tone.INFO),
    Phase.DONE: (translate("BackingUp", "Backed up"), "ok", Tone.OK),
    Phase.FAILED: (translate("BackingUp", "Failed"), "failed", Tone.ERROR),
    Phase.UNKNOWN: (translate("BackingUp", "Not known"), "unknown", Tone.INFO),
}
"""Word, glyph and colour of a phase; nothing is said of the others."""
