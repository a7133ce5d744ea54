"""Signing in: what goes wrong stays on screen, and the token stays in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from backup_doctor.lab.running import RunningLab, start
from backup_doctor.ui.app import Parts
from backup_doctor.ui.state import Kind
from tests.helpers.qt_wizard import PATIENCE, Wizard, written


def test_a_token_signs_in_and_the_header_tells_who_and_where(wizard: Wizard) -> None:
    wizard.sign_in()
    assert wizard.state.session is not None
    assert wizard.window.step.kind is Kind.VM
    account = wizard.state.session.account
    shown = [label.text() for label in wizard.window.header.findChildren(type(wizard.window.header._account))]
    assert account.user in shown
    assert any(account.tenant in text for text in shown)


def test_a_bad_token_is_told_in_words_that_stay_and_can_be_copied(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.sign_in_page
    wizard.type_sign_in("not-a-token", wizard.lab.endpoint)
    page.enter.click()
    qtbot.waitUntil(page.error.isVisible, timeout=PATIENCE)
    page.error.copy.button.click()
    assert wizard.state.sign_in_error is not None
    said = wizard.kit.render(wizard.state.sign_in_error)
    assert said in QGuiApplication.clipboard().text()
    wizard.kit.words.use("ru")
    wizard.kit.words.use("en")
    qtbot.wait(10)
    assert page.error.isVisible()
    assert page.error.words.toPlainText() == said


@pytest.mark.parametrize("endpoint", ["http://management.example.com", "nonsense", "https://user@host/"])
def test_an_endpoint_that_may_not_have_the_token_is_refused_before_anything_is_sent(wizard: Wizard, endpoint: str) -> None:
    wizard.type_sign_in(wizard.lab.token, endpoint)
    wizard.sign_in_page.enter.click()
    assert wizard.sign_in_page.error.isVisible()
    assert wizard.flow.activity is None


def test_the_token_is_in_no_file_and_not_on_screen(qtbot: QtBot, wizard: Wizard, tmp_path: Path) -> None:
    wizard.sign_in()
    wizard.kit.settings.save()
    assert wizard.lab.token not in written(tmp_path)
    wizard.window.go(wizard.state.steps()[0])
    assert wizard.sign_in_page.token.text() == ""
    assert wizard.lab.token not in repr(wizard.state.session)


def test_the_token_is_typed_unseen(wizard: Wizard) -> None:
    assert wizard.sign_in_page.token.echoMode() is QLineEdit.EchoMode.Password


def test_the_cloud_and_its_endpoint_are_remembered(wizard: Wizard) -> None:
    wizard.sign_in()
    assert (wizard.kit.settings.cloud, wizard.kit.settings.endpoint) == ("custom", wizard.lab.endpoint)


def test_enter_in_the_token_field_signs_in(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.type_sign_in(wizard.lab.token, wizard.lab.endpoint)
    wizard.sign_in_page.token.setFocus()
    wizard.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.state.vms_complete, timeout=PATIENCE)


def test_paste_takes_the_token_from_the_clipboard(wizard: Wizard) -> None:
    QGuiApplication.clipboard().setText("  abc.def.ghi\n")
    wizard.sign_in_page._paste.trigger()
    assert wizard.sign_in_page.token.text() == "abc.def.ghi"


def test_signing_in_can_be_cancelled_and_tried_again(qtbot: QtBot, parts: Parts) -> None:
    with start(["healthy-windows"], latency=0.5) as slow:
        parts.window.show()
        wizard = Wizard(qtbot, parts, slow)
        wizard.type_sign_in(slow.token, slow.endpoint)
        wizard.sign_in_page.enter.click()
        assert wizard.window.bar.cancel.isVisible()
        wizard.press(Qt.Key.Key_Escape)
        assert wizard.flow.activity is None
        assert wizard.state.session is None
        assert wizard.window.isVisible()
        assert not wizard.window.bar.cancel.isVisible()


def test_signing_out_forgets_everything_that_came_with_the_session(wizard: Wizard) -> None:
    wizard.reach_symptom("windows-agent-stopped")
    wizard.window.go(wizard.state.steps()[0])
    wizard.sign_in_page.sign_out.click()
    assert (wizard.state.session, wizard.state.vms, wizard.state.vm, wizard.state.complaint) == (None, [], None, None)
    assert [step for step in wizard.state.steps() if wizard.state.reachable(step)] == [wizard.state.steps()[0]]


def test_the_demo_tenant_needs_one_press(qtbot: QtBot, wizard: Wizard, lab: RunningLab) -> None:
    wizard.sign_in_page.explore.click()
    qtbot.waitUntil(lambda: wizard.state.vms_complete, timeout=PATIENCE)
    assert len(wizard.state.vms) == len(lab.vms)
