"""Random keys, clicks, sizes, languages and colours: whatever is done, rail, page and buttons agree."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget

from backup_doctor.ui.settings import Appearance
from tests.helpers.qt_wizard import Wizard, type_text

EVENTS = 150
KEYS = [Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Home]


class Outside(QObject):
    """Takes the links and folders the window opens, so that no browser starts."""

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        assert url.isValid()


class Monkey:
    """Knows the window, but not what it is for."""

    def __init__(self, wizard: Wizard, seed: int) -> None:
        self._wizard, self._window = wizard, wizard.window
        self._random = random.Random(seed)

    def act(self) -> str:
        action = self._random.choice([self._key, self._key, self._click, self._click, self._type, self._resize, self._switch])
        return f"{action.__name__} {action()}"

    def _targets(self) -> list[QWidget]:
        for above in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if above is not None:
                above.close()
        # A button with a menu would wait for a choice from within the press.
        menus = (QToolButton, QMenu)
        return [
            widget for widget in self._window.findChildren(QWidget) if widget.isVisible() and widget.isEnabled() and not isinstance(widget, menus)
        ]

    def _key(self) -> str:
        key = self._random.choice(KEYS)
        focused = QApplication.focusWidget() or self._window
        if focused in self._targets():
            QTest.keyClick(focused, key)
        return key.name

    def _click(self) -> str:
        target = self._random.choice(self._targets())
        place = QPoint(self._random.randrange(max(1, target.width())), self._random.randrange(max(1, target.height())))
        under = self._window.childAt(target.mapTo(self._window, place))
        if under in self._targets() and under is not None:
            QTest.mouseClick(under, Qt.MouseButton.LeftButton, pos=under.mapFrom(self._window, target.mapTo(self._window, place)))
        return type(target).__name__

    def _type(self) -> str:
        focused = QApplication.focusWidget()
        if focused is not None:
            type_text(focused, self._random.choice(["sql", "привет", "<b>{0}%n", "UserErrorGuestAgentStatusUnavailable"]))
        return type(focused).__name__

    def _resize(self) -> str:
        self._window.resize(self._random.randrange(640, 1400), self._random.randrange(480, 1000))
        return ""

    def _switch(self) -> str:
        self._wizard.kit.words.use(self._random.choice(["en", "ru"]))
        self._wizard.kit.theme.use(self._random.choice(list(Appearance)))
        return ""


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever is saved or opened by chance stays in the test."""
    monkeypatch.chdir(tmp_path)
    taker = Outside()
    for scheme in ("https", "file"):
        QDesktopServices.setUrlHandler(scheme, taker, "take")  # type: ignore[arg-type]  # the stub wants bytes, the binding takes text only
    yield
    for scheme in ("https", "file"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_the_parts_of_the_window_agree(wizard: Wizard, seed: int, outside: None) -> None:
    wizard.diagnose("windows-agent-stopped")
    monkey, done = Monkey(wizard, seed), []
    for _ in range(EVENTS):
        done.append(monkey.act())
        QApplication.processEvents()
        window, state = wizard.window, wizard.state
        assert window.isVisible(), done[-5:]
        assert window.step in state.steps(), done[-5:]
        assert window.stack.currentWidget() is window.page, done[-5:]
        assert window.rail.currentRow() == state.steps().index(window.step), done[-5:]
        assert window.bar.primary.isEnabled() == window.page.ready, done[-5:]
