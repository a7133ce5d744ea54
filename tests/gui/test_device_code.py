"""Signing in with a device code: it can be read, copied and opened, it runs out, and it can be given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from backup_doctor.arm.identity.interaction import DeviceCode
from backup_doctor.arm.identity.method import Method
from backup_doctor.ui.widgets.device_code import DeviceCodePanel
from tests.helpers.qt_access import misplaced, nameless, out_of_order
from tests.helpers.qt_entra import Office
from tests.helpers.qt_wizard import PATIENCE, Wizard


def wait_for_code(office: Office) -> DeviceCodePanel:
    """Ask for a code that nobody types in."""
    office.entra.device_never_ends = True
    office.fill(Method.DEVICE)
    office.press_enter()
    office.qtbot.waitUntil(lambda: office.access.code is not None and office.page.waiting.code.isVisible(), timeout=PATIENCE)
    return office.page.waiting.code


def test_the_code_of_entra_stands_on_the_page_and_can_be_copied(office: Office) -> None:
    panel = wait_for_code(office)
    assert office.access.code is not None
    assert panel.letters.text() == office.access.code.code
    assert panel.address.text() == office.access.code.address
    panel.copy_code.button.click()
    assert QGuiApplication.clipboard().text() == office.access.code.code
    panel.copy_address.button.click()
    assert QGuiApplication.clipboard().text() == office.access.code.address


def test_the_code_is_used_by_keyboard_and_by_screen_readers(office: Office) -> None:
    wait_for_code(office)
    window = office.page.window()
    assert [*nameless(window), *misplaced(window), *out_of_order(window)] == []
    assert office.page.waiting.hasFocus(), "where it is told what to do, and not on Cancel"
    assert office.page.waiting.accessibleName()


def test_giving_up_ends_the_polling_and_brings_the_form_back(office: Office) -> None:
    wait_for_code(office)
    office.page.waiting.cancel.click()
    assert office.access.signing_in is None
    assert not office.page.waiting.isVisible()
    assert office.page.form.isVisible()
    assert office.access.code is None


def test_once_the_code_is_used_the_window_goes_on(office: Office) -> None:
    office.sign_in(Method.DEVICE)
    assert office.browser.opened == []
    session = office.wizard.state.session
    assert session is not None and session.account.method is Method.DEVICE


@pytest.mark.parametrize("ending", ["authorization_declined", "expired_token"])
def test_a_code_that_is_not_used_is_told_in_words(office: Office, ending: str) -> None:
    office.entra.device_turns = [ending]
    office.fill(Method.DEVICE)
    office.press_enter()
    assert office.wait_for_trouble()
    assert office.page.form.isVisible()


def test_the_address_is_opened_only_where_it_is_a_web_page(wizard: Wizard) -> None:
    class Taker(QObject):
        taken: list[QUrl]

        @Slot(QUrl)
        def take(self, url: QUrl) -> None:
            self.taken.append(url)

    taker = Taker()
    taker.taken = []
    for scheme in ("https", "file", "ftp"):
        QDesktopServices.setUrlHandler(scheme, taker, "take")  # type: ignore[arg-type]  # the stub wants bytes, the binding takes text only
    panel = wizard.sign_in_page.waiting.code
    soon = datetime.now(UTC) + timedelta(minutes=5)
    for address in ("file:///etc/passwd", "ftp://example.com", "https://example.com/device"):
        panel.show_code(DeviceCode(address, "ABC", soon))
        panel.open.click()
    for scheme in ("https", "file", "ftp"):
        QDesktopServices.unsetUrlHandler(scheme)
    assert [url.toString() for url in taker.taken] == ["https://example.com/device"]


def test_a_code_that_has_run_out_says_so(wizard: Wizard) -> None:
    page = wizard.sign_in_page
    panel = page.waiting.code
    panel.show_code(DeviceCode("https://example.com", "ABC", datetime.now(UTC) - timedelta(seconds=1)))
    assert "expired" in panel._left.text()
    panel.show_code(DeviceCode("https://example.com", "ABC", datetime.now(UTC) + timedelta(minutes=5)))
    assert "run out" not in panel._left.text()


def test_a_screen_reader_is_given_the_letters_one_by_one(wizard: Wizard) -> None:
    panel = wizard.sign_in_page.waiting.code
    panel.show_code(DeviceCode("https://example.com", "AB1", datetime.now(UTC) + timedelta(minutes=5)))
    assert "A B 1" in panel.letters.accessibleName()
