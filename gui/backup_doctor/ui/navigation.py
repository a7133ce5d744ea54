"""Where the window goes by itself and with Next and Back: onward and back along the walk, and away from a page that nothing stands on any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from .steps import SIDE_PAGES, START, Kind, Step

if TYPE_CHECKING:
    from .kit import Kit
    from .window import Window


class Navigation(QObject):
    """Knows the walk. The pages beside it are `SidePages`' business."""

    def __init__(self, kit: Kit, window: Window) -> None:
        super().__init__(window)
        self._kit, self._window = kit, window
        kit.flow.access.changed.connect(self._prepare)
        kit.flow.access.failed.connect(self._sign_in_failed)
        kit.flow.signed_in.connect(self._signed_in)
        kit.flow.run_started.connect(self._run_started)

    def allows(self, step: Step) -> bool:
        """Whether the user may go to a step now."""
        return step.kind in SIDE_PAGES or (step in self._kit.state.steps() and self._kit.state.reachable(step))

    def last_reachable(self) -> Step:
        """How far along the walk the user may go now."""
        state = self._kit.state
        return next(step for step in reversed(state.steps()) if state.reachable(step))

    @Slot()
    def next(self) -> None:
        """One step onward."""
        self._move(1)

    @Slot()
    def back(self) -> None:
        """One step back, or off a page beside the walk."""
        if self._window.step.kind in SIDE_PAGES:
            self._window.side_pages.back()
        else:
            self._move(-1)

    @Slot()
    def to_back_up(self) -> None:
        """The page that retries the backup."""
        self._window.go(Step(Kind.BACK_UP))

    def _move(self, by: int) -> None:
        if self._window.step.kind in SIDE_PAGES:
            return
        steps = self._kit.state.steps()
        position = steps.index(self._window.step) + by
        if 0 <= position < len(steps):
            self._window.go(steps[position])

    @Slot()
    def _prepare(self) -> None:
        """While Azure is asked who somebody is, the page that follows."""
        if self._kit.flow.access.signing_in is not None:
            self._window.stack.prepare(Step(Kind.VM))

    @Slot()
    def _signed_in(self) -> None:
        self._window.go(Step(Kind.VM))
        self._window.stack.prepare(Step(Kind.SYMPTOM))

    @Slot()
    def _sign_in_failed(self) -> None:
        """Its trouble is shown on the first page; it may have begun in the header."""
        if self._window.step != START:
            self._window.go(START)
        self._window.page.to_top()

    @Slot()
    def _run_started(self) -> None:
        self._window.stack.drop_causes()
        self._window.go(next(step for step in self._kit.state.steps() if step.kind in (Kind.CAUSE, Kind.SUMMARY)))
