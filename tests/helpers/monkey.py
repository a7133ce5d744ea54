"""Somebody who does anything at all with the window, and never the same twice: random, but the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QLineEdit, QMenu, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

from backup_doctor.arm.identity.method import Method
from backup_doctor.ui.dialogs.dialog import Dialog
from backup_doctor.ui.dialogs.plan import PlanSheet
from backup_doctor.ui.pages.cause import CausePage
from backup_doctor.ui.pages.sign_in import SignInPage
from backup_doctor.ui.pages.symptom import SymptomPage
from backup_doctor.ui.pages.vms import VmPage
from backup_doctor.ui.settings import Appearance
from backup_doctor.ui.widgets.method_fields import TOKEN
from tests.helpers.qt_entra import Office
from tests.helpers.qt_wizard import type_text

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Return,
    Qt.Key.Key_Space,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_F5,
)
WORDS = ("sql", "привет", "<b>{0}%n", "UserErrorGuestAgentStatusUnavailable", "&amp;\u202e", "kiosk", "")
ENDINGS = 40
"""Milliseconds; how long a pause may be."""


class Monkey:
    """Knows where things are in the window, and not what they are for."""

    def __init__(self, office: Office, seed: int, folder: Path) -> None:
        self.office, self.folder = office, folder
        self.window, self.kit = office.wizard.window, office.wizard.kit
        self.random = random.Random(seed)
        self.done: list[str] = []
        self._weighted: list[tuple[Callable[[], str], int]] = [
            (self.key, 22),
            (self.click, 26),
            (self.hover, 12),
            (self.write, 6),
            (self.resize, 3),
            (self.restyle, 3),
            (self.menu, 3),
            (self.close_dialog, 5),
            (self.pause, 10),
            (self.go, 6),
            (self.enter, 5),
            (self.leave, 1),
            (self.other_tenant, 2),
            (self.machines, 6),
            (self.primary, 6),
            (self.paste, 2),
            (self.plan, 3),
            (self.allow, 2),
            (self.confirm, 4),
            (self.revoke, 1),
        ]

    def act(self) -> None:
        """Do something."""
        actions, weights = zip(*self._weighted, strict=True)
        action: Callable[[], str] = self.random.choices(actions, weights)[0]
        self.done.append(action.__name__)
        if action not in (self.key, self.click, self.write, self.close_dialog):
            while (popup := QApplication.activePopupWidget()) is not None:  # it would take whatever a person did
                popup.close()
        self.done[-1] += f" {action()}"

    def key(self) -> str:
        """Any key, to whatever has the keyboard."""
        key = self.random.choice(KEYS)
        if not self._mind_files():
            modifiers = [Qt.KeyboardModifier.NoModifier] * 6 + [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier]
            target = QApplication.activePopupWidget() or QApplication.focusWidget() or self._root()
            if not _would_wait(target):
                QTest.keyClick(target, key, self.random.choice(modifiers))
                return f"{key.name} {_name(target)}"
        return key.name

    def click(self) -> str:
        """Anywhere on whatever is on top, with either button, once or twice."""
        if self._mind_files():
            return ""
        target = self._any(self._targets(QWidget))
        if target is None or not isValid(target):
            return ""
        place = QPoint(self.random.randrange(max(1, target.width())), self.random.randrange(max(1, target.height())))
        window = target.window()
        at = target.mapTo(window, place)
        under = window.childAt(at) or window
        if _would_wait(under) or not under.isEnabled() or not window.rect().contains(at):
            return ""
        button = self.random.choice([Qt.MouseButton.LeftButton] * 9 + [Qt.MouseButton.RightButton])
        press = QTest.mouseDClick if self.random.random() < 0.1 else QTest.mouseClick
        told, handle = _name(under), window.windowHandle()
        if handle is not None:  # by way of the window, so that what is above it takes it as it would from a person
            press(handle, button, Qt.KeyboardModifier.NoModifier, at)
        return told

    def hover(self) -> str:
        """Let the mouse rest somewhere; it stays there while what lies below it changes."""
        target = self._any(self._targets(QWidget))
        if target is None or not isValid(target):
            return ""
        place = QPoint(self.random.randrange(max(1, target.width())), self.random.randrange(max(1, target.height())))
        QCursor.setPos(target.mapToGlobal(place))
        return _name(target)

    def write(self) -> str:
        """Words, wherever the keyboard is."""
        words = self.random.choice(WORDS)
        target = QApplication.focusWidget()
        if target is not None and not self._mind_files():
            type_text(target, words)
        return words

    def resize(self) -> str:
        """Another size of the window."""
        self.window.resize(self.random.randrange(640, 1400), self.random.randrange(480, 1000))
        return f"{self.window.width()} {self.window.height()}"

    def restyle(self) -> str:
        """Another language, other colours."""
        language, look = self.random.choice(["en", "ru"]), self.random.choice(list(Appearance))
        self.kit.words.use(language)
        self.kit.theme.use(look)
        return f"{language} {look}"

    def menu(self) -> str:
        """An entry of a menu on screen; the menu itself would wait for a choice from within the press."""
        buttons = [button for button in self._targets(QToolButton) if button.menu() is not None]
        entries = [action for button in buttons for action in button.menu().actions() if action.isEnabled()]
        entry = self._any(entries)
        if entry is None:
            return ""
        told = entry.text()
        entry.trigger()
        return told

    def close_dialog(self) -> str:
        """Close what is above the window."""
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if above is None:
            return ""
        told = _name(above)
        above.close()
        return told

    def pause(self) -> str:
        """Let Azure answer."""
        self.office.qtbot.wait(self.random.randrange(ENDINGS))
        if self.random.random() < 0.3:
            self._patience(lambda: self.kit.flow.activity is None)
        return ""

    def go(self) -> str:
        """Another step, whether it can be reached or not."""
        step = self.random.choice(self.kit.state.steps())
        self.window.go(step, keep_focus=self.random.random() < 0.3)
        return f"{step.kind} {step.cause}"

    def enter(self) -> str:
        """Sign in, in any way, with right and wrong secrets."""
        self.window.go(self.kit.state.steps()[0])
        page = self.window.page
        if not isinstance(page, SignInPage) or self.kit.flow.access.signing_in is not None:
            return ""
        office = self.office
        office.browser.goes_on = self.random.random() < 0.8
        office.entra.device_never_ends = self.random.random() < 0.2
        way = self.random.choice(["demo", "again", "principal", "wrong", "token", Method.BROWSER, Method.DEVICE])
        match way:
            case "demo":
                page.explore.click()
            case "again":
                rows = page.accounts.rows
                if rows:
                    self.random.choice(rows).sign_in_button.click()
            case "principal" | "wrong":
                office.fill_principal("right-secret" if way == "principal" else "wrong-secret")
                page.form.remember.setChecked(self.random.random() < 0.5)
                office.press_enter()
            case "token":
                office.fill(Method.TOKEN, **{TOKEN: office.wizard.lab.token})
                office.press_enter()
            case Method():
                office.fill(way)
                page.form.remember.setChecked(self.random.random() < 0.5)
                office.press_enter()
        if self.random.random() < 0.7:
            self._patience(lambda: self.kit.flow.access.signing_in is None)
        return str(way)

    def leave(self) -> str:
        """Sign out."""
        self.kit.flow.sign_out()
        return ""

    def other_tenant(self) -> str:
        """Another tenant of the account."""
        session = self.kit.state.session
        if session is None or not session.account.tenants:
            return ""
        tenant = self.random.choice(session.account.tenants)
        self.kit.flow.access.change_tenant(tenant.id)
        return tenant.name

    def machines(self) -> str:
        """Choose among the VMs, or turn to the failures."""
        self.window.go(self.kit.state.steps()[1])
        page = self.window.page
        if not isinstance(page, VmPage):
            return ""
        what = self.random.choice(["id", "words", "row", "combo", "failures", "examine", "switch"])
        match what:
            case "id":
                page.filter.setText(self.random.choice(self.office.wizard.lab.vms).id)
            case "words":
                page.filter.setText(self.random.choice(WORDS))
            case "row" if page.model.rowCount():
                page.table.selectRow(self.random.randrange(page.model.rowCount()))
            case "combo":
                combo = self._any(page.findChildren(QComboBox))
                if combo is not None and combo.count():
                    combo.setCurrentIndex(self.random.randrange(combo.count()))
            case "failures" | "switch":
                page.views.setCurrentIndex(self.random.randrange(2))
            case "examine" if page.fleet is not None and page.fleet.head.examine.isVisible():
                page.fleet.head.examine.click()
        if self.random.random() < 0.5:
            self.window.bar.primary.click()
        return what

    def primary(self) -> str:
        """The primary button, as often as it leads on."""
        for _ in range(self.random.randrange(1, 4)):
            if QApplication.activeModalWidget() is None:
                self.window.bar.primary.click()
                QApplication.processEvents()
        return self.window.step.kind

    def paste(self) -> str:
        """An error into the symptom's box, or something into the picker, by the clipboard."""
        words = self.random.choice([*WORDS, self.office.wizard.lab.vms[0].id, "x" * 40_000])
        QGuiApplication.clipboard().setText(words)
        page = self.window.page
        if isinstance(page, SymptomPage):
            page.from_paste.click()
            page.pasted.box.paste()
        elif isinstance(page, VmPage):
            page.filter.paste()
        return words[:30]

    def plan(self) -> str:
        """Look at the plan of a remedy."""
        page = self.window.page
        if not isinstance(page, CausePage) or QApplication.activeModalWidget() is not None:
            return ""
        card = self._any([card for card in page.remedies if card.plan.isEnabled()])
        if card is None:
            return ""
        card.plan.click()
        return card.remedy.id

    def allow(self) -> str:
        """Allow repairs, or only look again."""
        self.kit.repairs.explained = self.random.random() < 0.7
        self.window.header.repairs.click()
        return str(self.kit.repairs.allowed)

    def confirm(self) -> str:
        """Whatever the dialog on top wants to have confirmed."""
        above = QApplication.activeModalWidget()
        if not isinstance(above, Dialog):
            return ""
        if isinstance(above.sheet, PlanSheet):
            above.sheet.name.setText(above.sheet.vm_name)
        button = self._any([button for button in above.findChildren(QPushButton) if button.isVisible() and button.isEnabled()])
        if button is None:
            return ""
        told = button.text()
        button.click()
        return told

    def revoke(self) -> str:
        """Azure wants to see the person again, after so many more requests."""
        self.office.turnstile.passes = self.random.randrange(4)
        return str(self.office.turnstile.passes)

    def _patience(self, condition: Callable[[], bool]) -> None:
        """Wait for it, but not for ever: a sign-in may wait for a person."""
        for _ in range(60):
            if condition():
                return
            self.office.qtbot.wait(20)

    def _mind_files(self) -> bool:
        """A file dialog would lead anywhere on this computer: it is answered here, or put away."""
        above = QApplication.activeModalWidget()
        while above is not None and not isinstance(above, QFileDialog):
            above = above.parentWidget()
        if not isinstance(above, QFileDialog):
            return False
        if self.random.random() < 0.5:
            above.reject()
        else:
            above.setDirectory(str(self.folder))
            for line in above.findChildren(QLineEdit):
                line.setText(f"file {len(self.done)}")
            above.accept()
        return True

    def _root(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def _targets(self, kind: type[W]) -> list[W]:
        root = self._root()
        known = [widget for widget in root.findChildren(kind) if isValid(widget)]
        return [widget for widget in known if widget.isVisible() and widget.isEnabled() and widget.window() is root.window()]

    def _any(self, things: Sequence[T]) -> T | None:
        return self.random.choice(things) if things else None


def _would_wait(widget: QWidget) -> bool:
    """Whether pressing it would wait for a choice from within the press."""
    here: QWidget | None = widget
    while here is not None:
        if isinstance(here, QMenu) or (isinstance(here, QToolButton) and here.menu() is not None) or isinstance(here, QFileDialog):
            return True
        here = here.parentWidget()
    return False


def _name(widget: QWidget) -> str:
    words = widget.text()[:30] if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.objectName()} {words}".strip()
