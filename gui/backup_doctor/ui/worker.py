"""The bridge between the window and everything that waits: one asyncio loop in one worker thread.

Guarantees: each job ends with exactly one of done, failed and cancelled, on the GUI thread and after the
coroutine's own clean-up; the window is woken once per batch of messages, and turns to its events between them;
cancelling and closing never block.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

if TYPE_CHECKING:
    import asyncio

log = logging.getLogger(__name__)

THREADS = 32
"""For the blocking halves of the Azure SDK; as wide as its connection pool."""

CLEANUP_SECONDS = 2.0

DRAWN_MS = 10
"""Qt waits 5 ms for more to draw, then draws."""

TURN_SECONDS = 0.02
"""For messages, before the window turns to its events again: a hundred findings that land at once would hold it up for a tenth of a second."""

Report = Callable[[object], None]
Work = Callable[[Report], Coroutine[Any, Any, object]]
Cleanup = Callable[[], Coroutine[Any, Any, object]]


class Job(QObject):
    """One piece of work under way. Its signals arrive on the GUI thread."""

    done = Signal(object)
    failed = Signal(object)
    """Carries the exception."""
    cancelled = Signal()
    progress = Signal(object)
    ended = Signal()
    """After whichever of done, failed and cancelled."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._task: asyncio.Task[object] | None = None
        self._unwanted = False

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` follows once it has cleaned up. Harmless on a job that has ended."""
        self._unwanted = True
        # The task is cancelled in its loop: a concurrent future would call itself cancelled before the clean-up ran.
        self._bridge.call(self._cancel_task)

    def _cancel_task(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def start(self, work: Work) -> None:
        """Begin, on the loop's thread."""
        self._task = task = self._bridge.begin(work(self._report))
        if self._unwanted:
            task.cancel()
        task.add_done_callback(self._settled)

    def _settled(self, task: asyncio.Task[object]) -> None:
        if not task.cancelled():
            task.exception()  # looked at here: once the window is closing nobody else will, and asyncio would call that an error
        self._bridge.post(lambda: self._finish(task))

    def _report(self, news: object) -> None:
        self._bridge.post(lambda: self.progress.emit(news))

    def _finish(self, task: asyncio.Task[object]) -> None:
        if task.cancelled():
            self.cancelled.emit()
        elif (error := task.exception()) is not None:
            self.failed.emit(error)
        else:
            self.done.emit(task.result())
        self.ended.emit()
        self.deleteLater()


class Bridge(QObject):
    """Owns the worker thread and its loop."""

    _wake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted: deque[Callable[[], None]] = deque()
        self._armed = False
        self._closed = False
        self._lock = threading.Lock()
        self._cleanups: list[Cleanup] = []
        self._wake.connect(self._drain, Qt.ConnectionType.QueuedConnection)
        # Not by another wake: what is posted while posted events are sent is sent with them, before timers and pictures.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._drain)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._early: list[Callable[[], None]] = []
        self._thread = threading.Thread(target=self._main, name="worker", daemon=True)

    def submit(self, work: Work, *, once_drawn: bool = False) -> Job:
        """Run a coroutine function on the worker's loop; it is given a function to report progress with.

        Args:
            once_drawn: begin after the window has drawn what changes with it, which takes three times as long beside the work. Not for
                what has to be done even if the program is closed at once.
        """
        job = Job(self)

        def start() -> None:
            self.call(lambda: job.start(work))

        if once_drawn:
            QTimer.singleShot(DRAWN_MS, job, start)
        else:
            start()
        return job

    def at_close(self, cleanup: Cleanup) -> None:
        """Remember what has to be closed with the loop, such as the connections to Azure. Left out where the loop has never run."""
        self._cleanups.append(cleanup)

    def close(self, timeout: float = 3.0) -> bool:
        """Cancel everything and let the thread end; no signal comes any more.

        Returns:
            Whether the thread ended in time. Work that refuses to be cancelled dies with the process.
        """
        with self._lock:
            self._closed = True
            self._posted.clear()
        if not self._thread.ident:  # nothing was ever asked for, so nothing has been opened
            return True
        self.call(lambda: self._stop.set())
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def call(self, function: Callable[[], None]) -> None:
        """Run a function on the loop's thread; dropped when the loop has ended.

        The first call starts the thread, and does not wait until it runs: asyncio takes its time to load.
        """
        with self._lock:
            if self._loop is None:
                if not self._thread.ident:
                    if self._closed:
                        return
                    self._thread.start()
                self._early.append(function)
                return
        try:
            self._loop.call_soon_threadsafe(function)
        except RuntimeError:  # the loop is closed: so are we
            log.debug("the worker has ended")

    def begin(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[object]:
        """Make a task of a coroutine, on the loop's thread."""
        assert self._loop is not None
        return self._loop.create_task(work)

    def post(self, function: Callable[[], None]) -> None:
        """Run a function on the GUI thread; from any thread."""
        with self._lock:
            if self._closed:
                return
            self._posted.append(function)
            arm, self._armed = not self._armed, True
        if arm:
            self._wake.emit()

    @Slot()
    def _drain(self) -> None:
        end = time.monotonic() + TURN_SECONDS
        try:
            while time.monotonic() < end:
                with self._lock:
                    if not self._posted:
                        break
                    function = self._posted.popleft()
                function()
        finally:  # a function that fails takes no other with it
            with self._lock:
                self._armed = bool(self._posted)
            if self._armed:
                self._rest.start()

    def _main(self) -> None:
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        with asyncio.Runner() as runner:
            loop = runner.get_loop()
            loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="azure"))
            self._stop = asyncio.Event()
            with self._lock:
                self._loop = loop
                for function in self._early:
                    loop.call_soon(function)
            runner.run(self._serve())

    async def _serve(self) -> None:
        import asyncio

        await self._stop.wait()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        if others:
            await asyncio.wait(others, timeout=CLEANUP_SECONDS)
        for cleanup in self._cleanups:
            try:
                await asyncio.wait_for(cleanup(), CLEANUP_SECONDS)
            except Exception:  # closing goes on whatever one connection says
                log.exception("clean-up failed")
