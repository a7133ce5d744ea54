"""Starts and ends the window."""

from __future__ import annotations

import gc
import logging
import os
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from .. import __version__
from ..arm.wire import Wire
from ..core.language import language
from ..core.places import history_folder, journal_folder
from ..core.policy import Policy
from ..core.policy_source import read_policy
from ..core.text import lazy_translate as translate
from . import accessible, collector
from .flow import Flow
from .history_state import HistoryState
from .i18n import Words, system_language
from .kit import Kit
from .logs import log_path, start_log, stop_log
from .repairs import Repairs
from .settings import Settings
from .settings_file import settings_path
from .state import State
from .system_proxy import find_system_proxy
from .theme import Theme
from .updates import Updates
from .window import Window
from .worker import Bridge, Report

log = logging.getLogger(__name__)

DEMO_LATENCY = 0.15
"""Seconds the demo tenant takes to answer, so that checks can be seen to settle."""

SWITCH_SECONDS = 0.00005
"""Busy worker threads give the GUI thread its turn sooner. A diagnosis keeps dozens of them busy, and with 1 ms each the window stood still
twice as long (tests/bench/frames.py); the diagnosis itself takes as long as before, to a few parts in a hundred."""


class Parts:
    """One window and everything behind it. Tests and the demo build theirs from here too."""

    def __init__(
        self,
        application: QApplication,
        settings: Path,
        log_file: Path,
        *,
        journal: Path | None = None,
        history: Path | None = None,
        lab_latency: float = 0.0,
        policy: Policy | None = None,
    ) -> None:
        """Make them.

        Args:
            journal: folder of the journal of changes; beside the settings, unless it is named.
            history: folder of the kept diagnoses; likewise.
            policy: what the organisation has laid down; None for nothing.
        """
        policy = policy or Policy()
        self._owner = owner = QObject(application)
        self._collector = collector.Collector(owner)
        self.bridge = Bridge(owner)
        remembered = Settings(settings, owner, policy=policy)
        words = Words(remembered.language or remembered.usual_language, owner)
        theme = Theme(application, remembered.appearance, owner, still=remembered.still)
        state = State(owner)
        flow = Flow(self.bridge, state, wire=Wire(find_system_proxy), lab_latency=lab_latency, policy=policy, parent=owner)
        repairs = Repairs(self.bridge, state, flow, journal or settings.parent / "journal", owner)
        history_state = HistoryState(self.bridge, state, flow, repairs, remembered, words, history or settings.parent / "history", owner)
        updates = Updates(self.bridge, remembered, flow, policy, owner)
        self.kit = Kit(words, theme, remembered, state, flow, repairs, history_state, updates, log_file)
        self.window = Window(self.kit)
        self.log: logging.Handler | None = None
        """Where the log goes, from the first picture on."""

    def close(self, patience: float = 3.0) -> bool:
        """Let everything end; nothing that is in flight is waited for longer than a moment.

        Args:
            patience: that moment, in seconds.

        Returns:
            Whether the worker ended by itself.
        """
        self.window.quit()
        ended = self.bridge.close(patience)
        self.window.deleteLater()
        self._collector.stop()
        self._owner.deleteLater()
        collector.reclaim()
        return ended


class _Faults(QObject):
    """Catches exceptions nobody caught, in any thread, and shows them on the GUI thread."""

    happened = Signal(BaseException)

    def install(self) -> None:
        """Take the place of the interpreter's own hook, which would only print."""
        sys.excepthook = self._hook

    def _hook(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
            QApplication.exit(130)
            return
        log.critical("unexpected", exc_info=(kind, error, traceback))
        self.happened.emit(error)


NO_DISPLAY = translate("Window", "There is no display: use the command line ({command}), or set DISPLAY.").format(command="backup-doctor --help")


def make_application() -> QApplication:
    """The one QApplication, looking the same everywhere."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("Backup Doctor")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("backup-doctor")
    application.setStyle("Fusion")
    accessible.install()
    return application


def run_window(*, demo: bool, exit_after_paint: bool, started: float | None) -> int:
    """Show the window until it is closed.

    Args:
        demo: sign in to the demo tenant at once; without a display, drive the whole wizard offscreen and leave pictures in ``build/demo``.
        exit_after_paint: print how long the start took, and end.
        started: `time.time()` of the program's first statement.

    Returns:
        The exit code.
    """
    if not _has_display():
        if not demo and not exit_after_paint and "QT_QPA_PLATFORM" not in os.environ:
            sys.stderr.write(f"backup-doctor: {language(system_language()).render(NO_DISPLAY)}\n")
            return 2
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if demo and not exit_after_paint and os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        from .demo import run_demo

        return run_demo(Path("build", "demo"))
    sys.setswitchinterval(SWITCH_SECONDS)
    log_file = log_path()
    application = make_application()
    parts = Parts(
        application,
        settings_path(),
        log_file,
        journal=journal_folder(),
        history=history_folder(),
        lab_latency=DEMO_LATENCY,
        policy=read_policy(),
    )
    faults = _Faults(application)
    faults.happened.connect(parts.window.show_fault)
    faults.install()
    if exit_after_paint:
        _report_first_paint(parts.window, started)
    else:
        parts.window.painted.connect(lambda: QTimer.singleShot(0, lambda: _after_paint(parts, demo)), Qt.ConnectionType.SingleShotConnection)
    parts.window.show()
    code = application.exec()
    parts.close()
    if parts.log is not None:
        stop_log(parts.log)
    return code


def _has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        return False
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _report_first_paint(window: Window, started: float | None) -> None:
    from .startup import milliseconds_since_start  # only for the bench

    def report() -> None:
        milliseconds = milliseconds_since_start(started)
        sys.stdout.write(f'{{"first_paint_ms": {milliseconds}}}\n')
        sys.stdout.flush()
        QApplication.exit(0)

    # One turn of the loop later: the picture has left the backing store by then.
    window.painted.connect(lambda: QTimer.singleShot(0, report))


def _after_paint(parts: Parts, demo: bool) -> None:
    """What may take its time once the window is there."""
    from . import connection_errands, errands

    flow = parts.kit.flow
    memory = flow.access.memory

    async def warm_up(_: Report) -> None:
        await errands.warm_up()
        await errands.load_pages()
        await connection_errands.recall_proxy(memory, flow.wire)
        await errands.load_clients()

    parts.log = start_log(parts.kit.log_file)
    gc.freeze()  # what start-up made stays: the collector need not walk it again
    job = parts.bridge.submit(warm_up)
    job.done.connect(lambda _: collector.spare())  # modules stay: a search through all of them stops the window for a tenth of a second
    job.failed.connect(parts.window.show_fault)
    flow.access.read_memory()
    parts.kit.updates.ask_if_due()
    if demo:
        parts.kit.flow.explore()
