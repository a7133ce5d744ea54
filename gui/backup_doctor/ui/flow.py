"""Starts the work the user asks for, puts its outcome into the state, and says what is being waited for."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from ..arm.wire import Wire
from ..core.policy import Policy
from ..core.text import Text
from ..core.text import lazy_translate as translate
from . import errands
from .access import Access
from .activities import Activities, Activity
from .vm_list_reader import VmListReader

if TYPE_CHECKING:
    from ..arm.identity.method import SignIn
    from ..arm.vm_list.news import VmRow
    from ..core.diagnosis import Complaint
    from ..core.examination import Landed
    from ..core.model import Check
    from ..core.resource_id import VmId
    from ..lab.running import RunningLab
    from .orders import ExaminedVm, LastJob, Order
    from .run import Run
    from .state import State
    from .worker import Bridge, Report, Work

CANCELLED = translate("Flow", "Not checked: cancelled.")


class Flow(Activities):
    """The wizard's verbs."""

    signed_in = Signal()
    run_started = Signal()

    def __init__(
        self,
        bridge: Bridge,
        state: State,
        *,
        wire: Wire | None = None,
        lab_latency: float = 0.0,
        policy: Policy | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make one.

        Args:
            wire: how this computer reaches Azure; one with the system's static settings unless it is given.
            lab_latency: seconds the demo tenant takes to answer.
            policy: what the organisation has laid down; None for nothing.
        """
        super().__init__(bridge, parent)
        self._state = state
        self._list_reader = VmListReader(self, state)
        self._reading_job: tuple[str, Activity] | None = None
        """Name of the pasted job that is being read."""
        self.wire = wire or Wire()
        self.policy = policy or Policy()
        self.access = Access(bridge, state, self, self.wire, lab_latency, self.policy)

    @property
    def lab(self) -> RunningLab | None:
        """The demo tenant, once it has been opened."""
        return self.access.lab

    def sign_in(self, order: SignIn) -> None:
        """Sign in; remembered where the order names a token cache."""
        self.access.sign_in(order)

    def explore(self) -> None:
        """Sign in to the demo tenant."""
        self.access.explore()

    def sign_out(self) -> None:
        """Forget the session and everything learnt with it."""
        for activity in list(self._activities):
            self.give_up(activity)
        self.access.sign_out()

    @property
    def is_listing(self) -> bool:
        """Whether the list of VMs is being read."""
        return self._list_reader.is_going_on

    def list_vms(self) -> None:
        """Read the virtual machines anew."""
        self._list_reader.start()

    def choose_vm(self, vm: VmId, row: VmRow | None = None) -> None:
        """Take this VM, unless it is taken already, and read its last failed job."""
        if self._state.vm is None or not self._state.vm.same(str(vm)):
            self._give_up_vm()
            self._state.choose_vm(vm, row)
            self.read_last_job()

    def read_last_job(self) -> None:
        """Ask what the last failed backup job says."""
        session, vm = self._state.session, self._state.vm
        if session is None or vm is None:
            return
        self.begin(
            translate("Flow", "Reading the last failed backup job of {vm}…").format(vm=vm.name),
            lambda _: errands.read_last_job(session, vm),
            lambda last: self._state.set_last_job(cast("LastJob", last)),
            self._state.fail_last_job,
            cancelled=lambda: self._state.fail_last_job(translate("Flow", "Reading the last failed job was cancelled.")),
        )

    def paste(self, pasted: str) -> None:
        """Take the error out of anything pasted. Where it only names a backup job, that job is asked, once."""
        self._state.paste_symptom(pasted)
        self._read_pasted_job()

    def read_pasted_job_again(self) -> None:
        """Ask once more what could not be read."""
        self._state.forget_pasted_job()
        self._read_pasted_job()

    def _read_pasted_job(self) -> None:
        session, vm, job = self._state.session, self._state.vm, self._state.job_to_read
        reading = self._reading_job if self._reading_job is not None and self._reading_job[1] in self._activities else None
        if reading is not None and reading[0] == job:
            return
        if reading is not None:
            self.give_up(reading[1])
        if session is None or vm is None or job is None:
            return
        activity = self.begin(
            translate("Flow", "Reading backup job {job}…").format(job=job),
            lambda _: errands.read_job(session, vm, job),
            lambda complaint: self._state.set_pasted_job(job, cast("Complaint", complaint)),
            lambda error: self._state.fail_pasted_job(job, error),
            cancelled=lambda: self._state.fail_pasted_job(job, translate("Flow", "Reading the backup job was cancelled.")),
        )
        self._reading_job = job, activity

    def start(self) -> None:
        """Look at everything at once."""
        session, vm, complaint = self._state.session, self._state.vm, self._state.complaint
        if session is None or vm is None or complaint is None:
            return
        self._give_up_vm()
        run = self._state.start_run()

        def work(report: Report) -> Coroutine[object, object, object]:
            return errands.diagnose(session, _order(run), run.causes, report)

        self.run_started.emit()  # a page is made for it, which takes three times as long once the worker is at work
        self._look(translate("Flow", "Checking {vm}…").format(vm=vm.name), work, len(run.checks), self._state.fail_run)

    def again(self, checks: Sequence[Check]) -> None:
        """Look at these checks anew."""
        session, run = self._state.session, self._state.run
        if session is None or run is None or run.waiting:
            return
        self._state.look_again(checks)

        def work(report: Report) -> Coroutine[object, object, object]:
            return errands.look_again(session, _order(run), checks, report)

        self._look(
            translate("Flow", "Checking {vm} again…").format(vm=run.subject.id.name),
            work,
            len(checks),
            lambda error: self._state.end_run(None, error, error),
        )

    def _give_up_vm(self) -> None:
        """What is about the chosen VM; the list of VMs goes on arriving."""
        for activity in [activity for activity in self.activities if activity.of_vm]:
            self.give_up(activity)

    def _look(self, what: Text, work: Work, total: int, failed: Callable[[Text], None]) -> None:
        activity = self.begin(
            what,
            work,
            self._looked,
            failed,
            progress=self._land,
            cancelled=lambda: self._state.end_run(None, CANCELLED),
        )
        activity.total = total
        self.activity_changed.emit()

    def _looked(self, result: object) -> None:
        examined = cast("ExaminedVm", result)
        self._state.end_run(examined.subject, CANCELLED, vm=examined.vm, environment=examined.environment)

    def _land(self, news: object) -> None:
        check, finding = cast("Landed", news)
        self._state.land(check, finding)
        for activity in self._activities:
            if activity.total and activity.of_vm:
                activity.done += 1
        self.activity_changed.emit()


def _order(run: Run) -> Order:
    from .orders import Order  # not for the first picture

    return Order(run.subject.id, run.complaint.code, run.looks_inside)
