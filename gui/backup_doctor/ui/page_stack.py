"""The pages of the window, each made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from .pages.sign_in import SignInPage
from .steps import Kind, Step
from .widgets.piecewise import Piecewise

if TYPE_CHECKING:
    from .kit import Kit
    from .pages.page import Page

_REST_MS = 30
"""Until what was shown last is drawn."""

_OF_A_RUN = (Kind.CAUSE, Kind.BACK_UP, Kind.SUMMARY, Kind.PAST, Kind.COMPARISON)


class PageStack(QStackedWidget):
    """Shows one page at a time and hands on what the pages ask of the window."""

    onward = Signal()
    ready_changed = Signal()
    jump = Signal(Step)
    """To another page."""
    plan_wanted = Signal(object)
    """The `Offer` whose plan is to be shown."""
    watch_wanted = Signal(object)
    """The `Undertaking` whose progress is to be shown."""

    def __init__(self, kit: Kit, side_page: Callable[[Kind], Page], parent: QWidget | None = None) -> None:
        """Make one.

        Args:
            side_page: makes the pages that stand beside the walk.
        """
        super().__init__(parent)
        self._kit, self._side_page = kit, side_page
        self._pages: dict[Step, Page] = {}
        self._retired = Piecewise(self)
        self._next: Step | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._make_next)

    def has(self, step: Step) -> bool:
        """Whether the page of a step has been made."""
        return step in self._pages

    def page(self, step: Step) -> Page:
        """The page of a step."""
        if step not in self._pages:
            page = self._make(step)
            page.onward.connect(self.onward)
            page.ready_changed.connect(self.ready_changed)
            self._pages[step] = page
            self.addWidget(page)
        return self._pages[step]

    def prepare(self, step: Step) -> None:
        """Make a page before it is wanted, while the window rests, so that showing it is all that is left to do then."""
        if step not in self._pages:
            self._next = step
            self._rest.start()

    def drop_run(self, kept: Step) -> None:
        """Restyling a thousand hidden widgets takes a second, making the pages of a run anew a fraction of it."""
        self._drop([step for step in self._pages if step.kind in _OF_A_RUN and step != kept])

    def retire_run(self, kept: Step) -> None:
        """Another VM. The pages of the run go one in each turn of the event loop: all at once that takes a tenth of a second."""
        steps = [step for step in self._pages if step.kind in _OF_A_RUN and step != kept]
        self._retired.add(partial(_delete, page) for page in self._take_out(steps))

    def drop_causes(self) -> None:
        """Those of the run before show another VM or another order."""
        self._drop([step for step in self._pages if step.kind is Kind.CAUSE])

    @Slot()
    def _make_next(self) -> None:
        if self._next is not None:
            self.page(self._next)

    def _drop(self, steps: list[Step]) -> None:
        for page in self._take_out(steps):
            _delete(page)

    def _take_out(self, steps: list[Step]) -> list[Page]:
        pages = [self._pages.pop(step) for step in steps]
        for page in pages:
            self.removeWidget(page)
        return pages

    def _make(self, step: Step) -> Page:
        """All but the first are imported when first wanted: the start is 50 ms shorter for it. Each is made where it belongs: a page that is
        put there afterwards is styled once more, with all that is on it."""
        match step.kind:
            case Kind.SIGN_IN:
                return SignInPage(self._kit, self)
            case Kind.VM:
                from .pages.vms import VmPage

                vms = VmPage(self._kit, self)
                vms.jump.connect(self.jump)
                return vms
            case Kind.SYMPTOM:
                from .pages.symptom import SymptomPage

                return SymptomPage(self._kit, self)
            case Kind.CAUSE:
                from .pages.cause import CausePage

                cause = CausePage(self._kit, next(cause for cause in self._kit.state.causes if cause.id == step.cause), self)
                cause.plan_wanted.connect(self.plan_wanted)
                return cause
            case Kind.BACK_UP:
                from .pages.back_up import BackUpPage

                back_up = BackUpPage(self._kit, self)
                back_up.plan_wanted.connect(self.plan_wanted)
                return back_up
            case Kind.SUMMARY:
                from .pages.summary import SummaryPage

                summary = SummaryPage(self._kit, self)
                summary.jump.connect(self.jump)
                summary.watch_wanted.connect(self.watch_wanted)
                return summary
            case Kind.HISTORY | Kind.PAST | Kind.COMPARISON:
                return self._side_page(step.kind)


def _delete(page: Page) -> None:
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)  # now, before anything restyles it
