"""What the user waits for: work in the worker, until it ends or is given up."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..core.text import Text
from ..core.text import lazy_translate as translate

if TYPE_CHECKING:
    from .worker import Bridge, Job, Work

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Activity:
    """Something the user waits for."""

    what: Text
    job: Job
    cancelled: Callable[[], None]
    started: float
    """`time.monotonic()` when it began."""
    of_vm: bool
    """Whether it is about the chosen VM, and pointless once another is chosen."""
    show: Callable[[], None] | None = None
    """Brings it on screen, for what must not be given up with one key: then the bar offers this instead of Cancel."""
    done: int = 0
    total: int = 0
    """How many pieces there are; 0 when that is not known."""

    @property
    def seconds(self) -> float:
        """How long it has been going on."""
        return time.monotonic() - self.started


class Activities(QObject):
    """All of them; there may be several at a time."""

    activity_changed = Signal()
    fault = Signal(BaseException)
    """Something nobody expected; it is logged already."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._activities: list[Activity] = []

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The oldest first."""
        return tuple(self._activities)

    @property
    def activity(self) -> Activity | None:
        """What is being waited for; the youngest when there are several."""
        return self._activities[-1] if self._activities else None

    def cancel(self) -> None:
        """Give up what is being waited for. The answer is at once; the worker cleans up behind."""
        activity = self.activity
        if activity is not None and activity.show is not None:
            activity.show()
        elif activity is not None:
            self.give_up(activity)

    def give_up(self, activity: Activity) -> None:
        """Cancel one activity; nothing of it is heard any more. Harmless on one that has ended."""
        if self._end(activity):
            activity.job.cancel()
            activity.cancelled()

    def begin(
        self,
        what: Text,
        work: Work,
        done: Callable[[object], None],
        failed: Callable[[Text], None],
        *,
        progress: Callable[[object], None] | None = None,
        cancelled: Callable[[], None] = lambda: None,
        of_vm: bool = True,
        show: Callable[[], None] | None = None,
    ) -> Activity:
        """Start work in the worker and show that it goes on, until it ends or is given up.

        Args:
            done: called with its result.
            failed: called with the sentence for the user.
            progress: called with everything it reports.
            cancelled: called at once when it is given up.
            of_vm: whether it goes when another VM is chosen.
            show: see `Activity.show`.
        """
        activity = Activity(what, self._bridge.submit(work, once_drawn=True), cancelled, time.monotonic(), of_vm, show)

        # Late words of something given up still arrive; `_end` says whether anybody waits for them.
        def on_done(result: object) -> None:
            if self._end(activity):
                done(result)

        def on_failed(error: Exception) -> None:
            if self._end(activity):
                failed(self._words_of(error))

        def on_progress(news: object) -> None:
            if activity in self._activities and progress is not None:
                progress(news)

        def on_cancelled() -> None:
            if self._end(activity):
                cancelled()

        activity.job.done.connect(on_done)
        activity.job.failed.connect(on_failed)
        activity.job.cancelled.connect(on_cancelled)
        activity.job.progress.connect(on_progress)
        self._activities.append(activity)
        self.activity_changed.emit()
        return activity

    def _end(self, activity: Activity) -> bool:
        if activity not in self._activities:
            return False
        self._activities.remove(activity)
        self.activity_changed.emit()
        return True

    def _words_of(self, error: Exception) -> Text:
        from ..core.files import CannotWrite  # not for the first picture
        from ..core.model import CouldNotLook

        match error:
            case CouldNotLook():
                return error.text
            case CannotWrite():
                return error.text
            case _:
                log.error("unexpected in the worker", exc_info=error)
                self.fault.emit(error)
                return translate("Flow", "Backup Doctor itself failed here. The log says why.")
