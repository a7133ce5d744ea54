"""The inside of a dialog that shows what the worker makes for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ...core.text import Text
from ..activities import Activity
from ..kit import Kit
from ..worker import Work
from .dialog import Sheet


class WorkingSheet(Sheet):
    """One thing is made at a time; its dialog connects ``finished`` to `cancel`."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._activity: Activity | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being made."""
        return self._activity is not None

    @Slot()
    def cancel(self) -> None:
        """Nobody wants it any more; what has come stays."""
        if self._activity is not None:
            self.kit.flow.give_up(self._activity)

    def begin_work(
        self,
        what: Text,
        work: Work,
        done: Callable[[object], None],
        failed: Callable[[Text], None],
        *,
        cancelled: Callable[[], None] = lambda: None,
        progress: Callable[[object], None] | None = None,
    ) -> None:
        """Have something made, as `Activities.begin` does; it belongs to the sheet and not to the chosen VM."""

        def on_done(result: object) -> None:
            self._activity = None
            done(result)

        def on_failed(error: Text) -> None:
            self._activity = None
            failed(error)

        def on_cancelled() -> None:
            self._activity = None
            cancelled()

        self._activity = self.kit.flow.begin(what, work, on_done, on_failed, progress=progress, cancelled=on_cancelled, of_vm=False)
