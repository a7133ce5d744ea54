"""What the wizard knows. Pages draw it and never keep a copy; it holds no words and starts no work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from .steps import Kind, Step
from .symptom_state import SymptomState

if TYPE_CHECKING:
    from ..arm.signin import Session
    from ..arm.vm_list.news import VmRow
    from ..core.diagnosis import Diagnosis, Subject
    from ..core.environment import Environment
    from ..core.facts import Vm
    from ..core.model import Cause, Check, Finding
    from ..core.resource_id import VmId
    from ..core.text import Text
    from .run import FailedBackup, Run


class State(SymptomState):
    """One walk through the wizard."""

    session_changed = Signal()
    vm_changed = Signal()
    run_changed = Signal()
    """A run was started, finished or given up."""
    landed = Signal(str)
    """Id of the check whose finding has just come, or is looked at anew."""
    ticks_changed = Signal()
    backup_changed = Signal()
    """More is known of the backups on demand: how many there were, what a failed one says."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session: Session | None = None
        self.sign_in_error: Text | None = None
        self.vm: VmId | None = None
        self.row: VmRow | None = None
        self.run: Run | None = None
        self._failed: Run | None = None
        """One of this VM that could not start: what was done before it belongs to the next one."""
        self.run_error: Text | None = None
        self.looks_inside = False
        """Whether the next run looks inside the VM."""
        self.masks_names = False
        """Whether what leaves the house names nobody."""
        self.report_language: str | None = None
        """Chosen for the report; None follows the window."""
        self.done_by_hand: set[str] = set()

    def set_session(self, session: Session | None) -> None:
        """Signed in, or out; everything that followed from the old session goes."""
        self.session = session
        self.sign_in_error = None
        self.forget_vms()
        self.choose_vm(None)
        self.session_changed.emit()

    def fail_sign_in(self, error: Text | None) -> None:
        """Keep what went wrong on screen; None clears it."""
        self.sign_in_error = error
        self.session_changed.emit()

    def choose_vm(self, vm: VmId | None, row: VmRow | None = None) -> None:
        """Another VM: what was known of the old one goes."""
        self.vm, self.row = vm, row
        self.forget_symptom()
        self.done_by_hand.clear()
        self.looks_inside = False
        self.run, self.run_error, self._failed = None, None, None
        self.vm_changed.emit()
        self.symptom_changed.emit()
        self.run_changed.emit()

    def set_looks_inside(self, chosen: bool) -> None:
        """Whether the next run looks inside the VM; every VM starts with no."""
        self.looks_inside = chosen

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The causes to walk: of the run, else of the symptom, else all."""
        if self.run is not None:
            return self.run.causes
        return self.expected_causes

    def start_run(self) -> Run:
        """Everything is being looked at from now on."""
        from ..core.diagnosis import Subject  # not for the first picture
        from .run import Run

        assert self.vm is not None and self.complaint is not None
        row = self.row
        subject = Subject(self.vm) if row is None else Subject(self.vm, row.location or None, row.os or None, row.power or None)
        last = self.run or self._failed
        self.run = run = Run(subject, self.complaint, self.expected_causes, datetime.now(UTC), self.looks_inside)
        run.endpoint = "" if self.session is None else self.session.account.cloud.endpoint
        if last is not None:  # of the same VM: another one takes the run with it
            run.undertakings, run.before, run.failed_backups = last.undertakings, last.before, last.failed_backups
        run.waiting = {check.id for check in run.checks}
        self.run_error = None
        self.run_changed.emit()
        return run

    def look_again(self, checks: Sequence[Check]) -> None:
        """These rows are being looked at anew."""
        if self.run is None:
            return
        self.run.waiting.update(check.id for check in checks)
        self.run.vm, self.run.offers = None, {}
        for check in checks:
            self.landed.emit(check.id)
        self.run_changed.emit()

    def land(self, check: Check, finding: Finding) -> None:
        """A finding has come."""
        if self.run is None or check.id not in self.run.waiting:
            return
        self.run.findings[check.id] = finding
        self.run.waiting.discard(check.id)
        self.landed.emit(check.id)

    def end_run(
        self,
        subject: Subject | None,
        unseen: Text,
        error: Text | None = None,
        *,
        vm: Vm | None = None,
        environment: Environment | None = None,
    ) -> None:
        """The run is over; rows that have not landed say why, and can be looked at again."""
        from ..core.model import unknown

        run = self.run
        if run is None:
            return
        for identity in sorted(run.waiting):
            run.findings[identity] = unknown(unseen)
        run.waiting.clear()
        run.subject = subject or run.subject
        run.environment = environment or run.environment
        run.vm = vm
        run.finished = datetime.now(UTC)
        self.run_error = error
        self.run_changed.emit()

    def fail_run(self, error: Text) -> None:
        """Nothing could be asked at all: there is no diagnosis, only the reason."""
        self.run, self._failed = None, self.run
        self.run_error = error
        self.run_changed.emit()

    def know_failed_backup(self, undertaking: str, said: FailedBackup) -> None:
        """The job of a failed backup is being read, has been, or could not be."""
        if self.run is not None:
            self.run.failed_backups[undertaking] = said
            self.backup_changed.emit()

    def know_backups_today(self, number: int | None) -> None:
        """How many backups on demand there were."""
        if self.run is not None:
            self.run.backups_today = number
            self.backup_changed.emit()

    def tick(self, manual: str, done: bool) -> None:
        """A manual step was done by hand, or not after all."""
        if done:
            self.done_by_hand.add(manual)
        else:
            self.done_by_hand.discard(manual)
        self.ticks_changed.emit()

    @property
    def diagnosis(self) -> Diagnosis | None:
        """The conclusion of the run, with the ticks; None before there is one."""
        return None if self.run is None else self.run.diagnosis(self.done_by_hand)

    def steps(self) -> list[Step]:
        """The rail, from top to bottom."""
        known = self.run is not None or self.complaint is not None  # before that nobody can say which causes, in which order
        causes = [Step(Kind.CAUSE, cause.id) for cause in self.causes] if known else []
        return [Step(Kind.SIGN_IN), Step(Kind.VM), Step(Kind.SYMPTOM), *causes, Step(Kind.BACK_UP), Step(Kind.SUMMARY)]

    def reachable(self, step: Step) -> bool:
        """Whether the user may go there now."""
        match step.kind:
            case Kind.SIGN_IN | Kind.HISTORY | Kind.PAST | Kind.COMPARISON:
                return True
            case Kind.VM:
                return self.session is not None
            case Kind.SYMPTOM:
                return self.vm is not None
            case Kind.CAUSE | Kind.BACK_UP:
                return self.run is not None
            case Kind.SUMMARY:
                return self.run is not None and (self.run.finished is not None or not self.run.causes)
