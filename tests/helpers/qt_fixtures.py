"""What every test of the window stands on: a window that is taken away again, and a lab that answers."""

from __future__ import annotations

import faulthandler
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from backup_doctor.lab.running import RunningLab, start
from backup_doctor.ui.app import Parts, make_application
from tests.helpers.qt_wizard import PATIENCE, Wizard

HANG_SECONDS = 300


@pytest.fixture(scope="session")
def lab() -> Iterator[RunningLab]:
    """The demo tenant; the window only reads, so one serves all tests."""
    with start() as running:
        yield running


@pytest.fixture(scope="session")
def imports_stay() -> None:
    """All that was imported: the collector need not walk it again after each test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def hygiene(qapp: QApplication, imports_stay: None) -> Iterator[None]:
    """A hung test says where it hangs; a window left behind fails the test that left it."""
    faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    gc.collect()
    gc.freeze()  # what is alive without a window stays; walking it again took a fifth of all stories
    gc.enable()
    assert left == []


@pytest.fixture
def parts(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    """A window in English and light, with settings and log of its own. Whatever is pressed by chance, nothing leaves this computer."""
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens there
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    monkeypatch.setattr("webbrowser.open", lambda *_args, **_kwargs: False)
    make_application()
    # Until `hygiene` has searched: the lab's threads would delete the widgets of a closed window, and Qt would go on to style them.
    gc.disable()
    made = Parts(qapp, tmp_path / "settings.ini", tmp_path / "backup-doctor.log")
    yield made
    assert made.close(PATIENCE / 1000), "the worker did not end"


class _Strays(QObject):
    """Notices widgets that were shown before they had a parent: each is a window of its own for a moment."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # By its class: asking for its type makes an enumeration's member, tens of thousands of times in a test.
        if isinstance(event, QShowEvent) and isinstance(watched, QWidget) and self._is_stray(watched):
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False

    def _is_stray(self, widget: QWidget) -> bool:
        return widget.windowType() is Qt.WindowType.Window and widget is not self._window


@pytest.fixture
def wizard(qtbot: QtBot, qapp: QApplication, parts: Parts, lab: RunningLab) -> Iterator[Wizard]:
    """The window, shown and active."""
    strays = _Strays(parts.window)
    qapp.installEventFilter(strays)
    with qtbot.waitActive(parts.window):
        parts.window.show()
        parts.window.activateWindow()
    yield Wizard(qtbot, parts, lab)
    qapp.removeEventFilter(strays)
    assert strays.seen == []


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    """Twice the window's own size, which is 10 points."""
    make_application()
    usual = qapp.font()
    large = QFont(usual)
    large.setPointSizeF(20)
    qapp.setFont(large)
    yield
    qapp.setFont(usual)
