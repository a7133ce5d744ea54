"""Anything is done with the window, in any order: nothing breaks, and what is on screen agrees with what is known.

A few seeds in every run; ``BACKUP_DOCTOR_SEEDS=200`` takes as many, ``BACKUP_DOCTOR_SEEDS=17-17`` only one.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QUrl, Slot
from PySide6.QtGui import QCursor, QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from backup_doctor.ui.dialogs.plan import PlanSheet
from backup_doctor.ui.pages.page import Page
from backup_doctor.ui.steps import SIDE_PAGES, START
from tests.helpers.monkey import Monkey
from tests.helpers.qt_entra import Office
from tests.helpers.qt_plain import every_widget
from tests.helpers.qt_wizard import PATIENCE

FEW = 4
EVENTS = 150
NOWHERE = QPoint(100_000, 100_000)
"""For the mouse, where nothing of ours is below it."""

OFTEN = 15
"""Everything on screen is read once in so many events."""


def seeds() -> range:
    """Those of this run."""
    first, dash, last = os.environ.get("BACKUP_DOCTOR_SEEDS", str(FEW)).partition("-")
    return range(int(first), int(last) + 1) if dash else range(int(first))


class Outside(QObject):
    """Takes the links and folders the window opens, so that no browser starts."""

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        assert url.isValid()


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


class Watch:
    """What has to hold after everything that is done."""

    def __init__(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window, self.kit = office.wizard.window, office.wizard.kit
        self.secrets = {"token": office.wizard.lab.token, "secret": "right-secret", "wrong secret": "wrong-secret"}
        self.wait = office.qtbot.wait
        self.errors: list[BaseException] = []
        monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _traceback: self.errors.append(error))
        self.kit.flow.fault.connect(self.errors.append)

    def look(self) -> None:
        """At once."""
        window, state = self.window, self.kit.state
        if self.errors:
            raise self.errors[0]
        assert window.isVisible()
        assert not window.banners.fault.isVisible(), window.banners.fault.plain()
        if window.step.kind not in SIDE_PAGES:
            assert window.step in state.steps()
            assert state.reachable(window.step)
            assert window.rail.currentRow() == state.steps().index(window.step)
        pages = [page for page in window.findChildren(Page) if page.isVisible()]
        assert pages == [window.page]
        assert window.stack.currentWidget() is window.page
        self._buttons()
        self._focus()

    def _buttons(self) -> None:
        window, flow = self.window, self.kit.flow
        assert window.bar.primary.isEnabled() == window.page.ready
        assert window.bar.back.isEnabled() == (window.step != START)
        assert window.bar.cancel.isVisible() == (flow.activity is not None)
        for sheet in window.findChildren(PlanSheet):
            assert sheet.carry_out.isEnabled() == sheet.can_start

    def _focus(self) -> None:
        """A dialog that goes in the turn in which it came leaves it nowhere, but not for longer than that."""
        for _ in range(50):
            if not lost():
                return
            self.wait(20)
        raise AssertionError(lost())

    def read(self) -> None:
        """Everything that is on screen or told, at length."""
        for widget in every_widget():
            words = "\n".join(_words(widget))
            for name, secret in self.secrets.items():
                assert secret not in words, f"{name} in {widget} {widget.objectName()}"


def lost() -> str:
    """What is wrong with where the keyboard is; empty when nothing is."""
    focused, active = QApplication.focusWidget(), QApplication.activeWindow()
    if active is None or not active.isVisible() or QApplication.activePopupWidget() is not None:  # offscreen, a popup may go before it is active
        return ""
    if focused is None:
        return f"nothing has the keyboard in {described(active)}"
    if not focused.isVisible() or not focused.isEnabled() or focused.window() is not active:
        return f"out of reach: {described(focused)}"
    return ""


def described(widget: QWidget) -> str:
    """A widget and what it stands in."""
    names: list[str] = []
    here: QWidget | None = widget
    while here is not None:
        names.append(f"{type(here).__name__} {here.objectName()} {'' if here.isVisible() else 'hidden'}")
        here = here.parentWidget()
    return " < ".join(names) + f" {getattr(widget, 'text', str)()}"


def _words(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
    match widget:
        case QLineEdit() if not (widget.isVisible() and widget.echoMode() is QLineEdit.EchoMode.Normal):  # there the user wants to see it
            yield widget.displayText()
        case QPlainTextEdit():
            yield widget.toPlainText()
        case QLabel() | QPushButton():
            yield widget.text()


def running(office: Office) -> list[str]:
    """What the worker is at, but for waiting to be told to stop."""
    loop = office.wizard.parts.bridge._loop
    assert loop is not None
    return [str(task.get_coro()) for task in asyncio.all_tasks(loop) if "_serve" not in str(task.get_coro())]


def put_away() -> None:
    """Close what is above the window."""
    while (above := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
        above.close()


@pytest.mark.parametrize("seed", seeds())
def test_whatever_is_done_nothing_breaks(office: Office, seed: int, outside: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkey, watch = Monkey(office, seed, tmp_path), Watch(office, monkeypatch)
    try:
        for number in range(EVENTS):
            monkey.act()
            QApplication.processEvents()
            watch.look()
            if number % OFTEN == 0:
                watch.read()
        put_away()
        QCursor.setPos(NOWHERE)
        office.wizard.flow.sign_out()
        assert office.wizard.flow.activity is None
        office.qtbot.waitUntil(lambda: not running(office), timeout=PATIENCE)
        watch.look()
        watch.read()
    except BaseException as error:
        error.add_note("\n".join([f"seed {seed}, event {len(monkey.done)}; before it:", *monkey.done[-12:]]))
        raise
