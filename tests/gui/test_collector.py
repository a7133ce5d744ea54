"""Garbage goes between two events of the GUI thread, and at no other time."""

from __future__ import annotations

import gc
import weakref

from pytestqt.qtbot import QtBot

from backup_doctor.ui.app import Parts
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
