"""Everything about changing: whether it is allowed, what can be done, what is being done, what is left open."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from ..core.policy import under
from ..core.text import Text
from ..core.text import lazy_translate as translate
from .backing_up import BACK_UP_NOW
from .journal_state import JournalState

if TYPE_CHECKING:
    from ..arm.signin import Session
    from ..core.model import Check
    from ..core.offer import Offer
    from ..core.plan import Step
    from ..core.resource_id import VmId
    from ..core.undertaking import Undertaking
    from .activities import Activity
    from .flow import Flow
    from .repair_errands import StepQuestion
    from .run import Run
    from .state import State
    from .worker import Bridge, Report

NO_OFFERS: Mapping[str, Offer] = MappingProxyType({})


class Repairs(JournalState):
    """The verbs of changing, and what the window shows of it. One undertaking at a time is worked on here."""

    allowed_changed = Signal()
    offers_changed = Signal()
    """They have come, or those there were no longer hold."""
    progressed = Signal()
    """`current` has come further."""
    asked = Signal(object)
    """A last resort, `Step`: nothing goes on before `answer`."""
    ended = Signal(object)
    """The `Undertaking` as it stands now that nobody works on it; None where it could not even be written down. `error` says what went wrong."""
    show_wanted = Signal()
    """Somebody wants to see what is being done."""

    def __init__(self, bridge: Bridge, state: State, flow: Flow, journal: Path, parent: QObject | None = None) -> None:
        super().__init__(bridge, state, flow, journal, parent)
        self._session: Session | None = None
        self._allowed = False
        self.explained = False
        """Whether the user has been told in this session what allowing repairs means."""
        self.question: Step | None = None
        """The last resort that waits for an answer."""
        self.error: Text | None = None
        """Why the last work could not go on, where that is not said by a step."""
        self.remedy = ""
        """Id of the remedy that is being worked on, or was last."""
        self._question: StepQuestion | None = None
        self._activity: Activity | None = None
        self._looking: Activity | None = None
        self._to_check: dict[str, Check] = {}
        """What a remedy may have changed, by id, while something else is still being looked at."""
        state.session_changed.connect(self._session_changed)
        state.run_changed.connect(self._run_changed)
        state.vm_changed.connect(self._vm_changed)

    @property
    def allowed(self) -> bool:
        """Whether confirmed plans may be carried out; every session starts read-only."""
        return self._allowed

    def allow(self, allowed: bool) -> None:
        """Switch. Without a session nothing can be allowed, nor against the organisation."""
        session = self._state.session
        allowed = allowed and session is not None and self._flow.policy.repairs
        if session is not None:
            session.gateway.repairs_allowed = allowed
        if allowed != self._allowed:
            self._allowed = allowed
            self.allowed_changed.emit()

    @property
    def offers(self) -> Mapping[str, Offer]:
        """The remedies of the current run by their id; none while something is being looked at."""
        return NO_OFFERS if self._state.run is None else self._state.run.offers

    @property
    def is_looking(self) -> bool:
        """Whether offers are still to come."""
        run = self._state.run
        return self._looking is not None or (run is not None and bool(run.waiting))

    @property
    def is_busy(self) -> bool:
        """Whether something is being worked on."""
        return self._activity is not None

    def begin(self, offer: Offer) -> None:
        """Carry out the plan of an offer. Nothing happens unless repairs are allowed, it can be done, and nothing else is being done."""
        from .repair_errands import ConfirmedPlan, begin

        session, vm = self._state.session, self._vm()
        if session is None or vm is None or offer.plan is None or not offer.is_available or not self._may_work():
            return
        confirmed, journal = ConfirmedPlan(vm, offer.remedy, offer.plan), self.journal
        self._work(offer.remedy.id, offer.remedy.title, lambda report: begin(session, journal, confirmed, report))

    def finish(self, identity: str) -> None:
        """Do what is left of an open undertaking."""
        from .repair_errands import finish

        self._resume(identity, lambda session, journal, report: finish(session, journal, identity, report))

    def undo(self, identity: str) -> None:
        """Take back what an undertaking has changed."""
        from .repair_errands import undo

        self._resume(identity, lambda session, journal, report: undo(session, journal, identity, report))

    def stop(self) -> None:
        """Stop following. What Azure has accepted goes on there; what has not been sent is left, and stands open in the journal."""
        if self._activity is not None:
            self._activity.job.cancel()

    def answer(self, yes: bool) -> None:
        """Say whether the last resort is to be used."""
        question, self._question, self.question = self._question, None, None
        if question is not None:
            self._bridge.call(lambda: question.answer(yes))
            self.progressed.emit()

    def _vm(self) -> VmId | None:
        return self._state.vm if self._state.run is None else self._state.run.subject.id

    def _may_work(self) -> bool:
        return self._allowed and self._activity is None

    def _resume(self, identity: str, work: Callable[[Session, Path, Report], Coroutine[object, object, object]]) -> None:
        session, journal, undertaking = self._state.session, self.journal, self._undertaking(identity)
        if session is not None and undertaking is not None and self._may_work():
            self._work(undertaking.remedy, undertaking.title, lambda report: work(session, journal, report))

    def _undertaking(self, identity: str) -> Undertaking | None:
        run = self._state.run
        known = [*self.open_items, *([] if run is None else run.undertakings.values())]
        return next((item for item in known if item.id == identity), None)

    def _work(self, remedy: str, title: Text, work: Callable[[Report], Coroutine[object, object, object]]) -> None:
        self.error, self.current, self.remedy = None, None, remedy
        self._activity = self._flow.begin(
            translate("Repairs", "Carrying out “{remedy}”…").format(remedy=title),
            work,
            lambda _: self._end(None),
            self._end,
            progress=self._heard,
            cancelled=lambda: self._end(None),
            of_vm=False,
            show=self.show_wanted.emit,
        )
        self._activity.job.ended.connect(self.refresh_open_items)  # only then is the journal's entry let go
        self.progressed.emit()

    def _heard(self, news: object) -> None:
        from ..core.undertaking import Undertaking  # not for the first picture

        if isinstance(news, Undertaking):
            self.current = news
            self.progressed.emit()
        else:
            self._question = cast("StepQuestion", news)
            self.question = self._question.step
            self.asked.emit(self.question)

    def _end(self, error: Text | None) -> None:
        undertaking, self.current = self.current, None
        self.error, self._activity = error, None
        self._question, self.question = None, None
        if undertaking is not None:
            self._keep(undertaking)
        self.ended.emit(undertaking)

    def _keep(self, undertaking: Undertaking) -> None:
        """It belongs into the report of its VM, and what it may have changed is looked at again."""
        from ..core.undertaking import Outcome, Stage

        run = self._state.run
        untouched = all(record.stage in (Stage.PLANNED, Stage.SKIPPED) for record in undertaking.steps)
        if run is None or not run.subject.id.same(str(undertaking.vm)) or (untouched and undertaking.outcome is Outcome.LEFT):
            return
        run.undertakings[undertaking.id] = undertaking
        goes_on = undertaking.remedy == BACK_UP_NOW and undertaking.is_open  # its end will tell, not its middle
        for check in [] if goes_on else run.touched_by(undertaking.remedy):
            if check.id in run.findings:
                run.before.setdefault(check.id, run.findings[check.id])
            self._to_check[check.id] = check
        self._run_changed()

    @Slot()
    def _session_changed(self) -> None:
        if self._session is self._state.session:
            return
        self._session = self._state.session
        self._allowed, self.explained, self._news = False, False, None
        self._to_check.clear()
        self.allowed_changed.emit()
        self.open_items_changed.emit()
        if self._session is not None:
            self.refresh_open_items()

    @Slot()
    def _vm_changed(self) -> None:
        self._to_check.clear()
        self.offers_changed.emit()

    @Slot()
    def _run_changed(self) -> None:
        """Remedies are asked for once everything has been looked at; while it is not, nobody knows them."""
        run = self._state.run
        if run is None or run.finished is None or run.waiting:
            self._give_up_looking()
        elif self._to_check:
            checks = list(self._to_check.values())
            self._to_check.clear()
            self._flow.again(checks)
            return
        elif run.vm is not None and not run.offers and self._looking is None:
            self._look(run)
        self.offers_changed.emit()

    def _look(self, run: Run) -> None:
        from .repair_errands import offers

        vm = run.vm
        assert vm is not None
        verdicts = {cause.id: verdict for cause in run.causes if (verdict := run.verdict(cause)) is not None}
        self._looking = self._flow.begin(
            translate("Repairs", "Finding out what can be repaired…"),
            lambda _: offers(vm, run.causes, verdicts),
            lambda found: self._offered(run, cast("dict[str, Offer]", found)),
            lambda _: self._offered(run, {}),
            cancelled=lambda: self._offered(run, {}),
        )

    def _offered(self, run: Run, found: dict[str, Offer]) -> None:
        self._looking = None
        run.offers = {name: under(self._flow.policy, offer) for name, offer in found.items()}
        self.offers_changed.emit()

    def _give_up_looking(self) -> None:
        if self._looking is not None:
            self._flow.give_up(self._looking)
