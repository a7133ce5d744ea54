"""Azure wants to see the person in the middle of the work: one question, and the diagnosis goes on by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from backup_doctor.arm.identity.method import Method
from backup_doctor.core.model import Status
from backup_doctor.ui.dialogs.sign_in_again import SignInAgainDialog, SignInAgainSheet
from backup_doctor.ui.widgets.field import SecretField
from backup_doctor.ui.widgets.method_fields import CLOUD, SECRET, TENANT
from tests.helpers.fake_entra import PRINCIPAL, STRICT_TENANT
from tests.helpers.qt_access import nameless
from tests.helpers.qt_entra import Office
from tests.helpers.qt_wizard import PATIENCE

VM = "windows-agent-stopped"
PASSING = 4
"""Requests of the diagnosis that still pass; the first of them reads the VM itself."""


def dialogs() -> list[SignInAgainDialog]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, SignInAgainDialog) and widget.isVisible()]


def sheet() -> SignInAgainSheet:
    """Of the one dialog there is."""
    (dialog,) = dialogs()
    assert isinstance(dialog.sheet, SignInAgainSheet)
    return dialog.sheet


def interrupt(office: Office, method: Method = Method.BROWSER, passes: int = PASSING) -> None:
    """Sign in, choose a VM, and let Azure ask for the person in the middle of the diagnosis."""
    if method is Method.SECRET:
        office.fill_principal()
        office.press_enter()
        office.wait_until_in()
    else:
        office.sign_in(method)
    office.wizard.choose(VM)
    if method is Method.SECRET:
        office.entra.principals[PRINCIPAL].secret = "new-secret"
    office.turnstile.passes = passes
    office.wizard.window.bar.primary.click()
    office.qtbot.waitUntil(lambda: office.access.question is not None and bool(dialogs()), timeout=PATIENCE)


def unseen(office: Office) -> list[str]:
    """At the end of the diagnosis: what could not be looked at because of the sign-in."""
    run = office.wizard.finish()
    return [str(finding.text) for finding in run.findings.values() if finding.status is Status.UNKNOWN and "Signed out" in str(finding.text)]


def test_many_requests_ask_once_and_the_diagnosis_goes_on_by_itself(office: Office) -> None:
    interrupt(office)
    assert len(dialogs()) == 1
    assert len(office.browser.opened) == 1, "no browser opens before the user wants it"
    assert nameless(dialogs()[0]) == []
    sheet().accept.click()
    assert unseen(office) == []
    assert len(office.browser.opened) == 2
    assert dialogs() == []
    assert not office.wizard.window.banners.again.isVisible()


def test_declining_is_what_the_findings_say(office: Office) -> None:
    interrupt(office)
    sheet().decline.click()
    assert unseen(office)
    assert dialogs() == []
    assert office.wizard.state.session is not None
    assert office.wizard.state.run_error is None


def test_a_dialog_put_aside_leaves_the_question_open_above_the_pages(office: Office) -> None:
    interrupt(office)
    dialogs()[0].close()
    banner = office.wizard.window.banners.again
    assert banner.isVisible()
    assert office.access.question is not None
    banner.answer.click()
    sheet().accept.click()
    assert unseen(office) == []


def test_giving_up_the_diagnosis_takes_the_question_away(office: Office) -> None:
    interrupt(office)
    office.wizard.flow.cancel()
    office.qtbot.waitUntil(lambda: office.access.question is None and dialogs() == [], timeout=PATIENCE)
    assert not office.wizard.window.banners.again.isVisible()


def test_a_device_code_can_be_used_instead(office: Office) -> None:
    interrupt(office)
    sheet().device.click()
    assert unseen(office) == []
    assert office.entra.count("devicecode") == 1


def test_an_expired_secret_is_typed_in_anew_and_the_place_stays(office: Office) -> None:
    interrupt(office, Method.SECRET)
    form = sheet().form
    assert form.fields.field(CLOUD) is None and form.fields.field(TENANT) is None
    secret = form.fields.field(SECRET)
    assert isinstance(secret, SecretField) and secret.line.hasFocus()
    sheet().accept.click()
    assert form.error.isVisible(), "an empty secret is not sent"
    secret.line.setText("wrong-again")
    first = office.access.question
    sheet().accept.click()
    office.qtbot.waitUntil(lambda: office.access.question not in (None, first), timeout=PATIENCE)
    assert "AADSTS7000215" in sheet().why.plain()
    secret.line.setText("new-secret")
    office.wizard.press(Qt.Key.Key_Return)
    assert unseen(office) == []
    assert dialogs() == []


def test_a_tenant_that_wants_to_see_the_person_asks_before_it_is_entered(office: Office) -> None:
    office.sign_in(Method.BROWSER)
    office.access.change_tenant(STRICT_TENANT)
    office.qtbot.waitUntil(lambda: bool(dialogs()), timeout=PATIENCE)
    sheet().accept.click()
    office.qtbot.waitUntil(lambda: office.wizard.state.session is not None and office.wizard.state.session.account.tenant_id == STRICT_TENANT)
    office.wait_until_in()
    assert dialogs() == []


def test_a_no_to_the_first_question_leaves_the_way_open(office: Office) -> None:
    interrupt(office, passes=0)
    sheet().decline.click()
    banner = office.wizard.window.banners.run_error
    office.qtbot.waitUntil(banner.isVisible, timeout=PATIENCE)
    assert "could not start" in banner.plain() and "Signed out" in banner.plain()
    assert office.wizard.state.run is None
    assert office.wizard.window.bar.primary.isEnabled(), "Start can be pressed again"
    banner.again.click()
    office.qtbot.waitUntil(lambda: office.access.question is not None and bool(dialogs()), timeout=PATIENCE)
    assert not banner.isVisible()
    sheet().accept.click()
    assert unseen(office) == []
    assert office.wizard.state.run_error is None


def test_checking_again_after_a_no_asks_again(office: Office) -> None:
    interrupt(office)
    sheet().decline.click()
    assert unseen(office)
    run = office.wizard.finish()
    office.wizard.flow.again(run.checks)
    office.qtbot.waitUntil(lambda: office.access.question is not None and bool(dialogs()), timeout=PATIENCE)
    sheet().accept.click()
    assert unseen(office) == []
