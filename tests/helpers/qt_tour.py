"""Leads through everything the window can show: each page in each of its states, and each dialog."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from backup_doctor.arm.cloud import custom
from backup_doctor.arm.identity.method import Method
from backup_doctor.arm.identity.method import SignIn as Order
from backup_doctor.arm.memory import RememberedAccount
from backup_doctor.arm.wire.proxies import ProxyAsks
from backup_doctor.core.history import History, HistoryEntry, new_name
from backup_doctor.core.language import language
from backup_doctor.core.text import verbatim
from backup_doctor.ui.dialogs.bundle import BundleDialog
from backup_doctor.ui.dialogs.connection_test import ConnectionTestDialog
from backup_doctor.ui.dialogs.forget_account import ask_to_forget
from backup_doctor.ui.dialogs.plan import PlanSheet
from backup_doctor.ui.dialogs.proxy_sign_in import ProxySignInDialog
from backup_doctor.ui.dialogs.question import QuestionSheet
from backup_doctor.ui.dialogs.sign_in_again import SignInAgainDialog
from backup_doctor.ui.help import page_of, show_help
from backup_doctor.ui.pages.history import HistoryPage
from backup_doctor.ui.pages.symptom import SymptomPage
from backup_doctor.ui.pages.vms import VmPage
from backup_doctor.ui.steps import Kind, Step
from backup_doctor.ui.widgets.evidence import EvidenceView
from backup_doctor.ui.widgets.past_causes import PastCause
from tests.helpers.qt_repairs import Repairing
from tests.helpers.qt_wizard import PATIENCE

STUCK = "extension-stuck"
REMEDY = "backup-extension-load-failure/delete-extension"
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stop:
    """Something on screen."""

    name: str
    shown: QWidget
    """The window or the dialog."""


def tour(wizard: Repairing) -> Iterator[Stop]:
    """From the sign-in to a repair that is left half done. The window keeps its size, dialogs are made for it."""
    yield from _sign_in(wizard)
    yield from _machines(wizard)
    yield from _symptom(wizard)
    yield from _causes(wizard)
    for kind in (Kind.BACK_UP, Kind.SUMMARY):
        wizard.window.go(Step(kind))
        wizard.qtbot.waitUntil(lambda: wizard.flow.activity is None, timeout=PATIENCE)
        yield _window(wizard, kind.value)
    wizard.summary_page().report.preview.click()
    yield from _dialog(wizard, "preview", _top())
    yield from _beside(wizard)
    yield from _repair(wizard)


def _beside(wizard: Repairing) -> Iterator[Stop]:
    """The history, the settings and what goes to whoever helps."""
    yield from _history(wizard)
    wizard.window.dialogs.about()
    yield from _dialog(wizard, "about", _top())
    wizard.window.side_pages.show_settings()
    yield from _dialog(wizard, "settings", _top())
    yield from _dialog(wizard, "bundle", BundleDialog(wizard.kit, wizard.window))


def _history(wizard: Repairing) -> Iterator[Stop]:
    """The list, what was found now beside what is made out to have been found the day before, and the question before any is deleted."""
    found, history = wizard.state.diagnosis, wizard.kit.history
    assert found is not None
    earlier = replace(found, started=found.started - _A_DAY, finished=found.finished - _A_DAY)
    History(history.folder).keep(earlier, new_name(earlier), language("en"))
    wizard.window.side_pages.show_history()
    wizard.qtbot.waitUntil(lambda: history.entries is not None and len(history.entries) == 2 and not history.is_reading, timeout=PATIENCE)
    yield _window(wizard, "history")
    page = wizard.window.page
    assert isinstance(page, HistoryPage)
    page.delete.click()
    yield from _dialog(wizard, "delete", _top())
    now, before = (entry for entry in history.entries or () if isinstance(entry, HistoryEntry))
    with wizard.qtbot.waitSignal(history.opened, timeout=PATIENCE):
        history.open(now)
    for opener in (part.opener for part in wizard.window.page.findChildren(PastCause)):
        opener.click()
    yield _window(wizard, "past")
    with wizard.qtbot.waitSignal(history.compared, timeout=PATIENCE):
        history.compare(now, before)
    yield _window(wizard, "comparison")


def _sign_in(wizard: Repairing) -> Iterator[Stop]:
    page = wizard.sign_in_page
    for method in page.methods.methods:
        page.methods.choose(method)
        yield _window(wizard, f"sign-in {method.value}")
    yield from _sign_in_dialogs(wizard)
    page.form.show_method(Method.TOKEN)
    page.methods.choose(Method.TOKEN)
    wizard.press_sign_in()  # without a token
    yield _window(wizard, "sign-in refused")
    wizard.sign_in()
    wizard.window.go(Step(Kind.SIGN_IN))
    yield _window(wizard, "signed in")


def _sign_in_dialogs(wizard: Repairing) -> Iterator[Stop]:
    kit, window = wizard.kit, wizard.window
    cloud = custom(wizard.lab.endpoint)
    yield from _dialog(wizard, "proxy", ProxySignInDialog(kit, window, ProxyAsks("http://127.0.0.1:9", ("Basic",), refused=False)))
    yield from _dialog(wizard, "sign in again", SignInAgainDialog(kit, verbatim("AADSTS50078"), Order(Method.BROWSER, cloud), window))
    known = RememberedAccount("0123abcd", Method.BROWSER, "ann@contoso.example", "id", "Contoso")
    yield from _dialog(wizard, "forget", ask_to_forget(kit, known, window))
    test = ConnectionTestDialog(kit, cloud, window)
    yield from _dialog(wizard, "connection test", test)


def _machines(wizard: Repairing) -> Iterator[Stop]:
    wizard.window.go(Step(Kind.VM))
    page = wizard.window.page
    assert isinstance(page, VmPage)
    yield _window(wizard, "machines")
    page.filter.setText("no machine has this name")
    wizard.qtbot.waitUntil(lambda: not page.picker.is_taking_in, timeout=PATIENCE)
    yield _window(wizard, "no machine")
    page.filter.setText("")
    page.views.setCurrentIndex(1)
    yield _window(wizard, "failures")
    page.views.setCurrentIndex(0)


def _symptom(wizard: Repairing) -> Iterator[Stop]:
    wizard.choose(STUCK)
    page = wizard.window.page
    assert isinstance(page, SymptomPage)
    yield _window(wizard, "symptom")
    page.inside.script.click()
    yield from _dialog(wizard, "script", _top())
    wizard.window.bar.primary.click()
    wizard.finish()
    wizard.know_offers()


def _causes(wizard: Repairing) -> Iterator[Stop]:
    for cause in wizard.state.causes:
        page = wizard.cause_page(cause.id)
        for row in page.rows:
            if not row.is_open:
                row.opener.click()
        yield _window(wizard, f"cause {cause.id}")
    wizard.window.rail.setFocus()
    yield from _answer(wizard)
    told = show_help(wizard.kit, page_of(wizard.kit, wizard.window.step), wizard.window)
    wizard.qtbot.waitUntil(lambda: bool(told.help.pages), timeout=PATIENCE)
    yield Stop("help", settled(told))
    told.close()


def _answer(wizard: Repairing) -> Iterator[Stop]:
    """The whole of what Azure said, from the first row that has it."""
    for cause in wizard.state.causes:
        page = wizard.cause_page(cause.id)
        for view in page.findChildren(EvidenceView):
            if view.evidence.answer is not None:
                for commands in page.findChildren(EvidenceView)[:2]:
                    commands.by_hand.click()
                yield _window(wizard, "by hand")
                view.whole.click()
                yield from _dialog(wizard, "answer", _top())
                return


def _repair(wizard: Repairing) -> Iterator[Stop]:
    sheet = wizard.plan(REMEDY)
    for number in range(sheet.steps.tabs.count()):
        sheet.steps.tabs.setCurrentIndex(number)
        yield Stop(f"plan {number}", settled(wizard.dialog))
    sheet.allow.click()
    yield Stop("allow repairs", settled(wizard.dialog))
    question = wizard.sheet(QuestionSheet)
    question.yes.click()
    wizard.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is sheet.window())
    wizard.fail("reset:DELETE /subscriptions")
    plan = wizard.sheet(PlanSheet)
    plan.name.setText(plan.vm_name)
    plan.carry_out.click()
    wizard.end()
    yield Stop("repair left", settled(wizard.dialog))
    wizard.dialog.close()
    wizard.know_open_items(1)
    yield _window(wizard, "open items above the pages")
    wizard.window.banners.show_open.click()
    yield Stop("open items", settled(wizard.dialog))
    wizard.dialog.close()


def _window(wizard: Repairing, name: str) -> Stop:
    return Stop(name, settled(wizard.window))


def _dialog(wizard: Repairing, name: str, dialog: QDialog) -> Iterator[Stop]:
    dialog.open()
    wizard.qtbot.waitUntil(lambda: wizard.flow.activity is None, timeout=PATIENCE)
    yield Stop(name, settled(dialog))
    dialog.close()
    wizard.alone()


def _top() -> QDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


def settled(widget: QWidget) -> QWidget:
    """Wait for layouts: words that wrap, in columns that turn, take some turns of the event loop."""
    for _ in range(20):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    return widget
