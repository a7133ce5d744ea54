"""Garbage goes between two events of the GUI thread, and at no other time."""

from __future__ import annotations

import gc
import weakref

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backup_doctor.ui.app import Parts
from backup_doctor.ui.collector import AT_LAST, INTERVAL, OLD
from tests.helpers.qt_wizard import PATIENCE


class Circle:
    """Holds itself, so that only a search finds it."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_waits_for_the_next_turn_however_much_is_made(qtbot: QtBot, parts: Parts) -> None:
    found = weakref.ref(Circle())
    kept = [[number] for number in range(100 * gc.get_threshold()[0])]
    assert found() is not None, "Python did not search on its own"
    qtbot.waitUntil(lambda: found() is None, timeout=PATIENCE)
    assert len(kept) > gc.get_threshold()[0]


def test_a_window_that_is_closed_leaves_the_search_as_it_was(parts: Parts) -> None:
    assert not gc.isenabled()
    parts.close()
    assert not gc.isenabled(), "its widgets would be deleted in whichever thread makes something next"


def old_garbage() -> weakref.ref[Circle]:
    circle = Circle()
    gc.collect(1)
    gc.collect(1)
    return weakref.ref(circle)


def survive(searches: int) -> None:
    for _ in range(searches):
        gc.collect(1)


def test_everything_is_searched_while_the_user_is_elsewhere_or_at_last(qtbot: QtBot, parts: Parts) -> None:
    with qtbot.waitActive(parts.window):
        parts.window.show()
        parts.window.activateWindow()
    gc.collect()
    found = old_garbage()
    survive(OLD + 1)
    qtbot.wait(3 * INTERVAL)
    assert QApplication.activeWindow() is not None and found() is not None, "the window would stand still before the user's eyes"
    parts.window.hide()
    qtbot.waitUntil(lambda: found() is None, timeout=PATIENCE)
    with qtbot.waitActive(parts.window):
        parts.window.show()
        parts.window.activateWindow()
    found = old_garbage()
    survive(AT_LAST + 1)
    qtbot.waitUntil(lambda: found() is None, timeout=PATIENCE)
