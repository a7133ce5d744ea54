"""The window is closed while a sign-in waits for a person: nothing stays behind."""

from __future__ import annotations

import threading

import pytest

from backup_doctor.arm.identity.method import Method
from tests.helpers.qt_entra import Office


@pytest.mark.parametrize("method", [Method.BROWSER, Method.DEVICE])
def test_closing_the_window_ends_a_sign_in_that_waits_for_a_person(office: Office, method: Method) -> None:
    office.browser.goes_on, office.entra.device_never_ends, office.entra.device_interval = False, True, 1
    office.fill(method)
    office.press_enter()
    office.qtbot.waitUntil(lambda: office.browser.came.is_set() or office.access.code is not None, timeout=10_000)
    assert office.wizard.parts.close()
    for thread in threading.enumerate():
        if thread.name == "sign-in":
            assert thread.daemon
            thread.join(timeout=10)
            assert not thread.is_alive()
    assert office.entra.count("authorization_code") == 0
