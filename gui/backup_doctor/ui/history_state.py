"""The history in the window: keeps every finished diagnosis, lists them, opens one, compares two, deletes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from ..core.text import Text

if TYPE_CHECKING:
    from ..core.comparison import Comparison
    from ..core.diagnosis import Diagnosis
    from ..core.history import History, HistoryEntry, Unreadable
    from .flow import Flow
    from .history_errands import KeepOrder
    from .i18n import Words
    from .repairs import Repairs
    from .run import Run
    from .settings import Settings
    from .state import State
    from .worker import Bridge, Job, Work

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Past:
    """A diagnosis that was opened again."""

    entry: HistoryEntry
    diagnosis: Diagnosis


class HistoryState(QObject):
    """What is kept of this and of earlier sessions. Nothing of it is read before somebody wants to see it, and never on this thread."""

    changed = Signal()
    """The list, or what is said about it."""
    opened = Signal()
    """`past` is there."""
    compared = Signal()
    """`comparison` is there."""
    not_kept = Signal(Text)
    """Why a diagnosis could not be kept."""

    def __init__(
        self,
        bridge: Bridge,
        state: State,
        flow: Flow,
        repairs: Repairs,
        settings: Settings,
        words: Words,
        folder: Path,
        parent: QObject | None = None,
    ) -> None:
        """Make one.

        Args:
            folder: where the diagnoses are kept.
        """
        super().__init__(parent)
        self._bridge, self._state, self._flow, self._settings, self._words = bridge, state, flow, settings, words
        self.folder = folder
        self.entries: tuple[HistoryEntry | Unreadable, ...] | None = None
        """Newest first; None until they are being read."""
        self.is_reading = False
        self.error: Text | None = None
        """What went wrong last, until something is done again."""
        self.past: Past | None = None
        self.comparison: Comparison | None = None
        self._history: History | None = None
        self._reading: Job | None = None
        self._run: Run | None = None
        self._name = ""
        """Of the file of the run; empty before it is kept."""
        self._last: Diagnosis | None = None
        self._unwanted: set[str] = set()
        """Files that the user has deleted: a run that is still open does not bring its own back."""
        self._pending: dict[str, KeepOrder] = {}
        self._writing = False
        for signal in (state.run_changed, state.ticks_changed, repairs.offers_changed, repairs.open_items_changed):
            signal.connect(self._follow)
        for signal in (repairs.ended, repairs.left):
            signal.connect(self._follow_repair)
        bridge.at_close(self._finish)

    @property
    def history(self) -> History:
        """The folder itself; imported when first wanted."""
        if self._history is None:
            from ..core.history import History

            self._history = History(self.folder)
        return self._history

    def read(self) -> None:
        """Read the list, anew."""
        from .history_errands import read_list

        if self._reading is not None:
            self._reading.cancel()
        history = self.history
        self.is_reading = True
        self._reading = job = self._bridge.submit(lambda report: read_list(history, report))

        def end(entries: object) -> None:
            if self._reading is job:
                self._reading, self.is_reading = None, False
                self._take(entries)

        def grow(entries: object) -> None:
            # A list that is already there is not cut short to grow again.
            if self._reading is job and len(cast("tuple[HistoryEntry]", entries)) > len(self.entries or ()):
                self._take(entries)

        job.progress.connect(grow)
        job.done.connect(end)
        job.failed.connect(self._flow.fault)
        self.changed.emit()

    def open(self, entry: HistoryEntry) -> None:
        """Read a whole diagnosis and show it."""
        from ..core.diagnosis import Diagnosis
        from .history_errands import read

        history = self.history

        def show(found: object) -> None:
            if isinstance(found, Diagnosis):
                self.past = Past(entry, found)
                self.opened.emit()
            else:
                self._say(cast(Text, found))

        self._submit(lambda _: read(history, entry.name), show)

    def compare(self, one: HistoryEntry, other: HistoryEntry) -> None:
        """Read two diagnoses of the same VM and show what has changed."""
        from ..core.comparison import Comparison
        from .history_errands import read_both

        history = self.history

        def show(found: object) -> None:
            if isinstance(found, Comparison):
                self.comparison = found
                self.compared.emit()
            else:
                self._say(cast(Text, found))

        self._submit(lambda _: read_both(history, one.name, other.name), show)

    def before(self, entry: HistoryEntry) -> HistoryEntry | None:
        """The diagnosis of the same VM before this one, as far as the list has been read."""
        from ..core.history import HistoryEntry

        # Documents know no fractions of a second; what began within the same one is in order in the list, the newest first.
        order = {
            other.name: (other.finished, other.started, -row)
            for row, other in enumerate(self.entries or ())
            if isinstance(other, HistoryEntry) and other.vm.same(str(entry.vm))
        }
        mine = order.pop(entry.name, (entry.finished, entry.started, 1))
        name = max((name for name, when in order.items() if when < mine), key=lambda name: order[name], default=None)
        return next((other for other in self.entries or () if isinstance(other, HistoryEntry) and other.name == name), None)

    def forget(self, entries: Sequence[HistoryEntry | Unreadable]) -> None:
        """Delete these."""
        names = [entry.name for entry in entries]
        history = self.history
        self._let_go(names)
        self._delete(lambda: history.forget(names))

    def forget_all(self) -> None:
        """Delete everything."""
        self._let_go([self._name, *self._pending, *(entry.name for entry in self.entries or ())])
        self._delete(self.history.forget_all)

    def trim(self) -> None:
        """Keep the bound, after it was chosen anew."""
        from .history_errands import trim

        history, at_most = self.history, self._settings.history_size
        self._submit(lambda _: trim(history, at_most), lambda _: self._refresh())

    @Slot()
    def _follow(self) -> None:
        """Keep the present diagnosis, once it is finished and whenever it has become another one."""
        run = self._state.run
        if run is not self._run:
            self._run, self._name, self._last = run, "", None
        if run is None or not self._settings.keeps_history:
            return
        diagnosis = self._state.diagnosis
        if diagnosis is None or diagnosis == self._last or self._name in self._unwanted:
            return
        from ..core.history import new_name
        from .history_errands import KeepOrder

        self._last = diagnosis
        self._name = self._name or new_name(diagnosis, run.started)
        lab = self._flow.lab
        demo = lab is not None and run.endpoint == lab.endpoint
        self._pending[self._name] = KeepOrder(diagnosis, self._name, self._words.language, demo, self._settings.history_size)
        self._write()

    @Slot(object)
    def _follow_repair(self, _undertaking: object) -> None:
        self._follow()

    def _write(self) -> None:
        from .history_errands import keep

        if self._writing or not self._pending:
            return
        self._writing = True
        history, orders = self.history, tuple(self._pending.values())

        def end(error: object) -> None:
            self._writing = False
            for order in orders:
                if self._pending.get(order.name) is order:
                    del self._pending[order.name]
            if error is not None:
                self.not_kept.emit(error)
            self._write()
            self._refresh()

        self._submit(lambda _: keep(history, orders), end)

    async def _finish(self) -> None:
        """The window closes: write what is still to be written."""
        orders = tuple(self._pending.values())
        if orders:
            from .history_errands import keep

            error = await keep(self.history, orders)
            if error is not None:
                log.error("not kept: %s", error)

    def _let_go(self, names: Sequence[str]) -> None:
        self._unwanted.update(name for name in names if name)
        for name in names:
            self._pending.pop(name, None)
        self.error = None

    def _delete(self, delete: Callable[[], None]) -> None:
        from .history_errands import forget

        def end(error: object) -> None:
            self.error = cast("Text | None", error)
            self.read()

        self._submit(lambda _: forget(delete), end)

    def _submit(self, work: Work, done: Callable[[object], None]) -> None:
        job = self._bridge.submit(work)
        job.done.connect(done)
        job.failed.connect(self._flow.fault)

    def _refresh(self) -> None:
        """Read anew what somebody has looked at."""
        if self.entries is not None:
            self.read()

    def _take(self, entries: object) -> None:
        self.entries = tuple(cast("Sequence[HistoryEntry | Unreadable]", entries))
        self.changed.emit()

    def _say(self, error: Text) -> None:
        self.error = error
        self._refresh()
        self.changed.emit()
